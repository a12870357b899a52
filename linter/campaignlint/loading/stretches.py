"""A large export in stretches: as many whole items of an array as fit into a processor's cache.

To decode a gigabyte at once takes memory for every string in it, and to find its items first takes
half as long as to decode them. But what is written over several lines begins each item on a line of
its own, indented like the others. So where a stretch may end is guessed, and the decoder proves the
guess: a text that is cut within an item is no JSON. What stands between stretches is read exactly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

ItemT = TypeVar("ItemT")

_SIZE = 1 << 16
_GAP = rb"[ \t\n\r]*"
_BREAK = rb"[ \t\r]*\n[ \t\n\r]*"
_OPENING = re.compile(rb"\{(" + _BREAK + rb')(?=")')
_MEMBER = re.compile(_GAP + rb'"([A-Za-z]+)"' + _GAP + rb":" + _GAP + rb"\[")
_COMMA = re.compile(_GAP + rb",")
_CLOSING = re.compile(_GAP + rb"\}" + _GAP)
_NO_ITEM = re.compile(_GAP + rb"\]")
_FIRST_ITEM = re.compile(rb"(" + _BREAK + rb")(?=\{)")
_NO_JSON = (msgspec.DecodeError, RecursionError, UnicodeError)


class UnevenError(Exception):
    """A text that is not written as this module expects; it may be sound all the same."""


class Stretch(NamedTuple, Generic[ItemT]):
    """Some items of an array that follow each other."""

    key: str | None
    """Under which the array stands in a bundle; None where it is all there is."""
    first: int
    """The index of the first of them."""
    start: int
    """The offset in bytes of the first of them in the text."""
    end: int
    """Where the last one ends."""
    items: list[ItemT]


def stretches(
    text: memoryview, decode: Callable[[str | None, bytes], list[ItemT]]
) -> Iterator[Stretch[ItemT]]:
    """The stretches of an array, or of each array in a bundle that holds nothing else.

    `decode` makes the items of a bundle's key from an array as JSON. It raises msgspec.DecodeError
    where it cannot, and UnevenError where it will not. So does this as soon as the text is found to
    be written in some other way; what came until then is to be forgotten.
    """
    if bytes(text[:1]) == b"[":
        end = yield from _Array(text, None, b"\n]", decode).read(1)
        if end != len(text):
            raise UnevenError
        return
    opening = _expect(_OPENING, text, 0)
    at = opening.end()
    while True:
        member = _expect(_MEMBER, text, at)
        array = _Array(text, member[1].decode(), opening[1] + b"]", decode)
        at = yield from array.read(member.end())
        comma = _COMMA.match(text, at)
        if comma is None:
            break
        at = comma.end()
    if _expect(_CLOSING, text, at).end() != len(text):
        raise UnevenError


def _expect(pattern: re.Pattern[bytes], text: memoryview, at: int) -> re.Match[bytes]:
    match = pattern.match(text, at)
    if match is None:
        raise UnevenError
    return match


class _Array(Generic[ItemT]):
    """One array of objects, which ends with `closing` if it is written as expected."""

    def __init__(
        self,
        text: memoryview,
        key: str | None,
        closing: bytes,
        decode: Callable[[str | None, bytes], list[ItemT]],
    ) -> None:
        self._text = text
        self._key = key
        self._closing = closing
        self._decode = decode

    def read(self, at: int) -> Generator[Stretch[ItemT], None, int]:
        """The stretches of an array whose bracket stands before `at`; returns where it ends."""
        nothing = _NO_ITEM.match(self._text, at)
        if nothing is not None:
            return nothing.end()
        lead = _expect(_FIRST_ITEM, self._text, at)
        between = b"," + lead[1] + b"{"
        start, first, size = lead.end(), 0, _SIZE
        while True:
            chunk = bytes(self._text[start : start + size])
            cut = chunk.rfind(between)
            items = None if cut < 0 else self._items(chunk[:cut])
            if items is not None:
                yield Stretch(self._key, first, start, start + cut, items)
                first += len(items)
                start += cut + len(between) - 1
                continue
            end = chunk.find(self._closing)
            items = None if end < 0 else self._items(chunk[:end])
            if items is not None:
                yield Stretch(self._key, first, start, start + end, items)
                return start + end + len(self._closing)
            if cut >= 0 or end >= 0 or start + size >= len(self._text):
                raise UnevenError
            size *= 2  # an item is larger than that

    def _items(self, stretch: bytes) -> list[ItemT] | None:
        """The items of a stretch, if it is one: whole items, with commas between them."""
        try:
            return self._decode(self._key, b"[" + stretch + b"]")
        except _NO_JSON:
            return None
