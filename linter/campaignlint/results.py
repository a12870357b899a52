"""The outcome of a run: plain frozen data that reports print and that pickles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from campaignlint.finding import SEVERITIES, CampaignName, Confidence, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.instance.positions import Location
    from campaignlint.rule import Rule

INCOMPLETE = frozenset({"unreadable-file", "invalid-record", "failed-response", "rule-crashed"})
"""The engine's rules whose findings mean that not everything was linted."""


@dataclass(frozen=True, slots=True)
class ReportedRelated:
    """A second place of a finding, located."""

    message: str
    place: str
    location: Location


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """A finding as reports print it."""

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    campaign: CampaignName | None
    place: str
    location: Location
    help: str
    related: tuple[ReportedRelated, ...]
    chain: tuple[ReportedRelated, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at, and what could not be judged."""

    files: int = 0
    campaigns: int = 0
    campaigns_with_flow: int = 0
    campaigns_with_smart_list: int = 0
    programs: int = 0
    executables: int = 0
    unresolved_references: int = 0
    """Calls whose target is not in the export."""
    is_complete: bool = False
    """Whether what is not in the export is not in Marketo either."""
    skipped_files: int = 0
    not_judged: Mapping[str, int] = field(default_factory=dict)
    """For each rule the number of campaigns that it could not judge for want of data."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: plain data, the same for the same input."""

    findings: tuple[ReportedFinding, ...]
    rules: tuple[Rule, ...]
    """The rules that ran, and those of the engine."""
    coverage: Coverage
    suppressed: int = 0
    baselined: int = 0
    hidden: int = 0
    """Findings that `--only` left out."""
    paths_without_records: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Seconds by stage, and by rule."""

    @property
    def is_incomplete(self) -> bool:
        """Whether something could not be read, decoded or run, or there was nothing to lint."""
        return bool(self.paths_without_records) or any(
            finding.rule in INCOMPLETE for finding in self.findings
        )

    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity there are, from the gravest."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}

    def reaches(self, severity: Severity) -> bool:
        """Whether some finding is at least as grave as `severity`."""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.severity in grave for finding in self.findings)
