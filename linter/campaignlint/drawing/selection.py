"""Selection of the campaigns of a diagram: those around findings, or as many as fit.

Everything here is linear in the number of calls, and nothing recurses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.drawing.diagram import LeftOut
from campaignlint.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from campaignlint.drawing.activations import AnyGraph
    from campaignlint.drawing.builder import DiagramBuilder


def with_neighborhood(
    builder: DiagramBuilder, campaigns: Iterable[int], depth: int = 1
) -> dict[int, None]:
    """Return campaigns with their neighborhood, one campaign after the other.

    The neighborhood: callers and callees up to `depth` calls away, the whole cycle that a
    campaign is in, and each chain through it that is too deep.
    """
    cycles = {member: members for members in builder.graph.cyclic for member in members}
    chains = _chains_through(builder)
    found: dict[int, None] = {}
    for campaign in campaigns:
        if campaign not in builder.graph.campaigns:
            continue
        found[campaign] = None
        cycle = cycles.get(campaign)
        if cycle is not None:
            found.update(dict.fromkeys(sorted(cycle)))
            for member in cycle:  # a member is in one cycle only
                del cycles[member]
        for chain in chains.pop(campaign, ()):
            found.update(dict.fromkeys(chain))
        found.update(dict.fromkeys(builder.graph.callers([campaign], depth)))
        found.update(dict.fromkeys(builder.graph.callees([campaign], depth)))
    return found


def _chains_through(builder: DiagramBuilder) -> dict[int, list[list[int]]]:
    found: dict[int, list[list[int]]] = {}
    for chain in builder.deep_chains:
        members = [*(call.caller.id for call in chain), chain[-1].target.id]
        if all(member in builder.graph.campaigns for member in members):
            for member in members:
                found.setdefault(member, []).append(members)
    return found


def most_severe_first(builder: DiagramBuilder) -> list[int]:
    """Return the campaigns with findings, by the most severe one, then by id."""
    return sorted(
        builder.marks, key=lambda each: (SEVERITIES.index(builder.marks[each].severity), each)
    )


_MAX_SIMILAR = 20
"""The number of drawn campaigns that only call the same one."""


def limit_similar_callers(
    builder: DiagramBuilder, wanted: Iterable[int], focus: Collection[int]
) -> list[int]:
    """Return the campaigns, with few of those that are alike: the most severe.

    Alike are those that only call the same campaign or cause the same event, and those that only
    the same event activates.
    """
    members = list(wanted)
    alike: dict[tuple[int, bool], list[int]] = {}
    for campaign in members:
        called = builder.graph.callees_of(campaign) - {campaign}
        callers = builder.graph.callers_of(campaign) - {campaign}
        if len(called) + len(callers) == 1 and campaign not in focus:
            (other,) = called or callers
            if called or other < 0:
                alike.setdefault((other, bool(called)), []).append(campaign)
    rank = {campaign: at for at, campaign in enumerate(most_severe_first(builder))}
    omitted: set[int] = set()
    for crowd in alike.values():
        omitted.update(sorted(crowd, key=lambda each: rank.get(each, len(rank)))[_MAX_SIMILAR:])
    return [campaign for campaign in members if campaign not in omitted]


@dataclass(frozen=True, slots=True)
class Limit:
    """The maximum size of a diagram."""

    campaigns: int
    edges: int


@dataclass(frozen=True, slots=True)
class Fit:
    """The campaigns that fit into a diagram, and the number of others."""

    campaigns: tuple[int, ...]
    left_out: LeftOut

    @property
    def is_whole(self) -> bool:
        return not self.left_out.campaigns


def fit(graph: AnyGraph, wanted: Iterable[int], limit: Limit) -> Fit:
    """Return as many campaigns as a diagram can have, the first ones first.

    Omits a campaign whose edges to earlier ones do not fit.
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
    return Fit(tuple(kept), count_left_out(graph, members, kept))


def _edges_at(graph: AnyGraph, campaign: int, members: Collection[int]) -> int:
    """Return the number of edges of a campaign with others and itself."""
    out = {(call.target.id, call.kind) for call in graph.calls_out.get(campaign, ())}
    into = {(call.caller.id, call.kind) for call in graph.calls_in.get(campaign, ())}
    return sum(other in members for other, _ in out) + sum(
        other in members and other != campaign for other, _ in into
    )


def count_left_out(graph: AnyGraph, members: Collection[int], kept: Collection[int]) -> LeftOut:
    """Return how much is not drawn."""
    campaigns = sum(each >= 0 for each in members) - sum(each >= 0 for each in kept)
    if not campaigns:
        return LeftOut()
    calls = sum(1 for _ in graph.calls_within(members)) - sum(1 for _ in graph.calls_within(kept))
    return LeftOut(campaigns, calls)


def components_first(graph: AnyGraph, members: Collection[int], limit: Limit) -> list[int]:
    """Return the campaigns by connected component, the largest first.

    Of a component that does not fit, those nearest to its busiest campaign come first.
    """
    ordered: list[int] = []
    for part in graph.components:
        if part[0] not in members:
            continue
        if len(part) <= limit.campaigns:
            ordered += part
        else:
            busiest = max(part, key=lambda each: (_degree(graph, each), -each))
            ordered += graph.connected_to(busiest)
    return [*ordered, *sorted(set(members).difference(ordered))]


def _degree(graph: AnyGraph, campaign: int) -> int:
    return len(graph.calls_in.get(campaign, ())) + len(graph.calls_out.get(campaign, ()))
