"""A diagram as one HTML page that needs nothing else: the picture, and all of it in words.

It runs no script and fetches nothing, and says so to the browser.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint.drawing import svg
from campaignlint.drawing.labels import node_in_words, spots_in_words
from campaignlint.drawing.legend import legend
from campaignlint.model.calls import VERBS
from campaignlint.report.html import pages as html_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint.drawing.diagram import Diagram, Edge, Node


_STYLE = """
:root{color-scheme:light dark;--ink:#1f2328;--soft:#59636e;--ground:#fff;--line:#d1d9e0;
--link:#0969da;--shade:#14142840}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9198a1;--ground:#0d1117;
--line:#3d444d;--link:#58a6ff;--shade:#ffffff48}}
body{margin:0 auto;padding:1.5rem;max-width:110rem;color:var(--ink);background:var(--ground);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
h3{font-size:1rem;margin:0}
header p,article p{margin:.1rem 0;color:var(--soft)}
a{color:var(--link)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;padding:0;margin:.5rem 0 0;list-style:none;
font-size:.875rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.legend b{white-space:nowrap}
.picture{overflow:auto;border:1px solid var(--line);border-radius:.5rem;max-height:85vh;background:
linear-gradient(90deg,var(--ground) 30%,transparent) left/3rem 100% no-repeat local,
linear-gradient(-90deg,var(--ground) 30%,transparent) calc(100% + 2px)/3rem 100% no-repeat local,
linear-gradient(90deg,var(--shade),transparent) left/1rem 100% no-repeat,
linear-gradient(-90deg,var(--shade),transparent) right/1rem 100% no-repeat}
.picture .cl-ground{fill:none}
.picture>svg{display:block;width:100%;height:auto}
article{border-top:1px solid var(--line);padding:.75rem 0}
article:target{border-left:4px solid var(--link);padding-left:.75rem}
article ul{margin:.1rem 0 .4rem;padding-left:1.4rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
@media print{.picture{max-height:none;overflow:visible;border:0;background:none}}
"""


def render(diagram: Diagram, *, title: str, summary: Iterable[str] = ()) -> str:
    """The page; `summary` are sentences below its title."""
    linked = replace(
        diagram, nodes=tuple(replace(node, link=f"#c{node.id}") for node in diagram.nodes)
    )
    drawing = svg.render(linked, title=title, with_style=False)
    return html_pages.render(
        html_pages.source("campaignlint.report.html", "graph_page.html.jinja"),
        style=_STYLE + svg.STYLE + _sizes(drawing),
        title=title,
        summary=summary,
        legend=legend(diagram),
        drawing=drawing,
        campaigns=list(_campaigns(diagram)),
    )


_SMALLEST = 0.85
"""A picture is shrunk so far, to be seen as a whole; what is wider than that scrolls."""


def _sizes(drawing: str) -> str:
    """How wide this picture may be; on paper it must not be wider than a page."""
    width = float(ET.fromstring(drawing).get("width", ""))  # noqa: S314 - our own
    return (
        f".picture>svg{{min-width:{width * _SMALLEST:.0f}px;max-width:{width:.0f}px}}\n"
        "@media print{.picture>svg{min-width:0;max-width:100%;max-height:24cm}}\n"
    )


@dataclass(frozen=True, slots=True)
class _Call:
    """A call as seen from one end: where it stands, and which campaign is at the other end."""

    words: str
    other: int
    name: str
    remark: str
    """What is wrong with it; "" for nothing."""


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
    """All in words, by program and name, with links from one to the other."""
    nodes = {node.id: node for node in diagram.nodes}
    out: dict[int, list[Edge]] = defaultdict(list)
    into: dict[int, list[Edge]] = defaultdict(list)
    for edge in diagram.edges:
        out[edge.source].append(edge)
        into[edge.target].append(edge)
    for node in sorted(diagram.nodes, key=_by_name):
        yield _Campaign(
            node.id,
            node.path_text,
            node_in_words(node),
            [
                _Calls("Calls", [_called(edge, nodes) for edge in out[node.id]]),
                _Calls(
                    "Called by",
                    [_calling(edge, nodes) for edge in into[node.id]],
                ),
            ],
        )


def _by_name(node: Node) -> tuple[str, str, int]:
    return node.program or "", node.name, node.id


def _called(edge: Edge, nodes: Mapping[int, Node]) -> _Call:
    verb = VERBS[edge.kind].active
    return _call(edge, nodes[edge.target], f"{spots_in_words(edge.spots)} {verb}")


def _calling(edge: Edge, nodes: Mapping[int, Node]) -> _Call:
    verb = VERBS[edge.kind].passive
    return _call(edge, nodes[edge.source], f"{verb} at {spots_in_words(edge.spots)} by")


def _call(edge: Edge, other: Node, words: str) -> _Call:
    remarks = [
        *(["in a cycle"] if edge.in_cycle else []),
        *(["in a chain that is too deep"] if edge.too_deep else []),
    ]
    return _Call(words, other.id, other.path_text, ", ".join(remarks))
