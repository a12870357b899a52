"""`campaignlint pull`: download an instance's definitions."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignlint import __version__
from campaignlint.cli import exits
from campaignlint.cli.pull_screen import PullScreen, print_result
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import datetime

    from campaignlint.pull.puller import Options, Result

_EPILOG = """\b
Examples:
  campaignlint pull exports
  campaignlint pull exports --dry-run
  campaignlint pull exports-of-scoring --program "OP Scoring*"
  campaignlint pull exports --full

\b
Credentials come from environment variables, or from a file .env in the
working directory: MARKETO_CLIENT_ID, MARKETO_CLIENT_SECRET, and
MARKETO_MUNCHKIN_ID (or MARKETO_BASE_URL). The API user's role needs
Read-Only Assets.

\b
Exit codes: 0 complete, 2 wrong usage, credentials, or permissions,
3 incomplete: the next run continues, 130 interrupted, 143 terminated."""

_LIBRARIES = frozenset({"dotenv", "filelock", "httpx", "stamina"})


@click.command(epilog=_EPILOG, short_help="Download an instance with the REST Asset API.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--program", "programs", multiple=True, metavar="NAME", help="Only campaigns in this program."
)
@click.option(
    "--folder", "folders", multiple=True, metavar="NAME", help="Only campaigns below this folder."
)
@click.option(
    "--workspace",
    "workspaces",
    multiple=True,
    metavar="NAME",
    help="Only campaigns in this workspace.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Only campaigns changed on this day (UTC) or later.",
)
@click.option("--full", is_flag=True, help="Download everything again, even if unchanged.")
@click.option(
    "--dry-run", is_flag=True, help="Show what would be downloaded and how many API calls it takes."
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 10),
    default=5,
    show_default=True,
    help="Maximum concurrent API calls. Marketo allows 10 across all integrations.",
)
@click.option(
    "--rate",
    type=click.IntRange(1, 100),
    default=50,
    show_default=True,
    help="Maximum API calls per 20 seconds. Marketo allows 100 across all integrations.",
)
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def pull(ctx: click.Context, /, folder: Path, **options: Any) -> None:
    """Download an instance's definitions with the REST Asset API (read-only).

    DIR gets one file per asset: programs, folders, smart campaigns with their flows, smart lists
    with their rules, My Tokens, channels, and flow step types. Later runs download only what
    changed.

    NAME is an id, a name, or a glob; for a folder, also a path. Repeat the option for several.
    """
    _check_libraries()
    import asyncio

    from campaignlint.pull import errors, puller
    from campaignlint.pull.credentials import find_credentials

    pull_options = _create_options(options)
    signals: list[int] = []
    gc.enable()  # a pull can run for hours
    with PullScreen(pull_options) as screen:
        try:
            credentials = find_credentials(os.environ, Path(".env"))
            screen.instance = credentials.instance
            work = puller.pull(folder, credentials, pull_options, screen)
            result = asyncio.run(_cancel_on_signal(work, signals))
        except errors.SetupError as error:
            raise click.ClickException(escape_control_characters(str(error))) from None
        except errors.InterruptedPullError as error:
            screen.close()
            message = escape_control_characters(str(error))
            click.echo(f"campaignlint: {message}\n{screen.interruption_message}", err=True)
            ctx.exit(exits.INCOMPLETE)
        except (KeyboardInterrupt, asyncio.CancelledError):
            screen.close()
            click.echo(f"campaignlint: interrupted\n{screen.interruption_message}", err=True)
            is_terminated = signals[:1] == [signal.SIGTERM]
            ctx.exit(exits.TERMINATED if is_terminated else exits.INTERRUPTED)
    if not pull_options.dry_run:
        print_result(result, folder)
    ctx.exit(exits.INCOMPLETE if result.missing else exits.OK)


async def _cancel_on_signal(work: Coroutine[Any, Any, Result], signals: list[int]) -> Result:
    """Run a coroutine, and cancel it on the first SIGINT or SIGTERM, which is added to the list."""
    import asyncio

    task = asyncio.ensure_future(work)

    def stop(number: int) -> None:
        signals.append(number)
        task.cancel()

    with suppress(NotImplementedError):  # Windows, where asyncio handles Ctrl-C itself
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop, number)
    return await task


def _check_libraries() -> None:
    """Raise click.ClickException if the libraries of the extra `audit` are not installed."""
    try:
        from stamina import instrumentation

        import campaignlint.pull.puller  # noqa: F401 - only to see whether it can be imported
    except ModuleNotFoundError as error:
        if error.name not in _LIBRARIES:
            raise
        raise click.ClickException(
            "pull needs more libraries; install them with: pip install 'campaignlint[audit]'"
        ) from None
    instrumentation.set_on_retry_hooks([])  # retries are shown, not logged


def _create_options(options: dict[str, Any]) -> Options:
    from campaignlint.pull.puller import Options
    from campaignlint.pull.rate_limit import RateLimit
    from campaignlint.pull.scope import Scope

    since: datetime | None = options["since"]
    return Options(
        Scope(
            options["programs"],
            options["folders"],
            options["workspaces"],
            since.date() if since else None,
        ),
        RateLimit(options["concurrency"], options["rate"]),
        full=options["full"],
        dry_run=options["dry_run"],
        user_agent=f"campaignlint/{__version__}",
    )
