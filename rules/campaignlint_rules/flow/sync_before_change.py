"""People that are synchronised before they are changed."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance

_CRM = {marketo.SYNC_TO_SFDC: "Salesforce", marketo.SYNC_TO_MICROSOFT: "Microsoft Dynamics"}


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.DPI,
)
def sync_before_change(instance: Instance) -> Iterator[Finding]:
    """A person is synchronised with the CRM, and only then changed.

    Judged is the last sync of its kind in a flow. Changes after the next Wait do not count.

    ## Why

    The sync step sends the person as it is then. What later steps change reaches the CRM with the
    next regular sync only, so that sales sees the old values until then.

    ## How to fix

    Move the sync step behind the changes.
    """
    last_syncs = {(sync.campaign.id, sync.name): sync for sync in instance.steps(*_CRM)}
    for sync in last_syncs.values():
        campaign = sync.campaign
        following = campaign.steps()[sync.number :]
        before_wait = takewhile(lambda step: step.name != marketo.WAIT, following)
        changes = [step for step in before_wait if step.fields_written]
        if changes:
            fields = dict.fromkeys(
                f"'{field}'" for step in changes for field in step.fields_written
            )
            yield sync.finding(
                f"{campaign} sends the person to {_CRM[sync.name]} before it changes "
                f"{', '.join(fields)}: the change waits for the next sync",
                help=f"move it behind flow step {changes[-1].number}",
                related=[step.related("changed after the sync") for step in changes],
            )
