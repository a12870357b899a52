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


@rule(severity="warning", category="flow", since="0.1", source=sources.CHOICE)
def unreachable_choice(instance: Instance) -> Iterator[Finding]:
    """An earlier choice takes everybody whom this choice is meant for.

    That is so where an earlier choice has the same condition. For the operators is, contains and
    starts with it is enough that earlier choices on the same field have all of its values.

    ## Why

    A person takes the first choice whose condition is met, and no other.

    ## How to fix

    Remove the choice, correct its condition, or move it before the one that takes its people.
    """
    for campaign in instance.campaigns:
        for step in campaign.steps():
            for choice, earlier in _unreachable(step):
                numbers = " and ".join(str(one.number) for one in earlier)
                word = "choice" if len(earlier) == 1 else "choices"
                verb = "takes" if len(earlier) == 1 else "take"
                yield choice.finding(
                    f"nobody takes the choice '{choice.condition}': {word} {numbers} before it "
                    f"{verb} everybody whom it is meant for",
                    help="remove it, correct its condition, or move it up",
                    related=[one.related("takes the same people before") for one in earlier],
                )


def _unreachable(step: FlowStep) -> Iterator[tuple[Choice, list[Choice]]]:
    """The choices that nobody takes, each with those that take its people."""
    conditional = [choice for choice in step.choices if choice.rule is not None]
    if len(conditional) == 1:
        return
    taken_by: dict[tuple[object, ...], Choice] = {}
    for choice in conditional:
        parts = _parts(choice)
        if parts and all(part in taken_by for part in parts):
            earlier = {taken_by[part].index: taken_by[part] for part in parts}
            yield choice, [earlier[index] for index in sorted(earlier)]
        for part in parts:
            taken_by.setdefault(part, choice)


def _parts(choice: Choice) -> list[tuple[object, ...]]:
    """What the condition comes down to: each of its values, or the whole of it."""
    operator = " ".join(choice.operator.split()).casefold()
    values = tuple(value.strip() for value in choice.values)
    if not choice.field or not operator or (marketo.needs_value(operator) and not any(values)):
        return []
    kind = choice.rule.rule_type if choice.rule is not None else None
    compared = (kind, choice.field.strip().casefold(), operator)
    if operator in _ANY_VALUE:
        return [(*compared, value) for value in dict.fromkeys(filter(None, values))]
    return [(*compared, values)]
