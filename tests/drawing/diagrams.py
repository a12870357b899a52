"""Diagrams of small exports."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from campaignlint.describe.sites import Site
from campaignlint.drawing.builder import DiagramBuilder
from campaignlint.drawing.diagram import Diagram, Edge, Node
from campaignlint.graph.calls import call_graph
from campaignlint.testing import campaign
from loading.reading import instance_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.model.calls import CallKind
    from campaignlint.testing import Part


def diagram_of(*parts: Part, kind: CallKind | None = None, **options: Any) -> Diagram:
    """All that calls or is called in an export, by calls of one kind where that is given."""
    instance = instance_of(*parts)
    graph = call_graph(instance) if kind is None else call_graph(instance).of_kind(kind)
    picture = DiagramBuilder(instance, graph=graph, **options)
    return picture.diagram(picture.graph.campaigns)


def abstract(
    edges: Iterable[tuple[int, int]], *, kind: CallKind = "Execute Campaign", lone: int = 0
) -> Diagram:
    """A diagram without an export: campaigns by number, and some that hang on nothing."""
    pairs = sorted(set(edges))
    numbers = sorted({number for pair in pairs for number in pair})
    last = max(numbers, default=0)
    return Diagram(
        tuple(
            Node(number, f"C{number}") for number in (*numbers, *range(last + 1, last + lone + 1))
        ),
        tuple(Edge(source, target, kind, (Site(1),)) for source, target in pairs),
    )


def chain(length: int) -> Diagram:
    return abstract(pairwise(range(1, length + 1)))


def chain_of_executables(*names: str) -> list[Part]:
    """Campaigns that each execute the next."""
    made = [campaign(name) for name in names]
    for one, other in pairwise(made):
        one.executes(other)
    return list(made)
