"""A diagram as an HTML page: the drawing, and a list of its campaigns and calls. No script."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint.describe.sites import format_sites
from campaignlint.drawing import svg
from campaignlint.drawing.labels import describe_state, verb_of
from campaignlint.drawing.legend import legend
from campaignlint.report.html import pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint.drawing.diagram import Diagram, Edge, Node


def render(diagram: Diagram, *, title: str, summary: Iterable[str] = ()) -> str:
    """Render the page; `summary` are the sentences below its title."""
    nodes = tuple(replace(node, link=f"#campaign-{node.id}") for node in diagram.nodes)
    linked = replace(diagram, nodes=nodes)
    drawing = svg.render(linked, title=title, with_style=False)
    return pages.render(
        "graph_page.html.jinja",
        extra_style=_sizes(drawing),
        kind="graph",
        title=title,
        summary=summary,
        legend=legend(diagram),
        drawing=drawing,
        campaigns=list(_campaigns(diagram)),
    )


_MIN_SCALE = 0.85
"""A diagram shrinks to this scale to fit; a wider one scrolls."""


def _sizes(drawing: str) -> str:
    """Return the style for the width of this diagram on the screen and on paper."""
    width = float(ET.fromstring(drawing).get("width", ""))  # noqa: S314 - our own
    return (
        f".whole>svg{{min-width:{width * _MIN_SCALE:.0f}px;max-width:{width:.0f}px}}\n"
        "@media print{.whole>svg{min-width:0;max-width:100%;max-height:24cm}}\n"
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """A call seen from one end: its position, and the campaign at the other end."""

    words: str
    other: int
    name: str
    remark: str
    """The problem with it; "" for none."""


@dataclass(frozen=True, slots=True)
class _Calls:
    title: str
    calls: list[_Call]


@dataclass(frozen=True, slots=True)
class _Campaign:
    id: int
    title: str
    words: str
    parts: list[_Calls]


def _campaigns(diagram: Diagram) -> Iterator[_Campaign]:
    """Yield the campaigns with their calls, by program and name."""
    nodes = {node.id: node for node in diagram.nodes}
    out: dict[int, list[Edge]] = defaultdict(list)
    into: dict[int, list[Edge]] = defaultdict(list)
    for edge in diagram.edges:
        out[edge.source].append(edge)
        into[edge.target].append(edge)
    for node in sorted(diagram.nodes, key=_by_name):
        titles = ("Calls", "Called by")
        if node.is_event:
            titles = ("Activates", "Caused by")
        elif diagram.changes:
            titles = ("Calls and activates", "Called and activated by")
        yield _Campaign(
            node.id,
            node.path_text,
            "" if node.is_event else describe_state(node),
            [
                _Calls(titles[0], [_called(edge, nodes) for edge in out[node.id]]),
                _Calls(titles[1], [_calling(edge, nodes) for edge in into[node.id]]),
            ],
        )


def _by_name(node: Node) -> tuple[bool, str, str, int]:
    return node.is_event, node.program or "", node.name, node.id


def _called(edge: Edge, nodes: Mapping[int, Node]) -> _Call:
    words = f"{format_sites(edge.sites)} {verb_of(edge).active}".strip()
    return _call(edge, nodes[edge.target], words)


def _calling(edge: Edge, nodes: Mapping[int, Node]) -> _Call:
    place = f" at {format_sites(edge.sites)}" if edge.sites else ""
    return _call(edge, nodes[edge.source], f"{verb_of(edge).passive}{place} by")


def _call(edge: Edge, other: Node, words: str) -> _Call:
    remarks = [
        *([edge.event] if edge.event else []),
        *([edge.reason] if edge.reason else []),
        *(["in a cycle"] if edge.in_cycle else []),
        *(["in a chain that is too deep"] if edge.too_deep else []),
    ]
    return _Call(words, other.id, other.path_text, ", ".join(remarks))
