"""Circles and order in any graph are those that networkx finds."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from campaignlint.graph.components import circles, strong_components, topological_order

Edges = list[tuple[int, int]]
EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


def targets_of(edges: Edges) -> dict[int, list[int]]:
    targets: dict[int, list[int]] = {}
    for source, target in edges:
        targets.setdefault(source, []).append(target)
    return targets


def graph_of(edges: Edges) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from(edges)
    return graph


@given(EDGES)
def test_components_stand_behind_those_to_which_they_lead(edges: Edges) -> None:
    found = list(strong_components(targets_of(edges)))
    assert sorted(map(sorted, found)) == sorted(
        map(sorted, nx.strongly_connected_components(graph_of(edges)))
    )
    number = {node: position for position, nodes in enumerate(found) for node in nodes}
    assert all(number[target] <= number[source] for source, target in edges)


@given(EDGES)
def test_circles_are_components_with_an_edge_inside(edges: Edges) -> None:
    graph = graph_of(edges)
    known = [
        sorted(nodes)
        for nodes in nx.strongly_connected_components(graph)
        if len(nodes) > 1 or graph.has_edge(*nodes, *nodes)
    ]
    assert sorted(map(sorted, circles(targets_of(edges)))) == sorted(known)


@given(EDGES)
def test_what_no_circle_leads_to_stands_behind_what_leads_to_it(edges: Edges) -> None:
    graph = graph_of(edges)
    in_circles = {node for circle in circles(targets_of(edges)) for node in circle}
    behind = in_circles.union(*(nx.descendants(graph, node) for node in in_circles))
    order = topological_order(range(10), targets_of(edges))
    assert sorted(order) == sorted(set(range(10)) - behind)
    for source, target in edges:
        if source in order and target in order:
            assert order.index(source) < order.index(target)
