"""Smart lists with many filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartList


@rule(
    severity="note",
    confidence="likely",
    category="smart_list",
    profile="strict",
    since="0.1",
    source=(sources.CAMPAIGN_CHECKLIST, sources.SMART_LIST_BEST_PRACTICES),
)
def many_filters(
    smart_list: SmartList, *, max_filters: Annotated[int, Between(0, 100_000)] = 20
) -> Iterator[Finding]:
    """A smart list has too many filters.

    ## Why

    Dozens of filters are hard to maintain and keep track of, and each one takes time to load and
    run.

    ## How to fix

    Use one filter with several values, move related filters into a separate smart list, or use a
    segmentation.

    ## Options

    - max_filters: maximum number of filters in a smart list.
    """
    number = len(smart_list.rules.filters or ())
    if number > max_filters:
        yield smart_list.asset.finding(
            f"{smart_list} has {number} filters (maximum: {max_filters}), which are slow to load "
            "and hard to maintain",
            help="combine values in one filter, or move some filters to a separate smart list",
        )
