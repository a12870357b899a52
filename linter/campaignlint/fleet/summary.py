"""The summary of all instances of a fleet, as JSON and as a self-contained HTML page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from campaignlint.json_documents import Part, Tool, document_text
from campaignlint.model.finding import SEVERITIES
from campaignlint.paths import relative_path
from campaignlint.report.html import pages
from campaignlint.text import pluralize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.fleet.task import Outcome, State
    from campaignlint.model.finding import Severity

VERSION: Literal[1] = 1
STATES: tuple[State, ...] = ("failed", "incomplete", "findings", "clean")
"""The most severe state first."""


@dataclass(frozen=True, slots=True)
class Row:
    """An instance, and its reports by format."""

    outcome: Outcome
    reports: dict[str, str]
    """Paths relative to the summary, with forward slashes."""


class _Total(Part):
    instances: int
    states: dict[str, int]
    findings: dict[str, int]


class _Coverage(Part):
    files: int
    campaigns: int
    programs: int
    executables: int


class _Instance(Part):
    name: str
    folder: str
    state: str
    why: str
    findings: dict[str, int]
    rules: dict[str, int]
    coverage: _Coverage
    reports: dict[str, str]


class _Summary(Part):
    version: Literal[1]
    tool: Tool
    total: _Total
    instances: list[_Instance]


def sort_rows(rows: Sequence[Row]) -> list[Row]:
    """Return the rows by folder, whichever instance finished first."""
    return sorted(rows, key=lambda row: row.outcome.instance.folder)


def count_states(rows: Sequence[Row]) -> dict[State, int]:
    """Return the number of instances in each state, the most severe first."""
    counts = Counter(row.outcome.state for row in rows)
    return {state: counts[state] for state in STATES}


def count_findings(rows: Sequence[Row]) -> dict[Severity, int]:
    """Return the number of findings of each severity in all instances."""
    return {
        severity: sum(row.outcome.findings.get(severity, 0) for row in rows)
        for severity in SEVERITIES
    }


def render_json(rows: Sequence[Row], *, version: str) -> str:
    """Return the summary as JSON, which docs/fleet.md describes; `version` is the tool's."""
    total = _Total(
        instances=len(rows),
        states={str(state): number for state, number in count_states(rows).items()},
        findings={str(severity): number for severity, number in count_findings(rows).items()},
    )
    return document_text(
        _Summary(
            version=VERSION,
            tool=Tool(name="campaignlint", version=version),
            total=total,
            instances=[_instance(row) for row in sort_rows(rows)],
        )
    )


def _instance(row: Row) -> _Instance:
    outcome, coverage = row.outcome, row.outcome.coverage
    return _Instance(
        name=outcome.instance.name,
        folder=relative_path(outcome.instance.folder),
        state=outcome.state,
        why=outcome.why,
        findings={severity: outcome.findings.get(severity, 0) for severity in SEVERITIES},
        rules=dict(outcome.rules),
        coverage=_Coverage(
            files=coverage.files,
            campaigns=coverage.campaigns,
            programs=coverage.programs,
            executables=coverage.executables,
        ),
        reports=row.reports,
    )


def render_html(rows: Sequence[Row], *, version: str) -> str:
    """Return the summary as a page with links to the reports; `version` is the tool's."""
    return pages.render(
        "fleet.html.jinja",
        extra_style=pages.read_file("fleet.css"),
        version=version,
        kind="fleet",
        title=pluralize(len(rows), "Marketo instance"),
        rows=sort_rows(rows),
        states=count_states(rows),
        findings=count_findings(rows),
        relative_path=relative_path,
        quote=quote,
    )
