"""How deeply a JSON text may be nested, which is for this module to say and not for Python.

Where a decoder gives up depends on the version of Python, on its build and on who calls it, and
what is found in an export must not. So there is a limit that all of them bear.
"""

from __future__ import annotations

import re
from itertools import accumulate

LIMIT = 500
"""Marketo nests a dozen levels; Python 3.11 gives up at 1,000 less what calls the decoder."""

_CHUNK = 1 << 18
"""Fits into a processor's cache."""
_SLICE = 256
"""Brackets that are counted together; fewer of them open than the limit, in any text of ours."""
_SQUARE = bytes.maketrans(b"{}", b"[]")
_OTHERS = bytes(set(range(256)) - set(b'"[]{}'))
_ESCAPED = re.compile(rb'\\[\\"]')
_MARK = re.compile(rb'\\[\\"]|["\[\]{}]')


def first_beyond(text: memoryview) -> int | None:
    """The offset in bytes of the first bracket that opens a level beyond the limit, if any does.

    Of what is no JSON it says the same in every Python, too.
    """
    depth = start = 0
    is_string = False
    while start < len(text):
        chunk = _whole_escapes(bytes(text[start : start + _CHUNK]))
        brackets, ends_in_string = _brackets(chunk, is_string=is_string)
        below = _depth_after(brackets, depth)
        if below is None:
            return start + _offset_beyond(chunk, depth, is_string=is_string)
        depth, is_string = below, ends_in_string
        start += len(chunk)
    return None


def _whole_escapes(chunk: bytes) -> bytes:
    """A chunk without the last backslash where that may belong to what follows."""
    backslashes = len(chunk) - len(chunk.rstrip(b"\\"))
    return chunk[:-1] if backslashes % 2 and len(chunk) > 1 else chunk


def _brackets(chunk: bytes, *, is_string: bool) -> tuple[bytes, bool]:
    """The brackets outside strings, all as square ones, and whether the chunk ends in a string."""
    if b"\\" in chunk:
        chunk = _ESCAPED.sub(b"", chunk)
    marks = chunk.translate(_SQUARE, _OTHERS)
    if is_string:
        marks = b'"' + marks
    parts = marks.replace(b'""', b"").split(b'"')  # what is left of strings has brackets in it
    return b"".join(parts[::2]), len(parts) % 2 == 0


def _depth_after(brackets: bytes, depth: int) -> int | None:
    """The depth behind some brackets; None where one of them opens a level beyond the limit."""
    for at in range(0, len(brackets), _SLICE):
        some = brackets[at : at + _SLICE]
        opening = some.count(b"[")
        if depth + opening > LIMIT:
            steps = (1 if each == ord("[") else -1 for each in some)
            if max(accumulate(steps, initial=depth)) > LIMIT:
                return None
        depth += 2 * opening - len(some)
    return depth


def _offset_beyond(chunk: bytes, depth: int, *, is_string: bool) -> int:
    """Where in a chunk the level beyond the limit is opened."""
    for mark in _MARK.finditer(chunk):
        if mark[0] == b'"':
            is_string = not is_string
        elif mark[0] in b"[{" and not is_string:
            depth += 1
            if depth > LIMIT:
                return mark.start()
        elif mark[0] in b"]}" and not is_string:
            depth -= 1
    raise AssertionError("the brackets were counted before")
