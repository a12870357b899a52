"""Output of reports: to the terminal, or atomically to files."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaignlint.atomic_write import write_atomically

if TYPE_CHECKING:
    from campaignlint.report.model import Report
    from campaignlint.report.sarif import SarifLogText

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")


@dataclass(frozen=True, slots=True)
class Look:
    """Options of how a report is rendered."""

    color: bool = False
    width: int = 100
    """The number of columns of text; 100 are easy to read, also in the log of a CI job."""
    show_source: bool = False
    include_suppressed: bool = False
    quiet: bool = False
    """Whether the summary is left out."""


def render(report: Report, format_name: str, look: Look | None = None) -> str:
    """Render the report in a format; its module is imported when it is needed.

    The garbage collector is paused: it would traverse the whole instance repeatedly.
    """
    from campaignlint.loading.reader import collector_paused

    module = import_module(f"campaignlint.report.{format_name}")
    names = _PARAMETERS.get(format_name, ())
    with collector_paused():
        rendered = module.render(report, **{name: getattr(look or Look(), name) for name in names})
    if format_name == "sarif":
        return _sarif_text(rendered)
    return str(rendered)


_PARAMETERS = {
    "text": ("color", "width", "show_source", "quiet"),
    "concise": ("color", "quiet"),
    "sarif": ("include_suppressed",),
}
"""The parameters of a format, other than the report."""


def _sarif_text(log: SarifLogText) -> str:
    if log.omitted:
        click.echo(
            f"campaignlint: the SARIF log omits the {log.omitted:,} least severe findings, since "
            "readers limit its size",
            err=True,
        )
    return log.text


def statistics(report: Report) -> str:
    """Return the number of findings per rule, as text."""
    from campaignlint.report import statistics as counts

    return counts.render(report)


def append_job_summary(report: Report) -> None:
    """Append the report to the job summary if GitHub names a file for it."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from campaignlint.report import github

    try:
        with Path(path).open("ab") as file:
            file.write(github.job_summary(report).encode("utf-8", "replace"))
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {reason_of(error)}") from None


def wants_color(choice: str) -> bool:
    """Return whether to color standard output: by choice, NO_COLOR, FORCE_COLOR or the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal() and os.environ.get("TERM") != "dumb"


def terminal_width(default: int = 80) -> int:
    """Return the columns of the terminal, or the default if the output is not a terminal."""
    return shutil.get_terminal_size((default, 24)).columns if _is_terminal() else default


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def print_text(text: str | bytes, *, color: bool) -> None:
    """Write to standard output as UTF-8; a broken pipe is not an error.

    Raises click.ClickException if writing fails, for example because the disk is full.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        click.echo(text, nl=False, color=color)
    except BrokenPipeError:
        discard_output()
    except OSError as error:
        discard_output()
        raise click.ClickException(f"cannot write to standard output: {reason_of(error)}") from None


def write(text: str, file: str | None, *, color: bool) -> None:
    """Write to a file, or to standard output if there is none."""
    if file:
        write_file(file, text)
    else:
        print_text(text, color=color)


def discard_output() -> None:
    """Discard all further output, including what Python flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: str, text: str) -> None:
    """Write a file atomically; a pipe or a device is written to, not replaced.

    Raises click.ClickException if that fails.
    """
    target = Path(path)
    content = text.encode("utf-8", "replace")
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)
        else:
            write_atomically(target.resolve(), content)
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {reason_of(error)}") from None


def reason_of(error: OSError) -> str:
    """Return the reason of an error as the system states it, in lowercase."""
    return (error.strerror or str(error)).lower()
