"""Remove from Flow steps that target a flow without people in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep, NotChecked, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.REMOVE_FROM_FLOW, sources.WAIT),
    steps=marketo.REMOVE_FROM_FLOW,
)
def remove_nobody(choice: Choice) -> Iterator[Finding | NotChecked]:
    """Remove from Flow targets a campaign in whose flow no one stays.

    People stay in a flow while they are in a Wait step, of the campaign or of one it executes.
    Requested campaigns do not count: the flow goes on without them. Flow steps of installed
    services count as Wait steps. Targets that are executable campaigns are covered by
    `remove-from-flow-in-executable`.

    A deactivated campaign with Wait steps is reported, with a lower confidence, if they are over
    for everyone: its last change was longer ago than all its Wait steps take.

    ## Why

    Without a Wait step, people pass through a flow at once. There is no one to remove. A
    deactivated campaign lets no one in, so that no one is left when its last Wait step is over.

    ## How to fix

    Select the campaign with the Wait step. Often that is a campaign that the selected one requests.
    Or remove the step.
    """
    campaign = choice.campaign
    target = _target(choice)
    if choice.has_token_target or (choice.target is None and not choice.does_nothing):
        yield campaign.not_checked("the target of a Remove from Flow step")
    if target is None or target.id == campaign.id or target.is_executable:
        return
    if not target.has_flow:
        yield campaign.not_checked("the flow of the campaign from which it removes people")
        return
    waits = list(_waits(target))
    if waits and not _are_over(target, waits):
        return
    yield choice.finding(
        f"{campaign} removes people from the flow of {target}, "
        + (
            "which is inactive, and no one is left in its Wait steps"
            if waits
            else "which has no Wait step, so no one stays in it"
        ),
        help="select the campaign in which people wait, or remove the step",
        related=[target.related("campaign from which people are removed")],
        confidence="heuristic" if waits else "likely",
    )


def _target(choice: Choice) -> SmartCampaign | None:
    """Return the only campaign that the choice targets; None if there is none, or if several."""
    text = choice.target
    if text is None or marketo.is_this_campaign(text) or marketo.is_every_campaign(text):
        return None
    return choice.campaign.instance.resolver.resolve(text, choice.campaign).campaign


def _waits(campaign: SmartCampaign) -> Iterator[FlowStep]:
    """Yield the steps in which people stay, also those of executed campaigns."""
    callees = execute_graph(campaign.instance).callees([campaign.id])
    for each in campaign.instance.campaigns_by_id(callees):
        for step in each.steps():
            if step.name == marketo.WAIT or not marketo.is_built_in_step(step.name):
                yield step


def _are_over(campaign: SmartCampaign, waits: list[FlowStep]) -> bool:
    """Return whether all who were in the Wait steps of a deactivated campaign have left them."""
    if not campaign.has_triggers or not campaign.is_idle or campaign.updated_on is None:
        return False
    durations = [
        marketo.parse_duration(choice.duration)
        for step in waits
        for choice in step.choices
        if not choice.does_nothing
    ]
    days = sum(duration.days for duration in durations if duration is not None)
    since = campaign.instance.today - campaign.updated_on
    return None not in durations and since.days > days
