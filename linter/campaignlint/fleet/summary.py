"""The summary over all instances of a fleet: as JSON, and as a page that needs nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from campaignlint.model.finding import SEVERITIES
from campaignlint.paths import relative_path
from campaignlint.report.html import pages as html_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from campaignlint.fleet.linting import Outcome, State
    from campaignlint.model.finding import Severity

VERSION = 1
STATES: tuple[State, ...] = ("failed", "incomplete", "findings", "clean")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Row:
    """An instance, and where its reports are, by format."""

    outcome: Outcome
    reports: Mapping[str, str]
    """Relative to the summary, with forward slashes."""


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The same order in every run, whichever instance was done first."""
    return sorted(rows, key=lambda row: row.outcome.instance.folder)


def states(rows: Sequence[Row]) -> dict[State, int]:
    """How many instances are in each state, the worst first."""
    counted = Counter(row.outcome.state for row in rows)
    return {state: counted[state] for state in STATES}


def findings(rows: Sequence[Row]) -> dict[Severity, int]:
    """How many findings of each severity all instances have together."""
    return {
        severity: sum(row.outcome.findings.get(severity, 0) for row in rows)
        for severity in SEVERITIES
    }


def as_json(rows: Sequence[Row], *, version: str) -> str:
    """The summary as JSON text; `version` is the tool's own. docs/fleet.md says what is in it."""
    document = {
        "version": VERSION,
        "tool": {"name": "campaignlint", "version": version},
        "total": {"instances": len(rows), "states": states(rows), "findings": findings(rows)},
        "instances": [_instance(row) for row in in_order(rows)],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _instance(row: Row) -> dict[str, Any]:
    outcome, coverage = row.outcome, row.outcome.coverage
    return {
        "name": outcome.instance.name,
        "folder": relative_path(outcome.instance.folder),
        "state": outcome.state,
        "why": outcome.why,
        "findings": {severity: outcome.findings.get(severity, 0) for severity in SEVERITIES},
        "rules": outcome.rules,
        "coverage": {
            "files": coverage.files,
            "campaigns": coverage.campaigns,
            "programs": coverage.programs,
            "executables": coverage.executables,
        },
        "reports": row.reports,
    }


def as_html(rows: Sequence[Row], *, version: str) -> str:
    """The summary as a page, with links to the reports; `version` is the tool's own."""
    return html_pages.render(
        html_pages.source(__package__, "summary.html.jinja"),
        style=html_pages.source(__package__, "summary.css"),
        rows=in_order(rows),
        states=states(rows),
        findings=findings(rows),
        shown=relative_path,
        address=quote,
        version=version,
    )
