"""Run rules, and apply settings, suppressions and the baseline to their findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from campaignlint.engine import rule_runner, suppressions
from campaignlint.engine.findings import Accepted, RuleFinding, locations_of
from campaignlint.engine.fingerprint import unique_fingerprints
from campaignlint.engine.overrides import Scopes
from campaignlint.engine.rule_runner import failed_pack_finding
from campaignlint.graph.liveness import liveness
from campaignlint.model.finding import (
    CONFIDENCES,
    PROFILES,
    SEVERITIES,
    Confidence,
    Finding,
    Profile,
    Severity,
)
from campaignlint.progress import timed
from campaignlint.rules.rule import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from campaignlint.engine.baseline import Baseline, BaselineEntry
    from campaignlint.engine.plan import Plan
    from campaignlint.loading.reader import Diagnostic
    from campaignlint.model.instance import Instance

Rank = TypeVar("Rank", Severity, Confidence)


@dataclass(frozen=True, slots=True)
class CheckResults:
    """The findings of all rules, and how many campaigns each rule could not check."""

    findings: list[RuleFinding]
    not_checked: Mapping[str, int]
    skipped: frozenset[int] = frozenset()
    """The ids of campaigns in archived folders that were not checked."""


def run_rules(
    instance: Instance, diagnostics: Iterable[Diagnostic], plan: Plan, timings: dict[str, float]
) -> CheckResults:
    """Run the rules of a plan; their findings come after the diagnostics of reading the export."""
    scopes = _scopes(instance, plan)
    skipped = instance.skipped = skipped_campaigns(instance, plan)
    with timed(timings, "rules"):
        results = rule_runner.run_rules(
            [rule for rule in plan.rules if rule.category != ENGINE],
            instance,
            scopes,
            skip=skipped,
            measure=plan.measure,
        )
    timings.update(results.seconds)
    timings["rules"] -= sum(results.seconds.values())
    findings = [
        *((diagnostic.rule, diagnostic.finding) for diagnostic in diagnostics),
        *(finding for finding in results.findings if not _is_skipped(finding[1], instance, plan)),
        *(("rule-crashed", failed_pack_finding(pack)) for pack in plan.all_rules.failed_packs),
    ]
    findings = [each for each in findings if _is_in_profile(each[1], plan.profile)]
    not_checked = {
        rule: len(checkable)
        for rule, ids in sorted(results.not_checked.items())
        if (checkable := ids - skipped)
    }
    return CheckResults(_resolve(findings, plan, scopes), not_checked, skipped)


def skipped_campaigns(instance: Instance, plan: Plan) -> frozenset[int]:
    """Return the ids of campaigns in archived folders that are not checked."""
    return liveness(instance).unused_in_archive if plan.archived == "skip" else frozenset()


def _is_skipped(finding: Finding, instance: Instance, plan: Plan) -> bool:
    """Return whether a finding is in an archived folder that is not checked."""
    if plan.archived == "same":
        return False
    location = finding.location
    if location.campaign is not None:
        return location.campaign.id in skipped_campaigns(instance, plan)
    if location.key[:1] != ("program",):
        return False
    program = instance.programs.get(int(location.key[1]))
    return program is not None and program.archive is not None


def _scopes(instance: Instance, plan: Plan) -> Scopes:
    return Scopes(
        instance,
        plan.overrides,
        enabled=plan.base,
        options=plan.options,
        severities=plan.severity,
    )


def _is_in_profile(finding: Finding, profile: Profile) -> bool:
    return finding.profile is None or PROFILES.index(finding.profile) <= PROFILES.index(profile)


def resolve_diagnostics(
    diagnostics: Iterable[Diagnostic], instance: Instance, plan: Plan
) -> list[RuleFinding]:
    """Return the findings of diagnostics."""
    findings = [(diagnostic.rule, diagnostic.finding) for diagnostic in diagnostics]
    return _resolve(findings, plan, _scopes(instance, plan))


def _resolve(
    findings: Sequence[tuple[str, Finding]], plan: Plan, scopes: Scopes
) -> list[RuleFinding]:
    """Give each finding its severity, its confidence and its fingerprint."""
    fingerprints = unique_fingerprints(findings)
    resolved = []
    for (name, finding), fingerprint in zip(findings, fingerprints, strict=True):
        rule = plan.all_rules.rules[name]
        severity = scopes.severity(rule, finding.location)
        resolved.append(
            RuleFinding(
                name,
                _lower(SEVERITIES, severity, finding.severity),
                _lower(CONFIDENCES, rule.confidence, finding.confidence),
                fingerprint,
                finding,
            )
        )
    return resolved


def _lower(ranks: tuple[Rank, ...], one: Rank, other: Rank | None) -> Rank:
    return one if other is None else max(one, other, key=ranks.index)


def suppress(
    findings: Iterable[RuleFinding], instance: Instance, plan: Plan
) -> tuple[list[RuleFinding], list[Accepted]]:
    """Return the findings that remain, with those about suppressions, and the suppressed ones."""
    if not plan.use_suppressions:
        return list(findings), []
    skipped = skipped_campaigns(instance, plan)
    checked = (campaign for campaign in instance.campaigns if campaign.id not in skipped)
    result = suppressions.suppress(
        findings,
        (*plan.suppressions, *suppressions.inline_suppressions(checked)),
        ran={rule.id for rule in plan.rules},
        rule_ids={rule.id for rule in plan.all_rules if rule.category != ENGINE},
        today=instance.today,
        skipped=[campaign.as_name() for campaign in instance.campaigns_by_id(skipped)],
    )
    faults = _resolve(result.faults, plan, _scopes(instance, plan))
    return [*result.kept, *faults], result.accepted


def lower_dormant(
    findings: Iterable[RuleFinding], instance: Instance, plan: Plan
) -> list[RuleFinding]:
    """Turn findings in campaigns that cannot run into notes."""
    if plan.inactive == "same":
        return list(findings)
    return [
        replace(finding, severity="note", dormant=True)
        if _is_dormant(finding, instance, plan)
        else finding
        for finding in findings
    ]


def drop_skipped(findings: Iterable[RuleFinding], plan: Plan) -> list[RuleFinding]:
    """Return findings without those in dormant campaigns, if the plan skips them."""
    return [finding for finding in findings if plan.inactive != "skip" or not finding.dormant]


def _is_dormant(rule_finding: RuleFinding, instance: Instance, plan: Plan) -> bool:
    """Return whether a finding is in a dormant campaign, and involves no live caller of it."""
    finding = rule_finding.finding
    name = finding.location.campaign
    campaign = None if name is None else instance.campaign(name.id)
    live = liveness(instance).live
    if campaign is None or campaign.id in live:
        return False
    if plan.all_rules.rules[rule_finding.rule].category == ENGINE:
        return False
    callers = {call.caller.id for call in campaign.calls_in} & live
    return not any(
        location.campaign is not None and location.campaign.id in callers
        for location in locations_of(finding)
    )


@dataclass(frozen=True, slots=True)
class BaselineResults:
    """The findings that are not in the baseline, those that are, and stale baseline entries."""

    kept: list[RuleFinding]
    accepted: list[Accepted]
    stale: tuple[BaselineEntry, ...] = ()


def apply_baseline(
    findings: list[RuleFinding],
    suppressed: Iterable[Accepted],
    baseline: Baseline | None,
    instance: Instance,
    plan: Plan,
) -> BaselineResults:
    """Remove the findings in the baseline, and report stale entries."""
    if baseline is None:
        return BaselineResults(findings, [])
    kept, known = baseline.split(findings)
    accepted = [Accepted(finding, "baseline", f"accepted by {baseline.file}") for finding in known]
    present = [*findings, *(accepted.finding for accepted in suppressed)]
    stale = baseline.stale(present, frozenset(rule.id for rule in plan.rules))
    about_stale = [("stale-baseline", finding) for finding in baseline.stale_findings(stale)]
    kept += _resolve(about_stale, plan, _scopes(instance, plan))
    return BaselineResults(kept, accepted, stale)
