"""The Campaign is Requested trigger, and whose requests it accepts.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/using-smart-campaigns/setting-up-a-trigger-smart-campaign-for-sales-using-campaign-is-requested
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.marketo.names import fold_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CAMPAIGN_IS_REQUESTED = "Campaign is Requested"

SOURCE = "Source"
"""The constraint of Campaign is Requested that says whose requests are accepted."""

FROM_FLOWS = frozenset({"Marketo Flow Action"})
"""The source of requests from the flows of other campaigns."""

OTHER_SOURCES = "other sources"
"""In a set of sources: those that no constraint of this export names, and that are not flows."""

FROM_OUTSIDE = frozenset({"Web Service API", "Sales Insight", OTHER_SOURCES})
"""The sources of all other requests."""

ANYBODY = frozenset({"is any"})
"""In place of sources: none is required."""

_KNOWN = {
    fold_term(source): source for source in (*FROM_FLOWS, *FROM_OUTSIDE) if source != OTHER_SOURCES
}

_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda source, value: value in source,
    "starts with": lambda source, value: source.startswith(value),
    "is": lambda source, value: source == value,
    "in": lambda source, value: source == value,
}

_NEGATIONS = {
    "does not contain": "contains",
    "not contains": "contains",
    "does not start with": "starts with",
    "not starts with": "starts with",
    "is not": "is",
    "not in": "in",
}


def request_sources(operator: str, values: Iterable[str]) -> frozenset[str] | None:
    """Return the sources that a constraint on Source accepts; None if they are not known."""
    name = fold_term(operator)
    if name == "is any":
        return ANYBODY
    given = {fold_term(value): value.strip() for value in values if value.strip()}
    test = _TESTS.get(_NEGATIONS.get(name, name))
    if test is None or not given:
        return None
    if name in ("is", "in"):
        return frozenset(_KNOWN.get(value, text) for value, text in given.items())
    matching = {
        source for folded, source in _KNOWN.items() if any(test(folded, value) for value in given)
    }
    if name in _NEGATIONS:
        return frozenset({*_KNOWN.values(), OTHER_SOURCES} - matching)
    return frozenset({*matching, OTHER_SOURCES}) if matching else None
