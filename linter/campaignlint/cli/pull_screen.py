"""The output of `campaignlint pull`: the plan, the progress, and the result."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, Self

import click

from campaignlint.cli import output
from campaignlint.text import escape_ci_commands, escape_control_characters, format_list, pluralize

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress, TaskID

    from campaignlint.pull.plan import Estimate
    from campaignlint.pull.puller import Options, Result

_DAILY_QUOTA = 50_000
"""The typical quota, according to Adobe. The API does not return that of an instance."""
_MAX_LISTED = 20
"""Missing assets on standard error; instance.json lists them all."""
_MAX_FILES_LISTED = 3
"""Files that are not in Marketo, in the message about them."""


class PullScreen:
    """Prints the plan on standard output, and shows a progress bar on a terminal."""

    def __init__(self, options: Options) -> None:
        self.instance = ""
        self._options = options
        self._has_plan = False
        self._has_shown_retry = False
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def interruption_message(self) -> str:
        """A message for a pull that was interrupted."""
        if not self._has_plan or self._options.dry_run:
            return "Nothing was written."
        return "Downloaded files are kept; the next run continues from there."

    def start_listing(self) -> None:
        self._show_bar("Listing assets")

    def show_plan(self, estimate: Estimate, *, is_resumed: bool) -> None:
        self.close()  # a bar captures standard output
        self._has_plan = True
        for line in _plan_lines(self.instance, estimate, self._options, is_resumed=is_resumed):
            _print(line)

    def add_total(self, assets: int) -> None:
        if self._progress is None and assets:
            self._show_bar(_DOWNLOADING)
        if self._progress is not None and self._task is not None:
            total = self._progress.tasks[0].total or 0
            self._progress.update(self._task, total=total + assets)

    def advance(self) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, advance=1, description=_DOWNLOADING)

    def show_retry(self, reason: str) -> None:
        message = escape_control_characters(f"Waiting: {reason}")
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=message)
        elif not self._has_plan and not self._has_shown_retry:
            self._has_shown_retry = True  # once, so that it does not fill a log
            click.echo(message, err=True)

    def _show_bar(self, description: str) -> None:
        if sys.stderr.isatty():
            self._progress = _create_progress_bar()
            self._task = self._progress.add_task(description, total=None)
            self._progress.start()

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


_DOWNLOADING = "Downloading"


def _create_progress_bar() -> Progress:
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


def _plan_lines(
    instance: str, estimate: Estimate, options: Options, *, is_resumed: bool
) -> list[str]:
    kinds = ("program", "folder", "smart campaign")
    lines = [
        f"{instance}: {format_list([pluralize(estimate.listed[kind], kind) for kind in kinds])}"
    ]
    if is_resumed:
        lines.append("Resuming an interrupted pull.")
    outdated = estimate.outdated
    owners = pluralize(outdated["My Tokens"], "program or folder", "programs and folders")
    parts = [
        outdated["program"] and pluralize(outdated["program"], "program"),
        outdated["smart campaign"] and pluralize(outdated["smart campaign"], "smart campaign"),
        outdated["smart list"] and pluralize(outdated["smart list"], "smart list"),
        outdated["My Tokens"] and f"My Tokens of {owners}",
        outdated["channels"] and "channels",
        outdated["flow step types"] and "flow step types",
    ]
    lines.append(f"To download: {format_list([part for part in parts if part] or ['nothing'])}")
    lines.append(
        f"{pluralize(estimate.calls, 'API call')} ({estimate.calls_made:,} already made), "
        f"{estimate.calls / _DAILY_QUOTA:.1%} of a daily quota of {_DAILY_QUOTA:,}; "
        f"{_format_duration(estimate.min_seconds(options.rate_limit))} at "
        f"{options.rate_limit.requests} calls per 20 seconds"
    )
    if estimate.max_extra_calls:
        more = pluralize(estimate.max_extra_calls, "more call", "more calls")
        lines.append(f"Up to {more} for smart lists that these refer to")
    return lines


def print_result(result: Result, folder: Path) -> None:
    """Print the changes, and on standard error the missing parts."""
    changes = result.changes
    files = changes["new"] + changes["changed"] + changes["unchanged"]
    parts = ", ".join(f"{changes[kind]:,} {kind}" for kind in ("new", "changed", "removed"))
    _print(
        f"Pulled into {folder}: {pluralize(files, 'file')}, {parts}; "
        f"{pluralize(result.calls, 'API call')}"
    )
    if result.others:
        click.echo(
            "Not in Marketo, but not removed because pull did not write them, or they were "
            f"changed: {_format_files(result.others)}",
            err=True,
        )
    if result.missing:
        click.echo(f"Incomplete: {pluralize(len(result.missing), 'item')} missing", err=True)
        for line in result.missing[:_MAX_LISTED]:
            click.echo(escape_ci_commands(f"  {escape_control_characters(line)}"), err=True)
        if len(result.missing) > _MAX_LISTED:
            more = len(result.missing) - _MAX_LISTED
            click.echo(f"  and {more:,} more, see instance.json", err=True)


def _print(line: str) -> None:
    wrapped = textwrap.fill(
        escape_control_characters(line),
        output.terminal_width(),
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    output.print_text(f"{wrapped}\n", color=False)


def _format_files(files: list[str]) -> str:
    shown = escape_control_characters(", ".join(files[:_MAX_FILES_LISTED]))
    more = len(files) - _MAX_FILES_LISTED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _format_duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 100:  # noqa: PLR2004
        return f"about {pluralize(minutes, 'minute')}"
    return f"about {minutes / 60:.1f} hours"
