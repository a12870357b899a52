"""Where boxes and edges stand: nothing overlaps, callers come first, and cycles are no obstacle."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint.drawing.layout import Box, Layout, lay_out
from drawing.diagrams import abstract, chain

if TYPE_CHECKING:
    from campaignlint.drawing.diagram import Diagram

WIDTH = 150.0


def laid_out(diagram: Diagram) -> Layout:
    widths = {node.id: WIDTH + node.id % 3 * 20 for node in diagram.nodes}
    return lay_out(diagram, widths, [30.0] * len(diagram.edges))


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def crosses(box: Box, layout: Layout) -> bool:
    """Whether some edge passes a column level where the box is."""
    return any(
        left < box.right and box.x < right and box.y <= y <= box.y + box.height
        for route in layout.routes
        for (left, y), (right, _) in list(map(sorted, pairwise(route.points)))[1::2]
    )


EDGES = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), max_size=25)


@given(EDGES)
def test_boxes_overlap_neither_each_other_nor_edges_and_lie_inside(
    edges: list[tuple[int, int]],
) -> None:
    diagram = abstract(edges, lone=2)
    layout = laid_out(diagram)
    boxes = list(layout.boxes.values())
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert not any(crosses(box, layout) for box in boxes)
    assert all(box.x > 0 and box.right < layout.width for box in boxes)
    assert all(box.y > 0 and box.y + box.height < layout.height for box in boxes)


@given(EDGES)
def test_an_edge_leads_from_its_source_to_its_target(edges: list[tuple[int, int]]) -> None:
    diagram = abstract(edges)
    layout = laid_out(diagram)
    for edge, route in zip(diagram.edges, layout.routes, strict=True):
        if edge.source == edge.target:
            assert route.points == ()
            continue
        (x1, y1), (x2, y2) = route.points[0], route.points[-1]
        source, target = layout.boxes[edge.source], layout.boxes[edge.target]
        assert x1 in (source.x, source.right)
        assert x2 in (target.x, target.right)
        assert source.y < y1 < source.y + source.height
        assert target.y < y2 < target.y + target.height


def test_callers_stand_left_of_whom_they_call() -> None:
    layout = laid_out(abstract([(1, 2), (2, 3), (1, 3), (3, 4)]))
    assert [layout.boxes[number].x for number in (1, 2, 3, 4)] == sorted(
        {box.x for box in layout.boxes.values()}
    )


def test_whom_nobody_calls_stands_next_to_whom_it_calls() -> None:
    layout = laid_out(abstract([(1, 2), (2, 3), (4, 3)]))
    assert layout.boxes[4].x == layout.boxes[2].x


def test_a_cycle_is_opened_where_it_is_entered() -> None:
    layout = laid_out(abstract([(9, 3), (3, 4), (4, 2), (2, 3)]))
    assert [number for number, _ in sorted(layout.boxes.items(), key=lambda item: item[1].x)] == [
        9,
        3,
        4,
        2,
    ]


def test_parts_that_do_not_hang_together_stand_beside_each_other() -> None:
    layout = laid_out(abstract([(number, number + 1) for number in range(1, 60, 2)]))
    assert 0.5 < layout.width / layout.height < 2
    assert layout.boxes[1].y == layout.boxes[3].y


def test_nothing_is_laid_out_too() -> None:
    assert laid_out(abstract([])).boxes == {}


@pytest.mark.parametrize("length", [1_000])
def test_length_alone_is_no_obstacle(length: int) -> None:
    layout = laid_out(chain(length))
    assert len({box.x for box in layout.boxes.values()}) == length


def test_the_same_graph_gives_the_same_layout() -> None:
    edges = [(1, 5), (5, 2), (2, 1), (3, 5), (4, 2), (1, 4)]
    assert laid_out(abstract(edges)) == laid_out(abstract(reversed(edges)))
