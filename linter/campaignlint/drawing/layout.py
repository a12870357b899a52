"""The layout of a diagram: boxes in columns from left to right, callers first.

Each connected component has a layout of its own, by igraph's Sugiyama layout. Before, cycles are
opened and long edges are split at each column. igraph orders each column so that few edges cross,
and `alignment` finds the heights. The input is sorted, so the same diagram has the same layout.
All lengths are in pixels.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import igraph  # type: ignore[import-untyped]

from campaignlint.drawing.alignment import aligned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from campaignlint.drawing.diagram import Diagram

BOX_HEIGHT = 44.0
_ROW = 66.0
"""The distance between the middles of two boxes in a column."""
_PASSAGE = 20.0
"""The distance between two edges that pass a column."""
_GAP = 64.0
"""The distance between columns, without the labels."""
_MAX_CROWD_WIDTH = 120.0
"""The maximum width that is added to a gap with many edges."""
_BETWEEN_PARTS = 40.0
_BESIDE_PARTS = 72.0
_WIDER_THAN_HIGH = 1.4
_MARGIN = 20.0
_ROOM_OF_A_LABEL = 13.0
"""Labels that are closer to each other are omitted."""
_PORTS_APART = 18.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """The position and size of a node."""

    x: float
    y: float
    width: float
    height: float = BOX_HEIGHT

    def moved(self, x: float, y: float) -> Box:
        return Box(self.x + x, self.y + y, self.width, self.height)

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Route:
    """The route of an edge, from a point at its source to one at its target.

    It is a curve between the first two points and level between the next two, past a column, and so
    on. The edge of a node to itself has no points.
    """

    points: tuple[Point, ...]
    label_at_right: bool | None
    """Whether there is room for a label at its right or left end; None if at neither."""

    def moved(self, x: float, y: float) -> Route:
        points = tuple((left + x, top + y) for left, top in self.points)
        return Route(points, self.label_at_right)


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
    parts = [_Part(diagram, part, widths, labels).placed() for part in _parts(diagram)]
    boxes: dict[int, Box] = {}
    routes: dict[int, Route] = {}
    x, y, below, width = _MARGIN, _MARGIN, _MARGIN, 0.0
    room = _wanted_width(parts)
    for part in parts:
        if x > _MARGIN and x + part.width > _MARGIN + room:
            x, y = _MARGIN, below + _BETWEEN_PARTS
        boxes |= {node: box.moved(x, y) for node, box in part.boxes.items()}
        routes |= {number: route.moved(x, y) for number, route in part.routes.items()}
        below = max(below, y + part.height)
        width = max(width, x + part.width)
        x += part.width + _BESIDE_PARTS
    ordered = tuple(routes[number] for number in range(len(diagram.edges)))
    return Layout(width + _MARGIN, below + _MARGIN, boxes, ordered)


def _wanted_width(parts: list[_Placed]) -> float:
    """Return the width of a diagram in which small parts are side by side."""
    area = sum(part.width * (part.height + _BETWEEN_PARTS) for part in parts)
    return max([math.sqrt(area * _WIDER_THAN_HIGH), *(part.width for part in parts)])


@dataclass(frozen=True, slots=True)
class _Members:
    """A connected component: nodes by id, and the edges between them by number."""

    nodes: list[int]
    edges: list[int]


def _parts(diagram: Diagram) -> list[_Members]:
    """Return the connected components, the largest first and single nodes last."""
    ids = [node.id for node in diagram.nodes]
    at = {number: index for index, number in enumerate(ids)}
    graph = igraph.Graph(
        len(ids), [(at[edge.source], at[edge.target]) for edge in diagram.edges], directed=True
    )
    member_of: list[int] = graph.connected_components("weak").membership
    parts: dict[int, _Members] = {}
    for index, part in enumerate(member_of):
        parts.setdefault(part, _Members([], [])).nodes.append(ids[index])
    for number, edge in enumerate(diagram.edges):
        parts[member_of[at[edge.source]]].edges.append(number)
    return sorted(parts.values(), key=lambda part: (-len(part.nodes), part.nodes[0]))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A part with its upper left corner at 0, 0."""

    boxes: dict[int, Box]
    routes: dict[int, Route]
    width: float
    height: float


class _Part:
    """Computes the layout of a connected component."""

    def __init__(
        self,
        diagram: Diagram,
        members: _Members,
        widths: Mapping[int, float],
        labels: Sequence[float],
    ) -> None:
        self.nodes = members.nodes
        self.edges = {number: diagram.edges[number] for number in members.edges}
        self.widths = widths
        self.labels = labels
        self.ends = self._opened()
        """The ends of each edge from left to right, except for edges of a node to itself."""
        self.column_of = self._columns()

    def _opened(self) -> dict[int, tuple[int, int]]:
        """Return the ends of the edges after some are reversed, so that there are no cycles.

        The search is depth first from the entry points; an edge back to a node on the current path
        is reversed.
        """
        out: dict[int, list[tuple[int, int]]] = defaultdict(list)
        called = set()
        for number, edge in self.edges.items():
            if edge.source != edge.target:
                out[edge.source].append((edge.target, number))
                called.add(edge.target)
        ends: dict[int, tuple[int, int]] = {}
        open_: set[int] = set()
        done: set[int] = set()
        for start in sorted(self.nodes, key=lambda node: (node in called, node)):
            path = [] if start in done else [(start, iter(out[start]))]
            open_.update(node for node, _ in path)
            while path:
                node, rest = path[-1]
                step = next(rest, None)
                if step is None:
                    path.pop()
                    open_.discard(node)
                    done.add(node)
                    continue
                target, number = step
                if target in open_:
                    ends[number] = (target, node)
                else:
                    ends[number] = (node, target)
                    if target not in done:
                        open_.add(target)
                        path.append((target, iter(out[target])))
        return ends

    def _columns(self) -> dict[int, int]:
        """Return the columns: nodes right of their callers, entry points next to their callees."""
        right_of: dict[int, list[int]] = defaultdict(list)
        waiting = dict.fromkeys(self.nodes, 0)
        for left, right in self.ends.values():
            right_of[left].append(right)
            waiting[right] += 1
        roots = [node for node in self.nodes if not waiting[node]]
        columns = dict.fromkeys(self.nodes, 0)
        ready = list(roots)
        for node in ready:  # grows during the loop
            for other in right_of[node]:
                columns[other] = max(columns[other], columns[node] + 1)
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        for node in roots:
            if right_of[node]:
                columns[node] = min(columns[other] for other in right_of[node]) - 1
        return columns

    def placed(self) -> _Placed:
        lanes, middles = self._middles()
        top = min(middles[: len(self.nodes)]) - BOX_HEIGHT / 2
        top = min(top, min(middles) - _PASSAGE / 2)
        rows = [middle - top for middle in middles]
        lefts, rights = self._column_sides()
        boxes = {
            node: Box(
                lefts[self.column_of[node]],
                rows[index] - BOX_HEIGHT / 2,
                rights[self.column_of[node]] - lefts[self.column_of[node]],
            )
            for index, node in enumerate(self.nodes)
        }
        passages = {
            number: [
                (lefts[column], rights[column], rows[index])
                for column, index in enumerate(lane, self.column_of[self.ends[number][0]] + 1)
            ]
            for number, lane in lanes.items()
        }
        routes = self._routes(boxes, passages)
        return _Placed(boxes, routes, rights[-1], max(rows) + BOX_HEIGHT / 2)

    def _middles(self) -> tuple[dict[int, list[int]], list[float]]:
        """Return the vertices that each edge passes, and the height of the middle of each vertex.

        The first vertices are the nodes; the others are where an edge passes a column.
        """
        at = {node: index for index, node in enumerate(self.nodes)}
        layers = [self.column_of[node] for node in self.nodes]
        lanes: dict[int, list[int]] = {}
        pieces: list[tuple[int, int]] = []
        for number, (left, right) in sorted(self.ends.items()):
            lane = []
            for column in range(self.column_of[left] + 1, self.column_of[right]):
                lane.append(len(layers))
                layers.append(column)
            lanes[number] = lane
            pieces += pairwise([at[left], *lane, at[right]])
        graph = igraph.Graph(len(layers), pieces, directed=True)
        across = [place for place, _ in graph.layout_sugiyama(layers=layers).coords]
        columns: list[list[int]] = [[] for _ in range(max(layers) + 1)]
        for vertex in sorted(range(len(layers)), key=lambda each: (across[each], each)):
            columns[layers[vertex]].append(vertex)
        rooms = [_ROW] * len(self.nodes) + [_PASSAGE] * (len(layers) - len(self.nodes))
        return lanes, aligned(columns, pieces, rooms)

    def _column_sides(self) -> tuple[list[float], list[float]]:
        """Return the left and the right side of each column."""
        last = max(self.column_of.values())
        wide = [0.0] * (last + 1)
        for node, column in self.column_of.items():
            wide[column] = max(wide[column], self.widths[node])
        gaps = [_GAP] * (last + 1)
        edges = [0] * (last + 1)
        for number, (left, right) in self.ends.items():
            for column in range(self.column_of[left], self.column_of[right]):
                edges[column] += 1
            for column in (self.column_of[left], self.column_of[right] - 1):
                gaps[column] = max(gaps[column], _GAP + self.labels[number])
        lefts, rights = [], []
        x = 0.0
        for column in range(last + 1):
            lefts.append(x)
            rights.append(x + wide[column])
            x = rights[-1] + gaps[column] + min(_MAX_CROWD_WIDTH, 2.0 * edges[column])
        return lefts, rights

    def _routes(
        self, boxes: dict[int, Box], passages: dict[int, list[tuple[float, float, float]]]
    ) -> dict[int, Route]:
        starts = self._ports(boxes, passages, at_right=False)
        ends = self._ports(boxes, passages, at_right=True)
        routes = {}
        for number, edge in self.edges.items():
            if number not in self.ends:
                routes[number] = Route((), label_at_right=None)
                continue
            left, right = self.ends[number]
            points = [(boxes[left].right, starts[number].y)]
            for x1, x2, y in passages[number]:
                points += [(x1, y), (x2, y)]
            points.append((boxes[right].x, ends[number].y))
            has_room = ends[number].has_room or starts[number].has_room
            if edge.source == right:
                points.reverse()
            routes[number] = Route(
                tuple(points), label_at_right=ends[number].has_room if has_room else None
            )
        return routes

    def _ports(
        self,
        boxes: dict[int, Box],
        passages: dict[int, list[tuple[float, float, float]]],
        *,
        at_right: bool,
    ) -> dict[int, _Port]:
        """Return the ports of edges at their right or left ends, apart and without crossings."""
        touching: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for number, (left, right) in self.ends.items():
            node, other = (right, left) if at_right else (left, right)
            between = passages[number]
            toward = boxes[other].middle if not between else between[-1 if at_right else 0][2]
            touching[node].append((toward, number))
        ports = {}
        for node, edges in touching.items():
            apart = min(_PORTS_APART, (BOX_HEIGHT - 14) / max(1, len(edges) - 1))
            first = boxes[node].middle - apart * (len(edges) - 1) / 2
            for index, (_, number) in enumerate(sorted(edges)):
                ports[number] = _Port(first + index * apart, apart >= _ROOM_OF_A_LABEL)
        return ports


@dataclass(frozen=True, slots=True)
class _Port:
    """The height at which an edge touches a box, and whether a label has room there."""

    y: float
    has_room: bool
