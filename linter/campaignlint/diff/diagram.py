"""A diagram of the calls that were added or removed."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from campaignlint.drawing.builder import DiagramBuilder
from campaignlint.drawing.diagram import Diagram, Edge, LeftOut, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Literal

    from campaignlint.diff.matching import Matches
    from campaignlint.model.calls import Call
    from campaignlint.model.instance import Instance

    _Change = Literal["added", "removed"]

_MAX_DRAWN = 60
"""Edges of a diagram."""


def draw_calls(
    matches: Matches, added: Sequence[list[Call]], removed: Sequence[list[Call]]
) -> Diagram:
    """Return the diagram; each item is the calls of one kind between two campaigns."""
    nodes: dict[int, Node] = {}
    edges: list[Edge] = []
    most = min(len(added), max(_MAX_DRAWN - len(removed), _MAX_DRAWN // 2))
    sides: tuple[tuple[Instance, Iterable[list[Call]], Mapping[int, int], _Change], ...] = (
        (matches.new, islice(added, most), {}, "added"),
        (matches.old, islice(removed, _MAX_DRAWN - most), matches.campaign_ids, "removed"),
    )
    for instance, links, ids, change in sides:
        calls = [call for link in links for call in link]
        if not calls:
            continue
        members = {end.id for call in calls for end in (call.caller, call.target)}
        drawn = DiagramBuilder(instance).diagram(members, calls=calls)
        for node in drawn.nodes:
            number = ids.get(node.id, node.id)
            nodes.setdefault(number, replace(node, id=number, more_callers=0, more_callees=0))
        edges += (
            replace(
                edge,
                source=ids.get(edge.source, edge.source),
                target=ids.get(edge.target, edge.target),
                change=change,
                in_cycle=False,
                too_deep=False,
            )
            for edge in drawn.edges
        )
    left_out = LeftOut(calls=len(added) + len(removed) - len(edges))
    return Diagram(tuple(nodes[number] for number in sorted(nodes)), tuple(edges), left_out)
