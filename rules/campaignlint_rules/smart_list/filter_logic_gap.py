"""Filter logic that does not match the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartList

_MAX_LISTED = 4
"""The number of filters that a message names."""
_MAX_LENGTH = 80
"""The number of characters of the logic that a message quotes."""


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=(sources.FILTER_LOGIC, sources.MERLIN_LEONARD_SMART_LISTS),
)
def filter_logic_gap(smart_list: SmartList) -> Iterator[Finding | NotChecked]:
    """A smart list's filter logic has references to missing filters, omits some, or is ambiguous.

    Logic that cannot be parsed as filter numbers, `and`, `or`, and parentheses is not checked, nor
    is logic whose filters were not exported.

    ## Why

    Advanced filter logic refers to filters by number. When a filter is added or deleted, the logic
    may not follow: a filter that it omits does not affect who qualifies. Mixing `and` and `or`
    needs parentheses, or the precedence is unclear. Marketo underlines logic that it considers
    invalid in red, and a campaign with such an error does not run.

    ## How to fix

    Reference every filter of the smart list and no others, and use parentheses to group filters:
    `1 and (2 or 3)`. Delete a filter that should not count.
    """
    if smart_list.match_type != "custom":
        return
    logic = marketo.parse_filter_logic(smart_list.custom_logic)
    if logic is None or not smart_list.knows_filters:
        yield smart_list.not_checked("filter logic that can be parsed, or the filters")
        return
    problems = list(_problems(smart_list, logic))
    if problems:
        yield smart_list.asset.finding(
            f"the filter logic of {smart_list}, '{_truncate(smart_list.custom_logic)}', "
            f"{', and '.join(problems)}",
            help='reference every filter, and add parentheses if "and" and "or" mix',
        )


def _problems(smart_list: SmartList, logic: marketo.FilterLogic) -> Iterator[str]:
    filters = smart_list.filters
    numbers = set(logic.numbers)
    unknown = sorted(number for number in numbers if not 1 <= number <= len(filters))
    if unknown:
        count = "is 1 filter" if len(filters) == 1 else f"are {len(filters)} filters"
        yield f"references {_join(list(map(str, unknown)))}, but there {count}"
    omitted = [f"{item.number} ('{item.name}')" for item in filters if item.number not in numbers]
    if omitted:
        have = "has" if len(omitted) == 1 else "have"
        yield f"omits {_join(omitted)}, which then {have} no effect"
    if logic.mixes_operators:
        yield "mixes 'and' and 'or' without parentheses, which is ambiguous"


def _join(items: list[str]) -> str:
    """`filter 4`, `filters 4 and 5`, `filters 4, 5, 6 and 2 more`."""
    if len(items) == 1:
        return f"filter {items[0]}"
    if len(items) > _MAX_LISTED:
        items = [*items[: _MAX_LISTED - 1], f"{len(items) - _MAX_LISTED + 1} more"]
    return f"filters {', '.join(items[:-1])} and {items[-1]}"


def _truncate(logic: str) -> str:
    """Return its beginning, if that with an ellipsis is shorter."""
    logic = " ".join(logic.split())
    return min(logic, f"{logic[:_MAX_LENGTH]}…", key=len)
