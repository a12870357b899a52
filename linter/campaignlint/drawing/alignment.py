"""Heights of nodes in columns with a given order, so that edges are as level as possible.

igraph gives every vertex the same room. Here a box has more room than an edge that passes. Each
column in turn is placed as near to its neighbors as its order and the room of each vertex allow, by
least squares, first from left to right and then back.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SWEEPS = 10
_LEVEL = 6.0
"""The weight of an edge that passes a column; that of an edge at a box is 1."""


def aligned(
    columns: Sequence[Sequence[int]],
    edges: Iterable[tuple[int, int]],
    rooms: Sequence[float],
) -> list[float]:
    """Return the height of the middle of each vertex.

    Vertices are numbers from 0; edges lead from one column to the next. `rooms` are the heights of
    the vertices with their margins.
    """
    before: list[list[int]] = [[] for _ in rooms]
    after: list[list[int]] = [[] for _ in rooms]
    for left, right in edges:
        before[right].append(left)
        after[left].append(right)
    highest = max(rooms)
    weights = [_LEVEL if room < highest else 1.0 for room in rooms]
    heights = [0.0] * len(rooms)
    stacks = [_stacked(column, rooms) for column in columns]
    for column, stack in zip(columns, stacks, strict=True):
        for vertex, height in zip(column, stack, strict=True):
            heights[vertex] = height - stack[-1] / 2
    for sweep in range(_SWEEPS):
        forwards = sweep % 2 == 0
        for index in range(len(columns)) if forwards else reversed(range(len(columns))):
            column = columns[index]
            wanted = []
            for vertex in column:
                behind, ahead = before[vertex], after[vertex]
                neighbors = (behind or ahead) if forwards else (ahead or behind)
                total = sum(weights[each] for each in neighbors)
                mean = sum(weights[each] * heights[each] for each in neighbors)
                wanted.append(mean / total if neighbors else heights[vertex])
            placed = _spread(wanted, [weights[each] for each in column], stacks[index])
            for vertex, height in zip(column, placed, strict=True):
                heights[vertex] = height
    return heights


def _stacked(column: Sequence[int], rooms: Sequence[float]) -> list[float]:
    """Return the heights of the vertices of a column without gaps; the first is 0."""
    steps = ((rooms[one] + rooms[other]) / 2 for one, other in pairwise(column))
    return list(accumulate(steps, initial=0.0))


def _spread(
    wanted: Sequence[float], weights: Sequence[float], stack: Sequence[float]
) -> list[float]:
    """Return the heights nearest to those wanted, in order and at least as far apart as stacked.

    Neighbors that would overlap are pooled at their weighted mean (PAVA).
    """
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for height, weight, offset in zip(wanted, weights, stack, strict=True):
        mean, total, count = height - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, its, number = pools.pop()
            mean = (mean * total + other * its) / (total + its)
            total, count = total + its, count + number
        pools.append((mean, total, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, stack, strict=True)]
