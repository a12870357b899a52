"""Filters that no person can match together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Filter, Finding, NotChecked, SmartList

_MAX_COMPARED = 50
"""The number of filters on one field of a smart list that are compared with each other."""
_MAX_VALUES_SHOWN = 3
"""The number of values of a filter that a message names."""


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=(sources.FILTER_OPERATORS, sources.FILTER_VALUES),
)
def contradictory_filters(smart_list: SmartList) -> Iterator[Finding | NotChecked]:
    """Two filters of a smart list that uses ALL filters contradict each other.

    Compares attribute filters on single-valued fields: the operators *is*, *is not*, *is empty* and
    *is not empty*, and for numbers also *at least*, *at most*, *greater than*, *less than* and
    *between*. A filter with several values matches any of them. *is empty* contradicts *is* only
    for text, because an empty number may count as 0. Memberships, activities, opportunities, and
    multi-valued fields are not compared.

    ## Why

    With **Use ALL filters**, a person must match every filter. No one has two countries at once, so
    no one qualifies, and Marketo shows no error.

    ## How to fix

    Put the values into one filter, which then matches any of them; or use ANY filters; or remove
    one filter.
    """
    if smart_list.match_type not in ("all", ""):
        return
    for filters in smart_list.filters_of_one_name():
        if not smart_list.match_type or not all(filter_.has_conditions for filter_ in filters):
            yield smart_list.not_checked("the match type or the constraints of its filters")
            continue
        compared = [
            (filter_, comparison)
            for filter_ in filters
            if (comparison := filter_.comparison) is not None
        ]
        if len(compared) > _MAX_COMPARED:
            yield smart_list.not_checked(f"not compared: more than {_MAX_COMPARED} filters")
            continue
        for earlier, later in _contradictions(compared):
            yield later.finding(
                f"{smart_list} requires '{later.name}' {_requirement(earlier)} and "
                f"{_requirement(later)}, so no one qualifies",
                help="combine the values in one filter, use ANY filters, or remove one of the two",
                related=[earlier.related("contradicts this filter")],
            )


def _contradictions(
    compared: list[tuple[Filter, marketo.Comparison]],
) -> Iterator[tuple[Filter, Filter]]:
    """Yield each filter that contradicts an earlier one, after the first that it contradicts."""
    for position, (later, comparison) in enumerate(compared):
        for earlier, earlier_comparison in compared[:position]:
            if comparison.contradicts(earlier_comparison):
                yield earlier, later
                break


def _requirement(item: Filter) -> str:
    condition = item.conditions[0]
    values = [f"'{value}'" for value in condition.values[:_MAX_VALUES_SHOWN]]
    if len(condition.values) > _MAX_VALUES_SHOWN:
        values.append(f"{len(condition.values) - _MAX_VALUES_SHOWN} more")
    joint = " and " if marketo.is_range(condition.operator) else " or "
    return f"{condition.operator} {joint.join(values)}".strip() + f" (filter {item.number})"
