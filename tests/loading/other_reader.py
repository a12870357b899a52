"""An independent reader of JSON and of positions in it, to verify locations.

It is slow and simple, uses the decoder of the standard library, and shares no code with the
reader that it verifies.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from campaignlint.locating.locations import Location

Key = str | int

_SPACE = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder()


def span(text: str, pointer: tuple[Key, ...], at: int = 0) -> tuple[int, int]:
    """Return where a value starts and ends; the last of duplicate keys counts."""
    at = _skip_space(text, at)
    if not pointer:
        return at, _JSON.raw_decode(text, at)[1]
    found = [start for key, start in _parts(text, at) if key == pointer[0]]
    return span(text, pointer[1:], found[-1])


def _parts(text: str, at: int) -> Iterator[tuple[Key, int]]:
    """Return the keys or indices of a container, each with the offset of its value."""
    is_object = text[at] == "{"
    at = _skip_space(text, at + 1)
    index = 0
    while text[at] not in "}]":
        key: Key = index
        if is_object:
            key, at = _JSON.raw_decode(text, at)
            at = _skip_space(text, _skip_space(text, at) + 1)
        yield key, at
        at = _skip_space(text, _JSON.raw_decode(text, at)[1])
        at = _skip_space(text, at + 1) if text[at] == "," else at
        index += 1


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def position_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset."""
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - line_start + 1


def keys(pointer: str, value: Any) -> tuple[Key, ...]:
    """Return the keys of a JSON Pointer, with integers for indices."""
    found: list[Key] = []
    for part in pointer.split("/")[1:]:
        key: Key = part.replace("~1", "/").replace("~0", "~")
        key = int(key) if isinstance(value, list) else key
        value = value[key]
        found.append(key)
    return tuple(found)


def check(location: Location, folder: Path) -> None:
    """Assert that a location is where this reader finds its value."""
    assert location.line is not None, location
    text = (folder / location.file).read_bytes().decode("utf-8-sig")
    first = 0
    if location.file.endswith((".ndjson", ".jsonl")):
        first = start_of_line(text, location.line)
    document, _ = _JSON.raw_decode(text, _skip_space(text, first))
    start, end = span(text, keys(location.pointer, document), first)
    assert (location.line, location.column) == position_of(text, start)
    assert (location.end_line, location.end_column) == position_of(text, end)


def start_of_line(text: str, line: int) -> int:
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1])
