"""Campaigns that accept requests, but that no flow requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="request",
    profile="strict",
    since="0.1",
    source=(sources.TRIGGER_CAMPAIGN_CLEANUP, sources.ETUMOS_IDLE_CAMPAIGNS),
    requires="smart_list",
)
def listener_never_requested(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """An active campaign accepts requests only from flows, and no flow requests it.

    Checked only if the export is complete and includes every flow; otherwise the caller might be
    missing from the export. Does not report campaigns that have another trigger or also accept
    requests from outside flows.

    ## Why

    A campaign whose only trigger is Campaign is Requested runs when it is requested. If nothing
    requests it, it never runs, until Marketo's cleanup of idle campaigns deactivates it.

    ## How to fix

    Deactivate it, or add the missing Request Campaign step.
    """
    if campaign.requested_by or not campaign.accepts_only_flows or campaign.is_known_inactive:
        return
    if len(campaign.triggers) > len(campaign.request_triggers):
        return
    instance = campaign.instance
    may_be_requested = instance.may_be_called(marketo.REQUEST_CAMPAIGN)
    if not instance.knows_every_call or campaign.id in may_be_requested:
        yield campaign.not_checked("every campaign that could request it")
        return
    yield campaign.finding(
        f"{campaign} waits for requests from flows, but no campaign requests it, so it never runs",
        help="deactivate it, or request it from another campaign",
    )
