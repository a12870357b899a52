"""What the signs of a picture mean: those alone that occur in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.drawing import svg
from campaignlint.drawing.diagram import Edge, Spot
from campaignlint.drawing.labels import is_idle, start_of
from campaignlint.model.calls import VERBS
from campaignlint.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.drawing.diagram import Diagram
    from campaignlint.drawing.labels import Start


@dataclass(frozen=True, slots=True)
class Sign:
    """A drawing, or a text as it stands in the picture, and what it means."""

    words: str
    drawing: str = ""
    text: str = ""


_STARTS: Mapping[Start, str] = {
    "executable": "executable campaign",
    "trigger": "trigger campaign",
    "batch": "batch campaign",
    "unknown": "other campaign",
}


def legend(diagram: Diagram) -> list[Sign]:
    """The signs of a diagram as SVG draws it."""
    return [*_of_nodes(diagram), *_of_edges(diagram)]


def _of_nodes(diagram: Diagram) -> Iterator[Sign]:
    nodes = diagram.nodes
    starts = {start_of(node) for node in nodes}
    for start, words in _STARTS.items():
        if start in starts:
            yield Sign(words, svg.start_sign(start))
    if any(map(is_idle, nodes)):
        yield Sign("not active", svg.box_sign("cl-idle"))
    if any(node.is_focus for node in nodes):
        yield Sign("what the picture is about", svg.box_sign("cl-focus"))
    for severity in SEVERITIES:
        if any(node.severity == severity for node in nodes):
            yield Sign(f"worst finding: {severity}", svg.severity_sign(severity))
    if any(node.more_callers for node in nodes):
        yield Sign("so many more callers, not drawn", text="+2 on the left")
    if any(node.more_callees for node in nodes):
        yield Sign("so many more that it calls, not drawn", text="+2 on the right")


def _of_edges(diagram: Diagram) -> Iterator[Sign]:
    edges = diagram.edges
    call = Edge(1, 2, marketo.EXECUTE_CAMPAIGN, (Spot(1),))
    for kind, verb in VERBS.items():
        if any(edge.kind == kind and _is_plain(edge) for edge in edges):
            yield Sign(verb.active, svg.edge_sign(replace(call, kind=kind)))
    if any(edge.in_cycle for edge in edges):
        yield Sign("part of a cycle", svg.edge_sign(replace(call, in_cycle=True)))
    if any(edge.too_deep and not edge.in_cycle for edge in edges):
        words = "part of a chain that is too deep"
        yield Sign(words, svg.edge_sign(replace(call, too_deep=True)))


def _is_plain(edge: Edge) -> bool:
    return not (edge.in_cycle or edge.too_deep)
