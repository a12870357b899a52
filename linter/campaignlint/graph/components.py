"""Strongly connected components, and the topological order of nodes that no cycle reaches.

A graph is a mapping from each node to its targets. Every function takes linear time in the number
of edges, and none is recursive.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NodeT = TypeVar("NodeT", bound=Hashable)
OrderedT = TypeVar("OrderedT", int, tuple[str, int])


def cyclic_components(targets: Mapping[NodeT, Sequence[NodeT]]) -> list[list[NodeT]]:
    """Return the strongly connected components that contain a cycle, in the order of the nodes.

    A node that is its own target is a cycle.
    """
    nodes = dict.fromkeys((*targets, *(node for found in targets.values() for node in found)))
    acyclic = set(topological_order(nodes, targets))
    if len(acyclic) == len(nodes):
        return []
    import networkx as nx  # slower to import than most exports are to check

    graph: nx.DiGraph[NodeT] = nx.DiGraph()
    for node in nodes:
        if node not in acyclic:
            graph.add_edges_from((node, target) for target in targets.get(node, ()))
    position = {node: number for number, node in enumerate(nodes)}
    components = [
        sorted(component, key=position.__getitem__)
        for component in nx.strongly_connected_components(graph)
        if len(component) > 1 or graph.has_edge(*component, *component)
    ]
    return sorted(components, key=lambda component: position[component[0]])


def component_of(targets: Mapping[OrderedT, Sequence[OrderedT]]) -> dict[OrderedT, OrderedT]:
    """Return the component of each node in a cycle, identified by its smallest node."""
    found: dict[OrderedT, OrderedT] = {}
    for component in cyclic_components(targets):
        found.update(dict.fromkeys(component, min(component)))
    return found


def topological_order(
    nodes: Iterable[NodeT], targets: Mapping[NodeT, Sequence[NodeT]]
) -> list[NodeT]:
    """Return the nodes that no cycle reaches, each after those of which it is a target."""
    sources: dict[NodeT, int] = dict.fromkeys(nodes, 0)
    for component in targets.values():
        for target in component:
            sources[target] += 1
    order = [node for node, number in sources.items() if not number]
    for node in order:
        for target in targets.get(node, ()):
            sources[target] -= 1
            if not sources[target]:
                order.append(target)
    return order
