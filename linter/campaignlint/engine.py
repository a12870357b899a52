"""Runs rules over an instance and gathers what they find into a report."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from campaignlint.finding import (
    CONFIDENCES,
    PROFILES,
    SEVERITIES,
    Confidence,
    Finding,
    Origin,
    Place,
    Profile,
    Related,
    Severity,
)
from campaignlint.instance import joining, positions, records
from campaignlint.results import (
    INCOMPLETE,
    Coverage,
    Report,
    ReportedFinding,
    ReportedRelated,
)
from campaignlint.rule import ENGINE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from campaignlint.instance.model import Instance
    from campaignlint.instance.positions import Location
    from campaignlint.packs import RuleSet

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
    complete: bool = False
    patterns: joining.ExecutablePatterns = field(default_factory=joining.ExecutablePatterns)
    today: date = field(default_factory=day_of_run)
    """The day by which rules tell what is over or old."""
    only: frozenset[str] | None = None
    """Files to which the report, but never the graph, is narrowed."""


def check(paths: Iterable[str], plan: Plan) -> Report:
    """Read the exports under `paths`, run the rules, and report what they find.

    The garbage collector rests meanwhile: it would walk the whole instance again and again.
    """
    with records.collector_paused():
        return _check(paths, plan)


def _check(paths: Iterable[str], plan: Plan) -> Report:
    timings: dict[str, float] = {}
    with _timed(timings, "read"):
        read = records.read_records(paths)
    with _timed(timings, "join"):
        instance, faults = joining.join(read, patterns=plan.patterns, complete=plan.complete)
    instance.today = plan.today
    raised = [(fault.rule, fault.finding) for fault in (*read.faults, *faults)]
    not_judged: dict[str, int] = {}
    for rule in plan.rules:
        if rule.category == ENGINE:
            continue
        with _timed(timings, rule.id):
            found, unjudged = run_rule(rule, instance, plan.options.get(rule.id, {}))
        raised += found
        if unjudged:
            not_judged[rule.id] = unjudged
    with _timed(timings, "locate"):
        findings, hidden = _reported(raised, plan)
    return Report(
        findings=findings,
        rules=tuple(
            rule for rule in plan.all_rules if rule in plan.rules or rule.category == ENGINE
        ),
        coverage=_coverage(read, instance, not_judged),
        hidden=hidden,
        paths_without_records=tuple(sorted(read.paths_without_records)),
        timings=timings,
    )


class _timed:  # noqa: N801 - reads as a statement
    """Adds the seconds that a block takes to a table."""

    def __init__(self, timings: dict[str, float], name: str) -> None:
        self.timings = timings
        self.name = name

    def __enter__(self) -> None:
        self.start = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.timings[self.name] = time.perf_counter() - self.start


def run_rule(
    rule: Rule, instance: Instance, options: Mapping[str, Any]
) -> tuple[list[tuple[str, Finding]], int]:
    """What a rule finds, and how many campaigns it could not judge.

    A rule that raises keeps what it found before, and adds a finding of its own.
    """
    instance.unjudged.clear()
    found: list[tuple[str, Finding]] = []
    try:
        found.extend((rule.id, _checked(each)) for each in rule.function(instance, **options))
    except Exception as error:  # noqa: BLE001 - a rule may be foreign code
        found.append(("rule-crashed", _crash(rule, error)))
    return found, len(instance.unjudged)


def _checked(finding: object) -> Finding:
    """What a rule yielded, if it is what the reports can print; foreign code may yield anything."""
    if not isinstance(finding, Finding):
        raise TypeError(f"a rule yields findings, not {type(finding).__name__}")
    texts = (finding.message, finding.help, *(each.message for each in finding.related))
    places = (finding.place, *(each.place for each in (*finding.related, *finding.chain)))
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a finding's message and help are text")
    if not all(isinstance(place, Place) for place in places):
        raise TypeError("a finding stands at a Place, as the views give it")
    return finding


def _crash(rule: Rule, error: Exception) -> Finding:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    code = rule.function.__code__
    return Finding(
        f"rule '{rule.id}' failed with {type(error).__name__}: {error} "
        f"({_source_name(frame.filename)}:{frame.lineno}); what else it would have found is "
        "missing",
        Place(Origin(_source_name(code.co_filename)), text=f"rule {rule.id}", key=(rule.id,)),
        help=f"report it to the rule's author, or run with --ignore {rule.id}",
    )


def _source_name(file: str) -> str:
    """A source file as far as reports show it: of files elsewhere on the machine the name alone."""
    shown = positions.shown_path(file)
    return PurePath(file).name if shown.startswith("..") else shown


def _reported(
    raised: list[tuple[str, Finding]], plan: Plan
) -> tuple[tuple[ReportedFinding, ...], int]:
    shown = [
        (name, finding)
        for name, finding in raised
        if finding.profile is None
        or PROFILES.index(finding.profile) <= PROFILES.index(plan.profile)
    ]
    locations = positions.locate(
        place
        for _, finding in shown
        for place in (
            finding.place,
            *(related.place for related in (*finding.related, *finding.chain)),
        )
    )
    reported = [
        _located(plan.all_rules.rules[name], finding, plan, locations) for name, finding in shown
    ]
    kept = [finding for finding in reported if _is_in(finding, plan.only)]
    kept.sort(key=_order)
    return tuple(_with_unique_fingerprints(kept)), len(reported) - len(kept)


def _located(
    rule: Rule, finding: Finding, plan: Plan, locations: Mapping[Place, Location]
) -> ReportedFinding:
    def located(related: Related) -> ReportedRelated:
        place = related.place
        return ReportedRelated(related.message, place.text, locations[place])

    severity = plan.severities.get(rule.id, rule.severity)
    return ReportedFinding(
        rule=rule.id,
        severity=_lower(SEVERITIES, severity, finding.severity),
        confidence=_lower(CONFIDENCES, rule.confidence, finding.confidence),
        message=finding.message,
        campaign=finding.place.campaign,
        place=finding.place.text,
        location=locations[finding.place],
        help=finding.help,
        related=tuple(map(located, finding.related)),
        chain=tuple(map(located, finding.chain)),
        fingerprint=_fingerprint(rule.id, finding.place),
    )


def _lower(ranks: tuple[Rank, ...], one: Rank, other: Rank | None) -> Rank:
    return one if other is None else max(one, other, key=ranks.index)


def _is_in(finding: ReportedFinding, only: frozenset[str] | None) -> bool:
    if only is None or finding.rule in INCOMPLETE:
        return True
    places: tuple[ReportedFinding | ReportedRelated, ...] = (
        finding,
        *finding.related,
        *finding.chain,
    )
    return any(place.location.file in only for place in places)


def _order(finding: ReportedFinding) -> tuple[object, ...]:
    location = finding.location
    return (
        location.file,
        location.line or 0,
        location.column or 0,
        finding.rule,
        finding.message,
        finding.fingerprint,
    )


def _fingerprint(rule: str, place: Place) -> str:
    """What stays the same when the export is repeated, moved or extended by a step."""
    campaign = place.campaign
    identity = (
        (campaign.workspace or "", str(campaign.id))
        if campaign is not None
        else (positions.shown_path(place.origin.file),)
        if not place.key or place.key[0] not in _KEYED_BY_ASSET
        else ()
    )
    text = "\0".join((rule, *identity, *place.key))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


_KEYED_BY_ASSET = frozenset({"program", "smart list"})
"""Places that no campaign holds, but that their own id tells apart."""


def _with_unique_fingerprints(findings: Iterable[ReportedFinding]) -> Iterable[ReportedFinding]:
    """Number the findings of one rule at one place, so that each fingerprint stands once."""
    seen: Counter[str] = Counter()
    for finding in findings:
        before = seen[finding.fingerprint]
        seen[finding.fingerprint] += 1
        if before:
            text = f"{finding.fingerprint}\0{before}"
            again = hashlib.sha256(text.encode()).hexdigest()[:32]
            finding = _replaced(finding, again)  # noqa: PLW2901
        yield finding


def _replaced(finding: ReportedFinding, fingerprint: str) -> ReportedFinding:
    values = {name: getattr(finding, name) for name in finding.__slots__}
    return ReportedFinding(**{**values, "fingerprint": fingerprint})


def _coverage(read: records.Records, instance: Instance, not_judged: dict[str, int]) -> Coverage:
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
        not_judged=dict(sorted(not_judged.items())),
    )
