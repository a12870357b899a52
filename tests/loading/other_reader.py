"""Another reader of JSON and of places in it, to hold the reports against.

It is written for the tests alone, slow and simple, upon the standard library's decoder, and shares
nothing with the one that it checks.
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
    """Where a value begins and ends; of a key that stands twice the last counts."""
    at = _behind_space(text, at)
    if not pointer:
        return at, _JSON.raw_decode(text, at)[1]
    found = [start for key, start in _parts(text, at) if key == pointer[0]]
    return span(text, pointer[1:], found[-1])


def _parts(text: str, at: int) -> Iterator[tuple[Key, int]]:
    """The keys or indices of a container, each with the offset of its value."""
    is_object = text[at] == "{"
    at = _behind_space(text, at + 1)
    index = 0
    while text[at] not in "}]":
        key: Key = index
        if is_object:
            key, at = _JSON.raw_decode(text, at)
            at = _behind_space(text, _behind_space(text, at) + 1)
        yield key, at
        at = _behind_space(text, _JSON.raw_decode(text, at)[1])
        at = _behind_space(text, at + 1) if text[at] == "," else at
        index += 1


def _behind_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column."""
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - line_start + 1


def keys(pointer: str, value: Any) -> tuple[Key, ...]:
    """A JSON Pointer taken apart, with numbers where the value has an array."""
    found: list[Key] = []
    for part in pointer.split("/")[1:]:
        key: Key = part.replace("~1", "/").replace("~0", "~")
        key = int(key) if isinstance(value, list) else key
        value = value[key]
        found.append(key)
    return tuple(found)


def check(location: Location, folder: Path) -> None:
    """Compare a location with what the other reader finds in the file."""
    assert location.line is not None, location
    text = (folder / location.file).read_bytes().decode("utf-8-sig")
    first = 0
    if location.file.endswith((".ndjson", ".jsonl")):
        first = place_in_line(text, location.line)
    document, _ = _JSON.raw_decode(text, _behind_space(text, first))
    start, end = span(text, keys(location.pointer, document), first)
    assert (location.line, location.column) == place_of(text, start)
    assert (location.end_line, location.end_column) == place_of(text, end)


def place_in_line(text: str, line: int) -> int:
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1])
