"""The origin of each setting: a file and line, or an option."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from campaignlint.config.toml_positions import find_positions, normalize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.config.toml_positions import KeyPosition, Keys


class ConfigError(Exception):
    """An invalid setting; the text gives its location and the error."""


@dataclass(frozen=True)
class Source:
    """The text of a configuration file, and the table of campaignlint in it."""

    file: str
    """The path that messages print."""
    text: str = field(repr=False)
    table: Keys = ()

    def line(self, keys: Keys) -> int | None:
        """Return the line of a key, or of the nearest table around it."""
        position = self._nearest((*self.table, *keys))
        return self.text.count("\n", 0, position[1].offset) + 1 if position else None

    def offset(self, keys: Keys) -> int:
        """Return the offset of a key in bytes."""
        position = self._nearest((*self.table, *keys))
        return len(self.text[: position[1].offset].encode()) if position else 0

    def at(self, keys: Keys) -> str:
        """Return `campaignlint.toml:7: ignore`, with the key as it is written."""
        return f"{self.where(keys)}: {self._dotted_key((*self.table, *keys))}"

    def where(self, keys: Keys) -> str:
        """Return `campaignlint.toml:7`."""
        line = self.line(keys)
        return f"{self.file}:{line}" if line else self.file

    def _dotted_key(self, keys: Keys) -> str:
        match = self._nearest(keys)
        written = (*match[1].written, *keys[len(match[0]) :]) if match else keys
        return ".".join(key for key in written if isinstance(key, str))

    def _nearest(self, keys: Keys) -> tuple[Keys, KeyPosition] | None:
        keys = normalize(keys)
        for length in range(len(keys), 0, -1):
            position = self._positions.get(keys[:length])
            if position is not None:
                return keys[:length], position
        return None

    @cached_property
    def _positions(self) -> Mapping[Keys, KeyPosition]:
        return find_positions(self.text)


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """The keys of a value in a configuration file."""

    source: Source
    keys: Keys

    def at(self, below: Keys = ()) -> str:
        """Return `campaignlint.toml:7: ignore`."""
        return self.source.at((*self.keys, *below))

    def __str__(self) -> str:
        """Return `campaignlint.toml:7`."""
        return self.source.where(self.keys)


ValueOrigin: TypeAlias = FileOrigin | str
"""A place in a configuration file, or an option of the command line."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The origin of each value by its keys; other values are defaults."""

    known: Mapping[Keys, ValueOrigin] = field(default_factory=dict)

    def of(self, keys: Keys) -> ValueOrigin | None:
        """Return the origin of a value, or of the nearest value around it."""
        for length in range(len(keys), 0, -1):
            origin = self.known.get(keys[:length])
            if origin is not None:
                return origin
        return None

    def at(self, keys: Keys) -> str:
        """Return the beginning of a message about a value."""
        for length in range(len(keys), 0, -1):
            origin = self.known.get(keys[:length])
            if origin is not None:
                return origin if isinstance(origin, str) else origin.at(keys[length:])
        return ".".join(key for key in keys if isinstance(key, str))

    def with_options(self, options: Mapping[Keys, str]) -> Origins:
        """Return these origins with those of options on the command line."""
        return Origins({**self.known, **options})
