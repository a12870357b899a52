"""Campaigns that start on the same trigger and write the same field."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources
from campaignlint_rules.wording import join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from campaignlint import Finding, Instance, NotChecked, SmartCampaign, Trigger

    Starts = list[tuple[SmartCampaign, Trigger]]
    Changes = Callable[[SmartCampaign], tuple[tuple[str, str], ...]]


@rule(
    severity="warning",
    confidence="heuristic",
    category="smart_list",
    profile="audit",
    since="0.1",
    source=(sources.RACING_TRIGGERS, sources.ORDER_OF_OPERATIONS),
    requires=("flow", "smart_list"),
)
def racing_triggers(instance: Instance) -> Iterator[Finding | NotChecked]:
    """Active campaigns start on the same trigger and change the same field.

    Compares triggers with the same constraints in one workspace, and the fields of Change Data
    Value steps. Campaigns that all set the field to the same value do not race. Filters are not
    compared; they may separate the people of one campaign from those of another. Does not report
    Campaign is Requested: a request starts one campaign only.

    ## Why

    Trigger campaigns run in parallel. Which one runs last, and so whose value remains, is
    unpredictable.

    ## How to fix

    Change the field in one campaign, with a choice for each case. Or move the changes into
    executable campaigns, which one trigger campaign executes in sequence.
    """
    changes = cache(_changes)  # a campaign may have many triggers
    for campaign in instance.campaigns:
        if campaign.is_active and not all(trigger.has_conditions for trigger in _fired(campaign)):
            yield campaign.not_checked("the constraints of its triggers")
    for starts in _same_starts(instance):
        for racing, fields in _races(starts, changes):
            (first, trigger), *others = racing
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            yield trigger.finding(
                f"{first} and {others[0][0]}{more} start on the same trigger, '{trigger.name}', "
                f"and change {join_names(fields, 'fields')}; the last one to run wins",
                help="change the field in one campaign, or in the executable campaigns it executes",
                related=[
                    other.related(f"{campaign} also starts here") for campaign, other in others
                ],
            )


def _same_starts(instance: Instance) -> Iterator[Starts]:
    """Yield the active campaigns of each trigger that several have, in the campaigns' order."""
    starts: dict[Hashable, dict[int, tuple[SmartCampaign, Trigger]]] = defaultdict(dict)
    for campaign in instance.campaigns:
        for trigger in _fired(campaign) if campaign.is_active else ():
            if trigger.has_conditions:
                identity = (campaign.workspace, *_identity(trigger))
                starts[identity].setdefault(campaign.id, (campaign, trigger))
    return (list(same.values()) for same in starts.values() if len(same) > 1)


def _fired(campaign: SmartCampaign) -> list[Trigger]:
    """Return the triggers that an event fires; a request addresses one campaign."""
    return [
        trigger
        for trigger in campaign.triggers
        if not marketo.same_name(trigger.name, marketo.CAMPAIGN_IS_REQUESTED)
    ]


def _identity(trigger: Trigger) -> tuple[Hashable, ...]:
    """Return what triggers that fire on the same events have in common."""
    constraints = frozenset(
        (
            marketo.fold_term(condition.name),
            marketo.fold_term(condition.operator),
            _fold(condition.values),
        )
        for condition in trigger.conditions
        if condition.constrains
    )
    return marketo.fold_term(trigger.name), constraints


def _races(starts: Starts, changes: Changes) -> Iterator[tuple[Starts, list[str]]]:
    """Yield the campaigns that change the same fields to different values, and these fields."""
    changing: dict[str, dict[int, None]] = defaultdict(dict)
    values: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for position, (campaign, _) in enumerate(starts):
        for field, value in changes(campaign):
            key = marketo.fold_term(field)
            changing[key][position] = None
            values[key].add(marketo.fold_name(value))
            names.setdefault(key, f"'{field}'")
    races: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for field, positions in changing.items():
        if len(positions) > 1 and (len(values[field]) > 1 or "{{" in min(values[field])):
            races[tuple(positions)].append(names[field])
    return (([starts[each] for each in racing], fields) for racing, fields in races.items())


def _changes(campaign: SmartCampaign) -> tuple[tuple[str, str], ...]:
    """Return the fields that a campaign changes, each with a new value."""
    return tuple(
        (field, choice.attribute(*marketo.NEW_VALUE) or "")
        for step in campaign.steps(marketo.CHANGE_DATA_VALUE)
        for choice in step.choices
        for field in [choice.value(*marketo.WRITTEN_FIELD[marketo.CHANGE_DATA_VALUE])]
        if field and not choice.does_nothing
    )


def _fold(values: Iterable[str]) -> frozenset[str]:
    return frozenset(map(marketo.fold_name, values))
