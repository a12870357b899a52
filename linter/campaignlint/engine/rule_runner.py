"""Runs rules: traverses an instance once and calls each rule with every asset that it runs on."""

from __future__ import annotations

import time
import traceback
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from campaignlint import progress
from campaignlint.model.finding import Finding, NotChecked, RecordLocation, SymbolicLocation
from campaignlint.paths import relative_path
from campaignlint.rules.registry import format_exception

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from campaignlint.engine.overrides import Scopes
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import SmartList
    from campaignlint.rules.registry import FailedPack
    from campaignlint.rules.rule import Rule

RuleFindings = list[tuple[str, Finding]]
"""Findings, each with the id of its rule."""

_PROGRESS_INTERVAL = 1_000
"""The number of campaigns between two reports of progress."""

_FLOW, _SMART_LIST, _TOKENS, _COMPLETE = 1, 2, 4, 8
_PARTS = {"flow": _FLOW, "smart_list": _SMART_LIST, "tokens": _TOKENS, "complete": _COMPLETE}
_IMPLIED = {
    "FlowStep": _FLOW,
    "Choice": _FLOW,
    "Call": _FLOW,
    "Reference": _FLOW,
    "SmartList": _SMART_LIST,
    "Trigger": _SMART_LIST,
    "Filter": _SMART_LIST,
}
"""The part of the export that each type of view is in."""


@dataclass(slots=True)
class RuleResults:
    """The results of the rules of a run."""

    findings: RuleFindings = field(default_factory=list)
    not_checked: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The ids of the campaigns that each rule could not check."""
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """The seconds per rule; empty unless measured."""
    failed: set[str] = field(default_factory=set)
    """The ids of rules that raised an exception, and do not run any more."""


def run_rules(
    rules: Sequence[Rule],
    instance: Instance,
    scopes: Scopes,
    *,
    skip: Container[int] = (),
    measure: bool = False,
) -> RuleResults:
    """Run rules over an instance.

    A rule that raises an exception keeps what it reported before, adds one finding about the
    exception, and is not called again.

    Args:
        rules: the rules, without those of the engine.
        instance: what they run on.
        scopes: which rules are enabled, and with which options.
        skip: ids of campaigns that are not checked. Rules on a whole instance still see them.
        measure: whether to measure the time of each rule, which makes the run slower.

    """
    results = RuleResults()
    if measure:
        results.seconds.update(dict.fromkeys([rule.id for rule in rules], 0.0))
    tables = _Tables(rules, scopes, results, measure=measure)
    _check_instance(tables, instance, scopes)
    missing_everywhere = 0 if instance.knows_every_call else _COMPLETE
    comparisons = [rule for rule in rules if "Instance" in rule.runs_on and rule.requires]
    for number, campaign in enumerate(instance.campaigns):
        if not number % _PROGRESS_INTERVAL:
            progress.report(f"check: {number:,} of {len(instance.campaigns):,} campaigns")
        if campaign.id not in skip:
            missing = missing_everywhere | _missing_parts(campaign)
            if missing:
                _count_not_compared(comparisons, campaign, missing, results)
            _check_campaign(tables.table(scopes.at(campaign)), campaign, missing)
            campaign.release_views()
    anywhere = tables.table(())
    for smart_list in instance.smart_lists:
        _check_smart_list(anywhere[False], smart_list, missing_everywhere)
    for program in instance.programs.values():
        _call(tables.table(scopes.at(program))[False].programs, program)
    if scopes.overrides:
        results.findings = [
            (rule, finding)
            for rule, finding in results.findings
            if rule == "rule-crashed"
            or scopes.is_enabled(rule, scopes.at_location(finding.location))
        ]
    return results


class _Run:
    """A rule with the options that apply to some assets."""

    __slots__ = ("check", "requires", "results", "rule")

    def __init__(
        self, rule: Rule, check: Callable[[Any], Iterable[object]], results: RuleResults
    ) -> None:
        self.rule = rule
        self.check = check
        self.requires = sum(_PARTS[part] for part in rule.requires)
        self.results = results

    def add(self, item: object) -> None:
        """Add what the rule yields. Raises TypeError for anything but a finding."""
        if isinstance(item, Finding):
            self.results.findings.append((self.rule.id, item))
        elif isinstance(item, NotChecked):
            if item.campaign is not None:
                self.results.not_checked[self.rule.id].add(item.campaign)
        else:
            raise TypeError(f"expected a finding, found {type(item).__name__}")

    def fail(self, error: BaseException) -> None:
        if self.rule.id not in self.results.failed:
            self.results.failed.add(self.rule.id)
            self.results.findings.append(("rule-crashed", _crash(self.rule, error)))
        self.check = _check_nothing

    def count_not_checked(self, campaign: int) -> None:
        self.results.not_checked[self.rule.id].add(campaign)


def _call(
    runs: Iterable[_Run], view: object, campaign: SmartCampaign | None = None, missing: int = 0
) -> None:
    """Call rules with a view; `missing` are the parts of the export that its campaign lacks."""
    for run in runs:
        if missing and run.requires & missing:
            if campaign is not None:
                run.count_not_checked(campaign.id)
            continue
        try:
            for item in run.check(view):
                run.add(item)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a rule pack may raise anything
            run.fail(error)


class _Group:
    """The rules that run on the assets of one table, by the type that they run on."""

    def __init__(self, runs: Sequence[_Run]) -> None:
        def of(subject: str) -> list[_Run]:
            return [run for run in runs if subject in run.rule.runs_on]

        self.programs = of("Program")
        self.campaigns = of("SmartCampaign")
        self.calls = of("Call")
        self.references = of("Reference")
        self.smart_lists = of("SmartList")
        self.triggers = of("Trigger")
        self.filters = of("Filter")
        self.in_flow = _runs_in(runs, _FLOW)
        self.in_smart_list = _runs_in(runs, _SMART_LIST)
        self._steps = of("FlowStep")
        self._choices = of("Choice")
        self._by_step: dict[str, tuple[list[_Run], list[_Run]]] = {}

    @property
    def has_steps(self) -> bool:
        """Whether a rule runs on flow steps or choices."""
        return bool(self._steps or self._choices)

    def on_step(self, name: str) -> tuple[list[_Run], list[_Run]]:
        """Return the rules on flow steps of a name, and those on their choices."""
        runs = self._by_step.get(name)
        if runs is None:
            runs = self._by_step[name] = (
                [run for run in self._steps if not run.rule.steps or name in run.rule.steps],
                [run for run in self._choices if not run.rule.steps or name in run.rule.steps],
            )
        return runs


def _runs_in(runs: Sequence[_Run], part: int) -> list[_Run]:
    """Return the rules that run on nothing but views in one part of the export."""
    return [
        run for run in runs if all(_IMPLIED.get(subject, 0) == part for subject in run.rule.runs_on)
    ]


_Table = dict[bool, _Group]
"""The rules for assets with the same overrides: for executable campaigns, and for all others."""


class _Tables:
    """The rules with the options of each combination of overrides."""

    def __init__(
        self, rules: Sequence[Rule], scopes: Scopes, results: RuleResults, *, measure: bool
    ) -> None:
        self.rules = rules
        self.results = results
        self.scopes = scopes
        self._measure = measure
        self._tables: dict[tuple[int, ...], _Table] = {}

    def table(self, overrides: tuple[int, ...]) -> _Table:
        """Return the enabled rules for assets to which these overrides apply."""
        table = self._tables.get(overrides)
        if table is None:
            runs = [
                self.run(rule, self.scopes.options(rule.id, overrides))
                for rule in self.rules
                if rule.runs_on != ("Instance",) and self.scopes.is_enabled(rule.id, overrides)
            ]
            others = [run for run in runs if not run.rule.executable]
            table = self._tables[overrides] = {True: _Group(runs), False: _Group(others)}
        return table

    def run(self, rule: Rule, options: Mapping[str, Any]) -> _Run:
        if rule.id in self.results.failed:
            return _Run(rule, _check_nothing, self.results)
        check: Callable[[Any], Iterable[object]] = rule.function
        if options:
            check = partial(rule.function, **options)
        if self._measure:
            check = partial(_measure, check, rule.id, self.results.seconds)
        return _Run(rule, check, self.results)


def _check_nothing(_view: object) -> Iterable[object]:
    """Stand in for a rule that raised an exception."""
    return ()


def _measure(
    check: Callable[[Any], Iterable[object]],
    rule: str,
    seconds: defaultdict[str, float],
    view: object,
) -> list[object]:
    start = time.perf_counter()
    try:
        return list(check(view))
    finally:
        seconds[rule] += time.perf_counter() - start


def _check_campaign(table: _Table, campaign: SmartCampaign, missing: int) -> None:
    group = table[campaign.is_executable]
    _call(group.campaigns, campaign, campaign, missing)
    if missing & _FLOW:
        for run in group.in_flow:
            run.count_not_checked(campaign.id)
    else:
        if group.has_steps:
            _check_steps(group, campaign, missing)
        _check_calls(group, campaign, missing)
    if campaign.smart_list is not None:
        _check_smart_list(group, campaign.smart_list, missing)
    else:
        for run in group.in_smart_list:
            run.count_not_checked(campaign.id)


def _check_steps(group: _Group, campaign: SmartCampaign, missing: int) -> None:
    for step in campaign.steps():
        on_steps, on_choices = group.on_step(step.name)
        if on_steps:
            _call(on_steps, step, campaign, missing)
        if on_choices:
            for choice in step.choices:
                _call(on_choices, choice, campaign, missing)


def _check_calls(group: _Group, campaign: SmartCampaign, missing: int) -> None:
    if campaign.id in campaign.instance.without_target:
        for run in (*group.calls, *group.references):
            run.count_not_checked(campaign.id)
    if group.calls:
        for call in campaign.calls_out:
            _call(group.calls, call, campaign, missing)
    if group.references:
        for reference in campaign.references:
            _call(group.references, reference, campaign, missing)


def _check_smart_list(group: _Group, smart_list: SmartList, missing: int) -> None:
    campaign = smart_list.campaign
    _call(group.smart_lists, smart_list, campaign, missing)
    if group.triggers:
        for trigger in smart_list.triggers:
            _call(group.triggers, trigger, campaign, missing)
    if group.filters:
        for filter_ in smart_list.filters:
            _call(group.filters, filter_, campaign, missing)


def _missing_parts(campaign: SmartCampaign) -> int:
    missing = 0
    if not campaign.has_flow:
        missing |= _FLOW
    if campaign.smart_list is None:
        missing |= _SMART_LIST
    if not campaign.knows_my_tokens:
        missing |= _TOKENS
    return missing


def _check_instance(tables: _Tables, instance: Instance, scopes: Scopes) -> None:
    """Run the rules that compare assets of the whole instance."""
    for rule in tables.rules:
        if "Instance" not in rule.runs_on:
            continue
        if "complete" in rule.requires and not instance.knows_every_call:
            continue
        for variant in scopes.variants(rule.id):
            _check_variant(tables, rule, instance, variant)


def _count_not_compared(
    rules: Iterable[Rule], campaign: SmartCampaign, missing: int, results: RuleResults
) -> None:
    """Count a campaign as not checked for rules on the instance that require a missing part."""
    for rule in rules:
        is_meant = campaign.is_executable or not rule.executable
        if is_meant and any(_PARTS[part] & missing for part in rule.requires):
            results.not_checked[rule.id].add(campaign.id)


def _check_variant(tables: _Tables, rule: Rule, instance: Instance, variant: int | None) -> None:
    """Run a rule with the options of one override, and keep its findings where that applies."""
    scopes, results = tables.scopes, tables.results
    run = tables.run(rule, scopes.options(rule.id, () if variant is None else (variant,)))
    first = len(results.findings)
    _call([run], instance)
    if scopes.overrides:
        results.findings[first:] = [
            (rule_id, finding)
            for rule_id, finding in results.findings[first:]
            if rule_id != rule.id or scopes.is_variant(rule.id, finding.location, variant)
        ]


def _crash(rule: Rule, error: BaseException) -> Finding:
    file, line = _source_of(rule, error)
    name = _source_name(rule.function.__code__.co_filename)
    return Finding(
        f"rule '{rule.id}' failed with {format_exception(error)} ({_source_name(file)}:{line}); "
        "its other findings are missing",
        SymbolicLocation(RecordLocation(name), text=f"rule {rule.id}", key=(rule.id,)),
        help=f"report it to the rule's author, or run with --ignore {rule.id}",
    )


def failed_pack_finding(pack: FailedPack) -> Finding:
    """Return the finding about an installed pack that cannot be loaded."""
    file = pack.module.partition(":")[0]
    location = SymbolicLocation(RecordLocation(file), text=file, key=("pack", pack.module))
    return Finding(str(pack), location, help="fix the pack, or uninstall it")


def _source_of(rule: Rule, error: BaseException) -> tuple[str, int | None]:
    """Return the file and line that raised; without a traceback, the file of the rule."""
    trace = traceback.extract_tb(error.__traceback__)
    code = rule.function.__code__
    return (trace[-1].filename, trace[-1].lineno) if trace else (code.co_filename, None)


def _source_name(file: str) -> str:
    """Return a source file's relative path, or its name if it is outside the working directory."""
    path = relative_path(file)
    return PurePath(file).name if path.startswith("..") else path
