"""Durations of Wait steps, which are typed in words.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/wait/wait-overview
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from campaignlint.marketo.names import fold_term
from campaignlint.marketo.records import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.marketo.records import FlowStepChoiceAttribute

DATE_TOKENS = frozenset({"my", "lead", "company", "system"})
"""The kinds of tokens that a Wait step may take its date from.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/wait/use-a-date-token-in-a-wait-flow-step
"""

_TYPES = ("type", "wait type")
_AMOUNTS = ("duration", "for", "wait for", "number", "amount", "value")
_UNITS = ("unit", "units", "time unit", "duration unit")
"""Names that the attributes of a Wait step may have, folded. No public source gives them."""

_DAYS = {
    "second": 1 / 86_400,
    "minute": 1 / 1_440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.0,
    "year": 365.0,
}

_ABBREVIATIONS = {
    "s": "second",
    "sec": "second",
    "secs": "second",
    "m": "minute",
    "min": "minute",
    "mins": "minute",
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "d": "day",
    "w": "week",
    "wk": "week",
    "wks": "week",
    "mo": "month",
    "mos": "month",
    "mth": "month",
    "mths": "month",
    "y": "year",
    "yr": "year",
    "yrs": "year",
}

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)\.?(?:[\s,&]|and\b)*")


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration as typed."""

    days: float
    """The length in days: a month counts as 30, a year as 365."""
    in_words: str
    """The duration with every unit spelled out, as Marketo reads it."""
    is_abbreviated: bool
    """Whether a unit is abbreviated, so that Marketo does not wait at all."""


def duration_text(attributes: Sequence[FlowStepChoiceAttribute]) -> str:
    """Return the duration of a Wait step in words; "" if it has none, or waits for a date.

    It is the value of the attribute with a known name, or else of the primary or only one. A number
    with its unit in another attribute is put together.
    """
    values = {
        fold_term(attribute.name): text_of(attribute.value).strip()
        for attribute in reversed(attributes)
    }
    if any(fold_term(values.get(name)).startswith("date") for name in _TYPES):
        return ""
    amount = next((values[name] for name in _AMOUNTS if name in values), None)
    if amount is None:
        others = [
            attribute
            for attribute in attributes
            if fold_term(attribute.name) not in (*_TYPES, *_UNITS)
        ]
        found = [attribute for attribute in others if attribute.primary] or others
        amount = text_of(found[0].value).strip() if len(found) == 1 else ""
    unit = next((values[name] for name in _UNITS if values.get(name)), "")
    return _with_unit(amount, unit) if _NUMBER.fullmatch(amount) and unit else amount


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _with_unit(amount: str, unit: str) -> str:
    """Return a number with its unit spelled out: a unit that is selected is never misread."""
    word = fold_term(unit).removesuffix("(s)").rstrip(".")
    word = _ABBREVIATIONS.get(word, word.removesuffix("s"))
    return f"{amount} {word if float(amount) == 1 else f'{word}s'}"


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> Duration | None:
    """Parse a duration such as `1 week 2 days` or `4 hrs`.

    None for anything else: dates, tokens, numbers without a unit, unknown words.
    """
    rest = text.strip().casefold()
    at, days, words, is_abbreviated = 0, 0.0, [], False
    while at < len(rest):
        part = _PART.match(rest, at)
        if part is None:
            return None
        number, word = part.groups()
        unit = _ABBREVIATIONS.get(word, word.removesuffix("s"))
        if unit not in _DAYS:
            return None
        days += float(number) * _DAYS[unit]
        words.append(f"{number} {unit}" if float(number) == 1 else f"{number} {unit}s")
        is_abbreviated |= word in _ABBREVIATIONS
        at = part.end()
    return Duration(days, " ".join(words), is_abbreviated) if words else None
