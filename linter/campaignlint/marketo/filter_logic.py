"""Advanced filter logic, which combines filters by number: `1 and (2 or 3)`.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-lists-and-static-lists/using-smart-lists/using-advanced-smart-list-rule-logic
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\s*(?:([0-9]{1,9})(?![0-9])|(and|or)(?![a-z])|([()]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FilterLogic:
    """Parsed filter logic."""

    numbers: tuple[int, ...]
    """The numbers of the filters that it references, in order and with repetitions."""
    mixes_operators: bool
    """Whether `and` and `or` are mixed without parentheses."""


class _Level:
    """The part between two parentheses, or outside of all."""

    __slots__ = ("operators",)

    def __init__(self) -> None:
        self.operators: set[str] = set()


def parse_filter_logic(text: str) -> FilterLogic | None:
    """Parse filter logic; None if it cannot be parsed.

    Parentheses may nest to any depth: the text is read once from left to right.
    """
    text = text.strip()
    numbers: list[int] = []
    mixes = False
    levels = [_Level()]
    at, wants_operand = 0, True
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        number, operator, bracket = match.groups()
        if wants_operand != (bool(number) or bracket == "("):
            return None
        if number:
            numbers.append(int(number))
            wants_operand = False
        elif operator:
            levels[-1].operators.add(operator.lower())
            wants_operand = True
        elif bracket == "(":
            levels.append(_Level())
        else:
            mixes |= len(levels.pop().operators) > 1
            if not levels:
                return None
    if wants_operand or len(levels) > 1:
        return None
    return FilterLogic(tuple(numbers), mixes or len(levels[0].operators) > 1)
