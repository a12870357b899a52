"""Operators of filters and conditions: which need a value, and which contradict each other.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-lists-and-static-lists/creating-a-smart-list/smart-list-filter-operators-glossary
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.marketo.names import fold_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

IS = "is"
IS_NOT = "is not"
IS_EMPTY = "is empty"
IS_NOT_EMPTY = "is not empty"
AT_LEAST = "at least"
AT_MOST = "at most"
GREATER_THAN = "greater than"
LESS_THAN = "less than"
BETWEEN = "between"

_RELATIVE_TO_TODAY = frozenset(
    {
        "in future",
        "in future after",
        "in past",
        "in past before",
        "in time frame",
        "in timeframe",
        "not in past",
    }
)
"""Operators that compare a date with the day on which a campaign runs."""

_NEEDS_VALUE = _RELATIVE_TO_TODAY | {
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    GREATER_THAN,
    IS,
    IS_NOT,
    LESS_THAN,
    "after",
    "before",
    "contains",
    "does not contain",
    "does not start with",
    "in",
    "member of",
    "not contains",
    "not in",
    "not member of",
    "not starts with",
    "on or after",
    "on or before",
    "starts with",
}
"""Operators that compare with a value; others, such as "is empty" and "is any", take none."""

_MATCHES_EVERYTHING = frozenset({"", "any", "is any"})
"""Operators that exclude nothing; neither does a condition without an operator.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/using-smart-campaigns/setting-up-a-trigger-smart-campaign-for-sales-using-campaign-is-requested
"""

_NEGATED = frozenset(
    {
        "does not contain",
        "does not start with",
        IS_NOT,
        "not contains",
        "not in",
        "not starts with",
    }
)


def is_negated(operator: str) -> bool:
    """Return whether a condition with this operator excludes its values."""
    return fold_term(operator) in _NEGATED


_OPPOSITES = {
    IS: IS_NOT,
    IS_NOT: IS,
    "in": "not in",
    "not in": "in",
    IS_EMPTY: IS_NOT_EMPTY,
    IS_NOT_EMPTY: IS_EMPTY,
    "contains": "not contains",
    "not contains": "contains",
    "does not contain": "contains",
}


def opposite(operator: str) -> str:
    """Return the operator that is met by everyone who does not meet this one; "" if unknown."""
    return _OPPOSITES.get(fold_term(operator), "")


_RANGE = frozenset({"between", "range"})
"""Words that occur only in operators that take the start and the end of a range."""


def is_relative_to_today(operator: str) -> bool:
    """Return whether an operator compares a date with the day on which a campaign runs."""
    return fold_term(operator) in _RELATIVE_TO_TODAY


def needs_value(operator: str) -> bool:
    """Return whether a condition with this operator needs a value."""
    return fold_term(operator) in _NEEDS_VALUE


def is_range(operator: str) -> bool:
    """Return whether the order of the values counts: the first one starts a range."""
    return not _RANGE.isdisjoint(fold_term(operator).split())


def constrains(operator: str, values: Iterable[str]) -> bool:
    """Return whether a condition excludes anything."""
    if needs_value(operator):
        return any(value.strip() for value in values)
    return fold_term(operator) not in _MATCHES_EVERYTHING


class Interval(NamedTuple):
    """The numbers that meet a condition."""

    lowest: float
    highest: float
    is_open: bool = False
    """Whether the ends do not belong to it."""

    def overlaps(self, other: Interval) -> bool:
        """Return whether a number is in both."""
        lowest, highest = max(self.lowest, other.lowest), min(self.highest, other.highest)
        if lowest != highest:
            return lowest < highest
        return all(
            each.lowest < lowest < each.highest or not each.is_open for each in (self, other)
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of a filter with a field: an operator, and values of which any matches."""

    operator: str
    values: frozenset[str]
    intervals: tuple[Interval, ...] = ()
    """The numbers that meet it, of which any matches; none if it does not compare numbers."""
    is_text: bool = False
    """Whether the values are those of a text field, and none of them is empty."""

    @property
    def is_decidable(self) -> bool:
        """Whether `contradicts` knows its operator."""
        return bool(self.intervals) or self.operator in (IS, IS_NOT, IS_EMPTY, IS_NOT_EMPTY)

    def contradicts(self, other: Comparison) -> bool:
        """Return whether no single value meets both.

        Compares `is`, `is not`, `is empty` and `is not empty`, and ranges of numbers. With other
        operators, such as `starts with`, one value may meet apparent opposites.
        """
        operators = {self.operator, other.operator}
        if operators == {IS_EMPTY, IS_NOT_EMPTY}:
            return True
        if operators == {IS, IS_EMPTY}:
            return self.is_text or other.is_text
        if operators == {IS}:
            return bool(self.values and other.values) and self.values.isdisjoint(other.values)
        if operators == {IS, IS_NOT}:
            wanted, unwanted = (self, other) if self.operator == IS else (other, self)
            return bool(wanted.values) and wanted.values <= unwanted.values
        if not self.intervals or not other.intervals:
            return False
        return not any(
            one.overlaps(interval) for one in self.intervals for interval in other.intervals
        )


def comparison(operator: str, values: Iterable[str]) -> Comparison | None:
    """Return the comparison that a condition makes, without regard to case.

    None if it is not known: only Marketo knows the value of a token, and semicolons separate the
    values of a field that holds several.
    """
    folded = [_without_zeros(fold_term(value)) for value in values]
    if any("{{" in value or ";" in value for value in folded):
        return None
    operator = fold_term(operator)
    return Comparison(
        operator, frozenset(filter(None, folded)), _intervals(operator, folded), _are_text(folded)
    )


_BOOLEANS = frozenset({"true", "false", "yes", "no"})


def _are_text(values: Sequence[str]) -> bool:
    """Return whether these are values of a text field, and none is empty.

    A field with digits only may be a number, of which an empty one may count as 0; likewise an
    empty Boolean as false.
    """
    words = (value for value in values if value not in _BOOLEANS)
    return all(values) and any(any(map(str.isalpha, word)) for word in words)


_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")


def _intervals(operator: str, values: Sequence[str]) -> tuple[Interval, ...]:
    """Return the intervals of a condition on a number; none for any other condition."""
    if not values or not all(map(_NUMBER.fullmatch, values)):
        return ()
    numbers = [float(value) for value in values]
    if operator == IS:
        return tuple(Interval(number, number) for number in numbers)
    if operator == BETWEEN and len(numbers) == 2 and numbers[0] <= numbers[1]:  # noqa: PLR2004
        return (Interval(numbers[0], numbers[1]),)
    bounds = {
        AT_LEAST: Interval(numbers[0], inf),
        AT_MOST: Interval(-inf, numbers[0]),
        GREATER_THAN: Interval(numbers[0], inf, is_open=True),
        LESS_THAN: Interval(-inf, numbers[0], is_open=True),
    }
    return (bounds[operator],) if operator in bounds and len(numbers) == 1 else ()


_WHOLE_NUMBER = re.compile(r"(-?[0-9]+)\.0+")


def _without_zeros(value: str) -> str:
    """Return `50` for `50.0`: one number in two spellings."""
    match = _WHOLE_NUMBER.fullmatch(value)
    return match[1] if match else value
