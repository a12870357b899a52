"""Whether a JSON text is good beyond doubt, told fast: the careful look is for the others.

msgspec decodes fast and passes over duplicate keys, numbers beyond 64 bits and, in fields that it
skips, bytes that are not UTF-8. Nearly every export has none of these. So a text is first looked at
as a whole, at the speed of memory as far as that goes; only one that raises a doubt is gone through
record by record, to say what is wrong and where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw

from campaignlint.loading import nesting as depth
from campaignlint.loading import newlines

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterable

_PART = 1 << 20
"""Larger arrays and objects are decoded in parts, each dropped before the next."""
_CHUNK = 1 << 18
"""Fits into a processor's cache, so that several looks cost about as much as one."""
_LONG_NUMBER = 19
"""Every number beyond 64 bits has as many digits, unless it has an exponent."""
_STRIDE = 4
_DIGITS_TO_ZERO = bytes(ord("0") if chr(byte).isdigit() else ord(" ") for byte in range(256))
_NO_COLON_OR_BRACKET = bytes(set(range(256)) - set(b":[{"))
_NO_COLON_OR_LINE = bytes(set(range(256)) - set(b":\n"))
_ESCAPED_COLONS = (b"\\u003a", b"\\u003A")

_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ARRAY = msgspec.json.Decoder(list[Raw])
_ARRAYS = msgspec.json.Decoder(dict[str, list[Raw]])
_ANY = msgspec.json.Decoder()
_ENCODER = msgspec.json.Encoder()


def is_sound(text: bytes | memoryview | Raw, counted: array[int] | None = None) -> bool:
    """Whether a text is JSON without a duplicate key, a number beyond 64 bits or a bad character.

    Nor is it nested beyond the limit. False says nothing: a sound text may be spelt in a way that
    this look cannot tell apart. If it is sound, `counted` gets what `newlines.count` would say.
    """
    view = memoryview(text)
    try:
        colons, brackets = _kept(text)
        return _colons(view, counted) == colons and (
            brackets <= depth.LIMIT or depth.first_beyond(view) is None
        )
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return False


def _colons(text: memoryview, counted: array[int] | None) -> int | None:
    """How many colons there are; None where some may be escaped, or a number too long."""
    found = 0
    for start in range(0, len(text), _CHUNK):
        chunk = bytes(text[start : start + _CHUNK + _LONG_NUMBER])
        if _has_escaped_colon(chunk) or _has_long_number(chunk):
            return None
        if counted is None:
            found += chunk.count(b":", 0, _CHUNK)
            continue
        for at in range(0, min(_CHUNK, len(text) - start), newlines.STEP):
            marks = chunk[at : min(at + newlines.STEP, _CHUNK)].translate(None, _NO_COLON_OR_LINE)
            colons = marks.count(b":")
            found += colons
            counted.append(counted[-1] + len(marks) - colons)
    return found


def _has_escaped_colon(chunk: bytes) -> bool:
    return b"\\" in chunk and any(escaped in chunk for escaped in _ESCAPED_COLONS)


def _has_long_number(chunk: bytes) -> bool:
    """Whether as many digits stand in a row; every fourth byte tells that there are none."""
    in_a_row = _LONG_NUMBER // _STRIDE
    sample = chunk[::_STRIDE].translate(_DIGITS_TO_ZERO)
    return b"0" * in_a_row in sample and b"0" * _LONG_NUMBER in chunk.translate(_DIGITS_TO_ZERO)


def _kept(text: bytes | memoryview | Raw) -> tuple[int, int]:
    """How many colons are left when a decoder keeps one of two members with the same key.

    There is one for each member, and those in strings, which decoding and encoding keep. And how
    many brackets are opened in one part: it is nested no deeper.
    """
    view = memoryview(text)
    if len(view) >= _PART:
        lead = bytes(view[:_PART]).lstrip()[:1]
        if lead == b"[":
            return _sum(map(_kept, _ARRAY.decode(text)), 0)
        if lead == b"{":
            try:
                arrays = _ARRAYS.decode(text)  # as of a bundle; it spares one look at all of it
            except msgspec.ValidationError:
                members = _OBJECT.decode(text)
                return _sum(map(_kept, members.values()), _colons_of(members))
            parts = (_sum(map(_kept, items), 0) for items in arrays.values())
            return _sum(parts, _colons_of(arrays))
    marks = _ENCODER.encode(_ANY.decode(text)).translate(None, _NO_COLON_OR_BRACKET)
    colons = marks.count(b":")
    return colons, len(marks) - colons


def _colons_of(members: Collection[str]) -> int:
    """The colons of an object itself: one behind each key, and those in it."""
    return len(members) + sum(key.count(":") for key in members)


def _sum(parts: Iterable[tuple[int, int]], colons: int) -> tuple[int, int]:
    """What is kept of a whole, which has some colons of its own, and a bracket."""
    most = 0
    for inside, brackets in parts:
        colons += inside
        most = max(most, brackets)
    return colons, most + 1
