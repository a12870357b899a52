"""Choices that no one takes, because an earlier choice matches everyone they are meant for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep, NotChecked

_ANY_VALUE = ("is", "contains", "starts with")
"""Operators that match a field if they match it with one of the values."""
_MAX_COMPARED = 1_000
"""The number of choices of a step that are compared with each other."""


@rule(severity="warning", category="flow", since="0.1", source=sources.ADD_CHOICE)
def unreachable_choice(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """An earlier choice matches everyone this choice is meant for.

    A choice is unreachable if an earlier choice has the same condition. Case is ignored, and so is
    the order of the values, except for the two ends of a range. For the operators *is*, *contains*
    and *starts with*, it is enough that an earlier choice on the same field has all of its values.
    Random Sample is not compared: equal shares are a normal way to split people.

    ## Why

    A person takes only the first choice whose condition matches.

    ## How to fix

    Remove the choice, fix its condition, or move it before the choice that matches first.
    """
    if step.is_unconditional:  # most steps are
        return
    conditional = [
        choice
        for choice in step.choices
        if choice.rule is not None and not marketo.same_name(choice.field, marketo.RANDOM_SAMPLE)
    ]
    if len(conditional) < 2:  # noqa: PLR2004 - one has nothing to be compared with
        return
    if len(conditional) > _MAX_COMPARED:
        yield step.campaign.not_checked(f"not compared: more than {_MAX_COMPARED} choices")
        return
    if _have_distinct_values(conditional):
        return
    earlier: dict[tuple[object, ...], list[tuple[Choice, frozenset[str]]]] = {}
    for choice in conditional:
        compared, values = _comparison(choice)
        if not values:
            yield step.campaign.not_checked("the condition of a choice")
            continue
        alike = earlier.setdefault(compared, [])
        first = next((one for one, its_values in alike if values <= its_values), None)
        if first is not None:
            yield choice.finding(
                f"choice '{choice.condition}' is unreachable: choice {first.number} already "
                "matches everyone it is meant for",
                help="remove it, fix its condition, or move it up",
                related=[first.related("matches the same people first")],
                focus=choice.condition,
            )
        alike.append((choice, values))


def _have_distinct_values(choices: list[Choice]) -> bool:
    """Return whether every choice has values, and no value repeats: most steps are like this."""
    values_by_choice = [choice.values for choice in choices]
    values = [marketo.fold_term(value) for values in values_by_choice for value in values]
    return len(set(values)) == len(values) and all(map(any, values_by_choice))


def _comparison(choice: Choice) -> tuple[tuple[object, ...], frozenset[str]]:
    """Return the field and how it is compared, and the values of which any matches.

    There are no values if the condition is not known. If the operator does not take any of several
    values, all of them count as one: as a set, or as a range, in which their order counts.
    """
    operator = marketo.fold_term(choice.operator)
    values = [marketo.fold_term(value) for value in choice.values]
    kind = choice.rule.rule_type if choice.rule is not None else None
    compared = (marketo.fold_term(kind), marketo.fold_term(choice.field), operator)
    if not choice.field or not operator or (marketo.needs_value(operator) and not any(values)):
        return compared, frozenset()
    if operator in _ANY_VALUE:
        return compared, frozenset(filter(None, values))
    whole = tuple(values) if marketo.is_range(operator) else frozenset(values)
    return (*compared, whole), frozenset({"all of them"})
