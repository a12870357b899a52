"""The report about an asset for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from campaignlint.report.asset import FINDINGS
from campaignlint.terminal import TerminalPage
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from campaignlint.describe.rows import Section
    from campaignlint.report.asset import AssetReport

_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_WIDEST_LABEL = 24


def render(report: AssetReport, *, width: int = 80, color: bool = False) -> str:
    """Render the report as text."""
    page = TerminalPage(width, color=color)
    page.print(Text(escape_control_characters(report.title), style="bold"))
    for section in report.all_sections():
        page.print()
        page.print(Text(section.heading, style="bold"))
        page.print(_grid(section))
    return page.text()


def _grid(section: Section) -> Padding:
    """Lay out rows: labels on the left, texts wrapped on the right."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=_WIDEST_LABEL)
    grid.add_column(overflow="fold")
    rows = section.rows
    if not any(row.label for row in rows):
        texts = Text("\n".join(escape_control_characters(row.text) for row in rows))
        return Padding(texts, (0, 0, 0, 2))
    for row in rows:
        style = _STYLES.get(row.label, "dim") if section.heading == FINDINGS else "dim"
        grid.add_row(
            Text(escape_control_characters(row.label), style=style),
            Text(escape_control_characters(row.text)),
        )
    return Padding(grid, (0, 0, 0, 2))
