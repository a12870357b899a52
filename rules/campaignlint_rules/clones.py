"""Campaigns that refer only to another program, which has a campaign of the same name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from campaignlint import marketo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint import Choice, Instance, SmartCampaign, Trigger


class Leftover(NamedTuple):
    """A campaign that still refers to the program from which it was cloned."""

    program: str
    """The other program."""
    original: SmartCampaign
    places: list[Trigger | Choice]
    """The triggers and status changes that refer to the other program."""


def program_names(instance: Instance) -> dict[str, str]:
    """Return the names of the programs by their folded form."""
    names = [program.name for program in instance.programs.values()]
    names += [campaign.program_name for campaign in instance.campaigns if campaign.program_name]
    return {marketo.fold_reference(name): name for name in names}


def find_leftover(campaign: SmartCampaign, programs: Mapping[str, str]) -> Leftover | None:
    """Return what a campaign refers to if that is only the program it was cloned from."""
    if campaign.program_name is None:
        return None
    places = _references(campaign, programs)
    if len(places) != 1 or marketo.fold_reference(campaign.program_name) in places:
        return None
    (other,) = places
    original = _same_in(programs[other], campaign)
    if original is None or other not in _references(original, programs):
        return None
    return Leftover(programs[other], original, places[other])


def _references(
    campaign: SmartCampaign, programs: Mapping[str, str]
) -> dict[str, list[Trigger | Choice]]:
    """Return the triggers and status changes that refer to each program, by its folded name."""
    references: dict[str, list[Trigger | Choice]] = defaultdict(list)
    for trigger in campaign.triggers:
        values = {value for condition in trigger.conditions for value in condition.values}
        for name in {_program_of(value, programs) for value in values} - {""}:
            references[name].append(trigger)
    for step in campaign.steps(marketo.CHANGE_STATUS):
        for choice in step.choices:
            name = _program_of(choice.value("Program", "Program Name"), programs)
            if name:
                references[name].append(choice)
    return references


def _program_of(text: str, programs: Mapping[str, str]) -> str:
    """Return the program in a text, which is its name or `Program.Asset`; "" if there is none."""
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
