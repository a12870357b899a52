"""The report about an asset as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.limits import DETAIL_LIMITS
from campaignlint.report.markdown import code
from campaignlint.text import escape_marked_ci_commands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.describe.rows import Row
    from campaignlint.report.asset import AssetReport


def render(report: AssetReport) -> str:
    """Render the report as Markdown; texts of the export are code."""
    return escape_marked_ci_commands("".join(f"{line}\n" for line in _lines(report)))


def _lines(report: AssetReport) -> Iterator[str]:
    yield f"# {_code(report.title)}"
    for section in report.all_sections():
        yield ""
        yield f"## {section.heading}"
        yield ""
        is_labeled = any(row.label for row in section.rows)
        yield from (_item(row, is_labeled=is_labeled) for row in section.rows)


def _item(row: Row, *, is_labeled: bool) -> str:
    """Return a list item; one without a label belongs to the one above."""
    if row.label:
        return f"- {_code(row.label)}: {_code(row.text)}"
    return f"{'  ' if is_labeled else ''}- {_code(row.text)}"


def _code(text: str) -> str:
    return code(text, DETAIL_LIMITS.characters)
