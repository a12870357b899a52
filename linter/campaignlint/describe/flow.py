"""Flow steps as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.describe.limits import REPORT_LIMITS, Limits
from campaignlint.marketo.records import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.marketo.records import FlowStepChoiceAttribute
    from campaignlint.model.flow import Choice, FlowStep


@dataclass(frozen=True, slots=True)
class StepSummary:
    """A flow step: `Wait: 4 hours`, or its name and a line for each choice."""

    number: int
    text: str
    choices: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the step with its number, then its choices."""
        yield f"{self.number}. {self.text}"
        yield from (f"   {choice}" for choice in self.choices)


def describe_step(step: FlowStep, limits: Limits = REPORT_LIMITS) -> StepSummary:
    """Describe a flow step."""
    choices = step.choices
    if len(choices) == 1 and choices[0].rule is None:
        action = describe_action(choices[0])
        text = f"{step.name}: {action}" if action else step.name
        return StepSummary(step.number, limits.truncate(text))
    lines = [limits.truncate(_choice(choice)) for choice in choices[: limits.choices]]
    if len(choices) > limits.choices:
        lines.append(f"and {len(choices) - limits.choices} more choices")
    return StepSummary(step.number, limits.truncate(step.name), tuple(lines))


def _choice(choice: Choice) -> str:
    label = "Default choice" if choice.rule is None else f"Choice {choice.number}"
    return f"{label}: {describe_choice(choice)}"


def describe_choice(choice: Choice) -> str:
    """Describe the condition and action of a choice: `if "Country" is "DE" then 2 days`."""
    action = describe_action(choice) or "nothing"
    return action if choice.rule is None else f"if {describe_condition(choice)} then {action}"


def describe_condition(choice: Choice) -> str:
    """Describe the condition of a choice; "" for the default choice."""
    rule = choice.rule
    if rule is None:
        return ""
    values = " or ".join(f'"{text_of(value)}"' for value in rule.values or ())
    return " ".join(part for part in (rule.name, rule.operator, values) if part)


def describe_action(choice: Choice) -> str:
    """Return the values of the attributes; the step's name already names the primary one."""
    return ", ".join(filter(None, map(describe_attribute, choice.attributes)))


def describe_attribute(attribute: FlowStepChoiceAttribute) -> str:
    """Describe an attribute: `New Value = MQL`, or only the value of the primary one."""
    value = text_of(attribute.value)
    return value if attribute.primary or not value else f"{attribute.name} = {value}"
