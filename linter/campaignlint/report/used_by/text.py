"""The result of `used-by` for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from campaignlint.report.used_by.lines import blocks, title
from campaignlint.terminal import TerminalPage
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from campaignlint.describe.used_by import UsedBy
    from campaignlint.report.used_by.lines import Line


def render(used_by: UsedBy, *, width: int = 80, color: bool = False) -> str:
    """Render the result as text."""
    page = TerminalPage(width, color=color)
    page.print(Text(escape_control_characters(title(used_by)), style="bold"))
    for block in blocks(used_by):
        page.print()
        page.print(Text(block.heading, style="bold"))
        for line in block.lines:
            page.print(Padding(_text(line), (0, 0, 0, 2 + 2 * line.level)))
    return page.text()


def _text(line: Line) -> Text:
    text = Text(escape_control_characters(line.name))
    if line.text:
        separator = ": " if line.name else ""
        text.append(escape_control_characters(f"{separator}{line.text}"))
    if line.where:
        text.append(escape_control_characters(f"  {line.where}"), style="dim")
    return text
