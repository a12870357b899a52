"""Choices that nobody takes, because earlier ones take everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep, Instance

_ANY_VALUE = ("is", "contains", "starts with")
"""Operators that hold for a field where they hold for one of the values."""
_COMPARED = 1_000
"""How many choices of a step are compared with each other; Marketo's screens hold far fewer."""


@rule(severity="warning", category="flow", since="0.1", source=sources.CHOICE)
def unreachable_choice(instance: Instance) -> Iterator[Finding]:
    """An earlier choice takes everybody whom this choice is meant for.

    That is so where an earlier choice has the same condition; the order of its values does not
    count, but for the two ends of a range. For the operators is, contains and starts with it is
    enough that an earlier choice on the same field has all of its values.

    ## Why

    A person takes the first choice whose condition is met, and no other.

    ## How to fix

    Remove the choice, correct its condition, or move it before the one that takes its people.
    """
    for step in instance.steps_with_alike_choices():
        for choice, earlier in _unreachable(step):
            yield choice.finding(
                f"nobody takes the choice '{choice.condition}': choice {earlier.number} before "
                "it takes everybody whom it is meant for",
                help="remove it, correct its condition, or move it up",
                related=[earlier.related("takes the same people before")],
                focus=choice.tested,
            )


def _unreachable(step: FlowStep) -> Iterator[tuple[Choice, Choice]]:
    """The choices that nobody takes, each with the first that takes its people."""
    conditional = [choice for choice in step.choices if choice.rule is not None]
    if len(conditional) > _COMPARED:
        step.campaign.not_checked()
        return
    earlier: dict[tuple[object, ...], list[tuple[Choice, frozenset[str]]]] = {}
    for choice in conditional:
        compared, values = _condition(choice)
        if not values:
            step.campaign.not_checked()
            continue
        alike = earlier.setdefault(compared, [])
        taker = next((one for one, its_values in alike if values <= its_values), None)
        if taker is not None:
            yield choice, taker
        alike.append((choice, values))


def _condition(choice: Choice) -> tuple[tuple[object, ...], frozenset[str]]:
    """What is compared and how, and the values of which any will do; none where it says nothing.

    Where an operator does not take any of several values, all of them are one: a set, or a range,
    in which their order counts.
    """
    operator = " ".join(choice.operator.split()).casefold()
    values = [value.strip() for value in choice.values]
    kind = choice.rule.rule_type if choice.rule is not None else None
    compared = (kind, choice.field.strip().casefold(), operator)
    if not choice.field or not operator or (marketo.needs_value(operator) and not any(values)):
        return compared, frozenset()
    if operator in _ANY_VALUE:
        return compared, frozenset(filter(None, values))
    whole = tuple(values) if marketo.is_range(operator) else frozenset(values)
    return (*compared, whole), frozenset({"all of them"})
