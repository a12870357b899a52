"""People that are synced before they are changed."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import salesforce, sources
from campaignlint_rules.called_steps import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked, SmartCampaign

_CRM = {marketo.SYNC_TO_SFDC: "Salesforce", marketo.SYNC_TO_MICROSOFT: "Microsoft Dynamics"}


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.DIGITAL_PI_EXECUTABLE_CAMPAIGNS, sources.IMPLIED_SALESFORCE_ACTIONS),
    requires="flow",
)
def sync_before_change(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A person is synced to the CRM before being changed.

    Checks the last sync step of each kind in a flow. Ignores changes after the next Wait step.

    In a flow that does not sync people to Salesforce, checks the first step that implies a sync for
    people who are not there yet: Add to SFDC Campaign, Change Status in SFDC Campaign, Change
    Owner, Convert Person, or Create Task. Does not report it if a trigger, a filter, a choice, or
    each caller limits the step to people in Salesforce.

    ## Why

    The sync step sends the person's current values. Later changes reach the CRM only with the next
    regular sync, so sales sees the old values until then.

    Steps that act in Salesforce sync a person who is not there yet, also with the current values.

    ## How to fix

    Move the sync step, or the step that implies a sync, after the changes.
    """
    last_syncs = {sync.name: sync for sync in campaign.steps(*_CRM)}
    for sync in last_syncs.values():
        changes = _changes_after(sync)
        if changes:
            yield sync.finding(
                f"{campaign} syncs the person to {_CRM[sync.name]} before changing "
                f"{_fields(changes)}; the change waits for the next sync",
                help=f"move it after flow step {changes[-1].number}",
                related=[step.related("changed after the sync") for step in changes],
            )
    implied = salesforce.implied_sync(campaign)
    changes = [] if implied is None else _changes_after(implied)
    if implied is None or not changes or _is_synced(campaign):
        return
    if not salesforce.knows_filters(campaign):
        yield campaign.not_checked("the filters of its smart list")
        return
    yield implied.finding(
        f"{campaign} runs {implied.name} before changing {_fields(changes)}; people who are not in "
        "Salesforce yet are synced with the old values",
        help=f"move it after flow step {changes[-1].number}",
        related=[step.related("changed after the sync") for step in changes],
    )


def _is_synced(campaign: SmartCampaign) -> bool:
    """Return whether a step of a flow, or of a campaign that it executes, syncs people."""
    return any(runs(step, marketo.SYNC_TO_SFDC) for step in campaign.steps())


def _changes_after(sync: FlowStep) -> list[FlowStep]:
    """Return the steps that change a field of the person before the next Wait step."""
    following = sync.campaign.steps()[sync.number :]
    before_wait = takewhile(lambda step: step.name != marketo.WAIT, following)
    return [step for step in before_wait if step.fields_written]


def _fields(changes: list[FlowStep]) -> str:
    fields = dict.fromkeys(f"'{field}'" for step in changes for field in step.fields_written)
    return ", ".join(fields)
