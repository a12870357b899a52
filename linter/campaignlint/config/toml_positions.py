"""Positions of keys in a TOML text, which tomllib does not return."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Keys = tuple[str | int, ...]
"""The keys and, in arrays, the numbers that lead to a value."""


@dataclass(frozen=True, slots=True)
class KeyPosition:
    """The start of a key, table header or array item, and its keys as they are written."""

    offset: int
    written: Keys


def find_positions(text: str) -> Mapping[Keys, KeyPosition]:
    """Return the positions in a valid TOML text by keys with underscores instead of hyphens."""
    return _Scanner(text).positions


def normalize(keys: Keys) -> Keys:
    """Return keys with underscores instead of hyphens."""
    return tuple(key.replace("-", "_") if isinstance(key, str) else key for key in keys)


def split_error(error: Exception) -> tuple[str, str]:
    """Return the position in the message of an error, as `:line:column` or "", and the rest."""
    match = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error), re.DOTALL)
    return (f":{match[2]}:{match[3]}", match[1]) if match else ("", str(error))


def is_bare_key(key: str) -> bool:
    """Return whether a key needs no quotes."""
    return re.fullmatch(r"[A-Za-z0-9_-]+", key) is not None


_BLANK = re.compile(r"(?:[\s\ufeff]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[\w-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")


class _Scanner:
    """Finds the positions in one pass through a text."""

    def __init__(self, text: str) -> None:
        self.positions: dict[Keys, KeyPosition] = {}
        self._text = text
        self._at = 0
        self._tables: defaultdict[Keys, int] = defaultdict(int)
        """The number of tables found so far in each array of tables."""
        self._read_document()

    def _read_document(self) -> None:
        table: Keys = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._assignment(table)
            self._skip(_BLANK)

    def _header(self) -> Keys:
        start = self._at
        is_array = self._text.startswith("[[", start)
        self._at += 2 if is_array else 1
        self._skip(_BLANK)
        *parents, last = self._key()
        self._skip(_BLANK)
        self._at += 2 if is_array else 1
        table: Keys = ()
        for part in parents:
            table = self._latest((*table, part))
        table = (*table, last)
        self._note(table, start)
        if is_array:
            self._tables[table] += 1
        table = self._latest(table)
        self._note(table, start)
        return table

    def _latest(self, keys: Keys) -> Keys:
        """Return the keys of a table; those of the last one in an array of tables."""
        return (*keys, self._tables[keys] - 1) if keys in self._tables else keys

    def _assignment(self, table: Keys) -> None:
        start = self._at
        keys = table
        for part in self._key():
            keys = (*keys, part)
            self._note(keys, start)
        self._skip(_EQUALS)
        self._value(keys)

    def _key(self) -> list[str]:
        parts = []
        while True:
            start = self._at
            is_quoted = self._text[start] in "\"'"
            self._skip(_STRING if is_quoted else _BARE_KEY)
            part = self._text[start : self._at]
            parts.append(part[1:-1] if is_quoted else part)
            if not self._skip(_DOT):
                return parts

    def _value(self, keys: Keys) -> None:
        lead = self._text[self._at : self._at + 1]
        if lead == "[":
            self._array(keys)
        elif lead == "{":
            self._inline_table(keys)
        elif not self._skip(_STRING):
            self._skip(_BARE_VALUE)

    def _array(self, keys: Keys) -> None:
        self._at += 1
        number = 0
        while not self._closes("]"):
            item = (*keys, number)
            self._note(item, self._at)
            self._value(item)
            number += 1

    def _inline_table(self, keys: Keys) -> None:
        self._at += 1
        while not self._closes("}"):
            self._assignment(keys)

    def _closes(self, bracket: str) -> bool:
        """Skip a comma, and return whether the closing bracket follows."""
        self._skip(_BLANK)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_BLANK)
        if self._text[self._at] != bracket:
            return False
        self._at += 1
        return True

    def _note(self, keys: Keys, offset: int) -> None:
        self.positions.setdefault(normalize(keys), KeyPosition(offset, keys))

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return bool(match and match[0])
