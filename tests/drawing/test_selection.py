"""Which part of the call graph is drawn."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise
from typing import TYPE_CHECKING

from campaignlint.drawing import selection as parts
from campaignlint.drawing.builder import DiagramBuilder, FindingCount
from campaignlint.drawing.diagram import LeftOut
from graph.test_calls import executing_each

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.test_calls import Edge


def picture_of(*edges: Edge, marks: Mapping[int, FindingCount] | None = None) -> DiagramBuilder:
    return DiagramBuilder(executing_each(edges), marks=marks)


def test_around_a_campaign_are_its_neighbours() -> None:
    picture = picture_of((1, 2), (2, 3), (3, 4), (5, 4))
    assert sorted(parts.with_neighborhood(picture, [2])) == [1, 2, 3]
    assert sorted(parts.with_neighborhood(picture, [2], depth=2)) == [1, 2, 3, 4]
    assert parts.with_neighborhood(picture, [99]) == {}


def test_around_a_campaign_is_the_whole_of_its_cycle() -> None:
    picture = picture_of((1, 2), (2, 3), (3, 4), (4, 5), (5, 1), (9, 1), (8, 9))
    assert sorted(parts.with_neighborhood(picture, [1])) == [1, 2, 3, 4, 5, 9]


def test_around_all_campaigns_of_a_cycle_that_is_listed_once() -> None:
    cycle = range(2_000)
    picture = picture_of(*pairwise(cycle), (cycle[-1], 0))
    assert len(picture.graph.cyclic) == 1
    tracemalloc.start()
    try:
        found = parts.with_neighborhood(picture, cycle)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert list(found) == list(cycle)
    assert peak < 2_000_000  # a list for each member would be of 32 MB


def test_around_a_campaign_is_the_whole_of_a_chain_that_is_too_deep() -> None:
    picture = picture_of(*pairwise(range(1, 8)))
    assert sorted(parts.with_neighborhood(picture, [1])) == [1, 2, 3, 4, 5]


def test_the_gravest_come_first() -> None:
    marks = {
        5: FindingCount("note"),
        4: FindingCount("error"),
        3: FindingCount("warning"),
        2: FindingCount("error"),
    }
    assert parts.most_severe_first(picture_of((1, 2), marks=marks)) == [2, 4, 3, 5]


def test_what_fits_is_taken_whole() -> None:
    graph = picture_of((1, 2), (2, 3)).graph
    fit = parts.fit(graph, [1, 2, 3], parts.Limit(3, 2))
    assert fit == parts.Fit((1, 2, 3), LeftOut())
    assert fit.is_whole


def test_what_does_not_fit_is_counted() -> None:
    graph = picture_of((1, 2), (2, 3), (3, 4), (4, 1)).graph
    assert parts.fit(graph, [2, 3, 4, 1], parts.Limit(3, 9)) == parts.Fit(
        (2, 3, 4), LeftOut(campaigns=1, calls=2)
    )


def test_a_campaign_with_too_many_edges_is_passed_over() -> None:
    graph = picture_of((1, 2), (1, 3), (1, 4), (2, 3)).graph
    assert parts.fit(graph, [2, 3, 4, 1], parts.Limit(9, 2)) == parts.Fit(
        (2, 3, 4), LeftOut(campaigns=1, calls=3)
    )


def test_the_largest_parts_come_first() -> None:
    graph = picture_of((21, 22), *pairwise(range(1, 5)), (11, 12), (12, 13)).graph
    ordered = parts.components_first(graph, graph.campaigns, parts.Limit(5, 99))
    assert ordered == [1, 2, 3, 4, 11, 12, 13, 21, 22]
    assert parts.components_first(graph, [11, 12, 13, 99], parts.Limit(5, 99)) == [11, 12, 13, 99]


def test_of_a_part_that_does_not_fit_the_busiest_comes_first_and_those_nearest_to_it() -> None:
    graph = picture_of((1, 2), (2, 9), (3, 9), (9, 4), (4, 5)).graph
    ordered = parts.components_first(graph, graph.campaigns, parts.Limit(3, 99))
    assert ordered[:4] == [9, 2, 3, 4]
