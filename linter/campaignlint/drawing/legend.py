"""The legend of a diagram, with only the icons that it contains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.describe.sites import Site
from campaignlint.drawing import svg
from campaignlint.drawing.diagram import ACTIVATION, Edge
from campaignlint.drawing.labels import is_idle, start_of
from campaignlint.model.calls import VERBS
from campaignlint.model.finding import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.drawing.diagram import Diagram
    from campaignlint.drawing.labels import Start


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """An icon, or a text in the diagram, with its meaning."""

    words: str
    drawing: str = ""
    text: str = ""


_STARTS: Mapping[Start, str] = {
    "executable": "executable campaign",
    "trigger": "trigger campaign",
    "batch": "batch campaign",
    "unknown": "other campaign",
}


def legend(diagram: Diagram) -> list[LegendEntry]:
    """Return the legend entries of a diagram."""
    return [*_node_entries(diagram), *_edge_entries(diagram)]


def _node_entries(diagram: Diagram) -> Iterator[LegendEntry]:
    nodes = diagram.campaigns
    starts = {start_of(node) for node in nodes}
    for start, words in _STARTS.items():
        if start in starts:
            yield LegendEntry(words, svg.start_icon(start))
    if any(map(is_idle, nodes)):
        yield LegendEntry("not active", svg.box_icon("cl-idle"))
    if any(node.is_focus for node in nodes):
        yield LegendEntry("selected campaign", svg.box_icon("cl-focus"))
    for severity in SEVERITIES:
        if any(node.severity == severity for node in nodes):
            yield LegendEntry(f"most severe finding: {severity}", svg.severity_icon(severity))
    if any(node.more_callers for node in nodes):
        yield LegendEntry("number of callers not drawn", text="+2 on the left")
    if any(node.more_callees for node in nodes):
        yield LegendEntry("number of callees not drawn", text="+2 on the right")
    if any(node.is_event for node in diagram.nodes):
        yield LegendEntry("event that activates campaigns", svg.box_icon("cl-event"))


def _edge_entries(diagram: Diagram) -> Iterator[LegendEntry]:
    edges = diagram.edges
    call = Edge(1, 2, marketo.EXECUTE_CAMPAIGN, (Site(1),))
    for kind, verb in VERBS.items():
        if any(edge.kind == kind and _is_plain(edge) for edge in edges):
            yield LegendEntry(verb.active, svg.edge_icon(replace(call, kind=kind)))
    for change in ("added", "removed"):
        if any(edge.change == change for edge in edges):
            yield LegendEntry(f"{change} call", svg.edge_icon(replace(call, change=change)))
    for is_certain, words in ((True, "activates"), (False, "maybe activates")):
        if any(
            edge.kind == ACTIVATION and edge.is_certain == is_certain and not edge.in_cycle
            for edge in edges
        ):
            activation = replace(call, kind=ACTIVATION, is_certain=is_certain)
            yield LegendEntry(words, svg.edge_icon(activation))
    if any(edge.in_cycle and edge.kind != ACTIVATION for edge in edges):
        yield LegendEntry("part of a cycle", svg.edge_icon(replace(call, in_cycle=True)))
    if any(edge.in_cycle and edge.kind == ACTIVATION for edge in edges):
        loop = replace(call, kind=ACTIVATION, in_cycle=True)
        yield LegendEntry("part of an endless loop", svg.edge_icon(loop))
    if any(edge.too_deep and not edge.in_cycle for edge in edges):
        words = "part of a chain that is too deep"
        yield LegendEntry(words, svg.edge_icon(replace(call, too_deep=True)))


def _is_plain(edge: Edge) -> bool:
    return not (edge.change or edge.in_cycle or edge.too_deep)
