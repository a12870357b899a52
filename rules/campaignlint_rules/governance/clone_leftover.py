"""Campaigns of cloned programs that still refer to the original program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import Trigger, rule
from campaignlint_rules import sources
from campaignlint_rules.clones import find_leftover, program_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, NotChecked
    from campaignlint_rules.clones import Leftover


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
    programs = program_names(instance)
    for campaign in instance.campaigns:
        leftover = None if campaign.id in instance.skipped else find_leftover(campaign, programs)
        if leftover is None:
            continue
        if not all(trigger.has_conditions for trigger in campaign.triggers):
            yield campaign.not_checked("the constraints of its triggers")
            continue
        yield campaign.finding(
            f"the {_words(leftover)} of {campaign} refer to program '{leftover.program}', "
            f"which has a campaign of the same name, and not to program '{campaign.program_name}'",
            help=f"select the assets of program '{campaign.program_name}'",
            related=[
                *(place.related(f"refers to '{leftover.program}'") for place in leftover.places),
                leftover.original.related("campaign of the same name"),
            ],
        )


def _words(leftover: Leftover) -> str:
    are_triggers = {isinstance(place, Trigger) for place in leftover.places}
    words = {True: "triggers", False: "status changes"}
    return " and ".join(words[each] for each in (True, False) if each in are_triggers)
