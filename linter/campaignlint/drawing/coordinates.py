"""Coordinate assignment: heights of vertices in ordered layers, so that edges are nearly level.

igraph gives every vertex the same space, but a box needs more than an edge that passes a layer.
Each layer in turn is moved as near to its neighbors as its order and the space of each vertex
allow, by least squares: first from left to right, then back.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SWEEPS = 10
_DUMMY_WEIGHT = 6.0
"""The weight of an edge at a dummy vertex; that of an edge at a box is 1."""


def assign_heights(
    layers: Sequence[Sequence[int]],
    edges: Iterable[tuple[int, int]],
    spaces: Sequence[float],
) -> list[float]:
    """Return the height of the center of each vertex.

    Vertices are numbers from 0; edges lead from one layer to the next. `spaces` are the heights of
    the vertices with their margins.
    """
    sources: list[list[int]] = [[] for _ in spaces]
    targets: list[list[int]] = [[] for _ in spaces]
    for source, target in edges:
        sources[target].append(source)
        targets[source].append(target)
    highest = max(spaces)
    weights = [_DUMMY_WEIGHT if space < highest else 1.0 for space in spaces]
    heights = [0.0] * len(spaces)
    offsets = [_offsets([spaces[vertex] for vertex in layer]) for layer in layers]
    for layer, offset in zip(layers, offsets, strict=True):
        for vertex, height in zip(layer, offset, strict=True):
            heights[vertex] = height - offset[-1] / 2
    for sweep in range(_SWEEPS):
        is_forward = sweep % 2 == 0
        for index in range(len(layers)) if is_forward else reversed(range(len(layers))):
            layer = layers[index]
            wanted = []
            for vertex in layer:
                before, after = sources[vertex], targets[vertex]
                neighbors = (before or after) if is_forward else (after or before)
                total = sum(weights[neighbor] for neighbor in neighbors)
                mean = sum(weights[neighbor] * heights[neighbor] for neighbor in neighbors)
                wanted.append(mean / total if neighbors else heights[vertex])
            separated = _separate(wanted, [weights[number] for number in layer], offsets[index])
            for vertex, height in zip(layer, separated, strict=True):
                heights[vertex] = height
    return heights


def _offsets(spaces: Sequence[float]) -> list[float]:
    """Return the heights of the vertices of a layer without gaps; the first is 0."""
    return list(accumulate(((one + other) / 2 for one, other in pairwise(spaces)), initial=0.0))


def _separate(
    heights: Sequence[float], weights: Sequence[float], offsets: Sequence[float]
) -> list[float]:
    """Return the heights nearest to those wanted, in order and at least as far apart as `offsets`.

    Neighbors that would overlap are pooled at their weighted mean (pool adjacent violators).
    """
    pools: list[tuple[float, float, int]] = []  # mean, weight, number of vertices
    for height, weight, offset in zip(heights, weights, offsets, strict=True):
        mean, total, count = height - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other_mean, other_total, other_count = pools.pop()
            mean = (mean * total + other_mean * other_total) / (total + other_total)
            total, count = total + other_total, count + other_count
        pools.append((mean, total, count))
    means = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
