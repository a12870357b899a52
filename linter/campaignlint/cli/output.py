"""Where reports go: to the terminal, or whole into files."""

from __future__ import annotations

import io
import os
import secrets
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaignlint import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaignlint.report.model import Report

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is shown, as far as a format leaves it open."""

    color: bool = False
    width: int = 80
    show_source: bool = False
    include_suppressed: bool = False


def render(report: Report, format_name: str, look: Look | None = None) -> str:
    """The report in one of the formats; the modules are imported when needed.

    The garbage collector rests meanwhile: it would walk whatever else is at hand again and again.
    """
    from campaignlint.loading.reader import collector_paused

    with collector_paused():
        return _RENDERERS[format_name](report, look or Look())


def _text(report: Report, look: Look) -> str:
    from campaignlint.report import text

    return text.render(report, color=look.color, width=look.width, show_source=look.show_source)


def _concise(report: Report, look: Look) -> str:
    from campaignlint.report import concise

    return concise.render(report, color=look.color)


def _json(report: Report, _look: Look) -> str:
    from campaignlint.report import json

    return json.render(report, version=__version__)


def _sarif(report: Report, look: Look) -> str:
    from campaignlint.report import sarif

    log = sarif.render(report, version=__version__, include_suppressed=look.include_suppressed)
    if log.left_out:
        click.echo(
            f"campaignlint: SARIF readers take so much and no more: {log.left_out:,} of the "
            "mildest findings are left out of the log",
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
    """How often each rule was broken."""
    from campaignlint.report import statistics as counts

    return counts.render(report)


def append_job_summary(report: Report) -> None:
    """Add the report to the summary of the job, where GitHub names a file for it."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from campaignlint.report import github

    try:
        _append(Path(path), github.job_summary(report).encode("utf-8", "replace"))
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {reason_of(error)}") from None


def wants_color(choice: str) -> bool:
    """Whether to colour standard output: as asked, else by NO_COLOR, FORCE_COLOR and the tty."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal() and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if _is_terminal() else 80


def _is_terminal() -> bool:
    return _has_output() and sys.stdout.isatty()


def _has_output() -> bool:
    """Whether there is a standard output at all: whoever starts a program may have closed it."""
    return sys.stdout is not None


def print_text(text: str, *, color: bool) -> None:
    """Write to standard output as UTF-8; a closed pipe is no error.

    Raises click.ClickException where writing fails otherwise: the disk is full, or there is none.
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
    """Nothing more is written, also not when Python ends and flushes what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: str, text: str) -> None:
    """Write a file whole or not at all.

    Raises click.ClickException where that fails; what stood there before then still does. A pipe
    or a device is written to, not replaced.
    """
    target = Path(path)
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        _replace(target.resolve(), text)
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {reason_of(error)}") from None


def _append(target: Path, data: bytes) -> None:
    """Add to a file all or nothing, as far as it can be cut off again."""
    with target.open("ab", buffering=0) as file:
        before = file.seek(0, os.SEEK_END) if file.seekable() else None
        try:
            while data:
                data = data[file.write(data) :]
        except BaseException:
            if before is not None:
                file.truncate(before)
            raise


def _replace(target: Path, text: str) -> None:
    """Put a new file in place of another, or of none; nothing is left over where that fails.

    The file's name is known before the file is there: so it goes also when Ctrl-C comes between.
    """
    temporary = target.with_name(f".campaignlint-{secrets.token_hex(8)}")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def reason_of(error: OSError) -> str:
    """Why the system refuses something, in lower case."""
    return (error.strerror or str(error)).lower()
