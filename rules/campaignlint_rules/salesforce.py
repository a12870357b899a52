"""Flow steps that sync people to Salesforce, and smart lists of people who are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, memberships
from campaignlint_rules.called_steps import runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint import Call, Choice, Filter, FlowStep, SmartCampaign, SmartList, Trigger

    IsKind = Callable[[str, str, tuple[str, ...]], bool | None]
    """Whether only some kind of people meet a filter or constraint: its name, operator, values."""

_MAX_DEPTH = 5
"""The number of smart lists that refer to each other and are looked into."""


def implied_sync(campaign: SmartCampaign) -> FlowStep | None:
    """Return the step that syncs people who are not in Salesforce, without being a sync step.

    None if there is no such step, if a sync comes first, or if everyone is in Salesforce already,
    as a filter, a trigger, a choice or each caller says.
    """
    implied = [
        step for step in campaign.steps(*marketo.IMPLIED_SYNCS) if any(choices_for_others(step))
    ]
    if not implied or starts_in_salesforce(campaign):
        return None
    before = campaign.steps()[: implied[0].index]
    return None if any(map(_brings_into_salesforce, before)) else implied[0]


def knows_filters(campaign: SmartCampaign) -> bool:
    """Return whether the export contains the filters that may limit its people to Salesforce."""
    return campaign.smart_list is not None and campaign.smart_list.knows_filters


def _brings_into_salesforce(step: FlowStep) -> bool:
    if step.name in marketo.IMPLIED_SYNCS:  # these may be for people in Salesforce only
        return False
    return runs(step, marketo.SYNC_TO_SFDC, *marketo.IMPLIED_SYNCS)


def choices_for_others(step: FlowStep) -> Iterator[Choice]:
    """Yield the choices that do something, and take people who are not in Salesforce."""
    for choice in step.choices:
        is_inside = marketo.is_in_salesforce(choice.field, choice.operator, choice.values)
        if not is_inside and not choice.does_nothing:
            yield choice
        if is_inside is False:  # it takes everyone who is not in Salesforce
            return


def starts_in_salesforce(campaign: SmartCampaign) -> bool:
    """Return whether everyone who starts a flow is in Salesforce."""
    if _is_limited_to_salesforce(campaign):
        return True
    return bool(campaign.calls_in) and all(map(_calls_in_salesforce, campaign.calls_in))


def _calls_in_salesforce(call: Call) -> bool:
    """Return whether all people that a caller passes on are in Salesforce."""
    caller = call.caller
    if _is_limited_to_salesforce(caller):
        return True
    before = caller.steps()[: call.choice.step.index]
    return any(
        step.name in marketo.IMPLIED_SYNCS or _brings_into_salesforce(step) for step in before
    )


def _is_limited_to_salesforce(campaign: SmartCampaign) -> bool:
    smart_list = campaign.smart_list
    return smart_list is not None and is_limited(smart_list, marketo.is_in_salesforce)


def is_limited(smart_list: SmartList, is_kind: IsKind, depth: int = 0) -> bool:
    """Return whether a smart list finds only people of the kind that `is_kind` recognizes."""
    triggers, filters = smart_list.triggers, smart_list.filters
    if triggers and all(_limits(trigger, is_kind) for trigger in triggers):
        return True
    limited = {filter_.index for filter_ in filters if _limits(filter_, is_kind)}
    for reference in memberships(smart_list.instance).of(smart_list) if depth < _MAX_DEPTH else ():
        if not reference.filter.is_negative and is_limited(reference.target, is_kind, depth + 1):
            limited.add(reference.filter.index)
    return len(limited) == len(filters) > 0 if smart_list.match_type == "any" else bool(limited)


def _limits(item: Trigger | Filter, is_kind: IsKind) -> bool:
    """Return whether a trigger or filter is met only by people of that kind."""
    primary = item.primary
    operator, values = ("", ()) if primary is None else (primary.operator, primary.values)
    field, new = item.condition("Attribute"), item.condition("New Value")
    return (
        bool(is_kind(item.name, operator, values))
        or any(
            is_kind(condition.name, condition.operator, condition.values)
            for condition in item.conditions
        )
        or (
            field is not None
            and new is not None
            and all(is_kind(text, new.operator, new.values) for text in field.values)
        )
    )
