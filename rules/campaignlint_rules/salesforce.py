"""Which flow step is the first to sync people to Salesforce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, marketo, memberships

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Filter, FlowStep, SmartCampaign, SmartList, Trigger

_MAX_DEPTH = 5
"""The number of smart lists that refer to each other and are looked into."""


def implied_sync(campaign: SmartCampaign) -> FlowStep | None:
    """Return the step that syncs people who are not in Salesforce, without being a sync step.

    None if there is no such step, if a sync comes first, or if everyone is in Salesforce already,
    as a filter, a trigger, a choice or each caller says.
    """
    implied = [step for step in campaign.steps(*marketo.IMPLIED_SYNCS) if _is_for_others(step)]
    if not implied or _starts_in_salesforce(campaign):
        return None
    before = campaign.steps()[: implied[0].index]
    return None if any(map(_brings_into_salesforce, before)) else implied[0]


def knows_filters(campaign: SmartCampaign) -> bool:
    """Return whether the export contains the filters that may limit its people to Salesforce."""
    return campaign.smart_list is not None and campaign.smart_list.knows_filters


def syncs(step: FlowStep) -> bool:
    """Return whether a step syncs people to Salesforce, or executes a campaign that does."""
    return step.name == marketo.SYNC_TO_SFDC or any(
        executed.steps(marketo.SYNC_TO_SFDC) for executed in _executed(step)
    )


def _brings_into_salesforce(step: FlowStep) -> bool:
    return step.name == marketo.SYNC_TO_SFDC or any(
        executed.steps(marketo.SYNC_TO_SFDC, *marketo.IMPLIED_SYNCS) for executed in _executed(step)
    )


def _executed(step: FlowStep) -> Iterator[SmartCampaign]:
    """Yield the campaigns that a step executes, and those that these execute."""
    if step.name != marketo.EXECUTE_CAMPAIGN:
        return
    graph = execute_graph(step.campaign.instance)
    targets = [
        call.target.id
        for call in step.campaign.executes
        if call.is_execution and call.choice.step.index == step.index
    ]
    for number in graph.callees(targets):
        executed = step.campaign.instance.campaign(number)
        if executed is not None:
            yield executed


def _is_for_others(step: FlowStep) -> bool:
    """Return whether a choice that does something takes people who are not in Salesforce."""
    for choice in step.choices:
        is_inside = marketo.is_in_salesforce(choice.field, choice.operator, choice.values)
        if not is_inside and not choice.does_nothing:
            return True
        if is_inside is False:  # it takes everyone who is not in Salesforce
            return False
    return False


def _starts_in_salesforce(campaign: SmartCampaign) -> bool:
    """Return whether everyone who starts a flow is in Salesforce."""
    if campaign.smart_list is not None and _is_limited(campaign.smart_list):
        return True
    return bool(campaign.calls_in) and all(map(_calls_in_salesforce, campaign.calls_in))


def _calls_in_salesforce(call: Call) -> bool:
    """Return whether everyone whom a caller passes on is in Salesforce."""
    caller = call.caller
    if caller.smart_list is not None and _is_limited(caller.smart_list):
        return True
    before = caller.steps()[: call.choice.step.index]
    return any(
        step.name in marketo.IMPLIED_SYNCS or _brings_into_salesforce(step) for step in before
    )


def _is_limited(smart_list: SmartList, depth: int = 0) -> bool:
    """Return whether a smart list finds only people who are in Salesforce."""
    triggers, filters = smart_list.triggers, smart_list.filters
    if triggers and all(map(_tells, triggers)):
        return True
    limited = {each.index for each in filters if _tells(each)}
    for reference in memberships(smart_list.instance).of(smart_list) if depth < _MAX_DEPTH else ():
        if not reference.filter.is_negative and _is_limited(reference.target, depth + 1):
            limited.add(reference.filter.index)
    return len(limited) == len(filters) > 0 if smart_list.match_type == "any" else bool(limited)


def _tells(item: Trigger | Filter) -> bool:
    """Return whether a trigger or filter is met only by people in Salesforce."""
    primary = item.primary
    operator, values = ("", ()) if primary is None else (primary.operator, primary.values)
    return bool(marketo.is_in_salesforce(item.name, operator, values)) or any(
        marketo.is_in_salesforce(each.name, each.operator, each.values) for each in item.conditions
    )
