"""Campaigns that run with an empty flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.REQUEST_CAMPAIGN),
    requires="flow",
)
def empty_flow(campaign: SmartCampaign) -> Iterator[Finding]:
    """A campaign that is active, scheduled, executed, or requested has no flow steps.

    ## Why

    People qualify for the campaign, but nothing happens to them.

    ## How to fix

    Add the missing steps, or deactivate the campaign and remove the calls to it.
    """
    if campaign.step_records:
        return
    use = _use(campaign)
    if use:
        yield campaign.finding(
            f"{campaign} has no flow steps, but {use}; nothing happens to the people in it",
            help="add the missing steps, or stop using the campaign",
            related=campaign.calls_in,
        )


def _use(campaign: SmartCampaign) -> str:
    """Return how the campaign is used; "" if it is not."""
    if campaign.is_active:
        return "it is active"
    if campaign.is_scheduled:
        return "it is scheduled"
    if campaign.executed_by:
        return f"{campaign.executed_by[0].caller} executes it"
    return f"{campaign.requested_by[0].caller} requests it" if campaign.requested_by else ""
