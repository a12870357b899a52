"""Scores that only one of several assets can add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked, Trigger


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.QUALIFICATION_RULES,
    steps=marketo.CHANGE_SCORE,
    requires="smart_list",
)
def score_once(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """A campaign that runs only once scores an activity that can happen with several assets.

    Checks the trigger's constraint on a form, page, link, email, program, list, or campaign. It
    covers several if it has several values, or an operator other than "is".

    ## Why

    A campaign whose qualification rule is "only once" never runs again for the same person. After
    the first form, email, or webinar that the trigger covers, no other one changes the score.

    ## How to fix

    Set the qualification rule to "every time" or to an interval. Leave it if only the person's
    first activity should count.
    """
    campaign = step.campaign
    if campaign.qualification != "once" or campaign.is_executable or step.does_nothing:
        return
    for trigger in campaign.triggers:
        if not trigger.has_conditions:
            yield campaign.not_checked("the constraints of a trigger")
        elif _covers_several(trigger):
            yield step.finding(
                f"{campaign} changes a score only once per person, but its trigger "
                f"'{trigger.name}' covers several assets; only the first one counts",
                help='set its qualification rule to "every time" or to an interval',
                related=[trigger.related("trigger that covers several assets")],
            )
            return


def _covers_several(trigger: Trigger) -> bool:
    asset = trigger.condition(*marketo.ASSET_ATTRIBUTES)
    if asset is None:
        listening = marketo.listens_to(trigger.name)
        names_asset = listening is not None and listening.attribute in marketo.ASSET_ATTRIBUTES
        return names_asset and not trigger.conditions
    if asset.is_error:
        return False
    if marketo.fold_term(asset.operator) in {"is", "in"} and asset.constrains:
        return len(set(map(marketo.fold_name, asset.values))) > 1
    return True
