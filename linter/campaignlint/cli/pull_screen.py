"""What `campaignlint pull` shows: what it is about to do, how far it is, and what came of it."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Self

import click

from campaignlint.cli import output
from campaignlint.text import counted, escape_ci_commands, escape_control_characters, listed

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress, TaskID

    from campaignlint.pull.plan import Estimate
    from campaignlint.pull.run import Outcome, Request

_SHOWN = 20
"""How many of the missing assets are named; instance.json names them all."""


class Screen:
    """Says on standard output what is to be done, and shows on a terminal how far it is."""

    def __init__(self, request: Request) -> None:
        self.instance = ""
        self._request = request
        self._has_begun = False
        self._has_said_why = False
        """Whether it was said why nothing is to be seen yet."""
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def what_now(self) -> str:
        """What is left of a pull that was broken off."""
        if not self._has_begun or self._request.dry_run:
            return "Nothing was written."
        return "What was pulled is kept: the next run goes on from there."

    def lists(self) -> None:
        self._show_bar(_LISTING)

    def planned(self, estimate: Estimate, *, is_resumed: bool) -> None:
        self.close()  # a bar would take standard output to itself
        self._has_begun = True
        for line in _estimate_lines(self.instance, estimate, self._request, is_resumed=is_resumed):
            _print(line)

    def begins(self, calls: int) -> None:
        if self._progress is None and calls:
            self._show_bar(_ASKING)
        if self._progress is not None and self._task is not None:
            total = self._progress.tasks[0].total or 0
            self._progress.update(self._task, total=total + calls)

    def has_one_more(self) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, advance=1, description=_ASKING)

    def pauses(self, reason: str) -> None:
        said = escape_control_characters(f"Waiting: {reason}")
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=said)
        elif not self._has_begun and not self._has_said_why:
            self._has_said_why = True  # once, lest a log fill with it
            click.echo(said, err=True)

    def _show_bar(self, description: str) -> None:
        if sys.stderr.isatty():
            self._progress = _progress_bar()
            self._task = self._progress.add_task(description, total=None)
            self._progress.start()

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


_LISTING = "Listing what there is"
_ASKING = "Asking Marketo"


def _progress_bar() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _estimate_lines(
    instance: str, estimate: Estimate, request: Request, *, is_resumed: bool
) -> list[str]:
    asked = estimate.asked
    here = [
        counted(estimate.listed[kind], kind) for kind in ("program", "folder", "smart campaign")
    ]
    lines = [f"{instance}: {listed(here)}"]
    if is_resumed:
        lines.append("An earlier pull was broken off here; this one goes on from there.")
    owners = counted(asked["My Tokens"], "program or folder", "programs and folders")
    parts = [
        asked["program"] and counted(asked["program"], "program"),
        asked["smart campaign"] and counted(asked["smart campaign"], "smart campaign"),
        asked["smart list"] and f"{counted(asked['smart list'], 'smart list')}",
        asked["My Tokens"] and f"the My Tokens of {owners}",
        asked["channels"] and "the channels",
        asked["catalogue"] and "the catalogue of flow steps",
    ]
    lines.append(f"To ask for: {listed([part for part in parts if part] or ['nothing'])}")
    pace = request.pace
    lines.append(
        f"{counted(estimate.calls, 'call')} ({estimate.calls_made:,} made), "
        f"{estimate.share_of_quota:.1%} of a daily quota of 50,000; "
        f"{_duration(estimate.seconds(pace))} at {pace.rate} calls in 20 seconds"
    )
    if estimate.calls_at_most:
        more = counted(estimate.calls_at_most, "more call", "more calls")
        lines.append(f"Up to {more} for smart lists that these refer to")
    return lines


def show_outcome(outcome: Outcome, folder: Path) -> None:
    """Say what came of a pull, and on standard error what is amiss with it."""
    changes = outcome.changes
    there = [f"{changes[change]:,} {change}" for change in ("new", "changed", "removed")]
    files = sum(changes[change] for change in ("new", "changed", "unchanged"))
    _print(
        f"Pulled into {folder}: {counted(files, 'file')}, {', '.join(there)}; "
        f"{counted(outcome.calls, 'call')}"
    )
    if outcome.left:
        click.echo(
            f"Gone from Marketo, but changed here, so not removed: {_some(outcome.left)}", err=True
        )
    if outcome.others:
        click.echo(
            f"Not written by pull, so left alone, though check reads them: {_some(outcome.others)}",
            err=True,
        )
    if outcome.missing:
        click.echo(
            f"Incomplete: {counted(len(outcome.missing), 'thing')} could not be pulled", err=True
        )
        for line in outcome.missing[:_SHOWN]:
            click.echo(escape_ci_commands(f"  {escape_control_characters(line)}"), err=True)
        if len(outcome.missing) > _SHOWN:
            click.echo(f"  and {len(outcome.missing) - _SHOWN:,} more, see instance.json", err=True)


def _print(line: str) -> None:
    wrapped = textwrap.fill(
        escape_control_characters(line),
        output.terminal_width(),
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    output.print_text(f"{wrapped}\n", color=False)


def _some(files: list[str]) -> str:
    shown = ", ".join(files[:3])
    return f"{shown} and {len(files) - 3:,} more" if len(files) > 3 else shown  # noqa: PLR2004


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 100:  # noqa: PLR2004 - up to here people count in minutes
        return f"about {counted(minutes, 'minute')}"
    return f"about {minutes / 60:.1f} hours"
