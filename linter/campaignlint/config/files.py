"""Configuration files: find, parse, validate, and follow `extends`."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import date
from math import isfinite
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import UnsetType

from campaignlint.config import toml_positions
from campaignlint.config.keys import File, StepNumber
from campaignlint.config.origins import ConfigError, Source
from campaignlint.loading import discovery
from campaignlint.paths import relative_path
from campaignlint.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from campaignlint.config.toml_positions import Keys

FILE_NAME = "campaignlint.toml"
PYPROJECT = "pyproject.toml"
TABLE = ("tool", "campaignlint")
"""The table of campaignlint in pyproject.toml."""

CONCATENATED = ("suppressions", "overrides")
"""Settings that add to those of a shared configuration instead of replacing them."""

_BOM = "\ufeff"


@dataclass(frozen=True)
class ConfigFile:
    """A valid configuration file."""

    source: Source
    table: dict[str, Any]
    """The values, with underscores in the names of keys."""


def find_config(start: Path) -> Path | None:
    """Return the nearest configuration file at or above a folder.

    A pyproject.toml counts only if it has a table for campaignlint.
    """
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if os.path.isfile(own):
            return own
        shared = folder / PYPROJECT
        if os.path.isfile(shared) and _has_own_table(shared):
            return shared
    return None


def _has_own_table(path: Path) -> bool:
    try:
        document = tomllib.loads(path.read_text("utf-8").removeprefix(_BOM))
    except (OSError, ValueError, RecursionError):
        return False
    return "campaignlint" in document.get("tool", {})


def read_config(path: Path) -> list[ConfigFile]:
    """Read a configuration file and all files that it extends, the most distant first.

    Raises ConfigError for a file that cannot be read, an unknown key, or a value of a wrong type.
    """
    files: dict[Path, ConfigFile] = {}
    _read_with_extended(path, (), files)
    return list(files.values())


def _read_with_extended(path: Path, chain: tuple[Path, ...], files: dict[Path, ConfigFile]) -> None:
    file = _read(path)
    chain = (*chain, path.resolve())
    for keys, name in _extended_files(file.table.get("extends", [])):
        where = file.source.at(keys)
        target = path.parent / name
        if os.path.isdir(target):
            raise ConfigError(f"{where}: '{name}' is a folder, expected a file")
        if not os.path.exists(target):
            absence = discovery.absence(str(target), f"file '{name}'")
            raise ConfigError(f"{where}: {absence}")
        resolved = target.resolve()
        if resolved in chain:
            cycle = [*chain[chain.index(resolved) :], resolved]
            shown = " > ".join(relative_path(str(path)) for path in cycle)
            raise ConfigError(f"{where}: `extends` cycle: {shown}")
        if resolved not in files:
            _read_with_extended(target, chain, files)
    files[path.resolve()] = file


def _extended_files(names: str | list[str]) -> Iterator[tuple[Keys, str]]:
    if isinstance(names, str):
        yield ("extends",), names
    else:
        yield from ((("extends", number), name) for number, name in enumerate(names))


def _read(path: Path) -> ConfigFile:
    shown = relative_path(str(path))
    try:
        text = bytes(discovery.read(str(path))).decode("utf-8")
        document = tomllib.loads(text.removeprefix(_BOM))
    except discovery.UnreadablePathError as error:
        reason, _, _ = error.reason.partition(";")  # the rest is about exports
        raise ConfigError(f"cannot read {shown}: {reason}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        position, reason = toml_positions.split_error(error)
        raise ConfigError(f"{shown}{position}: invalid TOML: {reason}") from None
    source = Source(shown, text)
    if path.name == PYPROJECT:
        document = _own_table(document, source)
        source = Source(shown, text, TABLE)
    table = _normalize(document, source)
    _check(File, table, source)
    return ConfigFile(source, table)


def _own_table(document: dict[str, Any], source: Source) -> dict[str, Any]:
    table = document.get("tool", {}).get("campaignlint")
    if table is None:
        raise ConfigError(f"{source.file}: no table [tool.campaignlint] in this file")
    if not isinstance(table, dict):
        raise ConfigError(f"{source.at(TABLE)}: expected a table, found {format_value(table)}")
    return table


def _normalize(table: dict[str, Any], source: Source, at: Keys = ()) -> dict[str, Any]:
    """Return a table with underscores in keys; `fail-on` and `fail_on` are the same key."""
    normalized: dict[str, Any] = {}
    for key, value in table.items():
        name = key if at[-1:] in (("rules",), ("severity",)) else key.replace("-", "_")
        if name in normalized:
            raise ConfigError(f"{source.at((*at, name))}: duplicate key: also set as '{key}'")
        if isinstance(value, dict):
            normalized[name] = _normalize(value, source, (*at, name))
        elif isinstance(value, list):
            normalized[name] = [
                _normalize(item, source, (*at, name, number)) if isinstance(item, dict) else item
                for number, item in enumerate(value)
            ]
        else:
            normalized[name] = value
    return normalized


def merge(base: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """Return a table in which the values of `table` take precedence over those of `base`."""
    merged = dict(base)
    for name, value in table.items():
        before = base.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[name] = merge(before, value)
        elif name in CONCATENATED:
            merged[name] = [*(before or ()), *value]
        else:
            merged[name] = value
    return merged


def list_keys(table: Mapping[str, Any], at: Keys = ()) -> Iterator[Keys]:
    """Yield the keys of each value. Suppressions and overrides count as one value each."""
    for name, value in table.items():
        keys = (*at, name)
        if keys[0] in CONCATENATED:
            yield from ((name, number) for number in range(len(value)))
        elif isinstance(value, dict):
            if at == ("rules",):
                yield keys  # the name of the rule is checked even if its table is empty
            yield from list_keys(value, keys)
        else:
            yield keys


def _check(kind: Any, value: Any, source: Source, at: Keys = ()) -> None:
    """Raise ConfigError for an unknown or missing key, or a value of a wrong type."""
    kind = _without_annotation(kind)
    item_kind = next(iter(get_args(kind)[-1:]), None)
    if _is_struct(kind):
        _check_struct(kind, _require_table(value, source, at), source, at)
    elif get_origin(kind) is dict:
        for key, item in _require_table(value, source, at).items():
            _check(item_kind, item, source, (*at, key))
    elif get_origin(kind) is list and _is_struct(item_kind):
        if not isinstance(value, list):
            raise ConfigError(f"{source.at(at)}: expected tables, found {format_value(value)}")
        for number, item in enumerate(value):
            _check(item_kind, item, source, (*at, number))
    else:
        convert(kind, value, source.at(at))


def _check_struct(kind: Any, table: dict[str, Any], source: Source, at: Keys) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for name, value in table.items():
        if name not in fields:
            hint = did_you_mean(name, fields, f"expected one of {', '.join(fields)}")
            raise ConfigError(f"{source.at((*at, name))}: unknown key{hint}")
        _check(fields[name].type, value, source, (*at, name))
    for name, each in fields.items():
        if each.required and name not in table:
            raise ConfigError(f"{source.at(at)}: '{name}' is missing; {_MISSING[name]}")


_MISSING = {
    "rule": "name the rule to suppress",
    "reason": "explain why the findings are accepted",
    "match": "name the program, folder or workspace",
}


def convert(kind: Any, value: Any, where: str) -> Any:
    """Convert a value that is not a table. Raises ConfigError, which begins with `where`."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        expected = _type_name(kind)
        mismatch = (
            f"{expected}, found {format_value(value)}"
            if expected
            else str(error).removeprefix("Expected ")
        )
        choices = [choice for choice in get_args(_without_unset(kind)) if isinstance(choice, str)]
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
        raise ConfigError(f"{where}: expected {mismatch}{hint}") from None


def _require_table(value: Any, source: Source, at: Keys) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{source.at(at)}: expected a table, found {format_value(value)}")
    return value


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _without_annotation(kind: Any) -> Any:
    """Return a type without its annotation."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _without_unset(kind: Any) -> Any:
    """Return a type without None and UnsetType."""
    types = [type_ for type_ in get_args(kind) if type_ not in (NoneType, UnsetType)]
    return types[0] if len(types) == 1 and len(get_args(kind)) > 1 else kind


def _type_name(kind: Any) -> str | None:
    """Return the name of a type for messages; None for an unknown one."""
    kind = _without_unset(kind)
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"
    return _TYPE_NAMES.get(kind)


def format_value(value: Any) -> str:
    """Return a value as messages print it."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return msgspec.json.encode(value).decode()


_TYPE_NAMES = {
    bool: "true or false",
    int: "an integer",
    float: "a number",
    str: "a string",
    date: "a date like 2026-09-14",
    list[str]: "a list of strings",
    tuple[str, ...]: "a list of strings",
    list[int]: "a list of integers",
    str | list[str]: "a string or a list of strings",
    int | str | UnsetType: "a number or a string",
    StepNumber: "the number of a flow step, from 1",
}
