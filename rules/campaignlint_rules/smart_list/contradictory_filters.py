"""Filters that no person can meet together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Filter, Finding, Instance, SmartList

_COMPARED = 50
"""How many filters on one field of one smart list are compared with each other."""
_SHOWN = 3
"""How many values of a filter a message spells."""


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=(sources.OPERATORS, sources.VALUES),
)
def contradictory_filters(instance: Instance) -> Iterator[Finding]:
    """Two filters of a smart list that matches all of them contradict each other.

    Compared are attribute filters on a field of which a person has one value, by the operators is,
    is not, is empty and is not empty. A filter with several values means any of them. Memberships,
    activities, opportunities and fields with several values are left alone.

    ## Why

    By "Use ALL filters" a person must meet every filter. Nobody has two countries at once, so
    nobody qualifies, and no error shows.

    ## How to fix

    Put the values into one filter, which then lets any of them pass; or match any of the filters;
    or remove one.
    """
    for smart_list in instance.smart_lists_with_filters_of_one_name():
        for earlier, later in _contradictions(smart_list):
            yield later.finding(
                f"{smart_list} asks for people whose '{later.name}' {_asked(earlier)} and "
                f"{_asked(later)}: nobody qualifies",
                help="let one filter hold the values of both, match any of the filters, or remove "
                "one of the two",
                related=[earlier.related("the filter that it contradicts")],
            )


def _contradictions(smart_list: SmartList) -> Iterator[tuple[Filter, Filter]]:
    """Each filter that contradicts one before it, after the first that it contradicts."""
    for filters in _on_one_field(smart_list):
        compared = [(each, asked) for each in filters if (asked := each.comparison) is not None]
        if len(compared) > _COMPARED:
            smart_list.not_checked()
            continue
        for position, (later, asked) in enumerate(compared):
            for earlier, asked_before in compared[:position]:
                if asked.contradicts(asked_before):
                    yield earlier, later
                    break


def _on_one_field(smart_list: SmartList) -> Iterator[list[Filter]]:
    """The filters of each name that several have, where a person must meet all."""
    if smart_list.match_type not in ("all", ""):
        return
    for filters in smart_list.filters_of_one_name():
        if smart_list.match_type and all(each.has_conditions for each in filters):
            yield filters
        else:
            smart_list.not_checked()


def _asked(item: Filter) -> str:
    condition = item.conditions[0]
    values = [f"'{value}'" for value in condition.values[:_SHOWN]]
    if len(condition.values) > _SHOWN:
        values.append(f"{len(condition.values) - _SHOWN} more")
    return f"{condition.operator} {' or '.join(values)}".strip() + f" (filter {item.number})"
