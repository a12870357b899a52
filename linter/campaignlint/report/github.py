"""The GitHub report: workflow commands, which become annotations, and a job summary.

Commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
Limits of the runner: `ActionCommand.cs` and `ExecutionContext.cs` of actions/runner
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
from campaignlint.text import escape_ci_commands, escape_control_characters, format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.model import LocatedFinding, Report

MAX_ANNOTATIONS = 10
"""The number of annotations per severity that GitHub shows for a step; it drops the others."""


def render(report: Report, *, root: Path | None = None) -> str:
    """Return a command for each finding that GitHub shows, the most severe first; then the summary.

    Paths are relative to `root`, by default the root of the repository around the working
    directory.
    """
    top = root or repository_root(Path.cwd())
    commands: list[str] = []
    omitted: dict[Severity, int] = {}
    for severity in SEVERITIES:
        findings = _of_severity(report, severity)
        commands += (_command(finding, top) for finding in islice(findings, MAX_ANNOTATIONS))
        omitted[severity] = sum(1 for _ in findings)
    notes = (*_describe_omitted(omitted), *summary(report))
    return "".join(f"{line}\n" for line in (*commands, *map(_escape, notes)))


MAX_SUMMARY_BYTES = 1_000_000
"""The maximum size of a job summary; GitHub rejects more than 1 MiB."""


def job_summary(report: Report) -> str:
    """Return the Markdown to append to the file in GITHUB_STEP_SUMMARY."""
    return markdown.render(report, limit=MAX_SUMMARY_BYTES)


# Commands

_KINDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}

_MAX_TITLE_LENGTH = 200
_MAX_MESSAGE_LENGTH = 1_000
_MAX_LINE_LENGTH = 500
"""In characters. The runner truncates messages to 4,096 units of UTF-16, at the end: the help."""


def _of_severity(report: Report, severity: Severity) -> Iterator[LocatedFinding]:
    return (
        finding
        for finding in chain(shortfalls(report), report.findings)
        if finding.severity == severity
    )


def _command(finding: LocatedFinding, root: Path) -> str:
    properties = {
        **_where(finding.location, root),
        "title": _truncate(finding.rule, _MAX_TITLE_LENGTH),
    }
    lines = [_truncate(finding.message, _MAX_MESSAGE_LENGTH)]
    if finding.place != finding.location.file:
        lines.append(_truncate(finding.place, _MAX_LINE_LENGTH))
    if finding.help:
        lines.append(f"help: {_truncate(finding.help, _MAX_LINE_LENGTH)}")
    named = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = _data("\n".join(lines))
    return f"::{_KINDS[finding.severity]} {named}::{message}"


def _where(location: Location, root: Path) -> dict[str, str | int | None]:
    """Return the location; with columns only within one line, as GitHub requires."""
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


def _truncate(text: str, max_length: int) -> str:
    escaped = escape_control_characters(text)
    return escaped if len(escaped) <= max_length else f"{escaped[: max_length - 3]}..."


# Lines without commands


def _describe_omitted(omitted: Mapping[Severity, int]) -> Iterator[str]:
    counts = [pluralize(number, severity) for severity, number in omitted.items() if number]
    if counts:
        yield (
            f"Not annotated: {format_list(counts)} (GitHub shows at most {MAX_ANNOTATIONS} "
            "annotations per severity)."
        )


def _escape(text: str) -> str:
    """Return a line that the runner does not take for a command."""
    return escape_ci_commands(f"campaignlint: {escape_control_characters(text)}")
