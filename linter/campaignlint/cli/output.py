"""Output of reports: to the terminal, or atomically to files."""

from __future__ import annotations

import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaignlint import __version__
from campaignlint.atomic_write import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaignlint.report.model import Report

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
    """Whether to leave out the summary."""


def render(report: Report, format_name: str, look: Look | None = None) -> str:
    """Render the report in a format; the modules are imported when needed.

    The garbage collector is paused: it would traverse the whole instance repeatedly.
    """
    from campaignlint.loading.reader import collector_paused

    with collector_paused():
        return _RENDERERS[format_name](report, look or Look())


def _text(report: Report, look: Look) -> str:
    from campaignlint.report import text

    return text.render(
        report,
        color=look.color,
        width=look.width,
        show_source=look.show_source,
        quiet=look.quiet,
    )


def _concise(report: Report, look: Look) -> str:
    from campaignlint.report import concise

    return concise.render(report, color=look.color, quiet=look.quiet)


def _json(report: Report, _look: Look) -> str:
    from campaignlint.report import json

    return json.render(report, version=__version__)


def _sarif(report: Report, look: Look) -> str:
    from campaignlint.report import sarif

    log = sarif.render(report, version=__version__, include_suppressed=look.include_suppressed)
    if log.omitted:
        click.echo(
            f"campaignlint: the SARIF log omits the {log.omitted:,} least severe findings, since "
            "readers limit its size",
            err=True,
        )
    return log.text


def _github(report: Report, _look: Look) -> str:
    from campaignlint.report import github

    return github.render(report)


def _gitlab(report: Report, _look: Look) -> str:
    from campaignlint.report import gitlab

    return gitlab.render(report)


def _junit(report: Report, _look: Look) -> str:
    from campaignlint.report import junit

    return junit.render(report)


def _markdown(report: Report, _look: Look) -> str:
    from campaignlint.report import markdown

    return markdown.render(report)


def _html(report: Report, _look: Look) -> str:
    from campaignlint.report import html

    return html.render(report, version=__version__)


_RENDERERS: dict[str, Callable[[Report, Look], str]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "markdown": _markdown,
    "html": _html,
}


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
    return _has_output() and sys.stdout.isatty()


def _has_output() -> bool:
    """Return whether there is a standard output; the parent process may have closed it."""
    return sys.stdout is not None


def print_text(text: str | bytes, *, color: bool) -> None:
    """Write to standard output as UTF-8; a broken pipe is not an error.

    Raises click.ClickException if writing fails, for example because the disk is full.
    """
    if not _has_output():
        raise click.ClickException("cannot write to standard output: it is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        click.echo(text, nl=False, color=color)
    except BrokenPipeError:
        discard_output()
    except OSError as error:
        discard_output()
        raise click.ClickException(f"cannot write to standard output: {reason_of(error)}") from None


def discard_output() -> None:
    """Discard all further output, also what Python flushes at exit."""
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
