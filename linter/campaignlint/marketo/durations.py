"""How long a Wait step waits, as its duration is typed in words.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/wait/wait-overview
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

DATE_TOKENS = frozenset({"my", "lead", "company", "system"})
"""The kinds of tokens that a Wait step may take its date from.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/wait/use-a-date-token-in-a-wait-flow-step
"""

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
    """A duration as somebody typed it."""

    days: float
    """How long it is: months count as 30 days, years as 365."""
    in_words: str
    """The same with every unit spelled out, as Marketo reads it."""
    is_abbreviated: bool
    """Whether a unit is abbreviated, so that Marketo does not wait at all."""


@lru_cache(maxsize=4096)
def read_duration(text: str) -> Duration | None:
    """The duration that a text such as `1 week 2 days` or `4 hrs` means.

    None for all that is none: dates, tokens, numbers alone, words that nobody knows.
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
