"""The flow steps, triggers and filters of a campaign as lists to align."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.describe.flow import describe_action, describe_choice
from campaignlint.diff.alignment import Item
from campaignlint.marketo.records import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice, FlowStep
    from campaignlint.model.smart_list import Condition, Filter, Trigger

    Rename = Callable[[str], str]
    """Returns the new name of an asset, so that a rename does not change all that refers to it."""


def same_name(value: str) -> str:
    """Return the name of an asset that was not renamed."""
    return value


def step_items(campaign: SmartCampaign, rename: Rename = same_name) -> list[Item]:
    """Return the flow steps of a campaign."""
    return [_step(step, rename) for step in campaign.steps()]


def _step(step: FlowStep, rename: Rename) -> Item:
    choices = step.choices
    parts = tuple(_choice(choice, rename) for choice in choices)
    if len(choices) == 1 and choices[0].rule is None:
        value = describe_action(choices[0])
    else:
        value = "; ".join(part.value for part in parts)
    return Item(step.data.id, step.name, value, parts)


def _choice(choice: Choice, rename: Rename) -> Item:
    rule = choice.rule
    attributes = ((each.name, rename(text_of(each.value))) for each in choice.attributes)
    key = (tuple(attributes), rule and (rule.name, rule.operator, _values(choice.values, rename)))
    noun = "default choice" if rule is None else ""
    return Item(choice.data.id, "", describe_choice(choice), key=key, noun=noun)


def _values(values: Iterable[str], rename: Rename) -> tuple[str, ...]:
    return tuple(map(rename, values))


def rule_items(
    rules: Iterable[Trigger] | Iterable[Filter], rename: Rename = same_name
) -> list[Item]:
    """Return triggers or filters."""
    return [_rule(rule, rename) for rule in rules]


def _rule(rule: Trigger | Filter, rename: Rename) -> Item:
    conditions = rule.conditions
    value = "; ".join(_constraint(condition, rule.name) for condition in conditions)
    key: Hashable = tuple(
        (each.name, each.operator, _values(each.values, rename), each.is_error)
        for each in conditions
    )
    return Item(rule.data.id, rule.name, value, key=key)


def _constraint(condition: Condition, rule: str) -> str:
    """Return `is Demo` for the main constraint of a trigger or filter, else with its name."""
    is_main = condition.is_primary or marketo.same_name(condition.name, rule)
    name = "" if is_main else condition.name
    error = f"[error: {condition.error_message or 'no message'}]" if condition.is_error else ""
    values = " or ".join(condition.values)
    return " ".join(part for part in (name, condition.operator, values, error) if part)
