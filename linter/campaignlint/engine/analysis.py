"""Runs rules over an instance and gathers what they find into a report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from campaignlint import marketo
from campaignlint.engine import suppressions
from campaignlint.engine.fingerprint import fingerprint, with_unique_fingerprints
from campaignlint.engine.overrides import Scopes
from campaignlint.engine.rule_runner import RuleFindings, failed_pack_finding, run_rules
from campaignlint.loading import assemble as joining
from campaignlint.loading import discovery as files
from campaignlint.loading import reader as records
from campaignlint.loading.second_look import SecondLook
from campaignlint.locating import locations as positions
from campaignlint.marketo import records as api
from campaignlint.model.finding import (
    CONFIDENCES,
    PROFILES,
    SEVERITIES,
    Confidence,
    Finding,
    Profile,
    Related,
    Severity,
    SymbolicLocation,
)
from campaignlint.paths import relative_path
from campaignlint.progress import timed
from campaignlint.report.model import (
    INCOMPLETE,
    BaselineEntry,
    Coverage,
    LocatedFinding,
    LocatedRelated,
    Report,
    SuppressedFinding,
)
from campaignlint.rules.rule import ENGINE, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from campaignlint.engine.baseline import Baseline
    from campaignlint.engine.overrides import Override
    from campaignlint.engine.suppressions import Suppression
    from campaignlint.locating.locations import Location
    from campaignlint.model.instance import Instance
    from campaignlint.report.model import SuppressedBy
    from campaignlint.rules.registry import RuleSet

    Locations = Mapping[SymbolicLocation, Location]

Rank = TypeVar("Rank", Severity, Confidence)


def day_of_run() -> date:
    """What day it is, in UTC."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: the rules that are on, with their options, and how to report them."""

    rules: tuple[Rule, ...]
    all_rules: RuleSet
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    profile: Profile = "recommended"
    complete: bool | None = None
    """Whether what is not in the export is not in Marketo; None for what instance.json says."""
    patterns: joining.ExecutablePatterns = field(default_factory=joining.ExecutablePatterns)
    today: date = field(default_factory=day_of_run)
    """The day by which rules tell what is over or old."""
    base: frozenset[str] | None = None
    """The ids of the rules that are on where no override speaks; None for all of `rules`."""
    overrides: tuple[Override, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    use_suppressions: bool = True
    baseline: Baseline | None = None
    redact: bool = False
    """Whether to redact the report."""
    redact_names: bool = False
    """Whether to redact names in the report, too."""
    measure: bool = False
    """Whether to measure the time of each rule."""
    only: frozenset[str] | None = None
    """Files to which the report, but never the graph, is narrowed."""
    surroundings: bool = False
    """Whether to report what stands around the findings, for a format that is browsed."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A report, and the instance that it is of."""

    report: Report
    instance: Instance


def check(paths: Iterable[str], plan: Plan) -> Report:
    """Read the exports under `paths`, run the rules, and report what they find."""
    return examine(paths, plan).report


def examine(paths: Iterable[str], plan: Plan) -> Examined:
    """Likewise, with the instance, for what shows more of it than findings.

    The garbage collector rests meanwhile: it would walk the whole instance again and again.
    """
    with records.collector_paused():
        return _examine(paths, plan)


def _examine(paths: Iterable[str], plan: Plan) -> Examined:
    timings: dict[str, float] = {}
    with timed(timings, "walk"):
        found = records.find(paths)
    doubtful: Collection[str] | None = None
    with SecondLook(found.files) as second_look:
        if second_look.is_under_way:
            judged = _judge(found, (), plan, timings, second_look.content)
            with timed(timings, "second look"):
                notes = second_look.notes(judged.read.identities.values())
            if notes is not None and not notes.doubtful:
                return _examined(judged, plan, timings, notes.newlines)
            doubtful = None if notes is None else notes.doubtful
            del judged  # it takes as much memory as what follows
    return _examined(_judge(found, doubtful, plan, timings), plan, timings, {})


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was read, and what the rules make of it, before anything is located."""

    read: records.Records
    instance: Instance
    outcome: _Outcome
    coverage: Coverage


def _judge(
    found: records.Found,
    doubtful: Collection[str] | None,
    plan: Plan,
    timings: dict[str, float],
    content: Callable[[str], files.Content] = files.content,
) -> _Judged:
    with timed(timings, "read"):
        read = records.read_found(found, doubtful, content)
    with timed(timings, "join"):
        instance, faults = joining.join(read, patterns=plan.patterns, complete=plan.complete)
    instance.today = plan.today
    raised: RuleFindings = [(fault.rule, fault.finding) for fault in (*read.faults, *faults)]
    scopes = _scopes(instance, plan)
    with timed(timings, "rules"):
        results = run_rules(
            [rule for rule in plan.rules if rule.category != ENGINE],
            instance,
            scopes,
            measure=plan.measure,
        )
    timings.update(results.seconds)
    timings["rules"] -= sum(results.seconds.values())
    raised += results.findings
    not_checked = {rule: len(ids) for rule, ids in sorted(results.not_checked.items()) if ids}
    raised += [("rule-crashed", failed_pack_finding(pack)) for pack in plan.all_rules.broken]
    raised = [each for each in raised if _is_in_profile(each[1], plan.profile)]
    with timed(timings, "suppress"):
        outcome = _suppress(raised, instance, plan)
    with timed(timings, "coverage"):
        coverage = _coverage(read, instance, not_checked)
    return _Judged(read, instance, outcome, coverage)


def _examined(
    judged: _Judged, plan: Plan, timings: dict[str, float], newlines: Mapping[str, Sequence[int]]
) -> Examined:
    with timed(timings, "locate"):
        reading = positions.FileSnapshots(judged.read.identities, newlines)
        located = _locate(judged.outcome, plan, reading)
    report = _report(located, plan, judged.coverage, judged.read, timings)
    if plan.surroundings:
        with timed(timings, "surroundings"):
            report = _with_surroundings(report, located, judged.instance)
    return Examined(_redacted(report, plan), judged.instance)


def _redacted(report: Report, plan: Plan) -> Report:
    if not (plan.redact or plan.redact_names):
        return report
    from campaignlint.report.redaction import redact

    return redact(report, names=plan.redact_names)


def _scopes(instance: Instance, plan: Plan) -> Scopes:
    return Scopes(
        instance,
        plan.overrides,
        enabled=plan.base,
        options=plan.options,
        severities=plan.severities,
    )


def _is_in_profile(finding: Finding, profile: Profile) -> bool:
    return finding.profile is None or PROFILES.index(finding.profile) <= PROFILES.index(profile)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the rules found, the accepted findings apart, and which severity holds where."""

    kept: RuleFindings
    accepted: list[tuple[str, Finding, Suppression]]
    scopes: Scopes


def _suppress(raised: RuleFindings, instance: Instance, plan: Plan) -> _Outcome:
    scopes = _scopes(instance, plan)
    if not plan.use_suppressions:
        return _Outcome(raised, [], scopes)
    result = suppressions.suppress(
        raised,
        (*plan.suppressions, *suppressions.inline_suppressions(instance)),
        ran={rule.id for rule in plan.rules},
        known={rule.id for rule in plan.all_rules if rule.category != ENGINE},
        today=plan.today,
    )
    return _Outcome([*result.kept, *result.faults], result.accepted, scopes)


@dataclass(frozen=True, slots=True)
class _Located:
    """The findings in their order, as they are reported, and as rules raised them."""

    kept: list[LocatedFinding]
    accepted: list[SuppressedFinding]
    raised: Mapping[str, Finding]
    """By fingerprint."""


def _locate(outcome: _Outcome, plan: Plan, reading: positions.FileSnapshots) -> _Located:
    """Locate, sort and number the findings."""
    every = [*outcome.kept, *((rule, finding) for rule, finding, _ in outcome.accepted)]
    places = (place for _, finding in every for place in _places(finding))
    framed = {finding.location for _, finding in every}  # no report shows lines of related places
    locations = positions.locate(places, reading, framed=framed)
    for file in locations.changed:
        fault = records.unreadable(file, files.CHANGED)
        every.append((fault.rule, fault.finding))
        locations[fault.finding.location] = positions.unlocated(fault.finding.location)
    reported = [_located(name, finding, outcome, plan, locations) for name, finding in every]
    order = sorted(range(len(reported)), key=lambda number: reported[number].order)
    unique = with_unique_fingerprints(reported[number] for number in order)
    suppressed_by = {
        len(outcome.kept) + number: suppression
        for number, (_, _, suppression) in enumerate(outcome.accepted)
    }
    kept: list[LocatedFinding] = []
    accepted: list[SuppressedFinding] = []
    raised = {}
    for number, finding in zip(order, unique, strict=True):
        raised[finding.fingerprint] = every[number][1]
        suppression = suppressed_by.get(number)
        if suppression is None:
            kept.append(finding)
        else:
            by: SuppressedBy = "description" if suppression.is_inline else "configuration"
            accepted.append(SuppressedFinding(finding, by, suppression.reason))
    return _Located(kept, accepted, raised)


def _report(
    located: _Located,
    plan: Plan,
    coverage: Coverage,
    read: records.Records,
    timings: dict[str, float],
) -> Report:
    """What is left when the baseline and `only` have taken out theirs."""
    kept, baselined, stale = _apply_baseline(located.kept, located.accepted, plan)
    shown = [
        finding
        for finding in kept
        if _is_in(finding, located.raised.get(finding.fingerprint), plan.only)
    ]
    return Report(
        findings=tuple(shown),
        rules=tuple(
            rule.info for rule in plan.all_rules if rule in plan.rules or rule.category == ENGINE
        ),
        coverage=coverage,
        accepted=(*located.accepted, *baselined),
        stale_baseline=stale,
        hidden=len(kept) - len(shown),
        paths_without_records=tuple(sorted(read.paths_without_records)),
        timings=timings,
    )


def _with_surroundings(report: Report, located: _Located, instance: Instance) -> Report:
    from campaignlint.report import context as surroundings

    standing = (
        surroundings.Standing(each.fingerprint, each.rule, each.severity, raised)
        for each in report.findings
        if (raised := located.raised.get(each.fingerprint)) is not None
    )
    return replace(report, surroundings=surroundings.collect(instance, standing))


def _places(finding: Finding) -> Iterator[SymbolicLocation]:
    yield finding.location
    for related in (*finding.related, *finding.chain):
        yield related.location


def _apply_baseline(
    findings: list[LocatedFinding], accepted: list[SuppressedFinding], plan: Plan
) -> tuple[list[LocatedFinding], list[SuppressedFinding], tuple[BaselineEntry, ...]]:
    """What the baseline leaves, what it accepts, and which of its entries are stale."""
    baseline = plan.baseline
    if baseline is None:
        return findings, [], ()
    known = baseline.fingerprints
    kept = [one for one in findings if one.fingerprint not in known or one.rule in INCOMPLETE]
    baselined = [
        SuppressedFinding(one, "baseline", f"accepted by {baseline.file}")
        for one in findings
        if one.fingerprint in known and one.rule not in INCOMPLETE
    ]
    present = [*findings, *(each.finding for each in accepted)]
    stale = baseline.stale(present, frozenset(rule.id for rule in plan.rules))
    kept += _stale_findings(baseline, stale, plan)
    return sorted(kept, key=_by_order), baselined, stale


def _by_order(finding: LocatedFinding) -> tuple[object, ...]:
    return finding.order


def _stale_findings(
    baseline: Baseline, stale: tuple[BaselineEntry, ...], plan: Plan
) -> Iterator[LocatedFinding]:
    findings = list(baseline.stale_findings(stale))
    locations = positions.locate(finding.location for finding in findings)
    rule = plan.all_rules.rules["stale-baseline"]
    for finding in findings:
        severity = plan.severities.get(rule.id, rule.severity)
        yield _printed(rule, finding, severity, locations)


def _located(
    name: str, finding: Finding, outcome: _Outcome, plan: Plan, locations: Locations
) -> LocatedFinding:
    rule = plan.all_rules.rules[name]
    return _printed(rule, finding, outcome.scopes.severity(rule, finding.location), locations)


def _printed(
    rule: Rule, finding: Finding, severity: Severity, locations: Locations
) -> LocatedFinding:
    def located(related: Related) -> LocatedRelated:
        place = related.location
        return LocatedRelated(related.message, place.text, locations[place], place.asset)

    return LocatedFinding(
        rule=rule.id,
        severity=_lower(SEVERITIES, severity, finding.severity),
        confidence=_lower(CONFIDENCES, rule.confidence, finding.confidence),
        message=finding.message,
        campaign=finding.location.campaign,
        place=finding.location.text,
        location=locations[finding.location],
        help=finding.help,
        related=tuple(map(located, finding.related)),
        chain=tuple(map(located, finding.chain)),
        fingerprint=fingerprint(rule.id, finding.location),
        asset=finding.location.asset,
        more_related=finding.more_related,
    )


def _lower(ranks: tuple[Rank, ...], one: Rank, other: Rank | None) -> Rank:
    return one if other is None else max(one, other, key=ranks.index)


def _is_in(finding: LocatedFinding, raised: Finding | None, only: frozenset[str] | None) -> bool:
    """Whether a finding has a place in these files, if only among those that it counts."""
    if only is None or finding.rule in INCOMPLETE:
        return True
    if raised is not None and not only.isdisjoint(map(relative_path, raised.files)):
        return True
    places: tuple[LocatedFinding | LocatedRelated, ...] = (
        finding,
        *finding.related,
        *finding.chain,
    )
    return any(place.location.file in only for place in places)


def _coverage(read: records.Records, instance: Instance, not_checked: dict[str, int]) -> Coverage:
    campaigns = instance.campaigns
    return Coverage(
        files=read.files,
        campaigns=len(campaigns),
        campaigns_with_flow=sum(campaign.has_flow for campaign in campaigns),
        campaigns_with_smart_list=sum(campaign.rules_of is not None for campaign in campaigns),
        programs=len(instance.programs),
        executables=len(instance.executables),
        unresolved_references=sum(
            reference.resolution.is_absent for reference in instance.all_references
        ),
        is_complete=instance.is_complete,
        skipped_files=len(read.skipped_files),
        excluded_files=read.excluded_files,
        not_pulled=sum(
            len(record.data.missing or ())
            for record in read.records
            if isinstance(record.data, api.InstanceMarker)
        ),
        without_tokens=0
        if instance.has_tokens
        else sum(any(step.tokens("my") for step in each.steps()) for each in campaigns),
        unknown_steps={
            name: number
            for name, number in sorted(instance.step_counts.items())
            if name and not marketo.is_own_step(name)
        },
        not_checked=dict(sorted(not_checked.items())),
    )
