"""The result of `used-by` as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.report.markdown import code
from campaignlint.report.used_by.lines import blocks, title
from campaignlint.text import escape_marked_ci_commands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.describe.used_by import UsedBy
    from campaignlint.report.used_by.lines import Line

_MAX_LENGTH = 500
"""The number of characters of one text that are shown."""


def render(used_by: UsedBy) -> str:
    """Render the result as Markdown; texts of the export are code."""
    return escape_marked_ci_commands("".join(f"{line}\n" for line in _lines(used_by)))


def _lines(used_by: UsedBy) -> Iterator[str]:
    yield f"# Used by: {code(title(used_by), _MAX_LENGTH)}"
    for block in blocks(used_by):
        yield ""
        yield f"## {block.heading}"
        yield ""
        yield from (_item(line) for line in block.lines)


def _item(line: Line) -> str:
    item = ": ".join(code(text, _MAX_LENGTH) for text in (line.name, line.text) if text)
    where = f" at {code(line.where, _MAX_LENGTH)}" if line.where else ""
    return f"{'  ' * line.level}- {item}{where}"
