"""Campaigns that wait for requests which nobody makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="request",
    profile="strict",
    since="0.1",
    source=(sources.IDLE, sources.ETUMOS),
)
def listener_never_requested(instance: Instance) -> Iterator[Finding]:
    """An active campaign waits for requests of flows, and no flow requests it.

    Judged only in a complete export with all flows: elsewhere the caller may just not have been
    exported. Silent where the campaign has another trigger or admits requests from outside too.

    ## Why

    A campaign whose only trigger is Campaign is Requested runs when it is requested. With nobody
    to do so it never runs, until Marketo's clean-up of idle campaigns switches it off.

    ## How to fix

    Deactivate it, or add the Request Campaign step that is missing.
    """
    may_be_requested = instance.may_be_called(marketo.REQUEST_CAMPAIGN)
    for campaign in instance.campaigns:
        if campaign.requested_by or not campaign.admits_flows_alone or campaign.is_switched_off:
            continue
        if len(campaign.triggers) > len(campaign.request_triggers):
            continue
        if not instance.knows_every_call or campaign.id in may_be_requested:
            campaign.not_checked()
            continue
        yield campaign.finding(
            f"{campaign} waits for requests from flows, but no campaign requests it: it never runs",
            help="deactivate it, or request it",
        )
