"""Smart lists that reference each other in a cycle, or are nested too deeply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, memberships, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint import Filter, Finding, Instance, Membership, Related

_MAX_SHOWN = 20
"""The number of smart lists that a message names."""


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    since="0.1",
    source=(sources.CAMPAIGN_CHECKLIST, sources.SMART_LIST_BEST_PRACTICES),
    requires="smart_list",
)
def smart_list_cycle(
    instance: Instance, *, max_depth: Annotated[int, Between(0, 1_000)] = 5
) -> Iterator[Finding]:
    """Smart lists reference each other in a cycle or are nested too deeply.

    A cycle is a warning; a long chain without a cycle is a note.

    ## Why

    A Member of Smart List filter uses the members of another smart list. In a cycle, no list can
    answer before the others do; how Marketo handles this is not documented. A chain works, but each
    list in it adds to the time the first one takes, and an error in the last one is an error in all
    of them.

    ## How to fix

    Remove the filter that closes the cycle. Move the shared filters into a smart list that
    references none of the others, or replace the deepest ones with a static list or a segmentation.

    ## Options

    - max_depth: maximum number of smart lists below one that no other list references.
    """
    graph = memberships(instance)
    for cycle in graph.cycles:
        yield cycle.entry.filter.finding(
            _cycle_message(cycle.shortest),
            help=f"remove {_name(cycle.shortest[-1].filter)}, which closes the cycle",
            related=map(_as_related, cycle.shortest),
        )
    for chain in graph.chains_beyond(max_depth):
        yield chain[-1].filter.finding(
            f"smart lists are nested {len(chain)} levels deep ({_names(chain)}); each level adds "
            f"to the time {chain[0].source} takes",
            help="replace the deepest ones with a static list or a segmentation",
            related=map(_as_related, chain[:-1]),
            severity="note",
        )


def _cycle_message(cycle: Sequence[Membership]) -> str:
    if len(cycle) == 1:
        return (
            f"{cycle[0].source} references itself through a {cycle[0].filter.name} filter, so its "
            "members depend on themselves"
        )
    return (
        f"smart lists reference each other in a cycle: {_names(cycle)}; the members of each depend "
        "on the others"
    )


def _names(chain: Sequence[Membership]) -> str:
    names = [f"'{chain[0].source.name}'", *(f"'{membership.target.name}'" for membership in chain)]
    if len(names) > _MAX_SHOWN:
        names[_MAX_SHOWN // 2 : 1 - _MAX_SHOWN // 2] = [f"{len(names) - _MAX_SHOWN + 1} more"]
    return " > ".join(names)


def _as_related(membership: Membership) -> Related:
    return membership.filter.related(f"{membership.source} references {membership.target}")


def _name(item: Filter) -> str:
    return f"filter {item.number} of {item.smart_list}"
