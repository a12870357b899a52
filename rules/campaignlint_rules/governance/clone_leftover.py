"""Campaigns of cloned programs that still refer to the original program."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import Trigger, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint import Choice, Finding, Instance, NotChecked, SmartCampaign


@rule(
    severity="warning",
    confidence="heuristic",
    category="governance",
    profile="strict",
    since="0.1",
    source=sources.CLONE_PROGRAM,
    requires=("flow", "smart_list"),
)
def clone_leftover(instance: Instance) -> Iterator[Finding | NotChecked]:
    """All triggers and status changes of a campaign refer to the program it was cloned from.

    Compares campaigns of the same name in two programs. Reported if the constraints of the triggers
    and the Change Program Status steps of one refer to the other program or its local assets, and
    to no other program, and if the campaign there refers to them, too. Filters and emails are not
    compared.

    ## Why

    The form, list or page of the new program starts nothing, and the status of its members never
    changes. Activity in the old program starts the campaigns of both.

    ## How to fix

    Select the assets of the campaign's own program in its triggers and flow steps. Deactivate the
    campaign before you change its triggers.
    """
    names = {marketo.fold_reference(each.name): each.name for each in instance.programs.values()}
    for campaign in instance.campaigns:
        if campaign.program_name is None or campaign.id in instance.skipped:
            continue
        places = _references(campaign, names)
        if len(places) != 1 or marketo.fold_reference(campaign.program_name) in places:
            continue
        (other,) = places
        original = _same_in(names[other], campaign)
        if original is None or other not in _references(original, names):
            continue
        if not all(trigger.has_conditions for trigger in campaign.triggers):
            yield campaign.not_checked("the constraints of its triggers")
            continue
        yield campaign.finding(
            f"the {_words(places[other])} of {campaign} refer to program '{names[other]}', "
            f"which has a campaign of the same name, and not to program '{campaign.program_name}'",
            help=f"select the assets of program '{campaign.program_name}'",
            related=[
                *(place.related(f"refers to '{names[other]}'") for place in places[other]),
                original.related("campaign of the same name"),
            ],
        )


def _words(places: list[Trigger | Choice]) -> str:
    has_triggers = any(isinstance(place, Trigger) for place in places)
    has_changes = not all(isinstance(place, Trigger) for place in places)
    return " and ".join(["triggers"] * has_triggers + ["status changes"] * has_changes)


def _references(
    campaign: SmartCampaign, programs: Mapping[str, str]
) -> dict[str, list[Trigger | Choice]]:
    """Return the triggers and status changes that refer to each program, by its folded name."""
    found: dict[str, list[Trigger | Choice]] = defaultdict(list)
    for trigger in campaign.triggers:
        values = {value for condition in trigger.conditions for value in condition.values}
        for name in {_program_of(value, programs) for value in values} - {""}:
            found[name].append(trigger)
    for step in campaign.steps(marketo.CHANGE_STATUS):
        for choice in step.choices:
            name = _program_of(choice.value("Program", "Program Name"), programs)
            if name:
                found[name].append(choice)
    return found


def _program_of(text: str, programs: Mapping[str, str]) -> str:
    """Return the program that a text names, alone or as `Program.Asset`; "" if there is none."""
    name = marketo.fold_reference(text)
    while name and name not in programs:
        name = name.rpartition(".")[0]
    return name


def _same_in(program: str, campaign: SmartCampaign) -> SmartCampaign | None:
    """Return the campaign of the same name in another program."""
    resolver = campaign.instance.resolver
    found = resolver.resolve(f"{program}.{campaign.name}", campaign).campaign
    is_there = found is not None and marketo.same_name(found.program_name, program)
    return found if is_there else None
