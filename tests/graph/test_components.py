"""Cycles and topological order, compared with their definitions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from campaignlint.graph.components import component_of, cyclic_components, topological_order

Edges = list[tuple[int, int]]
NODES = range(10)
EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


def targets_of(edges: Edges) -> dict[int, list[int]]:
    targets: dict[int, list[int]] = {}
    for source, target in edges:
        targets.setdefault(source, []).append(target)
    return targets


def reachable(edges: Edges) -> dict[int, set[int]]:
    """Return the nodes that each node reaches by at least one edge."""
    found = {node: {target for source, target in edges if source == node} for node in NODES}
    for middle in NODES:
        for node in NODES:
            if middle in found[node]:
                found[node] |= found[middle]
    return found


def test_components_and_their_nodes_come_in_the_order_of_the_graph() -> None:
    targets = {5: [4], 4: [5, 1], 9: [9], 1: [7], 7: [3], 3: [1]}
    assert cyclic_components(targets) == [[5, 4], [9], [1, 7, 3]]


@given(EDGES)
def test_nodes_that_reach_each_other_are_in_one_component(edges: Edges) -> None:
    reached = reachable(edges)
    components = {
        node: min(other for other in NODES if other in reached[node] and node in reached[other])
        for node in NODES
        if node in reached[node]
    }
    assert component_of(targets_of(edges)) == components


@given(EDGES)
def test_nodes_that_no_cycle_reaches_come_after_their_sources(edges: Edges) -> None:
    reached = reachable(edges)
    cyclic = {node for node in NODES if node in reached[node]}
    order = topological_order(NODES, targets_of(edges))
    assert sorted(order) == [
        node for node in NODES if node not in cyclic and all(node not in reached[c] for c in cyclic)
    ]
    for source, target in edges:
        if source in order and target in order:
            assert order.index(source) < order.index(target)
