"""Find the value that a JSON Pointer leads to, decoding only the values along the path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Raw

from campaignlint.loading.json_errors import replace_unpaired_surrogates
from campaignlint.loading.offsets import BufferOffsets

if TYPE_CHECKING:
    from campaignlint.loading.discovery import Data
    from campaignlint.model.finding import Key, SymbolicLocation


class Span(NamedTuple):
    """The start and end of a value, and the part of it that a code frame marks."""

    start: int
    end: int
    mark: tuple[int, int] | None = None
    """None if there is no code frame."""


_BROKEN_ARRAY = re.compile(rb"\[[ \t\r]*\n\s*[^\s\]]")
"""An array whose first element is on a line of its own, where a mark at the bracket says little."""
_NOT_FOUND = (LookupError, msgspec.DecodeError, RecursionError, UnicodeDecodeError)


class PointerReader:
    """Finds the values at symbolic locations in a file. Fastest if sorted by record."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._bounds: tuple[int, int | None] = (0, 0)
        self._text: _Text | None = None
        """The text last used, which is between these bounds."""

    def span(self, location: SymbolicLocation, *, is_framed: bool) -> Span | None:
        """Return the span of the value at a location; None if there is none."""
        if location.offset is not None:
            start = min(location.offset, len(self._data))
            end = min(start + 1, len(self._data))
            return Span(start, end, (start, end) if is_framed else None)
        try:
            text = self._text_of(location)
            pointer = location.origin.pointer[location.origin.depth :]
            value = text.value.below((*pointer, *location.path))
            start, end = text.bounds(value)
        except _NOT_FOUND:
            return None
        if not is_framed:
            return Span(start, end)
        try:
            mark = self._mark(text, value.below(location.focus))
        except _NOT_FOUND:
            mark = start, end
        return Span(start, end, mark)

    def _mark(self, text: _Text, value: _Value) -> tuple[int, int]:
        mark = text.bounds(value)
        if _BROKEN_ARRAY.match(self._data, mark[0]):
            mark = text.bounds(value.child(0))
        return mark

    def _text_of(self, location: SymbolicLocation) -> _Text:
        bounds = (location.origin.start, location.origin.end)
        if self._text is None or self._bounds != bounds:
            self._text = None
            start, end = bounds
            self._text = _Text(replace_unpaired_surrogates(self._data[start:end]), start)
            self._bounds = bounds
        return self._text


class _Text:
    """A part of a file with one JSON value."""

    __slots__ = ("_offsets", "_start", "value")

    def __init__(self, text: bytes, start: int) -> None:
        self.value = _Value(_VALUE.decode(text))
        self._offsets = BufferOffsets(text)
        self._start = start

    def bounds(self, value: _Value) -> tuple[int, int]:
        """Return the offsets in the file at which a value starts and ends."""
        offset, length = self._offsets.find(value.raw)
        return self._start + offset, self._start + offset + length


class _Value:
    """A value, and those of its members and items that were decoded."""

    __slots__ = ("_below", "_children", "raw")

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self._children: list[Raw] | dict[str, Raw] | None = None
        self._below: dict[Key, _Value] = {}

    def below(self, pointer: tuple[Key, ...]) -> _Value:
        """Return the value that a pointer leads to. Raises the exceptions in `_NOT_FOUND`."""
        value = self
        for key in pointer:
            value = value.child(key)
        return value

    def child(self, key: Key) -> _Value:
        """Return a member or an item."""
        value = self._below.get(key)
        if value is None:
            if self._children is None:
                is_array = bytes(memoryview(self.raw)[:1]) == b"["
                self._children = (_ARRAY if is_array else _OBJECT).decode(self.raw)
            value = self._below[key] = _Value(_child(self._children, key))
        return value


_ARRAY = msgspec.json.Decoder(list[Raw])
_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_VALUE = msgspec.json.Decoder(Raw)


def _child(children: list[Raw] | dict[str, Raw], key: Key) -> Raw:
    """Return a member or an item. Raises LookupError, also for a key of the wrong type."""
    if isinstance(key, str) and isinstance(children, dict):
        return children[key]
    if isinstance(key, int) and isinstance(children, list):
        return children[key]
    raise KeyError(key)
