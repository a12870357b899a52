"""The trigger Campaign is Requested, and who may request.

Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/using-smart-campaigns/setting-up-a-trigger-smart-campaign-for-sales-using-campaign-is-requested
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.marketo.names import fold_term, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

CAMPAIGN_IS_REQUESTED = "Campaign is Requested"

SOURCE = "Source"
"""The constraint of Campaign is Requested that says who may request."""

FROM_FLOWS = frozenset({"Marketo Flow Action"})
"""The source that stands for the flows of other campaigns."""

FROM_OUTSIDE = frozenset({"Web Service API", "Sales Insight"})
"""The sources that stand for anything but flows."""

ANYBODY = frozenset({"is any"})
"""In place of sources: none is required."""

_KNOWN = {fold_term(source): source for source in FROM_FLOWS | FROM_OUTSIDE}


def request_sources(operator: str, values: Iterable[str]) -> frozenset[str] | None:
    """The sources that a constraint on Source admits; None where that cannot be told."""
    if same_name(operator, "is any"):
        return ANYBODY
    stripped = [value.strip() for value in values]
    sources = frozenset(_KNOWN.get(fold_term(value), value) for value in stripped if value)
    return sources if same_name(operator, "is") and sources else None
