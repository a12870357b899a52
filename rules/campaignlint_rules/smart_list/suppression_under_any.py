"""Filters that should exclude suppressed people, but admit everyone else."""

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
    source=sources.FILTER_LOGIC,
)
def suppression_under_any(smart_list: SmartList) -> Iterator[Finding]:
    """A smart list with ANY filters has a filter that should exclude people, such as Unsubscribed.

    Checks the fields Unsubscribed, Email Invalid, Email Suspended, Marketing Suspended, and
    Blocklisted (formerly Black Listed). A filter that finds suppressed people, such as
    "Unsubscribed is true", is not reported.

    ## Why

    With **Use ANY filters**, a person needs to meet only one of the filters. "Unsubscribed is
    false" then excludes no one: everyone who is not unsubscribed qualifies by this filter, and
    unsubscribed people can still qualify by another one.

    ## How to fix

    Select **Use ALL filters**. If some filters are alternatives, select **Use Advanced filters**
    and group these in parentheses: `1 and (2 or 3)`.
    """
    if smart_list.match_type != "any":
        return
    filters = smart_list.filters
    suppressions = [filter_ for filter_ in filters if filter_.excludes_suppressed]
    if suppressions and len(filters) > 1:
        first, *others = suppressions
        yield first.finding(
            f"the filter on '{first.name}' in {smart_list} excludes no one, because meeting any "
            "filter is enough; everyone who meets it qualifies",
            help='select Use ALL filters, or group the alternatives: "1 and (2 or 3)"',
            related=[filter_.related(f"filter on '{filter_.name}'") for filter_ in others],
        )
