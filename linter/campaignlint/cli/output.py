"""Where reports go: to the terminal, or whole into files."""

from __future__ import annotations

import importlib.util
import io
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from campaignlint import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from campaignlint.results import Report

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is shown, as far as a format leaves it open."""

    color: bool = False
    width: int = 80
    include_suppressed: bool = False


_LIBRARIES = {"audit": ("jinja2", "igraph")}


def demand_extra(extra: str, wanted_by: str) -> None:
    """Raise click.ClickException where a library of an extra is missing that something needs."""
    missing = [name for name in _LIBRARIES[extra] if importlib.util.find_spec(name) is None]
    if missing:
        raise click.ClickException(
            f"{wanted_by} needs {' and '.join(missing)}: pip install 'campaignlint[{extra}]'"
        )


def render(report: Report, format_name: str, look: Look | None = None) -> str:
    """The report in one of the formats; the modules are imported when needed."""
    return _RENDERERS[format_name](report, look or Look())


def _text(report: Report, look: Look) -> str:
    from campaignlint.report import text  # noqa: PLC0415

    return text.render(report, color=look.color, width=look.width)


def _concise(report: Report, look: Look) -> str:
    from campaignlint.report import concise  # noqa: PLC0415

    return concise.render(report, color=look.color)


def _json(report: Report, _look: Look) -> str:
    from campaignlint.report import json  # noqa: PLC0415

    return json.render(report, version=__version__)


def _sarif(report: Report, look: Look) -> str:
    from campaignlint.report import sarif  # noqa: PLC0415

    log = sarif.render(report, version=__version__, include_suppressed=look.include_suppressed)
    if log.left_out:
        click.echo(
            f"campaignlint: SARIF readers take so much and no more: {log.left_out:,} of the "
            "mildest findings are left out of the log",
            err=True,
        )
    return log.text


def _github(report: Report, _look: Look) -> str:
    from campaignlint.report import github  # noqa: PLC0415

    return github.render(report)


def _gitlab(report: Report, _look: Look) -> str:
    from campaignlint.report import gitlab  # noqa: PLC0415

    return gitlab.render(report)


def _junit(report: Report, _look: Look) -> str:
    from campaignlint.report import junit  # noqa: PLC0415

    return junit.render(report)


def _markdown(report: Report, _look: Look) -> str:
    from campaignlint.report import markdown  # noqa: PLC0415

    return markdown.render(report)


def _html(report: Report, _look: Look) -> str:
    from campaignlint.report import html  # noqa: PLC0415

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
    from campaignlint.report import statistics as counts  # noqa: PLC0415

    return counts.render(report)


def append_job_summary(report: Report) -> None:
    """Add the report to the summary of the job, where GitHub names a file for it."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from campaignlint.report import github  # noqa: PLC0415

    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(github.job_summary(report))
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {_reason(error)}") from None


def wants_color(choice: str) -> bool:
    """Whether to colour standard output: as asked, else by NO_COLOR, FORCE_COLOR and the tty."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Columns of the terminal; 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def print_text(text: str, *, color: bool) -> None:
    """Write to standard output as UTF-8; a closed pipe is no error.

    Raises click.ClickException where writing fails otherwise: the disk is full.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        click.echo(text, nl=False, color=color)
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        _discard_output()
        raise click.ClickException(f"cannot write to standard output: {_reason(error)}") from None


def _discard_output() -> None:
    """Nothing more is written, also not when Python ends and flushes what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: str, text: str) -> None:
    """Write a file whole or not at all.

    Raises click.ClickException where that fails; what stood there before then still does. A pipe
    or a device is written to, not replaced.
    """
    target = Path(path)
    temporary = None
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        target = target.resolve()
        with tempfile.NamedTemporaryFile(
            "w",
            encoding="utf-8",
            newline="\n",
            dir=target.parent,
            delete=False,
            prefix=f".{target.name}.",
        ) as file:
            temporary = Path(file.name)
            file.write(text)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise click.ClickException(f"cannot write {path}: {_reason(error)}") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
