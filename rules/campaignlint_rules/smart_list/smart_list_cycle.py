"""Smart lists that refer to each other without end, or for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint import Filter, Finding, Instance, Membership, Related

_SHOWN = 20
"""How many smart lists a message names."""


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=(sources.CHECK, sources.LISTBP),
)
def smart_list_cycle(
    instance: Instance, *, max_depth: Annotated[int, Between(0, 1_000)] = 5
) -> Iterator[Finding]:
    """Smart lists refer to each other in a circle, or nest too deeply.

    A circle is a warning; a long chain without one is a note.

    ## Why

    A Member of Smart List filter asks another smart list who its members are. In a circle no list
    can answer before the others do; what Marketo makes of that is documented nowhere. A chain
    works, but every list in it adds to the time that the first one takes, and an error in the last
    one is an error in all of them.

    ## How to fix

    Remove the filter that leads back. Put the filters that the lists share into a smart list that
    refers to none of them, or use a static list or a segmentation in place of the deepest ones.

    ## Options

    - max_depth: how many smart lists may stand below one that no other refers to.
    """
    for circle in instance.memberships.circles:
        yield circle.entry.filter.finding(
            _told(circle.shortest),
            help=f"remove {_named(circle.shortest[-1].filter)}, which leads back",
            related=map(_as_related, circle.shortest),
        )
    for chain in instance.memberships.chains_beyond(max_depth):
        yield chain[-1].filter.finding(
            f"{_spelled(chain)} nest {len(chain)} smart lists deep: each one adds to the time that "
            f"{chain[0].source} takes",
            help="use a static list or a segmentation in place of the deepest ones",
            related=map(_as_related, chain[:-1]),
            severity="note",
        )


def _told(circle: Sequence[Membership]) -> str:
    if len(circle) == 1:
        return (
            f"{circle[0].source} refers to itself by {circle[0].filter.name}: it cannot tell who "
            "its members are before it has told so"
        )
    return (
        f"{_spelled(circle)} refer to each other by Member of Smart List, in a circle: no list can "
        "tell who its members are before the others do"
    )


def _spelled(way: Sequence[Membership]) -> str:
    names = [f"'{way[0].source.name}'", *(f"'{each.target.name}'" for each in way)]
    if len(names) > _SHOWN:
        names[_SHOWN // 2 : 1 - _SHOWN // 2] = [f"{len(names) - _SHOWN + 1} more"]
    return " > ".join(names)


def _as_related(membership: Membership) -> Related:
    return membership.filter.related(f"{membership.source} refers to {membership.target}")


def _named(item: Filter) -> str:
    return f"filter {item.number} of {item.smart_list}"
