"""The concise report: one line per finding, for editors and grep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaignlint.report.summary import summary
from campaignlint.report.text import COLORS
from campaignlint.text import escape_ci_commands, escape_control_characters

if TYPE_CHECKING:
    from campaignlint.report.model import LocatedFinding, Report


def render(report: Report, *, color: bool = False, quiet: bool = False) -> str:
    """Return `file:line:column: severity[rule] message (place)` per finding, then the summary."""
    lines = [finding_line(finding, color=color) for finding in report.findings]
    if not quiet:
        lines += map(escape_control_characters, summary(report))
    return escape_ci_commands("".join(f"{line}\n" for line in lines))


def finding_line(finding: LocatedFinding, *, color: bool) -> str:
    """Return `file:line:column: severity[rule] message (place)`."""
    location = finding.location
    where = escape_control_characters(location.file)
    if location.line is not None:
        where = f"{where}:{location.line}:{location.column}"
    label = escape_control_characters(f"{finding.severity}[{finding.rule}]")
    if color:
        where = click.style(where, bold=True)
        label = click.style(label, fg=COLORS[finding.severity], bold=True)
    place = "" if finding.place == location.file else f" ({finding.place})"
    return f"{where}: {label} {escape_control_characters(finding.message + place)}"
