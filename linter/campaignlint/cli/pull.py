"""`campaignlint pull`: from a live instance to files worth committing."""

from __future__ import annotations

import asyncio
import os
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from campaignlint import __version__
from campaignlint.cli import exits, output

if TYPE_CHECKING:
    from datetime import datetime

    from rich.progress import Progress, TaskID

    from campaignlint.pull.plan import Estimate
    from campaignlint.pull.run import Outcome, Request

_EPILOG = """\b
Examples:
  campaignlint pull exports
  campaignlint pull exports --dry-run
  campaignlint pull exports-of-scoring --program "OP Scoring*"
  campaignlint pull exports --full

\b
Credentials come from the environment or from a file .env in the working
directory: MARKETO_CLIENT_ID, MARKETO_CLIENT_SECRET, and MARKETO_MUNCHKIN_ID
(or MARKETO_BASE_URL). The API user's role needs Read-Only Assets.

\b
Exit codes: 0 everything was pulled; 2 bad usage, credentials or permission;
3 something is missing, and the next run asks for it; 130 interrupted."""

_LIBRARIES = frozenset({"dotenv", "filelock", "httpx", "stamina"})
_SHOWN = 20
"""How many of the missing assets are named; instance.json names them all."""


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--program", "programs", multiple=True, metavar="NAME", help="Only campaigns of this program."
)
@click.option(
    "--folder", "folders", multiple=True, metavar="NAME", help="Only campaigns below this folder."
)
@click.option(
    "--workspace",
    "workspaces",
    multiple=True,
    metavar="NAME",
    help="Only campaigns of this workspace.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Only campaigns changed on this day (UTC) or later.",
)
@click.option(
    "--full", is_flag=True, help="Ask for everything again, also for what did not change."
)
@click.option(
    "--dry-run", is_flag=True, help="Say what would be asked for, and how many calls that takes."
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 10),
    default=5,
    show_default=True,
    help="Calls at once. Marketo serves 10, to all integrations together.",
)
@click.option(
    "--rate",
    type=click.IntRange(1, 100),
    default=50,
    show_default=True,
    help="Calls in 20 seconds. Marketo serves 100, to all integrations together.",
)
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def pull(ctx: click.Context, /, folder: Path, **options: Any) -> None:  # noqa: ANN401
    """Fetch an instance's definitions into DIR by the REST Asset API, reading only.

    Programs, folders, smart campaigns with their flows, smart lists with their rules, My Tokens
    and the catalogue of flow steps, one file an asset. A second run asks only for what changed.

    The options that narrow take an id, a name or a glob, and may be repeated; a folder also by its
    path.
    """
    _need_libraries()
    from campaignlint.pull import faults, run  # noqa: PLC0415 - the help needs no HTTP
    from campaignlint.pull.credentials import find_credentials  # noqa: PLC0415 - as above

    request = _request(options)
    with _Screen(request) as screen:
        try:
            credentials = find_credentials(os.environ, Path(".env"))
            screen.instance = credentials.instance
            outcome = asyncio.run(run.pull(folder, credentials, request, screen))
        except faults.RefusedError as error:
            raise click.ClickException(_printable(str(error))) from None
        except faults.BrokenOffError as error:
            screen.close()
            click.echo(f"campaignlint: {_printable(str(error))}", err=True)
            click.echo(screen.what_now, err=True)
            ctx.exit(exits.INCOMPLETE)
        except KeyboardInterrupt:
            screen.close()
            click.echo(f"campaignlint: interrupted\n{screen.what_now}", err=True)
            ctx.exit(exits.INTERRUPTED)
    if not request.dry_run:
        _print_outcome(outcome, folder)
    ctx.exit(exits.INCOMPLETE if outcome.is_partial else exits.OK)


def _need_libraries() -> None:
    """Load what the plain installation lacks. Raises click.ClickException where it is not there."""
    try:
        from stamina import instrumentation  # noqa: PLC0415 - as above

        import campaignlint.pull.run  # noqa: F401, PLC0415 - the help needs no HTTP
    except ModuleNotFoundError as error:
        if error.name not in _LIBRARIES:
            raise
        raise click.ClickException(
            "pull needs libraries that a plain installation lacks, so that it cannot talk to the "
            "network; install them with: pip install 'campaignlint[audit]'"
        ) from None
    instrumentation.set_on_retry_hooks([])  # pauses are shown, not logged


def _request(options: dict[str, Any]) -> Request:
    from campaignlint.pull.pace import Pace  # noqa: PLC0415 - the help needs no HTTP
    from campaignlint.pull.run import Request  # noqa: PLC0415 - as above
    from campaignlint.pull.scope import Scope  # noqa: PLC0415 - as above

    since: datetime | None = options["since"]
    return Request(
        Scope(
            options["programs"],
            options["folders"],
            options["workspaces"],
            since.date() if since else None,
        ),
        Pace(options["concurrency"], options["rate"]),
        full=options["full"],
        dry_run=options["dry_run"],
        agent=f"campaignlint/{__version__}",
    )


class _Screen:
    """Says on standard output what is to be done, and shows on a terminal how far it is."""

    def __init__(self, request: Request) -> None:
        self.instance = ""
        self._request = request
        self._has_begun = False
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

    def planned(self, estimate: Estimate, *, is_resumed: bool) -> None:
        self._has_begun = True
        for line in _estimate_lines(self.instance, estimate, self._request, is_resumed=is_resumed):
            click.echo(textwrap.fill(line, output.terminal_width(), subsequent_indent="  "))

    def begins(self, calls: int) -> None:
        if self._progress is None and calls and sys.stderr.isatty():
            self._progress = _progress_bar()
            self._task = self._progress.add_task(_ASKING, total=0)
            self._progress.start()
        if self._progress is not None and self._task is not None:
            total = self._progress.tasks[0].total or 0
            self._progress.update(self._task, total=total + calls)

    def has_one_more(self) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, advance=1, description=_ASKING)

    def pauses(self, reason: str) -> None:
        if self._progress is not None and self._task is not None:
            said = _printable(f"Waiting: {reason}")
            self._progress.update(self._task, description=said)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


_ASKING = "Asking Marketo"


def _progress_bar() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.progress import (  # noqa: PLC0415 - as above
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
    from campaignlint.report.words import counted, listed  # noqa: PLC0415 - the help needs it not

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
        asked["catalogue"] and "the catalogue of flow steps",
    ]
    lines.append(f"To ask for: {listed([part for part in parts if part] or ['nothing'])}")
    pace = request.pace
    lines.append(
        f"{counted(estimate.calls, 'call')} ({estimate.calls_made:,} made), "
        f"{estimate.share_of_quota:.1%} of a daily quota of 50,000; "
        f"{_duration(estimate.seconds(pace))} at {pace.rate} calls in 20 seconds"
    )
    return lines


def _print_outcome(outcome: Outcome, folder: Path) -> None:
    from campaignlint.report.words import counted  # noqa: PLC0415 - the help needs it not

    changes = outcome.changes
    there = [f"{changes[change]:,} {change}" for change in ("new", "changed", "removed")]
    files = sum(changes[change] for change in ("new", "changed", "unchanged"))
    click.echo(
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
            click.echo(f"  {_printable(line)}", err=True)
        if len(outcome.missing) > _SHOWN:
            click.echo(f"  and {len(outcome.missing) - _SHOWN:,} more, see instance.json", err=True)


def _some(files: list[str]) -> str:
    shown = ", ".join(files[:3])
    return f"{shown} and {len(files) - 3:,} more" if len(files) > 3 else shown  # noqa: PLR2004


def _duration(seconds: float) -> str:
    from campaignlint.report.words import counted  # noqa: PLC0415 - the help needs it not

    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 100:  # noqa: PLR2004 - up to here people count in minutes
        return f"about {counted(minutes, 'minute')}"
    return f"about {minutes / 60:.1f} hours"


def _printable(text: str) -> str:
    from campaignlint.report.printable import printable  # noqa: PLC0415 - the help needs it not

    return printable(text)
