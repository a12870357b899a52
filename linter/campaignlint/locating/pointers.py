"""Where a JSON Pointer leads to in a file.

Nothing is decoded but what lies on the way.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from campaignlint.loading import json_errors as json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.loading import discovery as files
    from campaignlint.model.finding import Anchor, Key, SymbolicLocation


class Span(NamedTuple):
    """Where a value begins and ends, and what of it an excerpt marks, if there is to be one."""

    start: int
    end: int
    mark: tuple[int, int] | None = None


def order_in_file(place: SymbolicLocation) -> tuple[int, int, int]:
    """Sorts places so that each text, and each item of an array, is looked into once."""
    origin = place.origin
    anchor = origin.anchor
    if anchor is None:
        return origin.start, 0, 0
    return origin.start, anchor.start, _item_index(anchor, (*origin.pointer, *place.path))


def _item_index(anchor: Anchor, pointer: tuple[Key, ...]) -> int:
    """Which of the items at an anchor a pointer leads to; -1 for none."""
    return int(pointer[anchor.depth]) - anchor.first if anchor.depth < len(pointer) else -1


_BROKEN_ARRAY = re.compile(rb"\[[ \t\r]*\n\s*[^\s\]]")
"""An array with its first element on a line of its own: a mark at its bracket would say nothing."""
_FARTHEST = 160
"""How many bytes of space before an item are looked at."""
_NOT_THERE = (LookupError, msgspec.DecodeError, RecursionError, json_text.JsonError)


class PointerReader:
    """Follows the pointers of places through a file. It is fastest in the order of these."""

    def __init__(self, data: files.Data, *, is_lines: bool) -> None:
        self._data = data
        self._is_lines = is_lines
        self._at: tuple[int, ...] = ()
        """What tells which text was looked into last."""
        self._text: _Text | None = None

    def span(self, place: SymbolicLocation, *, is_framed: bool) -> Span | None:
        """Where the value at a place stands; None for one that is not there."""
        if place.offset is not None:
            start = min(place.offset, len(self._data))
            end = min(start + 1, len(self._data))
            return Span(start, end, (start, end) if is_framed else None)
        try:
            text, value = self._value(place)
            start, end = text.bounds(value)
        except _NOT_THERE:
            return None
        if not is_framed:
            return Span(start, end)
        try:
            mark = self._mark(text, value.below(place.focus))
        except _NOT_THERE:
            mark = start, end
        return Span(start, end, mark)

    def _mark(self, text: _Text, value: _Value) -> tuple[int, int]:
        mark = text.bounds(value)
        if _BROKEN_ARRAY.match(self._data, mark[0]):
            mark = text.bounds(value.child(0))
        return mark

    def _value(self, place: SymbolicLocation) -> tuple[_Text, _Value]:
        origin = place.origin
        anchor = origin.anchor
        pointer = (*origin.pointer, *place.path)
        at = order_in_file(place)
        if self._at != at or self._text is None:
            self._text = None
            self._text = (
                self._json_text(origin.start) if anchor is None else self._item(anchor, at[2])
            )
            self._at = at
        text = self._text
        return text, text.top.below(pointer if anchor is None else pointer[anchor.depth + 1 :])

    def _json_text(self, start: int) -> _Text:
        """A line of NDJSON, or the rest of the file."""
        newline = self._data.find(b"\n", start) if self._is_lines else -1
        text = json_text.mended(self._data[start : newline if newline >= 0 else None])
        value = text.strip(b" \t\r\n")
        return _Text(value, value, start + text.find(value[:1]))

    def _item(self, anchor: Anchor, index: int) -> _Text:
        """One of the items at an anchor, decoded with few others."""
        if not 0 <= index < anchor.length:
            raise LookupError(index)
        between = _between_items(self._data, anchor.start)
        for start, end, spare in _windows(anchor, index):
            text = json_text.mended(self._data[start:end])
            is_first, is_last = start == anchor.start, end == anchor.end
            cut = text.rfind(between, 0, spare)
            if cut < 0 and not is_first:
                continue
            begin = 0 if is_first else cut + len(between) - 1
            array = b"[" + text[begin : None if is_last else text.rfind(between)] + b"]"
            with suppress(msgspec.DecodeError):
                items = _ARRAY.decode(array)
                number = index if is_first else index - anchor.length + len(items)
                if 0 <= number < len(items):
                    return _Text(items[number], array, start + begin - 1)
        raise LookupError(index)


def _between_items(data: files.Data, start: int) -> bytes:
    """What stands from the end of an item to the brace of the next, judging by the first one."""
    before = data[max(0, start - _FARTHEST) : start]
    return b"," + before[len(before.rstrip()) :] + b"{"


def _windows(anchor: Anchor, index: int) -> Iterator[tuple[int, int, int]]:
    """In which parts to look for an item, the smallest first, at last in all.

    A part reaches from the nearer end of the stretch as far as it should if all items were of one
    size, and then some to spare: the third number. Where whole items end in it is guessed. That
    what is cut there is JSON proves it, and the number of items tells which they are.
    """
    size = (anchor.end - anchor.start) / anchor.length
    for more in (1, 2):
        spare = int(size * more)
        if index < anchor.length // 2:
            end = anchor.start + int(size * (index + 1 + more))
            yield anchor.start, min(end, anchor.end), spare
        else:
            start = anchor.end - int(size * (anchor.length - index + more))
            yield max(start, anchor.start), anchor.end, spare
    yield anchor.start, anchor.end, 0


class _Text:
    """A JSON value, the text that it is a part of, and where in the file that begins."""

    __slots__ = ("_start", "_whole", "top")

    def __init__(self, value: msgspec.Raw | bytes, whole: bytes, start: int) -> None:
        from campaignlint.loading.offsets import BufferOffsets

        self.top = _Value(value)
        self._whole = BufferOffsets(whole)
        self._start = start

    def bounds(self, value: _Value) -> tuple[int, int]:
        """The offsets in the file at which a value below starts and ends."""
        offset, length = self._whole.find(value.raw)
        return self._start + offset, self._start + offset + length


class _Value:
    """A value, and what was decoded of it."""

    __slots__ = ("_below", "_children", "raw")

    def __init__(self, raw: msgspec.Raw | bytes, children: _Children | None = None) -> None:
        self.raw = raw
        self._children = children
        self._below: dict[Key | tuple[str, ...], _Value] = {}

    def below(self, pointer: tuple[Key, ...]) -> _Value:
        """Where a pointer leads to. Raises LookupError, msgspec.DecodeError, RecursionError."""
        value = self
        names: tuple[str, ...] = ()
        for key in pointer:
            if isinstance(key, str):
                names = (*names, key)
            else:
                value = (value._array(names) if names else value).child(key)
                names = ()
        for name in names:
            value = value.child(name)
        return value

    def child(self, key: Key) -> _Value:
        if self._children is None:
            self._children = _children_of(self.raw)
        found = self._below.get(key)
        if found is None:
            found = self._below[key] = _Value(_child(self._children, key))
        return found

    def _array(self, names: tuple[str, ...]) -> _Value:
        """The array behind some names, in one look: one for each name would take as long each."""
        found = self._below.get(names)
        if found is None:
            found = self._below[names] = self._array_in_one_look(names)
        return found

    def _array_in_one_look(self, names: tuple[str, ...]) -> _Value:
        try:
            value = _path(names).decode(self.raw)
        except (msgspec.ValidationError, ValueError):  # another value, or no name for a field
            return self._one_by_one(names)
        for _ in names:
            value = value.below
        return _Value(b"", value)

    def _one_by_one(self, names: tuple[str, ...]) -> _Value:
        value = self
        for name in names:
            value = value.child(name)
        return value


@lru_cache(maxsize=256)
def _path(names: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
    """A decoder of nothing but the items of an array behind some names. May raise ValueError."""
    kind: Any = list[msgspec.Raw]
    for name in reversed(names):
        kind = msgspec.defstruct("At", [("below", kind)], rename={"below": name}, gc=False)
    return msgspec.json.Decoder(kind)


_Children = list[msgspec.Raw] | dict[str, msgspec.Raw]
_ARRAY = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _children_of(value: msgspec.Raw | bytes) -> _Children:
    """What stands in an array or object; of a key that stands twice the last, as readers do."""
    return (_ARRAY if bytes(memoryview(value)[:1]) == b"[" else _OBJECT).decode(value)


def _child(children: _Children, key: Key) -> msgspec.Raw:
    """One of them. Raises LookupError, also for a key of the wrong kind."""
    if isinstance(key, str) and isinstance(children, dict):
        return children[key]
    if isinstance(key, int) and isinstance(children, list):
        return children[key]
    raise KeyError(key)
