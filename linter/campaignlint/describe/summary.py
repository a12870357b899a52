"""Campaigns written out in words, much as Marketo's screens show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.marketo.records import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice, FlowStep
    from campaignlint.model.smart_list import Condition, Filter, SmartList, Trigger


def campaign_in_words(campaign: SmartCampaign) -> Iterator[str]:
    """A campaign's settings, smart list and flow, a line each."""
    yield f"{campaign.path_text}  ({', '.join(settings_in_words(campaign))})"
    if campaign.rules_of is not None:
        yield from (f"  {line}" for line in smart_list_in_words(campaign.rules_of))
    if not campaign.has_flow:
        yield "  flow: not exported"
    for step in campaign.steps():
        yield from (f"  {line}" for line in step_in_words(step))


def settings_in_words(campaign: SmartCampaign) -> Iterator[str]:
    """Its id, whether and how it runs, and how often it lets each person through."""
    yield f"id {campaign.id}"
    if campaign.workspace not in (None, "Default"):
        yield f"workspace {campaign.workspace}"
    if campaign.is_executable:
        yield f"executable: {campaign.executable_reason}"
    else:
        yield "active" if campaign.is_active else (campaign.data.status or "inactive").lower()
    recurrence = campaign.data.recurrence
    if campaign.is_scheduled and recurrence is not None:
        yield f"recurs {(recurrence.interval_type or '').lower() or 'by schedule'}"
    if campaign.qualification:
        yield {
            "once": "each person once",
            "any": "each person every time",
            "interval": f"each person once in {campaign.qualification_interval}",
        }.get(campaign.qualification, campaign.qualification)


def smart_list_in_words(smart_list: SmartList) -> Iterator[str]:
    """Triggers and filters, a line each, and the logic where it is not "all"."""
    for trigger in smart_list.triggers:
        yield f"trigger {trigger.number}: {_rule(trigger)}"
    for item in smart_list.filters:
        yield f"filter {item.number}: {_rule(item)}"
    if smart_list.match_type not in ("", "all"):
        yield f"filters match: {smart_list.custom_logic or smart_list.match_type}"


def _rule(rule: Trigger | Filter) -> str:
    """`Fills Out Form: Form Name is "Demo.Form"`; an attribute filter's name is not said twice."""
    parts = [_condition(condition) for condition in rule.conditions]
    if not parts:
        return rule.name
    if len(parts) == 1 and marketo.same_name(rule.conditions[0].name, rule.name):
        return parts[0]
    return f"{rule.name}: {'; '.join(parts)}"


def _condition(condition: Condition) -> str:
    values = " or ".join(f'"{value}"' for value in condition.values)
    fault = f"  [error: {condition.error_message or 'no message'}]" if condition.is_error else ""
    return " ".join(part for part in (condition.name, condition.operator, values) if part) + fault


def step_in_words(step: FlowStep) -> Iterator[str]:
    """`2. Wait: 4 hours`; a step with several choices takes a line for each."""
    choices = step.choices
    if len(choices) == 1 and choices[0].rule is None:
        yield f"{step.number}. {step.name}{_lead(_action(choices[0]))}"
        return
    yield f"{step.number}. {step.name}"
    for choice in choices:
        action = _action(choice) or "nothing"
        if choice.rule is None:
            yield f"   Default choice: {action}"
        else:
            yield f"   Choice {choice.number}: if {_choice_condition(choice)} then {action}"


def _lead(text: str) -> str:
    return f": {text}" if text else ""


def _choice_condition(choice: Choice) -> str:
    rule = choice.rule
    if rule is None:
        return ""
    values = " or ".join(f'"{text_of(value)}"' for value in rule.values or ())
    return " ".join(part for part in (rule.name, rule.operator, values) if part)


def _action(choice: Choice) -> str:
    """The attributes' values; the primary one's bare, as the name of the step says what it is."""
    parts = []
    for attribute in choice.attributes:
        value = text_of(attribute.value)
        if value:
            parts.append(value if attribute.primary else f"{attribute.name} = {value}")
    return ", ".join(parts)
