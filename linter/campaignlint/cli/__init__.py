"""The command line: one module per command. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import gc
import io
import signal
import sys
from typing import TYPE_CHECKING

import click

from campaignlint import __version__
from campaignlint.cli import output
from campaignlint.cli.check import check
from campaignlint.cli.describe import describe
from campaignlint.cli.diff import diff
from campaignlint.cli.exits import INCOMPLETE, INTERRUPTED, OK, TERMINATED, USAGE
from campaignlint.cli.explain import explain
from campaignlint.cli.fleet import fleet
from campaignlint.cli.graph import graph
from campaignlint.cli.pull import pull
from campaignlint.cli.rules import rules
from campaignlint.cli.schema import schema
from campaignlint.cli.show import show
from campaignlint.cli.used_by import used_by
from campaignlint.text import did_you_mean, escape_ci_commands

if TYPE_CHECKING:
    from types import FrameType

_EPILOG = """\b
Examples:
  campaignlint pull exports/
  campaignlint check exports/
  campaignlint check exports/ -f sarif -o campaignlint.sarif
  campaignlint explain wait-in-executable

\b
Exit codes: 0 no findings, 1 findings, 2 bad usage or configuration,
3 incomplete (something could not be read or checked)."""


class _Commands(click.Group):
    """Commands that suggest the most similar name for a misspelled one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise unknown_command(ctx, name, self)
        return super().resolve_command(ctx, args)


def unknown_command(ctx: click.Context, name: str, group: click.Group) -> click.UsageError:
    """Return the error for a command that does not exist."""
    hint = did_you_mean(name, group.commands, f"expected one of {', '.join(group.commands)}")
    return click.UsageError(f"unknown command '{name}'{hint}", ctx)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="campaignlint", message="%(prog)s %(version)s")
def cli() -> None:
    """Lint exported Adobe Marketo Engage campaigns."""


@click.command("help")
@click.argument("command", required=False)
@click.pass_context
def help_command(ctx: click.Context, command: str | None) -> None:
    """Show the help of a command."""
    above = ctx.parent or ctx
    found = cli.get_command(above, command or "")
    if command is None:
        click.echo(above.get_help())
    elif found is None:
        raise unknown_command(above, command, cli)
    else:
        with click.Context(found, info_name=command, parent=above) as context:
            click.echo(found.get_help(context))


_COMMANDS = (
    *(check, graph, show, describe, used_by, diff),
    *(pull, fleet, rules, explain, schema, help_command),
)
for _command in _COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run a command as the console script does, and exit with its code."""
    terminations: list[int] = []

    def terminate(number: int, _frame: FrameType | None) -> None:
        terminations.append(number)
        raise KeyboardInterrupt  # so that whatever cleans up after Ctrl-C does so now

    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, terminate)
    gc.disable()  # a command ends before its garbage matters; long-running ones enable it
    code = run()
    gc.freeze()  # spares Python a search for garbage in the whole instance
    sys.exit(TERMINATED if terminations and code == INTERRUPTED else code)


def run() -> int:
    """Run a command and return its exit code; only `--debug` shows tracebacks."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except OSError as error:
        if "--debug" in sys.argv:
            raise
        subject = f"cannot use {error.filename}" if error.filename else "cannot continue"
        _show(click.ClickException(f"{subject}: {output.reason_of(error)}"))
        return USAGE
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        # The text of the exception may quote the export, which may have to be redacted.
        click.echo(
            f"campaignlint: internal error: {type(error).__name__}\n"
            "This is a bug in campaignlint, not in the export; run again with --debug for details",
            err=True,
        )
        return INCOMPLETE
    return code if isinstance(code, int) else OK


def _show(error: click.ClickException) -> None:
    """Print an error; its message may contain names, and CI logs interpret standard error too."""
    message = io.StringIO()
    error.show(message)
    click.echo(escape_ci_commands(message.getvalue()), nl=False, err=True)
