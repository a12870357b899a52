"""Smart lists that almost everyone qualifies for, as one of several negative filters is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartList


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=(sources.FILTER_LOGIC, sources.FILTER_OPERATORS),
)
def not_filters_any(smart_list: SmartList) -> Iterator[Finding]:
    """A smart list uses ANY filters, and all of its filters are negative.

    Negative filters are those on the absence of an activity or a membership, such as Not Opened
    Email and Not Member of List. Does not report smart lists that also have other filters.

    ## Why

    With **Use ANY filters**, a person needs to meet only one of the filters. "Not opened email 1 or
    not opened email 2" leaves out only the people who opened both, so almost everyone qualifies.

    ## How to fix

    Select **Use ALL filters** to find the people who did none of these things.
    """
    if smart_list.match_type != "any":
        return
    filters = smart_list.filters
    if len(filters) > 1 and all(filter_.is_negative for filter_ in filters):
        yield smart_list.asset.finding(
            f"the filters of {smart_list} are all negative, and meeting any of them is enough; "
            "almost everyone qualifies",
            help="select Use ALL filters",
            related=[filter_.related(f"negative filter '{filter_.name}'") for filter_ in filters],
        )
