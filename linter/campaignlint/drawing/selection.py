"""Which campaigns a picture is of: those around findings, or as many as there is room for.

Everything here is linear in the number of calls, and nothing recurses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.drawing.diagram import LeftOut
from campaignlint.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from campaignlint.drawing.builder import Picture
    from campaignlint.graph.calls import CallGraph


def around(picture: Picture, campaigns: Iterable[int], depth: int = 1) -> dict[int, None]:
    """Campaigns with those that matter to them, one campaign's after the other's.

    That are its callers and callees, as far as `depth` calls away; the whole of a cycle that it is
    in, and of each chain that is too deep and passes through it.
    """
    cycles = {member: cycle for cycle in picture.graph.cycles for member in cycle.members}
    chains = _chains_through(picture)
    found: dict[int, None] = {}
    for campaign in campaigns:
        if campaign not in picture.graph.campaigns:
            continue
        found[campaign] = None
        cycle = cycles.get(campaign)
        if cycle is not None:
            found.update(dict.fromkeys(sorted(cycle.members)))
            for member in cycle.members:  # of which none is in another
                del cycles[member]
        for chain in chains.pop(campaign, ()):
            found.update(dict.fromkeys(chain))
        found.update(dict.fromkeys(picture.graph.callers([campaign], depth)))
        found.update(dict.fromkeys(picture.graph.callees([campaign], depth)))
    return found


def _chains_through(picture: Picture) -> dict[int, list[list[int]]]:
    found: dict[int, list[list[int]]] = {}
    for chain in picture.deep_chains:
        members = [*(call.caller.id for call in chain), chain[-1].target.id]
        if all(member in picture.graph.campaigns for member in members):
            for member in members:
                found.setdefault(member, []).append(members)
    return found


def gravest_first(picture: Picture) -> list[int]:
    """The campaigns with findings, by the gravest of them, then by id."""
    return sorted(
        picture.marks, key=lambda each: (SEVERITIES.index(picture.marks[each].severity), each)
    )


_ALIKE = 20
"""So many campaigns that only call the same one are drawn; more would be a column to scroll."""


def without_crowds(picture: Picture, wanted: Iterable[int], focus: Collection[int]) -> list[int]:
    """These campaigns; of many that nobody calls and that only call the same one the gravest."""
    members = list(wanted)
    alike: dict[int, list[int]] = {}
    for campaign in members:
        called = picture.graph.callees_of(campaign) - {campaign}
        is_called = picture.graph.callers_of(campaign) - {campaign}
        if len(called) == 1 and not is_called and campaign not in focus:
            alike.setdefault(min(called), []).append(campaign)
    grave = {campaign: at for at, campaign in enumerate(gravest_first(picture))}
    passed_over: set[int] = set()
    for crowd in alike.values():
        passed_over.update(sorted(crowd, key=lambda each: grave.get(each, len(grave)))[_ALIKE:])
    return [campaign for campaign in members if campaign not in passed_over]


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a picture may hold: campaigns, and edges between them."""

    campaigns: int
    edges: int


@dataclass(frozen=True, slots=True)
class Fitting:
    """What of a part fits into a picture, and what does not."""

    campaigns: tuple[int, ...]
    left_out: LeftOut

    @property
    def is_whole(self) -> bool:
        return not self.left_out.campaigns


def fitting(graph: CallGraph, wanted: Iterable[int], limit: Limit) -> Fitting:
    """As many campaigns as a picture may hold, the first ones first.

    One with more edges to those before it than there is room for is passed over.
    """
    members = dict.fromkeys(wanted)
    kept: dict[int, None] = {}
    edges = 0
    for campaign in members:
        if len(kept) == limit.campaigns:
            break
        kept[campaign] = None
        added = _edges_at(graph, campaign, kept)
        if edges + added > limit.edges:
            del kept[campaign]
        else:
            edges += added
    return Fitting(tuple(kept), left_out(graph, members, kept))


def _edges_at(graph: CallGraph, campaign: int, members: Collection[int]) -> int:
    """How many edges a campaign has with these, which it is one of."""
    out = {(call.target.id, call.kind) for call in graph.calls_out.get(campaign, ())}
    into = {(call.caller.id, call.kind) for call in graph.calls_in.get(campaign, ())}
    return sum(other in members for other, _ in out) + sum(
        other in members and other != campaign for other, _ in into
    )


def left_out(graph: CallGraph, members: Collection[int], kept: Collection[int]) -> LeftOut:
    """How much of a part is not drawn."""
    campaigns = len(members) - len(kept)
    if not campaigns:
        return LeftOut()
    calls = sum(1 for _ in graph.calls_within(members)) - sum(1 for _ in graph.calls_within(kept))
    return LeftOut(campaigns, calls)


def whole_parts_first(graph: CallGraph, members: Collection[int], limit: Limit) -> list[int]:
    """These campaigns by the parts that hang together, the largest first.

    Of a part that does not fit those nearest to its busiest campaign come first.
    """
    ordered: list[int] = []
    for part in graph.components:
        if part[0] not in members:
            continue
        if len(part) <= limit.campaigns:
            ordered += part
        else:
            busiest = max(part, key=lambda each: (_degree(graph, each), -each))
            ordered += graph.around(busiest)
    return [*ordered, *sorted(set(members).difference(ordered))]


def _degree(graph: CallGraph, campaign: int) -> int:
    return len(graph.calls_in.get(campaign, ())) + len(graph.calls_out.get(campaign, ()))
