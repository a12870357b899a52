"""Scheduled batch campaigns that run for the whole database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked, SmartCampaign

_ACTIONS = ("Change ", "Delete ", "Send ", "Sync ")
"""Beginnings of the names of steps that send something, or change, score, sync or delete people."""


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=sources.BATCH_OR_TRIGGER,
    requires=("flow", "smart_list"),
)
def batch_without_filter(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A scheduled batch campaign has an empty smart list.

    Checks campaigns that send something, or change, score, sync, or delete people. Does not report
    a flow whose choices limit the people: if the default choices do nothing, or if a Remove from
    Flow step comes first.

    ## Why

    Without a filter, the campaign runs for everyone in the database. This is often a filter that
    was forgotten or deleted.

    ## How to fix

    Add filters to the smart list that select the people. If everyone is intended, add a filter that
    says so, such as "Email Address is not empty".
    """
    smart_list = campaign.smart_list
    is_due = campaign.is_scheduled or campaign.has_status("Single Run", "Recurring Run")
    if smart_list is None or not campaign.is_batch or not is_due:
        return
    if not smart_list.knows_filters:
        yield campaign.not_checked("the filters of its smart list")
    elif not smart_list.filters:
        step = _first_action(campaign)
        if step is not None:
            yield campaign.finding(
                f"scheduled batch campaign {campaign} has no filters, so it runs "
                f"{step.name} for everyone",
                help="add filters to its smart list",
                related=[step.related("step that runs for everyone")],
            )


def _first_action(campaign: SmartCampaign) -> FlowStep | None:
    """Return the first step that does something to everyone."""
    for step in campaign.steps():
        if step.name == marketo.REMOVE_FROM_FLOW:
            return None
        if step.name.startswith(_ACTIONS) and _acts_by_default(step):
            return step
    return None


def _acts_by_default(step: FlowStep) -> bool:
    return any(choice.rule is None and not choice.does_nothing for choice in step.choices)
