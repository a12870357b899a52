"""Campaigns that run, and do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=(sources.EXEC, sources.REQ),
)
def empty_flow(instance: Instance) -> Iterator[Finding]:
    """A campaign that is active, scheduled, executed or requested has no flow steps.

    ## Why

    People qualify for the campaign, and nothing happens to them.

    ## How to fix

    Add the steps that are missing, or switch the campaign off and remove the calls that lead to it.
    """
    for campaign in instance.campaigns:
        if campaign.has_steps is not False:
            continue
        use = _use(campaign)
        if use:
            yield campaign.finding(
                f"{campaign} has no flow steps, but {use}: nothing happens to the people in it",
                help="add the steps that are missing, or take it out of use",
                related=campaign.calls_in,
            )


def _use(campaign: SmartCampaign) -> str:
    """In which way the campaign is in use; "" for none."""
    if campaign.is_active:
        return "it is active"
    if campaign.is_scheduled:
        return "it is scheduled"
    if campaign.executed_by:
        return f"{campaign.executed_by[0].caller} executes it"
    return f"{campaign.requested_by[0].caller} requests it" if campaign.requested_by else ""
