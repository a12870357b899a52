"""How many lines begin before a place in a file, without a look at all that stands before it."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.loading import discovery as files

STEP = 1 << 13
"""Newlines are counted once in so many bytes."""


def none() -> array[int]:
    """What was counted before the first step."""
    return array("Q", [0])


def count(data: files.Data) -> array[int]:
    """How many newlines stand before every `STEP`th byte."""
    counted = none()
    for at in range(0, len(data), STEP):
        counted.append(counted[-1] + data[at : at + STEP].count(b"\n"))
    return counted


def between(data: files.Data, start: int, end: int, counted: Sequence[int]) -> int:
    """How many newlines stand between two offsets; `counted` may be empty."""
    first, last = -(-start // STEP), end // STEP
    if first >= last or last >= len(counted):
        return _in(data, start, end)
    return (
        _in(data, start, first * STEP)
        + counted[last]
        - counted[first]
        + _in(data, last * STEP, end)
    )


_CHUNK = 1 << 20


def _in(data: files.Data, start: int, end: int) -> int:
    if end - start <= _CHUNK:
        return data[start:end].count(b"\n")
    return sum(data[at : min(at + _CHUNK, end)].count(b"\n") for at in range(start, end, _CHUNK))
