"""The summary of a fleet, for a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from campaignlint.fleet.summary import count_findings, count_states, sort_rows
from campaignlint.model.finding import SEVERITIES
from campaignlint.paths import relative_path
from campaignlint.text import escape_control_characters, format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.fleet.summary import Row
    from campaignlint.fleet.task import Outcome

_COLORS = {"failed": "red", "incomplete": "red", "findings": "yellow", "clean": "green"}
_LABELS = {"findings": "with findings"}


def table(rows: Sequence[Row], *, width: int, color: bool) -> str:
    """Return a row for each instance, and a line with the totals."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    shown.add_column("instance", overflow="fold")
    shown.add_column("state", overflow="fold")
    for severity in SEVERITIES:
        shown.add_column(f"{severity}s", justify="right")
    shown.add_column("campaigns", justify="right")
    for row in sort_rows(rows):
        shown.add_row(*_cells(row.outcome))
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        legacy_windows=False,
    )
    console.print(shown)
    console.print()
    console.print(Text(_totals(rows), "bold"))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _cells(outcome: Outcome) -> list[Text]:
    state = Text(outcome.state, _COLORS[outcome.state])
    if outcome.why:
        state.append(f": {escape_control_characters(outcome.why)}", "default")
    numbers = [
        *(outcome.findings.get(severity, 0) for severity in SEVERITIES),
        outcome.coverage.campaigns,
    ]
    counts = ["-" if outcome.state == "failed" else f"{number:,}" for number in numbers]
    return [
        Text(escape_control_characters(relative_path(outcome.instance.folder))),
        state,
        *map(Text, counts),
    ]


def _totals(rows: Sequence[Row]) -> str:
    by_state = [
        f"{number:,} {_LABELS.get(state, state)}"
        for state, number in count_states(rows).items()
        if number
    ]
    counts = [
        pluralize(number, severity) for severity, number in count_findings(rows).items() if number
    ]
    findings = f"; {format_list(counts)} in total" if counts else ""
    return f"{pluralize(len(rows), 'instance')}: {format_list(by_state)}{findings}."
