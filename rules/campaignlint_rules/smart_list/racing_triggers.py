"""Campaigns that start together and write the same field."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources
from campaignlint_rules.wording import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from campaignlint import Finding, Instance, SmartCampaign, Trigger

    Starts = list[tuple[SmartCampaign, Trigger]]
    Changes = Callable[[SmartCampaign], tuple[tuple[str, str], ...]]


@rule(
    severity="warning",
    confidence="heuristic",
    category="smart_list",
    profile="audit",
    since="0.1",
    source=(sources.RACE, sources.ORDER),
)
def racing_triggers(instance: Instance) -> Iterator[Finding]:
    """Active campaigns start on the same trigger and change the same field.

    Compared are triggers with the same constraints in one workspace, and the fields of Change Data
    Value steps. Campaigns that all set a field to one and the same value do not race. Filters are
    not compared: they may part the people of one campaign from those of another.

    ## Why

    Trigger campaigns run beside each other. Which one comes last, and so whose value stays, is a
    matter of chance.

    ## How to fix

    Change the field in one campaign, with a choice for each case; or let one trigger campaign
    execute the others, one after the other.
    """
    changes = cache(_changes)  # a campaign may have many triggers
    for starts in _same_starts(instance):
        for racing, fields in _races(starts, changes):
            (first, trigger), *others = racing
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            yield trigger.finding(
                f"{first} and {others[0][0]}{more} start on the same trigger, '{trigger.name}', "
                f"and change {joined(fields, 'fields')}: whichever comes last wins",
                help="change the field in one campaign, or let one campaign execute the others",
                related=[
                    other.related(f"{campaign} starts here too") for campaign, other in others
                ],
            )


def _same_starts(instance: Instance) -> Iterator[Starts]:
    """The active campaigns of each trigger that several have, in the campaigns' order."""
    starts: dict[Hashable, dict[int, tuple[SmartCampaign, Trigger]]] = defaultdict(dict)
    for campaign in instance.campaigns:
        for trigger in campaign.triggers if campaign.is_active else ():
            if trigger.has_conditions:
                identity = (campaign.workspace, *_identity(trigger))
                starts[identity].setdefault(campaign.id, (campaign, trigger))
            else:
                campaign.not_checked()
    return (list(same.values()) for same in starts.values() if len(same) > 1)


def _identity(trigger: Trigger) -> tuple[Hashable, ...]:
    """What two triggers have in common that start on the same events."""
    constraints = frozenset(
        (condition.name.casefold(), condition.operator.casefold(), _folded(condition.values))
        for condition in trigger.conditions
        if condition.constrains
    )
    return trigger.name.strip().casefold(), constraints


def _races(starts: Starts, changes: Changes) -> Iterator[tuple[Starts, list[str]]]:
    """The campaigns that change the same fields to different values, and these fields."""
    changing: dict[str, dict[int, None]] = defaultdict(dict)
    values: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for position, (campaign, _) in enumerate(starts):
        for field, value in changes(campaign):
            changing[field.casefold()][position] = None
            values[field.casefold()].add(value.strip().casefold())
            names.setdefault(field.casefold(), f"'{field}'")
    races: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for field, positions in changing.items():
        if len(positions) > 1 and (len(values[field]) > 1 or "{{" in min(values[field])):
            races[tuple(positions)].append(names[field])
    return (([starts[each] for each in racing], fields) for racing, fields in races.items())


def _changes(campaign: SmartCampaign) -> tuple[tuple[str, str], ...]:
    """The fields that a campaign changes, each with a value that it gives them."""
    return tuple(
        (field, choice.attribute(*marketo.NEW_VALUE) or "")
        for step in campaign.steps(marketo.CHANGE_DATA_VALUE)
        for choice in step.choices
        for field in [choice.value(*marketo.WRITTEN_FIELD[marketo.CHANGE_DATA_VALUE])]
        if field and not choice.does_nothing
    )


def _folded(values: Iterable[str]) -> frozenset[str]:
    return frozenset(value.strip().casefold() for value in values)
