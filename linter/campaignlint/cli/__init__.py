"""The command line: one module a command. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from campaignlint import __version__
from campaignlint.cli import output
from campaignlint.cli.check import check
from campaignlint.cli.exits import INCOMPLETE, INTERRUPTED, OK, TERMINATED, USAGE
from campaignlint.cli.explain import explain
from campaignlint.cli.fleet import fleet
from campaignlint.cli.graph import graph
from campaignlint.cli.pull import pull
from campaignlint.cli.rules import rules
from campaignlint.cli.schema import schema
from campaignlint.cli.show import show
from campaignlint.text import escape_ci_commands

if TYPE_CHECKING:
    from types import FrameType

_EPILOG = """\b
Examples:
  campaignlint pull exports/
  campaignlint check exports/
  campaignlint check exports/ -f sarif -o campaignlint.sarif
  campaignlint explain wait-in-executable

\b
Exit codes: 0 nothing found, 1 findings, 2 bad usage or configuration,
3 incomplete: something could not be read or run."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="campaignlint", message="%(prog)s %(version)s")
def cli() -> None:
    """Find what will fail, or be skipped in silence, in exported Marketo Engage campaigns."""


for _command in (check, graph, show, pull, fleet, rules, explain, schema):
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
        _show(click.ClickException(_refusal(error)))
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
    """Say what is wrong; the message may quote names, and a pipeline reads this stream, too."""
    said = io.StringIO()
    error.show(said)
    click.echo(escape_ci_commands(said.getvalue()), nl=False, err=True)


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def _refusal(error: OSError) -> str:
    """What the system refuses, where nothing that is nearer to it has said so."""
    reason = output.reason_of(error)
    if error.filename is None and error.errno in _FULL:  # only the help is printed without care
        output.discard_output()
        return f"cannot write to standard output: {reason}"
    if _is_working_directory_gone():
        return "the working directory is gone: change to a folder that is there"
    if error.filename is None:
        return f"cannot go on: {reason}"
    return f"cannot use {error.filename}: {reason}"


def _is_working_directory_gone() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - nothing is done with it
    except FileNotFoundError:
        return True
    return False
