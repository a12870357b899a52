"""The layered layout of a diagram by Sugiyama's method: callers left of their callees.

Each connected component has its own layout: cycles are removed, nodes are assigned to layers, and
long edges get a dummy vertex per layer that they pass. igraph orders each layer so that few edges
cross, and `coordinates` assigns the heights. The same diagram always has the same layout. All
lengths are in pixels.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import igraph  # type: ignore[import-untyped]

from campaignlint.drawing.coordinates import assign_heights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from campaignlint.drawing.diagram import Diagram

BOX_HEIGHT = 44.0
_BOX_SPACE = 66.0
"""The distance between the centers of two boxes in a layer."""
_DUMMY_SPACE = 20.0
"""The distance between two edges that pass a layer."""
_LAYER_GAP = 64.0
"""The distance between layers, without the labels."""
_MAX_CROWD_WIDTH = 120.0
"""The maximum width that is added to a gap with many edges."""
_COMPONENT_GAP_Y = 40.0
_COMPONENT_GAP_X = 72.0
_ASPECT_RATIO = 1.4
_MARGIN = 20.0
_LABEL_SPACE = 13.0
"""Labels that are closer to each other are omitted."""
_PORT_SPACE = 18.0
_PORT_MARGIN = 7.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """The position and size of a node."""

    x: float
    y: float
    width: float
    height: float = BOX_HEIGHT

    def shift(self, x: float, y: float) -> Box:
        return replace(self, x=self.x + x, y=self.y + y)

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def center(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Route:
    """The route of an edge, from a port at its source to one at its target.

    It is a curve between the first two points, level between the next two, which pass a layer, and
    so on. The edge of a node to itself has no points.
    """

    points: tuple[Point, ...]
    label_at_right: bool | None
    """Whether the label is at the right or at the left end; None if there is no space for it."""

    def shift(self, x: float, y: float) -> Route:
        return replace(self, points=tuple((left + x, top + y) for left, top in self.points))


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a whole diagram."""

    width: float
    height: float
    boxes: Mapping[int, Box]
    """By campaign id."""
    routes: tuple[Route, ...]
    """One for each edge of the diagram, in its order."""


def lay_out(diagram: Diagram, widths: Mapping[int, float], labels: Sequence[float]) -> Layout:
    """Return the layout of a diagram.

    `widths` are those of the boxes by id, `labels` those of the labels of the edges.
    """
    components = [
        _ComponentLayout(diagram, *component, widths, labels) for component in _components(diagram)
    ]
    area = sum(component.width * (component.height + _COMPONENT_GAP_Y) for component in components)
    max_width = max(
        [math.sqrt(area * _ASPECT_RATIO), *(component.width for component in components)]
    )
    boxes: dict[int, Box] = {}
    routes: dict[int, Route] = {}
    x, y, bottom, width = _MARGIN, _MARGIN, _MARGIN, 0.0
    for layout in components:
        if x > _MARGIN and x + layout.width > _MARGIN + max_width:
            x, y = _MARGIN, bottom + _COMPONENT_GAP_Y
        boxes |= {node: box.shift(x, y) for node, box in layout.boxes.items()}
        routes |= {number: route.shift(x, y) for number, route in layout.routes.items()}
        bottom = max(bottom, y + layout.height)
        width = max(width, x + layout.width)
        x += layout.width + _COMPONENT_GAP_X
    ordered = tuple(routes[number] for number in range(len(diagram.edges)))
    return Layout(width + _MARGIN, bottom + _MARGIN, boxes, ordered)


def _components(diagram: Diagram) -> list[tuple[list[int], list[int]]]:
    """Return the nodes and the edge numbers of each connected component, the largest first."""
    ids = [node.id for node in diagram.nodes]
    index_of = {number: index for index, number in enumerate(ids)}
    ends = [(index_of[edge.source], index_of[edge.target]) for edge in diagram.edges]
    graph = igraph.Graph(len(ids), ends, directed=True)
    component_of: list[int] = graph.connected_components("weak").membership
    components: dict[int, tuple[list[int], list[int]]] = {}
    for index, component in enumerate(component_of):
        components.setdefault(component, ([], []))[0].append(ids[index])
    for number, (source, _) in enumerate(ends):
        components[component_of[source]][1].append(number)
    return sorted(components.values(), key=lambda each: (-len(each[0]), each[0][0]))


@dataclass(frozen=True, slots=True)
class _Port:
    """The height at which an edge touches a box, and whether there is space for a label."""

    y: float
    has_label_space: bool


class _ComponentLayout:
    """The layout of a connected component, with its upper left corner at 0, 0."""

    def __init__(
        self,
        diagram: Diagram,
        nodes: list[int],
        edges: list[int],
        widths: Mapping[int, float],
        labels: Sequence[float],
    ) -> None:
        self._nodes = nodes
        self._edges = {number: diagram.edges[number] for number in edges}
        self._ends = self._remove_cycles()
        """The left and the right node of each edge, except for edges of a node to itself."""
        self._layer_of = self._assign_layers()
        dummies, heights = self._assign_heights()
        top = min(heights[: len(nodes)]) - BOX_HEIGHT / 2
        top = min(top, min(heights) - _DUMMY_SPACE / 2)
        heights = [height - top for height in heights]
        lefts, rights = self._layer_sides(widths, labels)
        self.width = rights[-1]
        self.height = max(heights) + BOX_HEIGHT / 2
        self.boxes: dict[int, Box] = {}
        for node, height in zip(nodes, heights, strict=False):
            left, right = lefts[self._layer_of[node]], rights[self._layer_of[node]]
            self.boxes[node] = Box(left, height - BOX_HEIGHT / 2, right - left)
        self._passages = {
            number: [
                (lefts[layer], rights[layer], heights[vertex])
                for layer, vertex in enumerate(vertices, self._layer_of[self._ends[number][0]] + 1)
            ]
            for number, vertices in dummies.items()
        }
        """The left side, right side and height of each dummy vertex of an edge."""
        self.routes = self._route()

    def _remove_cycles(self) -> dict[int, tuple[int, int]]:
        """Return the ends of the edges after reversing some so that there are no cycles.

        The search is depth first from the entry points; an edge back to a node on the current path
        is reversed.
        """
        out: dict[int, list[tuple[int, int]]] = defaultdict(list)
        called = set()
        for number, edge in self._edges.items():
            if edge.source != edge.target:
                out[edge.source].append((edge.target, number))
                called.add(edge.target)
        ends: dict[int, tuple[int, int]] = {}
        on_path: set[int] = set()
        done: set[int] = set()
        for start in sorted(self._nodes, key=lambda node: (node in called, node)):
            path = [] if start in done else [(start, iter(out[start]))]
            on_path.update(node for node, _ in path)
            while path:
                node, rest = path[-1]
                step = next(rest, None)
                if step is None:
                    path.pop()
                    on_path.discard(node)
                    done.add(node)
                    continue
                target, number = step
                if target in on_path:
                    ends[number] = (target, node)
                else:
                    ends[number] = (node, target)
                    if target not in done:
                        on_path.add(target)
                        path.append((target, iter(out[target])))
        return ends

    def _assign_layers(self) -> dict[int, int]:
        """Return the layers: nodes right of their callers, entry points next to their callees."""
        right_of: dict[int, list[int]] = defaultdict(list)
        pending = dict.fromkeys(self._nodes, 0)
        for left, right in self._ends.values():
            right_of[left].append(right)
            pending[right] += 1
        entry_points = [node for node in self._nodes if not pending[node]]
        layers = dict.fromkeys(self._nodes, 0)
        worklist = list(entry_points)
        for node in worklist:  # grows during the loop
            for other in right_of[node]:
                layers[other] = max(layers[other], layers[node] + 1)
                pending[other] -= 1
                if not pending[other]:
                    worklist.append(other)
        for node in entry_points:
            if right_of[node]:
                layers[node] = min(layers[other] for other in right_of[node]) - 1
        return layers

    def _assign_heights(self) -> tuple[dict[int, list[int]], list[float]]:
        """Return the dummy vertices of each edge, and the height of the center of each vertex.

        The first vertices are the nodes, the others are dummy vertices.
        """
        vertex_of = {node: vertex for vertex, node in enumerate(self._nodes)}
        layer_of = [self._layer_of[node] for node in self._nodes]
        dummies: dict[int, list[int]] = {}
        edges: list[tuple[int, int]] = []
        for number, (left, right) in sorted(self._ends.items()):
            passed = range(self._layer_of[left] + 1, self._layer_of[right])
            dummies[number] = list(range(len(layer_of), len(layer_of) + len(passed)))
            layer_of += passed
            edges += pairwise([vertex_of[left], *dummies[number], vertex_of[right]])
        graph = igraph.Graph(len(layer_of), edges, directed=True)
        order = [position for position, _ in graph.layout_sugiyama(layers=layer_of).coords]
        layers: list[list[int]] = [[] for _ in range(max(layer_of) + 1)]
        for vertex in sorted(range(len(layer_of)), key=lambda each: (order[each], each)):
            layers[layer_of[vertex]].append(vertex)
        spaces = [_BOX_SPACE] * len(self._nodes)
        spaces += [_DUMMY_SPACE] * (len(layer_of) - len(self._nodes))
        return dummies, assign_heights(layers, edges, spaces)

    def _layer_sides(
        self, widths: Mapping[int, float], labels: Sequence[float]
    ) -> tuple[list[float], list[float]]:
        """Return the left and the right side of each layer."""
        number_of_layers = max(self._layer_of.values()) + 1
        layer_widths = [0.0] * number_of_layers
        for node, layer in self._layer_of.items():
            layer_widths[layer] = max(layer_widths[layer], widths[node])
        gaps = [_LAYER_GAP] * number_of_layers
        edges = [0] * number_of_layers
        for number, (left, right) in self._ends.items():
            first, last = self._layer_of[left], self._layer_of[right]
            for layer in range(first, last):
                edges[layer] += 1
            for layer in (first, last - 1):
                gaps[layer] = max(gaps[layer], _LAYER_GAP + labels[number])
        lefts, rights = [], []
        x = 0.0
        for layer in range(number_of_layers):
            lefts.append(x)
            rights.append(x + layer_widths[layer])
            x = rights[-1] + gaps[layer] + min(_MAX_CROWD_WIDTH, 2.0 * edges[layer])
        return lefts, rights

    def _route(self) -> dict[int, Route]:
        """Return the route of each edge by its number."""
        starts = self._ports(at_right=False)
        ends = self._ports(at_right=True)
        routes = {}
        for number, edge in self._edges.items():
            if number not in self._ends:
                routes[number] = Route((), label_at_right=None)
                continue
            left, right = self._ends[number]
            start, end = starts[number], ends[number]
            points = [(self.boxes[left].right, start.y)]
            for x1, x2, y in self._passages[number]:
                points += [(x1, y), (x2, y)]
            points.append((self.boxes[right].x, end.y))
            if edge.source == right:
                points.reverse()
            has_space = start.has_label_space or end.has_label_space
            at_right = end.has_label_space if has_space else None
            routes[number] = Route(tuple(points), label_at_right=at_right)
        return routes

    def _ports(self, *, at_right: bool) -> dict[int, _Port]:
        """Return the ports of edges at their right or left ends, ordered so that no edges cross."""
        touching: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for number, (left, right) in self._ends.items():
            node, other = (right, left) if at_right else (left, right)
            passages = self._passages[number]
            height = passages[-1 if at_right else 0][2] if passages else self.boxes[other].center
            touching[node].append((height, number))
        ports = {}
        for node, edges in touching.items():
            gaps = len(edges) - 1
            space = min(_PORT_SPACE, (BOX_HEIGHT - 2 * _PORT_MARGIN) / max(1, gaps))
            first = self.boxes[node].center - space * gaps / 2
            for index, (_, number) in enumerate(sorted(edges)):
                ports[number] = _Port(first + index * space, space >= _LABEL_SPACE)
        return ports
