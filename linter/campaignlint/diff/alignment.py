"""Align two ordered lists of steps, choices, triggers or filters, and describe the edits."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Edit = Literal["added", "removed", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class Detail:
    """An edit, in the terms of Marketo's UI."""

    what: str
    old: str | None
    new: str | None
    text: str
    edit: Edit = "changed"
    place: str = ""
    """The edited element or setting, without names from the export."""
    plain: str = ""
    """The text without names and values from the export."""


class Field(NamedTuple):
    """A part of a value, such as an attribute of a flow step."""

    name: str
    key: Hashable
    """The value that differs if the part was edited."""
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An element of a list, such as a flow step and the text of its attributes."""

    id: int | None
    name: str
    value: str
    parts: tuple[Item, ...] = ()
    """The choices of a step."""
    fields: tuple[Field, ...] = ()
    """The parts of `value`."""
    noun: str = ""
    """A name that replaces its number."""

    @property
    def content(self) -> Hashable:
        if self.parts:
            return (self.name, tuple(part.content for part in self.parts))
        if self.fields:
            return (self.name, tuple((field.name, field.key) for field in self.fields))
        return (self.name, self.value)

    @property
    def text(self) -> str:
        """`Wait 1 day`."""
        return f"{self.name} {self.value}".strip()


class _Place(NamedTuple):
    """The text for the element of an edit."""

    plain: str
    """`flow step 2 choice 1`."""
    lead: str
    """`flow step 2 Send Email choice 1`."""
    named: str
    """The same with the name of the element itself."""

    def detail(
        self, edit: Edit, old: str | None, new: str | None, text: str, plain: str = ""
    ) -> Detail:
        plain = plain or f"{self.plain} {edit}"
        return Detail(
            self.named,
            old,
            new,
            text.removeprefix("flow "),
            edit,
            self.plain,
            plain.removeprefix("flow "),
        )


_NOWHERE = _Place("", "", "")


def compare_lists(
    noun: str, old: Sequence[Item], new: Sequence[Item], within: _Place = _NOWHERE
) -> Iterator[Detail]:
    """Yield the edits that lead from one list to the other, one for each edited element."""
    alignment = Alignment(old, new)
    for index in alignment.removed:
        place = _place(noun, index, old[index], within)
        yield place.detail(
            "removed", old[index].value, None, f"{place.lead} removed: {old[index].text}"
        )
    for index, at in alignment.pairs:
        if (index, at) not in alignment.kept:
            place = _place(noun, index, old[index], within)
            before, after = f"{noun} {index + 1}", f"{noun} {at + 1}"
            text, plain = (f"{text} moved to {at + 1}" for text in (place.named, place.plain))
            yield place.detail("moved", before, after, text, plain)
        yield from _compare_items(_place(noun, at, new[at], within), old[index], new[at])
    for at in alignment.added:
        place = _place(noun, at, new[at], within)
        yield place.detail("added", None, new[at].value, f"{place.lead} added: {new[at].text}")


def _place(noun: str, index: int, item: Item, within: _Place) -> _Place:
    own = item.noun or f"{noun} {index + 1}"
    lead = f"{within.named} {own}".lstrip()
    return _Place(f"{within.plain} {own}".lstrip(), lead, f"{lead} {item.name}".rstrip())


def _compare_items(place: _Place, old: Item, new: Item) -> Iterator[Detail]:
    if old.content == new.content:
        return
    if old.name == new.name and max(len(old.parts), len(new.parts)) > 1:
        yield from compare_lists("choice", old.parts, new.parts, place)
        return
    before, after = _differing_texts(old, new)
    if before != after:  # equal if only ids or renamed assets differ
        yield place.detail("changed", before, after, _change_text(place.named, before, after))


def _differing_texts(old: Item, new: Item) -> tuple[str, str]:
    """Return the texts of both elements, limited to the fields that differ."""
    if old.name != new.name:
        return old.text, new.text
    names = [field.name for field in old.fields]
    if not names or names != [field.name for field in new.fields]:
        return old.value, new.value
    fields = zip(old.fields, new.fields, strict=True)
    pairs = [(one, other) for one, other in fields if one.key != other.key]
    return _join(one.text for one, _ in pairs), _join(other.text for _, other in pairs)


def _join(texts: Iterable[str]) -> str:
    return ", ".join(filter(None, texts))


def change_detail(noun: str, old: str, new: str) -> Detail:
    """Return the detail of a changed value: `name: Intake -> Intake 2`."""
    text = _change_text(noun, old, new)
    return Detail(noun, old, new, text, "changed", noun, f"{noun} changed")


def _change_text(noun: str, old: str, new: str) -> str:
    return f"{noun}: {old or 'empty'} -> {new or 'empty'}"


class Alignment:
    """The pairs of elements of two lists that are the same element."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        self._old = old
        self._new = new
        self.pairs = sorted(_match(old, new), key=lambda pair: pair[1])
        """Indexes in the old and the new list, in the order of the new one."""
        partners = dict(self.pairs)
        self.removed = [index for index in range(len(old)) if index not in partners]
        taken = set(partners.values())
        self.added = [at for at in range(len(new)) if at not in taken]

    @cached_property
    def kept(self) -> frozenset[tuple[int, int]]:
        """As many pairs as possible that are in the same order in both lists.

        Of several possibilities, both directions of a comparison choose the same one.
        """
        if _comes_first(self._old, self._new):
            return frozenset(_longest_increasing(sorted(self.pairs)))
        swapped = _longest_increasing(sorted((at, index) for index, at in self.pairs))
        return frozenset((index, at) for at, index in swapped)

    def rows(self) -> Iterator[tuple[int | None, int | None]]:
        """Yield the indexes of elements side by side; a moved one has a row in both places."""
        index = at = 0
        ends = sorted(self.kept)
        for end_index, end_at in [*ends, (len(self._old), len(self._new))]:
            yield from ((position, None) for position in range(index, end_index))
            yield from ((None, position) for position in range(at, end_at))
            if (end_index, end_at) in self.kept:
                yield end_index, end_at
            index, at = end_index + 1, end_at + 1


def _comes_first(one: Sequence[Item], other: Sequence[Item]) -> bool:
    """Return whether a list sorts first, so that both directions give the same alignment."""
    left, right = (
        [(item.name, item.value, item.id or 0) for item in side] for side in (one, other)
    )
    return left <= right


def _match(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[int, int]]:
    """Yield the pairs: by id and content, then by either of them, then by name.

    Some exporters number the elements, so that an id is not worth more than the content.
    """
    left, right = list(range(len(old))), list(range(len(new)))
    phases: tuple[tuple[_Key, _PairUp], ...] = (
        (lambda item: None if item.id is None else (item.id, item.content), _pair_equal),
        (lambda item: item.content, _pair_ends),
        (lambda item: item.content, _pair_in_order),
        (lambda item: item.content, _pair_equal),
        (lambda item: None if item.id is None else (item.id, item.name), _pair_equal),
        (lambda item: item.name or item.noun, _pair_equal),
    )
    for key, pair in phases:
        lefts, rights = [old[index] for index in left], [new[at] for at in right]
        pairs = [(left[one], right[other]) for one, other in pair(key, lefts, rights)]
        yield from pairs
        matched, taken = {index for index, _ in pairs}, {at for _, at in pairs}
        left = [index for index in left if index not in matched]
        right = [at for at in right if at not in taken]


_Key = Callable[["Item"], "Hashable"]
_PairUp = Callable[[_Key, "Sequence[Item]", "Sequence[Item]"], "list[tuple[int, int]]"]


def _pair_equal(key: _Key, old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Pair elements with the same key, whatever their order; None pairs with nothing."""
    unpaired: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for at, item in enumerate(new):
        unpaired[key(item)].append(at)
    values = enumerate(map(key, old))
    return [
        (index, unpaired[value].popleft())
        for index, value in values
        if value is not None and unpaired[value]
    ]


def _pair_ends(key: _Key, old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Pair the elements at both ends up to the first with different keys."""
    left, right = list(map(key, old)), list(map(key, new))
    first = _count_equal(left, right)
    last = _count_equal(reversed(left[first:]), reversed(right[first:]))
    return [
        *((at, at) for at in range(first)),
        *((len(old) - at, len(new) - at) for at in range(last, 0, -1)),
    ]


def _count_equal(old: Iterable[Hashable], new: Iterable[Hashable]) -> int:
    """Return the number of equal elements before the first different one."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _pair_in_order(key: _Key, old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Pair elements with the same key that are in the same order in both lists."""
    if not _comes_first(old, new):
        return [(index, at) for at, index in _pair_in_order(key, new, old)]
    matcher = SequenceMatcher(None, list(map(key, old)), list(map(key, new)), autojunk=False)
    return [
        (block.a + offset, block.b + offset)
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    ]


def _longest_increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest subsequence in which the second numbers increase."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(pairs):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [number]
    found = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found
