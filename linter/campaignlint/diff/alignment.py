"""Align two ordered lists of steps, choices, triggers or filters, and describe the edits."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Detail:
    """An edit, as Marketo's screens would describe it."""

    what: str
    old: str | None
    new: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An element of a list: `name` is what it is, `value` what it says."""

    id: int | None
    name: str
    value: str
    parts: tuple[Item, ...] = ()
    """The choices of a step that has several."""


def compare_lists(noun: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Detail]:
    """Yield the edits that lead from one list to the other, one for each edited element."""
    pairs = align(old, new)
    partner = dict(pairs)
    kept = _longest_increasing([partner[index] for index in sorted(partner)])
    for index, item in enumerate(old):
        what = _what(noun, index, item)
        if index not in partner:
            yield Detail(what, item.value, None, _with_value(f"{what} removed", item))
    for index, at in sorted(pairs, key=lambda pair: pair[1]):
        what = _what(noun, index, old[index])
        if at not in kept:
            moved = f"{what} moved to {at + 1}"
            yield Detail(what, f"{noun} {index + 1}", f"{noun} {at + 1}", moved)
        yield from _compare_items(_what(noun, at, new[at]), old[index], new[at])
    added = set(range(len(new))) - set(partner.values())
    for at in sorted(added):
        what = _what(noun, at, new[at])
        yield Detail(what, None, new[at].value, _with_value(f"{what} added", new[at]))


def _compare_items(what: str, old: Item, new: Item) -> Iterator[Detail]:
    if old.parts and new.parts and old.name == new.name:
        yield from compare_lists(f"{what} choice", old.parts, new.parts)
    elif (old.name, old.value) != (new.name, new.value):
        before, after = old.value, new.value
        if old.name != new.name:
            before, after = f"{old.name} {before}".strip(), f"{new.name} {after}".strip()
        yield changed(what, before, after)


def changed(what: str, old: str, new: str) -> Detail:
    """Return the detail of a changed value: `step 3 Wait: 1 day -> 3 days`."""
    return Detail(what, old, new, f"{what}: {old or 'empty'} -> {new or 'empty'}")


def _what(noun: str, index: int, item: Item) -> str:
    return f"{noun} {index + 1} {item.name}".rstrip()


def _with_value(text: str, item: Item) -> str:
    return f"{text}: {item.value}" if item.value else text


def align(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the pairs of indexes of the same element: by id, by what it says, then by name."""
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(old))), list(range(len(new)))
    keys: tuple[Callable[[Item], Hashable], ...] = (
        lambda item: item.id,
        lambda item: (item.name, item.value),
        lambda item: item.name or None,
    )
    for key in keys:
        waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at in right:
            waiting[key(new[at])].append(at)
        for index in left:
            value = key(old[index])
            if value is not None and waiting[value]:
                pairs.append((index, waiting[value].pop(0)))
        left = sorted(set(left) - {index for index, _ in pairs})
        right = sorted(set(right) - {at for _, at in pairs})
    return pairs


def _longest_increasing(numbers: Sequence[int]) -> set[int]:
    """Return the elements of a longest increasing subsequence."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tails, number)
        before[number] = tails[place - 1] if place else None
        tails[place : place + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
