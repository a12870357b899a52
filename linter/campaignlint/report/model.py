"""The report as frozen data, which can be pickled; formats render it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from campaignlint.engine.findings import INCOMPLETE
from campaignlint.model.finding import SEVERITIES, CampaignName, Confidence, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from campaignlint.engine.baseline import BaselineEntry
    from campaignlint.engine.findings import SuppressedBy
    from campaignlint.engine.plan import Inactive
    from campaignlint.engine.today import Origin
    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import Profile
    from campaignlint.report.context import Context
    from campaignlint.rules.rule import RuleInfo

__all__ = [
    "INCOMPLETE",
    "Coverage",
    "Hidden",
    "LocatedFinding",
    "LocatedRelated",
    "NarrowedTo",
    "Report",
    "Scope",
    "SuppressedFinding",
]


@dataclass(frozen=True, slots=True)
class LocatedRelated:
    """A related location of a finding."""

    message: str
    place: str
    location: Location
    asset: str = ""
    """The asset, as in findings."""


@dataclass(frozen=True, slots=True)
class LocatedFinding:
    """A finding as reports print it."""

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    campaign: CampaignName | None
    place: str
    location: Location
    help: str
    related: tuple[LocatedRelated, ...]
    chain: tuple[LocatedRelated, ...]
    fingerprint: str
    dormant: bool = False
    """Whether its campaign cannot run; then the finding is a note."""
    asset: str = ""
    """The asset by kind and id, as in `campaign 1021`; "" for a location in no asset."""
    more_related: int = 0
    """The number of related locations that are not listed."""

    @property
    def related_count(self) -> int:
        return len(self.related) + self.more_related

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """The sort key: location, then rule and message."""
        location = self.location
        return (
            location.file,
            location.line or 0,
            location.column or 0,
            self.rule,
            self.message,
            self.fingerprint,
        )


@dataclass(frozen=True, slots=True)
class SuppressedFinding:
    """An accepted finding, with where and why it is accepted."""

    finding: LocatedFinding
    by: SuppressedBy
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of the export that could be checked."""

    files: int = 0
    campaigns: int = 0
    campaigns_with_flow: int = 0
    campaigns_with_smart_list: int = 0
    programs: int = 0
    executables: int = 0
    unresolved_references: int = 0
    """Calls whose target is not in the export."""
    is_complete: bool = False
    """Whether the export contains everything in the instance."""
    skipped_files: int = 0
    """JSON files without Marketo records."""
    excluded_files: int = 0
    """Files that patterns or .gitignore exclude."""
    archived_campaigns: int = 0
    """Campaigns in archived folders that were not checked, since nothing uses them."""
    dormant_findings: int = 0
    """Findings in campaigns that cannot run, which are notes or skipped."""
    not_pulled: int = 0
    """The parts that `pull` could not fetch, from its instance.json."""
    without_tokens: int = 0
    """Campaigns that use My Tokens, if no tokens were exported."""
    unknown_steps: Mapping[str, int] = field(default_factory=dict)
    """The unknown names of flow steps, with the number of steps."""
    unknown_triggers: Mapping[str, int] = field(default_factory=dict)
    """The unknown names of triggers, with the number of triggers."""
    steps_without_target: int = 0
    """Execute Campaign and Request Campaign steps without an attribute that names a campaign."""
    not_checked: Mapping[str, int] = field(default_factory=dict)
    """By rule, the number of campaigns for which data is missing."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The settings of a run that reports print."""

    profile: Profile | None
    """None if rules were selected by name or category."""
    off: tuple[RuleInfo, ...]
    """The rules that were not enabled."""
    overrides: int
    """The number of overrides."""
    today: date
    """The date that was used as today for expiration and idle checks."""
    today_origin: Origin = "setting"
    """The origin of that date."""
    inactive: Inactive = "note"
    """The treatment of findings in dormant campaigns."""
    min_severity: Severity = "note"
    """The lowest severity that is reported."""
    writes_baseline: bool = False
    """Whether the run accepts all findings in a new baseline."""
    narrowed_to: NarrowedTo | None = None
    """The assets to which the report is limited; None for all."""


@dataclass(frozen=True, slots=True)
class NarrowedTo:
    """The names and globs of the assets to which a report is limited, and how many match."""

    programs: tuple[str, ...]
    folders: tuple[str, ...]
    workspaces: tuple[str, ...]
    campaigns: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """The number of findings that are left out because the report is narrowed."""

    other_files: int = 0
    other_assets: int = 0
    less_severe: int = 0
    existing: int = 0
    """Findings that the earlier state has, too."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: the same data for the same input."""

    findings: tuple[LocatedFinding, ...]
    rules: tuple[RuleInfo, ...]
    """The rules that ran, and those of the engine."""
    coverage: Coverage
    accepted: tuple[SuppressedFinding, ...] = ()
    """Suppressed and baselined findings."""
    stale_baseline: tuple[BaselineEntry, ...] = ()
    """Baseline entries whose finding is gone."""
    hidden: Hidden = field(default_factory=Hidden)
    paths_without_records: tuple[str, ...] = ()
    scope: Scope | None = None
    """None if only a part of the linter ran."""
    context: Context | None = None
    """The context of findings, for the HTML report; None if the plan has no context."""
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Seconds by stage and by rule."""

    @property
    def suppressed(self) -> int:
        """The number of suppressed findings."""
        return sum(accepted.by != "baseline" for accepted in self.accepted)

    @property
    def baselined(self) -> int:
        """The number of baselined findings."""
        return sum(accepted.by == "baseline" for accepted in self.accepted)

    @property
    def is_incomplete(self) -> bool:
        """Whether something could not be read, decoded or run, or nothing was checked."""
        return (
            bool(self.paths_without_records)
            or any(finding.rule in INCOMPLETE for finding in self.findings)
            or self.lacks_flows
        )

    @property
    def lacks_flows(self) -> bool:
        """Whether there is no finding because no campaign was exported with its flow."""
        coverage = self.coverage
        has_flows = bool(coverage.campaigns_with_flow) or not coverage.campaigns
        return not has_flows and not self.findings

    def counts(self) -> dict[Severity, int]:
        """Return the number of findings of each severity, the most severe first."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}

    def reaches(self, severity: Severity) -> bool:
        """Return whether there is a finding at or above a severity."""
        severities = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.severity in severities for finding in self.findings)
