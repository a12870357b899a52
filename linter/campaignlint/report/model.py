"""The outcome of a run: plain frozen data that reports print and that pickles."""

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
    """A second place of a finding, located."""

    message: str
    place: str
    location: Location
    asset: str = ""
    """As of findings."""


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
    """How many related places there are beside these."""

    @property
    def count_of_related(self) -> int:
        return len(self.related) + self.more_related

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Sorts findings by where they stand, then by rule and message."""
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
    """A finding that somebody accepted, where that is said, and why."""

    finding: LocatedFinding
    by: SuppressedBy
    reason: str


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
    """Good JSON without a Marketo record."""
    excluded_files: int = 0
    """Files that patterns or .gitignore kept out."""
    archived_campaigns: int = 0
    """Campaigns in archived folders that were not checked, since nothing uses them."""
    dormant_findings: int = 0
    """Findings in campaigns that cannot run, which are notes or skipped."""
    not_pulled: int = 0
    """What `pull` could not fetch, by its instance.json."""
    without_tokens: int = 0
    """Campaigns that use My Tokens, where none were exported."""
    unknown_steps: Mapping[str, int] = field(default_factory=dict)
    """The unknown names of flow steps, with the number of steps."""
    unknown_triggers: Mapping[str, int] = field(default_factory=dict)
    """The unknown names of triggers, with the number of triggers."""
    steps_without_target: int = 0
    """Execute Campaign and Request Campaign steps without an attribute that names a campaign."""
    not_checked: Mapping[str, int] = field(default_factory=dict)
    """For each rule the number of campaigns that it could not judge for want of data."""


@dataclass(frozen=True, slots=True)
class Scope:
    """By what a run judged."""

    profile: Profile | None
    """None where rules were chosen by their names or categories."""
    off: tuple[RuleInfo, ...]
    """The rules that there are, and that were not on."""
    overrides: int
    """How many parts of the configuration say what else holds for some campaigns."""
    today: date
    """The date that was used as today for expiration and idle checks."""
    today_origin: Origin = "setting"
    """Where that date is from."""
    inactive: Inactive = "note"
    """What became of findings in dormant campaigns."""
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
    """How many findings the report leaves out because it is narrowed."""

    other_files: int = 0
    other_assets: int = 0
    less_severe: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: plain data, the same for the same input."""

    findings: tuple[LocatedFinding, ...]
    rules: tuple[RuleInfo, ...]
    """The rules that ran, and those of the engine."""
    coverage: Coverage
    accepted: tuple[SuppressedFinding, ...] = ()
    """Findings that a suppression or the baseline took out."""
    stale_baseline: tuple[BaselineEntry, ...] = ()
    """What the baseline accepts, and is no longer found."""
    hidden: Hidden = field(default_factory=Hidden)
    paths_without_records: tuple[str, ...] = ()
    scope: Scope | None = None
    """None where only a part of the linter ran."""
    context: Context | None = None
    """What a browsed report shows around the findings; None where the plan did not ask for it."""
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Seconds by stage, and by rule."""

    @property
    def suppressed(self) -> int:
        """How many findings suppressions took out."""
        return sum(accepted.by != "baseline" for accepted in self.accepted)

    @property
    def baselined(self) -> int:
        """How many findings the baseline took out."""
        return sum(accepted.by == "baseline" for accepted in self.accepted)

    @property
    def is_incomplete(self) -> bool:
        """Whether something could not be read, decoded or run, or there was nothing to lint."""
        return (
            bool(self.paths_without_records)
            or any(finding.rule in INCOMPLETE for finding in self.findings)
            or self.is_empty_handed
        )

    @property
    def is_empty_handed(self) -> bool:
        """Whether nothing was found because no campaign was exported with its flow."""
        coverage = self.coverage
        looked_at = bool(coverage.campaigns_with_flow) or not coverage.campaigns
        return not looked_at and not self.findings

    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity there are, from the gravest."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}

    def reaches(self, severity: Severity) -> bool:
        """Whether some finding is at least as grave as `severity`."""
        grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return any(finding.severity in grave for finding in self.findings)
