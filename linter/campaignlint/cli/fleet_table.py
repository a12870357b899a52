"""The summary of a fleet, for a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from campaignlint.fleet.summary import findings, in_order, states
from campaignlint.model.finding import SEVERITIES
from campaignlint.paths import relative_path
from campaignlint.text import counted, escape_control_characters, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.fleet.linting import Outcome
    from campaignlint.fleet.summary import Row

_COLOURS = {"failed": "red", "incomplete": "red", "findings": "yellow", "clean": "green"}
_WORDS = {"findings": "with findings"}


def table(rows: Sequence[Row], *, width: int, color: bool) -> str:
    """A line for each instance, and a last one over all."""
    shown = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    shown.add_column("instance", overflow="fold")
    shown.add_column("state", overflow="fold")
    for severity in SEVERITIES:
        shown.add_column(f"{severity}s", justify="right")
    shown.add_column("campaigns", justify="right")
    for row in in_order(rows):
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
    console.print(Text(_verdict(rows), "bold"))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _cells(outcome: Outcome) -> list[Text]:
    state = Text(outcome.state, _COLOURS[outcome.state])
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


def _verdict(rows: Sequence[Row]) -> str:
    by_state = [
        f"{number:,} {_WORDS.get(state, state)}" for state, number in states(rows).items() if number
    ]
    found = [counted(number, severity) for severity, number in findings(rows).items() if number]
    said = f"; {listed(found)} in all" if found else ""
    return f"{counted(len(rows), 'instance')}: {listed(by_state)}{said}."
