"""Heights of vertices in layers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from campaignlint.drawing.coordinates import assign_heights

BOX, LINE = 66.0, 20.0


def test_a_chain_is_level() -> None:
    heights = assign_heights([[0], [1], [2]], [(0, 1), (1, 2)], [BOX, LINE, BOX])
    assert len(set(heights)) == 1


def test_a_caller_is_level_with_the_center_of_its_callees() -> None:
    heights = assign_heights([[0], [1, 2, 3]], [(0, 1), (0, 2), (0, 3)], [BOX] * 4)
    assert heights[0] == heights[2]
    assert [lower - upper for upper, lower in pairwise(heights[1:])] == [BOX, BOX]


def test_an_edge_that_passes_stays_level_and_takes_little_space() -> None:
    edges = [(0, 1), (0, 2), (1, 3), (2, 4)]
    heights = assign_heights([[0], [1, 2], [3, 4]], edges, [BOX, BOX, LINE, BOX, BOX])
    assert heights[2] - heights[1] >= (BOX + LINE) / 2
    assert heights[4] == heights[2]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(8, 15)), max_size=20))
def test_the_order_is_kept_and_vertices_do_not_overlap(
    edges: list[tuple[int, int]],
) -> None:
    spaces = [BOX if vertex % 3 else LINE for vertex in range(16)]
    heights = assign_heights([list(range(8)), list(range(8, 16))], edges, spaces)
    for layer in (range(8), range(8, 16)):
        for one, other in pairwise(layer):
            apart = heights[other] - heights[one]
            assert apart >= (spaces[one] + spaces[other]) / 2 - 1e-6
