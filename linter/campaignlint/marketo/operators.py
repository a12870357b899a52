"""The operators of filters and conditions: which need a value, and which cannot both be met.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-lists-and-static-lists/creating-a-smart-list/smart-list-filter-operators-glossary
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

IS = "is"
IS_NOT = "is not"
IS_EMPTY = "is empty"
IS_NOT_EMPTY = "is not empty"

_NEEDS_VALUE = frozenset(
    {
        "after",
        "at least",
        "at most",
        "before",
        "between",
        "contains",
        "does not contain",
        "does not start with",
        "greater than",
        "in",
        "in future",
        "in future after",
        "in past",
        "in past before",
        "in time frame",
        "in timeframe",
        "is",
        "is not",
        "less than",
        "member of",
        "not contains",
        "not in",
        "not in past",
        "not member of",
        "not starts with",
        "on or after",
        "on or before",
        "starts with",
    }
)
"""Operators that compare with a value; others, such as "is empty" and "is any", take none."""

_ADMITS_ALL = frozenset({"", "any", "is any"})
"""Operators that let everything pass; a condition without operator says nothing either.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/using-smart-campaigns/setting-up-a-trigger-smart-campaign-for-sales-using-campaign-is-requested
"""


_RANGE = frozenset({"between", "range"})
"""Words that only operators have which take where a range begins and where it ends."""


def needs_value(operator: str) -> bool:
    """Whether a condition with this operator says nothing without a value."""
    return _folded(operator) in _NEEDS_VALUE


def is_range(operator: str) -> bool:
    """Whether the order of its values counts: the first of a range is not its last."""
    return not _RANGE.isdisjoint(_folded(operator).split())


def constrains(operator: str, values: Iterable[str]) -> bool:
    """Whether a condition lets less than everything pass."""
    if needs_value(operator):
        return any(value.strip() for value in values)
    return _folded(operator) not in _ADMITS_ALL


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a filter asks of its field: an operator, and the values of which any will do."""

    operator: str
    values: frozenset[str]

    def contradicts(self, other: Comparison) -> bool:
        """Whether no single value meets both.

        Told are `is` and `is not`, empty and not empty. By any other operator, such as `starts
        with`, one value may meet what look like opposites. An empty number counts as 0, so that a
        value does not contradict `is empty`.
        """
        operators = {self.operator, other.operator}
        if operators == {IS_EMPTY, IS_NOT_EMPTY}:
            return True
        if not self.values or not other.values:
            return False
        if operators == {IS}:
            return self.values.isdisjoint(other.values)
        if operators == {IS, IS_NOT}:
            wanted, unwanted = (self, other) if self.operator == IS else (other, self)
            return wanted.values <= unwanted.values
        return False


def comparison(operator: str, values: Iterable[str]) -> Comparison | None:
    """What a condition asks of its field, without regard to case.

    None where that cannot be told: what a token stands for, only Marketo knows, and semicolons
    part the values of a field that holds several.
    """
    folded = [_folded(value) for value in values if value.strip()]
    if any("{{" in value or ";" in value for value in folded):
        return None
    return Comparison(_folded(operator), frozenset(map(_without_zeros, folded)))


_WHOLE_NUMBER = re.compile(r"(-?[0-9]+)\.0+")


def _without_zeros(value: str) -> str:
    """`50` for `50.0`: one number in two spellings."""
    match = _WHOLE_NUMBER.fullmatch(value)
    return match[1] if match else value


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
