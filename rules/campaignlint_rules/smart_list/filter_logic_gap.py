"""Custom filter logic that does not fit its filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, SmartList

_SHOWN = 4
"""How many filters a message names."""
_LENGTH = 80
"""How much of the logic a message quotes."""


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=(sources.LOGIC, sources.MERLIN),
)
def filter_logic_gap(instance: Instance) -> Iterator[Finding]:
    """A smart list's custom logic names other filters than there are, or needs brackets.

    Logic that cannot be read as filter numbers, and, or and brackets is not judged, nor is logic
    whose filters were not exported.

    ## Why

    Custom logic names filters by their numbers. When a filter is added or deleted the logic may
    stay behind: a filter that it leaves out has no part in who qualifies. "and" beside "or" needs
    brackets, or nobody can tell which of the two is meant to bind first. What Marketo itself takes
    for invalid it underlines in red, and a campaign with such an error does not run.

    ## How to fix

    Name every filter of the smart list in its logic, no others, and put brackets around what
    belongs together: `1 and (2 or 3)`. Delete a filter that is not meant to count.
    """
    for smart_list in instance.smart_lists_with_custom_logic():
        logic = marketo.parse_filter_logic(smart_list.custom_logic)
        if logic is None or not smart_list.knows_filters:
            smart_list.not_checked()
            continue
        faults = list(_faults(smart_list, logic))
        if faults:
            yield smart_list.asset.finding(
                f"the filter logic of {smart_list}, '{_shortened(smart_list.custom_logic)}', "
                f"{', and '.join(faults)}",
                help="name every filter, and no others, with brackets where and meets or",
            )


def _faults(smart_list: SmartList, logic: marketo.FilterLogic) -> Iterator[str]:
    filters = smart_list.filters
    named = set(logic.numbers)
    unknown = sorted(number for number in named if not 1 <= number <= len(filters))
    if unknown:
        there = f"there {'is' if len(filters) == 1 else 'are'} {len(filters)}"
        yield f"names {_listed(list(map(str, unknown)))}, but {there}"
    unnamed = [f"{item.number} ('{item.name}')" for item in filters if item.number not in named]
    if unnamed:
        verb = "has" if len(unnamed) == 1 else "have"
        yield f"leaves out {_listed(unnamed)}, which {verb} no part in who qualifies"
    if logic.mixes_operators:
        yield "mixes 'and' with 'or' without brackets, so that it can be read in two ways"


def _listed(items: list[str]) -> str:
    """`filter 4`, `filters 4 and 5`, `filters 4, 5, 6 and 2 more`."""
    if len(items) == 1:
        return f"filter {items[0]}"
    if len(items) > _SHOWN:
        items = [*items[: _SHOWN - 1], f"{len(items) - _SHOWN + 1} more"]
    return f"filters {', '.join(items[:-1])} and {items[-1]}"


def _shortened(logic: str) -> str:
    """Its beginning, where that with an ellipsis is shorter."""
    logic = " ".join(logic.split())
    return min(logic, f"{logic[:_LENGTH]}…", key=len)
