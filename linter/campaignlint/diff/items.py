"""The flow steps, triggers and filters of a campaign as lists to align."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.describe.flow import (
    describe_action,
    describe_attribute,
    describe_choice,
    describe_condition,
)
from campaignlint.diff.alignment import Field, Item
from campaignlint.marketo.records import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice, FlowStep
    from campaignlint.model.smart_list import Condition, Filter, Trigger

    Rename = Callable[[str], str]
    """Returns the new name of an asset, so that a rename does not change all that refers to it."""


def step_items(campaign: SmartCampaign, rename: Rename) -> list[Item]:
    """Return the flow steps of a campaign."""
    return [_step(step, rename) for step in campaign.steps()]


def _step(step: FlowStep, rename: Rename) -> Item:
    choices = step.choices
    parts = tuple(_choice(choice, rename) for choice in choices)
    if len(choices) == 1 and choices[0].rule is None:
        only = parts[0]
        return Item(step.data.id, step.name, describe_action(choices[0]), parts, only.fields)
    return Item(step.data.id, step.name, "; ".join(part.value for part in parts), parts)


def _choice(choice: Choice, rename: Rename) -> Item:
    rule = choice.rule
    fields = [
        Field(attribute.name or "", rename(text_of(attribute.value)), describe_attribute(attribute))
        for attribute in choice.attributes
    ]
    if rule is not None:
        key = (rule.name, rule.operator, tuple(map(rename, choice.values)))
        fields.insert(0, Field("if", key, f"if {describe_condition(choice)}"))
    noun = "default choice" if rule is None else ""
    return Item(choice.data.id, "", describe_choice(choice), fields=tuple(fields), noun=noun)


def rule_items(rules: Iterable[Trigger] | Iterable[Filter], rename: Rename) -> list[Item]:
    """Return triggers or filters."""
    return [_rule(rule, rename) for rule in rules]


def _rule(rule: Trigger | Filter, rename: Rename) -> Item:
    fields = tuple(
        Field(
            condition.name,
            (condition.operator, tuple(map(rename, condition.values)), condition.is_error),
            _constraint(condition, rule.name),
        )
        for condition in rule.conditions
    )
    return Item(rule.data.id, rule.name, "; ".join(field.text for field in fields), fields=fields)


def _constraint(condition: Condition, rule: str) -> str:
    """Return `is Demo` for the main constraint of a trigger or filter, else with its name."""
    is_main = condition.is_primary or marketo.same_name(condition.name, rule)
    name = "" if is_main else condition.name
    error = f"[error: {condition.error_message or 'no message'}]" if condition.is_error else ""
    values = " or ".join(condition.values)
    return " ".join(part for part in (name, condition.operator, values, error) if part)
