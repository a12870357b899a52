"""At which line of a TOML file a key stands. tomllib reads values, but does not say where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tomllib

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_ASSIGNMENT = re.compile(rf"\s*((?:{_PART.pattern})(?:\s*\.\s*(?:{_PART.pattern}))*)\s*=")


def line_of(text: str, path: tuple[str, ...], value: str | None = None) -> int | None:
    """The line, from 1, of the key at `path`, or of `value` (an item of its array) behind it.

    The nearest table above is given where the key itself stands in an inline table.
    """
    lines = text.splitlines()
    path = _normalised(path)
    table: tuple[str, ...] = ()
    best: tuple[int, int] | None = None
    for number, line in enumerate(lines, 1):
        key: tuple[str, ...] | None = None
        if header := _HEADER.fullmatch(line):
            key = table = _normalised(_parts(header[1]))
        elif assignment := _ASSIGNMENT.match(line):
            key = (*table, *_normalised(_parts(assignment[1])))
        if key and path[: len(key)] == key and (best is None or len(key) > best[1]):
            best = (number, len(key))
    if best is None:
        return None
    return _line_of_value(lines, best[0], value) if value is not None else best[0]


def _line_of_value(lines: list[str], start: int, value: str) -> int:
    for number, line in enumerate(lines[start - 1 :], start):
        if f'"{value}"' in line or f"'{value}'" in line:
            return number
        if number > start and (_HEADER.fullmatch(line) or _ASSIGNMENT.match(line)):
            break
    return start


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(key))


def _normalised(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Keys with hyphens and with underscores are the same."""
    return tuple(key.replace("-", "_") for key in keys)


def error_line(error: tomllib.TOMLDecodeError) -> int | None:
    """The line that tomllib's message names."""
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else None
