"""Campaigns that the same event starts, and whether the same people reach their steps."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import product
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from campaignlint import marketo
from campaignlint_rules.clones import find_leftover, program_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from campaignlint import (
        Choice,
        Condition,
        Confidence,
        Filter,
        FlowStep,
        Instance,
        NotChecked,
        Related,
        SmartCampaign,
        SmartList,
        Trigger,
    )

_MAX_NESTING = 3
"""The levels of executable campaigns below a campaign; Marketo allows no more."""

_MAX_COMPARED = 100
"""The number of choices of other campaigns with which each choice is compared."""

_SEVERAL_FILTERS = "filters"
"""The subject of a requirement that any of several filters meets, or the filter logic."""


def unknown_triggers(instance: Instance) -> Iterator[NotChecked]:
    """Yield the active campaigns with triggers whose constraints were not exported."""
    for campaign in instance.campaigns:
        if campaign.is_active and not all(
            trigger.has_conditions or marketo.same_name(trigger.name, marketo.CAMPAIGN_IS_REQUESTED)
            for trigger in campaign.triggers
        ):
            yield campaign.not_checked("the constraints of its triggers")


def unknown_filters(instance: Instance) -> Iterator[NotChecked]:
    """Yield the active campaigns with triggers whose filters were not exported."""
    for campaign in instance.campaigns:
        smart_list = campaign.smart_list if campaign.is_active else None
        if smart_list is not None and smart_list.triggers and not smart_list.knows_filters:
            yield campaign.not_checked("the filters of its smart list")


class Requirement(NamedTuple):
    """A requirement of a filter, or of the condition of a choice."""

    subject: str
    """The folded name of the filter or field, without a leading `not`."""
    identity: object
    """Equal for the same requirement."""
    comparison: marketo.Comparison | None = None
    """None if it is not a comparison with a field that has one value."""
    is_for_most: bool = False
    """Whether it excludes only people who must not get marketing email."""

    def may_exclude(self, other: Requirement) -> bool:
        """Return whether it may be that no person meets both."""
        if _SEVERAL_FILTERS in (self.subject, other.subject):
            return True
        if self.subject != other.subject:
            return False
        if self.comparison is None or other.comparison is None:
            return True
        are_decidable = self.comparison.is_decidable and other.comparison.is_decidable
        return not are_decidable or self.comparison.contradicts(other.comparison)


class Reached(NamedTuple):
    """A choice that people reach after the event, and its requirements."""

    choice: Choice
    """In the flow of the campaign that starts."""
    action: Choice
    """The same choice, or that of a campaign which it executes."""
    requirements: frozenset[Requirement]

    @property
    def campaign(self) -> SmartCampaign:
        """The campaign that starts."""
        return self.choice.campaign

    def is_for_same_people(self, other: Reached) -> bool:
        """Return whether everyone who reaches one of the two reaches the other."""
        return not self._asks_more(other) and not other._asks_more(self)

    def is_for_some_of(self, other: Reached) -> bool:
        """Return whether the two are for the same people, unless `may_be_apart`.

        That is the case if one has requirements only on what the other has requirements on, too.
        """
        mine = {each.subject for each in self._asks_more(other)}
        its = {each.subject for each in other._asks_more(self)}
        return mine <= its or its <= mine

    def may_be_apart(self, other: Reached) -> bool:
        """Return whether it may be that no one reaches both."""
        mine, its = self._asks_more(other), other._asks_more(self)
        return (
            any(one.may_exclude(another) for one, another in product(mine, its))
            or _exclude_all(mine, its)
            or _exclude_all(its, mine)
        )

    def _asks_more(self, other: Reached) -> list[Requirement]:
        """Return what only this one requires, without what nearly everyone meets."""
        return [
            requirement
            for requirement in self.requirements - other.requirements
            if not requirement.is_for_most
            or any(requirement.subject == another.subject for another in other.requirements)
        ]


def _exclude_all(some: Iterable[Requirement], others: Iterable[Requirement]) -> bool:
    """Return whether requirements together exclude all values that one of the others asks for."""
    excluded: dict[str, set[str]] = defaultdict(set)
    for requirement in some:
        if requirement.comparison is not None and requirement.comparison.operator == "is not":
            excluded[requirement.subject] |= requirement.comparison.values
    comparisons = ((requirement.subject, requirement.comparison) for requirement in others)
    return any(
        comparison is not None
        and comparison.operator == "is"
        and comparison.values <= excluded[subject]
        for subject, comparison in comparisons
    )


class Pair(NamedTuple):
    """Two choices of campaigns that the same event starts."""

    trigger: Trigger
    """Of the second campaign."""
    first: Reached
    second: Reached
    confidence: Confidence

    def __str__(self) -> str:
        one, other = self.first.campaign, self.second.campaign
        names = f"{one} and {other}"
        if one.name == other.name:
            names = f"'{one.asset_path}' and '{other.asset_path}'"
        return f"{names} start on the same trigger, '{self.trigger.name}',"

    @property
    def related(self) -> Iterator[Related]:
        """The other choice, and steps of executed campaigns."""
        yield self.first.choice.related(f"step of {self.first.campaign}")
        for each in (self.first, self.second):
            if each.action is not each.choice:
                yield each.action.related(f"step of {each.action.campaign}, executed there")


def find_pairs(
    instance: Instance,
    find: Callable[[SmartCampaign], Mapping[str, list[Reached]]],
    compare: Callable[[Reached, Reached], Confidence | None],
) -> Iterable[Pair]:
    """Return the most certain pair of each campaign with an earlier one, for each key of `find`.

    `compare` returns the confidence that both choices of a pair act on the same people. Clones that
    still start on the events of their original are covered by `clone-leftover`.
    """
    programs = program_names(instance)
    best: dict[tuple[int, str], Pair] = {}
    for key, pair in _candidates(instance, cache(find)):
        place = (pair.second.campaign.id, key)
        if place in best and best[place].confidence != "heuristic":
            continue
        confidence = compare(pair.first, pair.second)
        if confidence is not None and not _is_same_cause(pair, programs):
            best[place] = pair._replace(confidence=confidence)
    return best.values()


def _candidates(
    instance: Instance, find: Callable[[SmartCampaign], Mapping[str, list[Reached]]]
) -> Iterator[tuple[str, Pair]]:
    """Yield the choices of each campaign with those of the campaigns before it."""
    from campaignlint import same_triggers

    for triggers in same_triggers(instance):
        earlier: dict[str, list[Reached]] = defaultdict(list)
        for trigger in triggers:
            campaign = trigger.smart_list.campaign
            for key, choices in () if campaign is None else find(campaign).items():
                for first, second in product(earlier[key][:_MAX_COMPARED], choices):
                    yield key, Pair(trigger, first, second, "heuristic")
                earlier[key] += choices


def _is_same_cause(pair: Pair, programs: Mapping[str, str]) -> bool:
    """Return whether the two are one action that happens once, or a clone and its original."""
    target = pair.first.action.campaign
    if target is pair.second.action.campaign:
        return target.qualification != "any"
    one, other = pair.first.campaign, pair.second.campaign
    if marketo.fold_name(one.name) != marketo.fold_name(other.name):
        return False
    leftover, its = find_leftover(other, programs), find_leftover(one, programs)
    return (leftover is not None and leftover.original is one) or (
        its is not None and its.original is other
    )


def reached(campaign: SmartCampaign, name: str, *, max_days: float = inf) -> Iterator[Reached]:
    """Yield what a campaign and those it executes do by steps of a name.

    Leaves out what comes after Wait steps of more than `max_days`, or until a date.
    """
    smart_list = campaign.smart_list
    has_steps = any(step.name in (name, marketo.EXECUTE_CAMPAIGN) for step in campaign.steps())
    if has_steps and smart_list is not None and smart_list.knows_filters:
        yield from _in_flow(campaign, name, frozenset(_of_smart_list(smart_list)), max_days)


def _in_flow(
    campaign: SmartCampaign,
    name: str,
    required: frozenset[Requirement],
    max_days: float,
    nesting: int = 0,
) -> Iterator[Reached]:
    days = 0.0
    for step in campaign.steps():
        if step.name == marketo.WAIT:
            days += _longest(step)
        if step.empties_flow or days > max_days:
            return
        if step.name == marketo.REMOVE_FROM_FLOW:
            required |= {_negation(choice) for choice in step.choices if _ends_flow(choice)}
        for choice in step.choices if step.name in (name, marketo.EXECUTE_CAMPAIGN) else ():
            here = required | set(_of_choice(choice))
            if choice.does_nothing:
                continue
            if step.name == name:
                yield Reached(choice, choice, here)
            elif (target := _find_executed(choice)) is not None and nesting < _MAX_NESTING:
                here |= set(_of_smart_list(target.smart_list))
                for each in _in_flow(target.campaign, name, here, max_days, nesting + 1):
                    yield each._replace(choice=choice)


class _Executed(NamedTuple):
    campaign: SmartCampaign
    smart_list: SmartList


def _find_executed(choice: Choice) -> _Executed | None:
    """Return the campaign that a choice executes, and its smart list; None if one is unknown."""
    for call in choice.campaign.executes:
        is_here = (call.choice.step.index, call.choice.index) == (choice.step.index, choice.index)
        if is_here and call.is_execution and call.target.smart_list is not None:
            return _Executed(call.target, call.target.smart_list)
    return None


def _longest(wait: FlowStep) -> float:
    """Return the days that people may wait; unbounded for dates and unknown durations."""
    durations = [
        marketo.parse_duration(choice.duration)
        for choice in wait.choices
        if not choice.does_nothing
    ]
    return max((inf if duration is None else duration.days for duration in durations), default=0.0)


def _ends_flow(choice: Choice) -> bool:
    target = choice.target or ""
    return marketo.is_this_campaign(target) or marketo.is_every_campaign(target)


def _of_choice(choice: Choice) -> Iterator[Requirement]:
    """Yield what a person must meet to take a choice: its condition, and none of those before."""
    choices = choice.step.choices
    before = choices if choice.rule is None else choices[: choice.index]
    yield from (_negation(choice) for choice in before if choice.rule is not None)
    if choice.rule is not None:
        yield _condition(choice, choice.operator)


def _negation(choice: Choice) -> Requirement:
    operator = marketo.opposite(choice.operator)
    return _condition(choice, operator or f"not {choice.operator}")


def _condition(choice: Choice, operator: str) -> Requirement:
    field = marketo.fold_term(choice.field)
    identity: object = (field, marketo.fold_term(operator), _fold(choice.values))
    if marketo.same_name(field, marketo.RANDOM_SAMPLE):  # each step draws a new sample
        return Requirement(field, (choice.campaign.id, choice.step.index, identity))
    is_plain = marketo.is_single_valued_field(field, field)
    return Requirement(
        field.removeprefix("not "),
        identity,
        marketo.comparison(operator, choice.values) if is_plain else None,
        marketo.excludes_suppressed(field, operator, choice.values),
    )


def _of_smart_list(smart_list: SmartList) -> Iterator[Requirement]:
    filters = [_filter(filter_) for filter_ in smart_list.filters]
    if len(filters) < 2 or smart_list.match_type == "all":  # noqa: PLR2004 - nothing to combine
        yield from filters
    else:
        identities = [filter_.identity for filter_ in filters]
        combined = tuple(identities) if smart_list.custom_logic else frozenset(identities)
        identity = (smart_list.match_type, smart_list.custom_logic, combined)
        yield Requirement(_SEVERAL_FILTERS, identity)


def _filter(item: Filter) -> Requirement:
    name = marketo.fold_term(item.name)
    constraints = frozenset(map(_identity, item.conditions))
    if item.comparison is None:
        return Requirement(name.removeprefix("not "), (name, constraints))
    (only,) = item.conditions
    identity = (name, marketo.fold_term(only.operator), _fold(only.values))
    return Requirement(name, identity, item.comparison, item.excludes_suppressed)


def _identity(condition: Condition) -> object:
    return (
        marketo.fold_term(condition.name),
        marketo.fold_term(condition.operator),
        _fold(condition.values),
    )


def _fold(values: Iterable[str]) -> frozenset[str]:
    return frozenset(map(marketo.fold_reference, values))
