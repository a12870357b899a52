"""`campaignlint pull`: from a live instance to files worth committing."""

from __future__ import annotations

import gc
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignlint import __version__
from campaignlint.cli import exits
from campaignlint.cli.pull_screen import Screen, show_outcome
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import datetime

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
3 something is missing, and the next run asks for it; 130 interrupted, 143
terminated."""

_LIBRARIES = frozenset({"dotenv", "filelock", "httpx", "stamina"})


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

    Programs, folders, smart campaigns with their flows, smart lists with their rules, My Tokens,
    channels and the catalogue of flow steps, one file an asset. A second run asks only for what
    changed.

    The options that narrow take an id, a name or a glob, and may be repeated; a folder also by its
    path.
    """
    _need_libraries()
    import asyncio

    from campaignlint.pull import faults, run
    from campaignlint.pull.credentials import find_credentials

    request = _request(options)
    signals: list[int] = []
    gc.enable()  # it may run for hours
    with Screen(request) as screen:
        try:
            credentials = find_credentials(os.environ, Path(".env"))
            screen.instance = credentials.instance
            work = run.pull(folder, credentials, request, screen)
            outcome = asyncio.run(_stoppable(work, signals))
        except faults.RefusedError as error:
            raise click.ClickException(escape_control_characters(str(error))) from None
        except faults.BrokenOffError as error:
            screen.close()
            click.echo(f"campaignlint: {escape_control_characters(str(error))}", err=True)
            click.echo(screen.what_now, err=True)
            ctx.exit(exits.INCOMPLETE)
        except (KeyboardInterrupt, asyncio.CancelledError):
            screen.close()
            click.echo(f"campaignlint: interrupted\n{screen.what_now}", err=True)
            ctx.exit(_AFTER_SIGNALS + signals[0] if signals else exits.INTERRUPTED)
    if not request.dry_run:
        show_outcome(outcome, folder)
    ctx.exit(exits.INCOMPLETE if outcome.is_partial else exits.OK)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_AFTER_SIGNALS = 128
"""What is added to a signal's number to give an exit code, as shells do."""


async def _stoppable(work: Coroutine[Any, Any, Outcome], signals: list[int]) -> Outcome:
    """What comes of the work, which the first signal cancels; more of them change nothing.

    An exception that a handler of Python's raises in the midst of asyncio may be lost, or hang.
    """
    import asyncio

    if os.name != "posix":  # elsewhere asyncio hears Ctrl-C alone, by itself
        return await work
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def stop(number: int) -> None:
        if task is not None and not signals:
            signals.append(number)
            task.cancel()

    handlers = {number: signal.getsignal(number) for number in _SIGNALS}
    heard = [number for number, each in handlers.items() if each is not signal.SIG_IGN]
    for number in heard:
        loop.add_signal_handler(number, stop, number)
    try:
        return await work
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, heard)
        for number in heard:  # asyncio forgets the handlers that were there before
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN if signals else handlers[number])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, heard)


def _need_libraries() -> None:
    """Load what the plain installation lacks. Raises click.ClickException where it is not there."""
    try:
        from stamina import instrumentation

        import campaignlint.pull.run  # noqa: F401 - the help needs no HTTP
    except ModuleNotFoundError as error:
        if error.name not in _LIBRARIES:
            raise
        raise click.ClickException(
            "pull needs libraries that a plain installation lacks, so that it cannot talk to the "
            "network; install them with: pip install 'campaignlint[audit]'"
        ) from None
    instrumentation.set_on_retry_hooks([])  # pauses are shown, not logged


def _request(options: dict[str, Any]) -> Request:
    from campaignlint.pull.pace import Pace
    from campaignlint.pull.run import Request
    from campaignlint.pull.scope import Scope

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
