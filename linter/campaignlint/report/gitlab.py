"""The GitLab Code Quality report, which merge requests show.

Format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from campaignlint.report.repository import repository_path, repository_root
from campaignlint.report.shortfalls import NOT_CHECKED, shortfalls
from campaignlint.text import escape_control_characters, escape_marked_ci_commands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.model.finding import Severity
    from campaignlint.report.model import LocatedFinding, Report


def render(report: Report, *, root: Path | None = None) -> str:
    """Return the findings as a JSON array.

    Paths are relative to `root`, by default the root of the repository around the working
    directory.
    """
    top = root or repository_root(Path.cwd())
    issues = [_issue(finding, top) for finding in (*shortfalls(report), *report.findings)]
    text = msgspec.json.format(msgspec.json.encode(issues), indent=2).decode()
    return f"{escape_marked_ci_commands(text)}\n"


_SEVERITIES: Mapping[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def _issue(finding: LocatedFinding, root: Path) -> dict[str, Any]:
    return {
        "description": _description(finding),
        "check_name": escape_control_characters(finding.rule),
        "fingerprint": finding.fingerprint,
        "severity": "blocker" if finding.rule in NOT_CHECKED else _SEVERITIES[finding.severity],
        "location": {
            "path": repository_path(finding.location.file, root),
            # GitLab rejects issues without a line.
            "lines": {"begin": finding.location.line or 1},
        },
    }


def _description(finding: LocatedFinding) -> str:
    text = finding.message
    if finding.place != finding.location.file:
        text += f" ({finding.place})"
    if finding.help:
        text += f"; help: {finding.help}"
    return escape_control_characters(text)
