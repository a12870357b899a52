"""Where the values of settings come from, for messages about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from campaignlint.config import toml_positions as toml_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.config.toml_positions import Keys, Spot


class ConfigError(Exception):
    """A setting that cannot be; the text says what, where and what to do."""


@dataclass(frozen=True)
class Source:
    """The text of a configuration file, and which table of it is ours."""

    file: str
    """As messages name it."""
    text: str = field(repr=False)
    table: Keys = ()

    def line(self, keys: Keys) -> int | None:
        """The line of a key, else of the nearest table around it."""
        spot = self._nearest((*self.table, *keys))
        return self.text.count("\n", 0, spot[1].offset) + 1 if spot else None

    def offset(self, keys: Keys) -> int:
        """Where, in bytes, a key stands."""
        spot = self._nearest((*self.table, *keys))
        return len(self.text[: spot[1].offset if spot else 0].encode())

    def at(self, keys: Keys) -> str:
        """`campaignlint.toml:7: ignore`, as the key is written."""
        return f"{self.where(keys)}: {self._dotted((*self.table, *keys))}"

    def where(self, keys: Keys) -> str:
        """`campaignlint.toml:7`."""
        line = self.line(keys)
        return f"{self.file}:{line}" if line else self.file

    def _dotted(self, keys: Keys) -> str:
        found = self._nearest(keys)
        written = (*found[1].written, *keys[len(found[0]) :]) if found else keys
        return ".".join(key for key in written if isinstance(key, str))

    def _nearest(self, keys: Keys) -> tuple[Keys, Spot] | None:
        keys = toml_lines.normalised(keys)
        for length in range(len(keys), 0, -1):
            spot = self._spots.get(keys[:length])
            if spot is not None:
                return keys[:length], spot
        return None

    @cached_property
    def _spots(self) -> Mapping[Keys, Spot]:
        return toml_lines.spots(self.text)


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """A value stands in a configuration file, at these keys."""

    source: Source
    keys: Keys

    def at(self, below: Keys = ()) -> str:
        """`campaignlint.toml:7: ignore`."""
        return self.source.at((*self.keys, *below))

    def __str__(self) -> str:
        """`campaignlint.toml:7`."""
        return self.source.where(self.keys)


@dataclass(frozen=True, slots=True)
class OptionOrigin:
    """A value was given on the command line, by this option."""

    option: str

    def at(self, below: Keys = ()) -> str:  # noqa: ARG002 - an option has no inner places
        return self.option

    def __str__(self) -> str:
        return self.option


ValueOrigin: TypeAlias = FileOrigin | OptionOrigin


@dataclass(frozen=True, slots=True)
class Origins:
    """Where each value comes from, by its keys; what is not here is a default."""

    known: Mapping[Keys, ValueOrigin] = field(default_factory=dict)

    def of(self, keys: Keys) -> ValueOrigin | None:
        """The origin of a value or of the nearest one around it."""
        for length in range(len(keys), 0, -1):
            origin = self.known.get(keys[:length])
            if origin is not None:
                return origin
        return None

    def at(self, keys: Keys) -> str:
        """What begins a message about a value."""
        for length in range(len(keys), 0, -1):
            origin = self.known.get(keys[:length])
            if origin is not None:
                return origin.at(keys[length:])
        return ".".join(key for key in keys if isinstance(key, str))

    def given(self, options: Mapping[Keys, str]) -> Origins:
        """These origins, with those of what the command line gives."""
        return Origins({**self.known, **{k: OptionOrigin(name) for k, name in options.items()}})
