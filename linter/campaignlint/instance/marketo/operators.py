"""The operators of filters and conditions."""

from __future__ import annotations

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
"""Operators that compare with a value; others, such as "is empty" and "is any", take none.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-lists-and-static-lists/using-smart-lists/smart-list-operators-glossary
"""


def needs_value(operator: str) -> bool:
    """Whether a condition with this operator says nothing without a value."""
    return " ".join(operator.split()).casefold() in _NEEDS_VALUE
