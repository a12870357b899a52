"""Alerts to owners that new people do not have yet."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import salesforce, sources
from campaignlint_rules.called_steps import runs, steps_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep, NotChecked, SmartCampaign, Trigger

_ASSIGNING = (
    marketo.SYNC_TO_SFDC,
    marketo.SYNC_TO_MICROSOFT,
    *marketo.IMPLIED_SYNCS,
    "Change Owner in Microsoft",
)
"""The steps that give a person an owner."""

_NEW_PEOPLE = re.compile(r"(?:lead|person) is created|fills out (?:.* )?form")
"""The triggers that fire for new people, folded."""

_RECIPIENT = re.compile(r"(?:send )?to\b.*|recipients?")
_OWNER = re.compile(r"\bowner\b")
_OWNER_TOKEN = re.compile(r"\{\{\s*lead\.(?:lead|person|sales) owner\b")


@rule(
    severity="note",
    confidence="heuristic",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.SEND_ALERT, sources.IMPLIED_SALESFORCE_ACTIONS),
    requires=("flow", "smart_list"),
)
def alert_before_owner(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A flow for new people alerts the owner before they have one.

    Checks flows that start when a person is created or fills out a form, and that later give the
    person an owner: by a sync, by Change Owner, or by another step that implies a sync. The step
    can be in a campaign that the flow executes or requests, and the alert in one that it executes.

    Does not report an alert after a Wait step, nor one that a trigger, a filter, or a choice limits
    to people in Salesforce or with an owner.

    ## Why

    Someone who fills out a form for the first time is not in the CRM, and has no owner. The alert
    then reaches no owner. People who were in the CRM before hide the problem: their alerts arrive.

    ## How to fix

    Move the Send Alert step after the step that assigns the owner.
    """
    if not any(_starts_with_new_people(trigger) for trigger in campaign.triggers):
        return
    steps = campaign.steps()
    first = next((step for step in steps if _assigns(step)), None)
    if first is None:
        return
    before = takewhile(lambda step: step.name != marketo.WAIT, steps[: first.index])
    alert = next((step for step in before if _alerts_owner(step)), None)
    if alert is None:
        return
    if not salesforce.knows_filters(campaign):
        yield campaign.not_checked("the filters of its smart list")
        return
    yield alert.finding(
        f"{campaign} alerts the owner before flow step {first.number} ({first.name}) gives new "
        "people an owner; their alerts reach no owner",
        help=_help(first),
        related=[first.related("step that gives new people an owner")],
    )


def _help(first: FlowStep) -> str:
    if first.name == marketo.REQUEST_CAMPAIGN:
        return "move it into the requested campaign, after the step that gives people an owner"
    return f"move it after flow step {first.number}"


def _starts_with_new_people(trigger: Trigger) -> bool:
    return _NEW_PEOPLE.fullmatch(marketo.fold_term(trigger.name)) is not None


def _assigns(step: FlowStep) -> bool:
    return runs(step, *_ASSIGNING, requests=True)


def _alerts_owner(step: FlowStep) -> bool:
    """Return whether a step, or a campaign that it executes, alerts the owner of new people."""
    return any(
        _is_sent_to_owner(choice)
        for alert in steps_run(step, marketo.SEND_ALERT)
        if not salesforce.starts_in_salesforce(alert.campaign)
        for choice in salesforce.choices_for_others(alert)
    )


def _is_sent_to_owner(choice: Choice) -> bool:
    """Return whether the alert of a choice is sent to the person's owner."""
    for attribute in choice.attributes:
        value = marketo.fold_term(str(attribute.value or ""))
        if _OWNER_TOKEN.search(value):
            return True
        if _RECIPIENT.fullmatch(marketo.fold_term(attribute.name)) and _OWNER.search(value):
            return True
    return False
