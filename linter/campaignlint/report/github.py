"""The GitHub report: workflow commands, which become annotations, and the summary of a job.

The commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
What the runner takes of them: `ActionCommand.cs` and `ExecutionContext.cs` of actions/runner
"""

from __future__ import annotations

import os
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from campaignlint.model.finding import SEVERITIES
from campaignlint.report import markdown
from campaignlint.report.repository import repository_path, repository_root
from campaignlint.report.shortfalls import shortfalls
from campaignlint.report.summary import summary
from campaignlint.text import counted, escape_ci_commands, escape_control_characters, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.model import LocatedFinding, Report

SHOWN_OF_A_KIND = 10
"""So many annotations of a kind GitHub shows for a step. The rest it drops without a word."""


def render(report: Report, *, root: Path | None = None) -> str:
    """A command for each finding that GitHub will show, the most severe first; then the summary.

    Files are named as the repository at `root` names them, which by default is the one around the
    working directory.
    """
    top = root or repository_root(Path.cwd())
    commands: list[str] = []
    dropped: dict[Severity, int] = {}
    for severity in SEVERITIES:
        found = _of_severity(report, severity)
        commands += (_command(each, top) for each in islice(found, SHOWN_OF_A_KIND))
        dropped[severity] = sum(1 for _ in found)
    notes = (*_not_annotated(dropped), *summary(report))
    return "".join(f"{line}\n" for line in (*commands, *map(_plain, notes)))


SUMMARY_LIMIT = 1_000_000
"""In bytes. GitHub takes 1 MiB of a step, and shows nothing of a longer summary."""


def job_summary(report: Report) -> str:
    """What to append to the file that GITHUB_STEP_SUMMARY names, as Markdown."""
    return markdown.render(report, limit=SUMMARY_LIMIT)


# What other formats for a CI share

# Commands

_KINDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}

_LONGEST_TITLE = 200
_LONGEST_MESSAGE = 1_000
_LONGEST_LINE = 500
"""In characters. The runner cuts a message at 4,096 units of UTF-16, its end first: the help."""


def _of_severity(report: Report, severity: Severity) -> Iterator[LocatedFinding]:
    return (
        finding
        for finding in chain(shortfalls(report), report.findings)
        if finding.severity == severity
    )


def _command(finding: LocatedFinding, root: Path) -> str:
    properties = {
        **_where(finding.location, root),
        "title": _cut(finding.rule, _LONGEST_TITLE),
    }
    lines = [_cut(finding.message, _LONGEST_MESSAGE)]
    if finding.place != finding.location.file:
        lines.append(_cut(finding.place, _LONGEST_LINE))
    if finding.help:
        lines.append(f"help: {_cut(finding.help, _LONGEST_LINE)}")
    named = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = _data("\n".join(lines))
    return f"::{_KINDS[finding.severity]} {named}::{message}"


def _where(location: Location, root: Path) -> dict[str, str | int | None]:
    """Columns only within one line: GitHub takes none for a region of several."""
    path = repository_path(location.file, root)
    if path == os.curdir:
        return {}
    if location.line is None:
        return {"file": path}
    lines: dict[str, str | int | None] = {
        "file": path,
        "line": location.line,
        "endLine": location.end_line,
    }
    if location.end_line != location.line:
        return lines
    return {**lines, "col": location.column, "endColumn": location.end_column}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cut(text: str, longest: int) -> str:
    shown = escape_control_characters(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 3]}..."


# Lines that are no commands


def _not_annotated(dropped: Mapping[Severity, int]) -> Iterator[str]:
    counts = [counted(number, severity) for severity, number in dropped.items() if number]
    if counts:
        yield (
            f"GitHub shows {SHOWN_OF_A_KIND} annotations of a kind: {listed(counts)} more "
            f"{'is' if sum(dropped.values()) == 1 else 'are'} not annotated."
        )


def _plain(text: str) -> str:
    """A line that is no command."""
    return escape_ci_commands(f"campaignlint: {escape_control_characters(text)}")
