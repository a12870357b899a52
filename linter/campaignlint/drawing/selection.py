"""Selection of the campaigns to draw: neighborhoods, and the most important ones that fit.

Every function takes linear time in the number of calls, and none is recursive.
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
    """Return campaigns with their neighborhoods, in the order of the campaigns.

    A neighborhood contains the callers and callees up to `depth` calls away, the whole cycle that
    the campaign is in, and each chain through it that is too deep.
    """
    cycles = {member: members for members in builder.graph.cyclic for member in members}
    chains = _chains_through(builder)
    neighborhood: dict[int, None] = {}
    for campaign in campaigns:
        if campaign not in builder.graph.campaigns:
            continue
        neighborhood[campaign] = None
        cycle = cycles.get(campaign)
        if cycle is not None:
            neighborhood.update(dict.fromkeys(sorted(cycle)))
            for member in cycle:  # each campaign is in at most one cycle
                del cycles[member]
        for chain in chains.pop(campaign, ()):
            neighborhood.update(dict.fromkeys(chain))
        neighborhood.update(dict.fromkeys(builder.graph.callers([campaign], depth)))
        neighborhood.update(dict.fromkeys(builder.graph.callees([campaign], depth)))
    return neighborhood


def _chains_through(builder: DiagramBuilder) -> dict[int, list[list[int]]]:
    chains: dict[int, list[list[int]]] = {}
    for chain in builder.deep_chains:
        members = [*(call.caller.id for call in chain), chain[-1].target.id]
        if all(member in builder.graph.campaigns for member in members):
            for member in members:
                chains.setdefault(member, []).append(members)
    return chains


def most_severe_first(builder: DiagramBuilder) -> list[int]:
    """Return the campaigns with findings, by the most severe one, then by id."""
    return sorted(
        builder.marks, key=lambda each: (SEVERITIES.index(builder.marks[each].severity), each)
    )


_MAX_SIMILAR = 20
"""The maximum number of drawn campaigns that have the same only callee or event."""


def limit_similar_callers(
    builder: DiagramBuilder, numbers: Iterable[int], focus: Collection[int]
) -> list[int]:
    """Return the campaigns, with only the most severe ones of those that are similar.

    Campaigns are similar if they only call the same campaign or cause the same event, or if only
    the same event activates them.
    """
    members = list(numbers)
    similar: dict[tuple[int, bool], list[int]] = {}
    for campaign in members:
        called = builder.graph.callees_of(campaign) - {campaign}
        callers = builder.graph.callers_of(campaign) - {campaign}
        if len(called) + len(callers) == 1 and campaign not in focus:
            (other,) = called or callers
            if called or other < 0:
                similar.setdefault((other, bool(called)), []).append(campaign)
    rank = {campaign: at for at, campaign in enumerate(most_severe_first(builder))}
    omitted: set[int] = set()
    for crowd in similar.values():
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


def fit(graph: AnyGraph, numbers: Iterable[int], limit: Limit) -> Fit:
    """Return the first campaigns that fit into a diagram.

    A campaign whose edges to earlier ones do not fit is omitted.
    """
    members = dict.fromkeys(numbers)
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
    """Return the number of edges between a campaign and others or itself."""
    out = {(call.target.id, call.kind) for call in graph.calls_out.get(campaign, ())}
    into = {(call.caller.id, call.kind) for call in graph.calls_in.get(campaign, ())}
    return sum(other in members for other, _ in out) + sum(
        other in members and other != campaign for other, _ in into
    )


def count_left_out(graph: AnyGraph, members: Collection[int], kept: Collection[int]) -> LeftOut:
    """Return the numbers of campaigns and calls that are not drawn."""
    campaigns = sum(member >= 0 for member in members) - sum(number >= 0 for number in kept)
    if not campaigns:
        return LeftOut()
    calls = sum(1 for _ in graph.calls_within(members)) - sum(1 for _ in graph.calls_within(kept))
    return LeftOut(campaigns, calls)


def components_first(graph: AnyGraph, members: Collection[int], limit: Limit) -> list[int]:
    """Return the campaigns by connected component, the largest first.

    The campaigns of a component that does not fit are sorted by their distance from the campaign
    with the most calls.
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
