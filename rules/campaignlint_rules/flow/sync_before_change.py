"""People that are synchronised before they are changed."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartCampaign

_CRM = {marketo.SYNC_TO_SFDC: "Salesforce", marketo.SYNC_TO_MICROSOFT: "Microsoft Dynamics"}


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.DIGITAL_PI_EXECUTABLE_CAMPAIGNS,
    requires="flow",
)
def sync_before_change(campaign: SmartCampaign) -> Iterator[Finding]:
    """A person is synced to the CRM before being changed.

    Checks the last sync step of each kind in a flow. Ignores changes after the next Wait step.

    ## Why

    The sync step sends the person's current values. Later changes reach the CRM only with the next
    regular sync, so sales sees the old values until then.

    ## How to fix

    Move the sync step after the changes.
    """
    last_syncs = {sync.name: sync for sync in campaign.steps(*_CRM)}
    for sync in last_syncs.values():
        following = campaign.steps()[sync.number :]
        before_wait = takewhile(lambda step: step.name != marketo.WAIT, following)
        changes = [step for step in before_wait if step.fields_written]
        if changes:
            fields = dict.fromkeys(
                f"'{field}'" for step in changes for field in step.fields_written
            )
            yield sync.finding(
                f"{campaign} syncs the person to {_CRM[sync.name]} before changing "
                f"{', '.join(fields)}; the change waits for the next sync",
                help=f"move it after flow step {changes[-1].number}",
                related=[step.related("changed after the sync") for step in changes],
            )
