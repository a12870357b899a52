"""Configuration files: find, parse, validate, and follow `extends`."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import UnsetType

from campaignlint.config import toml_positions
from campaignlint.config.keys import File, Seconds, StepNumber
from campaignlint.config.origins import ConfigError, Source
from campaignlint.loading import discovery
from campaignlint.loading.ignore import BadPatternError, PathPatterns
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

Table = TypeVar("Table", bound=msgspec.Struct)

CONCATENATED = ("suppressions", "overrides")
"""Settings that add to those of a shared configuration instead of replacing them."""


@dataclass(frozen=True)
class Layer:
    """The values of one file by their keys; tables in arrays have a number as key."""

    source: Source
    values: Mapping[Keys, Any]


def find_config(start: Path) -> Path | None:
    """Return the nearest configuration file at or above a folder.

    A pyproject.toml counts only if it has a table for campaignlint.
    """
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if os.path.isfile(own):  # noqa: PTH113 - never raises
            return own
        shared = folder / PYPROJECT
        if os.path.isfile(shared) and _has_own_table(shared):  # noqa: PTH113
            return shared
    return None


def _has_own_table(path: Path) -> bool:
    try:
        return "campaignlint" in _decode(_without_bom(path.read_text("utf-8"))).get("tool", {})
    except (OSError, RecursionError, ValueError):
        return False


_MAX_KEY_PARTS = 50
"""The number of parts of a dotted key; the time that tomllib takes is quadratic in it."""
_LONG_KEY = re.compile(rf"^[ \t\[]*(?:[\w\"'-]+[ \t]*\.[ \t]*){{{_MAX_KEY_PARTS}}}", re.MULTILINE)


_BOM = "\ufeff"


def _without_bom(text: str) -> str:
    """Return a text with as many spaces as bytes instead of its byte-order mark.

    Offsets in bytes stay the same.
    """
    return text.replace(_BOM, " " * len(_BOM.encode()), 1) if text.startswith(_BOM) else text


def _decode(text: str) -> dict[str, Any]:
    """Parse a document. Raises RecursionError if it is nested too deeply."""
    if _LONG_KEY.search(text):
        raise RecursionError
    return tomllib.loads(text)


def read_layers(path: Path) -> list[Layer]:
    """Read a configuration file and all files that it extends, the most distant first.

    Raises ConfigError for a file that cannot be read, an unknown key, or a value of a wrong type.
    """
    layers: dict[Path, Layer] = {}
    _read_with_extended(path, (), layers)
    return list(layers.values())


_MAX_CHAIN = 50
"""The number of files in a chain of which each extends the next."""


def _read_with_extended(path: Path, chain: tuple[Path, ...], layers: dict[Path, Layer]) -> None:
    layer = _read(path)
    chain = (*chain, path.resolve())
    for keys, name in _extended_files(layer):
        where = layer.source.at(keys)
        target = path.parent / name
        if os.path.isdir(target):  # noqa: PTH112 - never raises
            raise ConfigError(f"{where}: '{name}' is a folder, expected a file")
        if not os.path.exists(target):  # noqa: PTH110 - as above
            absence = discovery.absence(str(target), f"file '{name}'")
            raise ConfigError(f"{where}: {absence}")
        resolved = target.resolve()
        if resolved in chain:
            cycle = [*chain[chain.index(resolved) :], resolved]
            shown = " > ".join(relative_path(str(each)) for each in cycle)
            raise ConfigError(f"{where}: `extends` cycle: {shown}")
        if len(chain) == _MAX_CHAIN:
            raise ConfigError(
                f"{where}: `extends` chain is longer than {_MAX_CHAIN} files; merge some of them"
            )
        if resolved not in layers:
            _read_with_extended(target, chain, layers)
    layers[path.resolve()] = layer


def _extended_files(layer: Layer) -> Iterator[tuple[Keys, str]]:
    named = layer.values.get(("extends",), [])
    if isinstance(named, str):
        yield ("extends",), named
    else:
        yield from ((("extends", number), name) for number, name in enumerate(named))


def _read(path: Path) -> Layer:
    shown = relative_path(str(path))
    try:
        text = _without_bom(bytes(discovery.read(str(path))).decode("utf-8"))
        document = _decode(text)
        source = Source(shown, text)
    except discovery.UnreadablePathError as error:
        reason, _, _ = error.reason.partition(";")  # the rest is about exports
        raise ConfigError(f"cannot read {shown}: {reason}") from None
    except RecursionError:
        raise ConfigError(f"{shown}: nested too deeply") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{shown}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        line = toml_positions.error_line(error)
        raise ConfigError(f"{shown}{f':{line}' if line else ''}: invalid TOML: {error}") from None
    except ValueError:  # tomllib raises it for long numbers
        raise ConfigError(f"{shown}: a number has too many digits") from None
    if path.name == PYPROJECT:
        source = Source(shown, text, TABLE)
        document = _own_table(document, Source(shown, text))
    return Layer(
        source, dict(_resolve_paths(_flatten(File, document, source), source, path.parent))
    )


def _own_table(document: dict[str, Any], source: Source) -> dict[str, Any]:
    table = document.get("tool", {}).get("campaignlint")
    if table is None:
        raise ConfigError(f"{source.file}: no table [tool.campaignlint] in this file")
    if not isinstance(table, dict):
        raise ConfigError(f"{source.at(TABLE)}: expected a table, found {format_value(table)}")
    return table


def _resolve_paths(
    values: Iterator[tuple[Keys, Any]], source: Source, folder: Path
) -> Iterator[tuple[Keys, Any]]:
    """Yield values with paths and patterns relative to the file's folder."""
    for keys, value in values:
        if keys == ("paths",):
            yield keys, [relative_path(str(folder / path)) for path in value]
        elif keys == ("baseline",):
            yield keys, relative_path(str(folder / value))
        elif keys in (("include",), ("exclude",)):
            yield keys, _compile_patterns(value, source, keys, folder)
        else:
            yield keys, value


def _compile_patterns(
    patterns: list[str], source: Source, keys: Keys, folder: Path
) -> PathPatterns:
    for number, pattern in enumerate(patterns):
        try:
            PathPatterns(str(folder), (pattern,))
        except BadPatternError as error:
            raise ConfigError(f"{source.at((*keys, number))}: {error}") from None
    return PathPatterns(str(folder), tuple(patterns))


def _flatten(
    kind: type[msgspec.Struct], table: Mapping[str, Any], source: Source, at: Keys = ()
) -> Iterator[tuple[Keys, Any]]:
    """Yield the values of a table and of its inner tables by their keys."""
    for name, (inner, value) in _members(kind, table, source, at).items():
        keys = (*at, name)
        if _is_struct(inner):
            yield from _flatten(inner, _require_table(value, source, keys), source, keys)
        elif get_origin(inner) is dict:
            yield from _flatten_tables(inner, value, source, keys)
        elif get_origin(inner) is list and _is_struct(get_args(inner)[0]):
            for number, item in enumerate(_convert(inner, value, source, keys)):
                yield (*keys, number), item
        else:
            yield keys, _convert(inner, value, source, keys)


def _flatten_tables(
    kind: Any,  # noqa: ANN401 - any dict type
    value: Any,  # noqa: ANN401 - any value
    source: Source,
    at: Keys,
) -> Iterator[tuple[Keys, Any]]:
    inner = get_args(kind)[1]
    for key, item in _require_table(value, source, at).items():
        keys = (*at, key)
        if get_origin(inner) is dict:
            yield keys, {}  # the name of the rule is checked even if its table is empty
            for option, set_to in _require_table(item, source, keys).items():
                yield (*keys, option.replace("-", "_")), set_to
        else:
            yield keys, _convert(inner, item, source, keys)


def _members(
    kind: type[msgspec.Struct], table: Mapping[str, Any], source: Source, at: Keys
) -> dict[str, tuple[Any, Any]]:
    """Return the type and value of each key; `fail-on` and `fail_on` are the same key."""
    types = {each.name: _without_annotation(each.type) for each in _fields(kind)}
    members: dict[str, tuple[Any, Any]] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in types:
            hint = did_you_mean(key, types, f"expected one of {', '.join(types)}")
            raise ConfigError(f"{source.at((*at, key))}: unknown key{hint}")
        if name in members:
            raise ConfigError(f"{source.at((*at, name))}: duplicate key: also set as '{key}'")
        members[name] = (types[name], value)
    return members


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Return the fields of a struct; msgspec takes a millisecond each time."""
    return msgspec.structs.fields(kind)


def _convert(kind: Any, value: Any, source: Source, at: Keys) -> Any:  # noqa: ANN401 - any type
    if _is_struct(kind):
        return _struct(kind, _require_table(value, source, at), source, at)
    if get_origin(kind) is dict:
        inner = _without_annotation(get_args(kind)[1])
        return {
            key: _convert(inner, item, source, (*at, key))
            for key, item in _require_table(value, source, at).items()
        }
    if get_origin(kind) is list and _is_struct(get_args(kind)[0]):
        if not isinstance(value, list):
            raise ConfigError(f"{source.at(at)}: expected tables, found {format_value(value)}")
        inner = get_args(kind)[0]
        return [_convert(inner, item, source, (*at, n)) for n, item in enumerate(value)]
    return convert(kind, value, source.at(at))


def convert(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - any type
    """Convert a value that is not a table. Raises ConfigError, which begins with `where`."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        expected = _type_name(kind)
        what = (
            f"{expected}, found {format_value(value)}"
            if expected
            else str(error).removeprefix("Expected ")
        )
        choices = [choice for choice in get_args(_without_unset(kind)) if isinstance(choice, str)]
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
        raise ConfigError(f"{where}: expected {what}{hint}") from None


def _struct(kind: type[Table], table: Mapping[str, Any], source: Source, at: Keys) -> Table:
    members = _members(kind, table, source, at)
    values = {
        name: _convert(inner, value, source, (*at, name))
        for name, (inner, value) in members.items()
    }
    for each in _fields(kind):
        if each.required and each.name not in values:
            raise ConfigError(f"{source.at(at)}: '{each.name}' is missing; {_MISSING[each.name]}")
    return kind(**values)


_MISSING = {
    "rule": "name the rule to suppress",
    "reason": "explain why the findings are accepted",
    "match": "name the program, folder or workspace",
}


def _require_table(value: Any, source: Source, at: Keys) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise ConfigError(f"{source.at(at)}: expected a table, found {format_value(value)}")
    return value


def _is_struct(kind: Any) -> bool:  # noqa: ANN401 - any type
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _without_annotation(kind: Any) -> Any:  # noqa: ANN401 - any type
    """Return a type without its annotation."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _without_unset(kind: Any) -> Any:  # noqa: ANN401 - any type
    """Return a type without None and UnsetType."""
    types = [each for each in get_args(kind) if each not in (NoneType, UnsetType)]
    return types[0] if len(types) == 1 and len(get_args(kind)) > 1 else kind


def _type_name(kind: Any) -> str | None:  # noqa: ANN401 - any type
    """Return the name of a type for messages; None for an unknown one."""
    kind = _without_unset(kind)
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"
    return _TYPE_NAMES.get(kind)


def format_value(value: Any) -> str:  # noqa: ANN401 - any value
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
    Seconds: "a number of seconds above 0, a day at most",
}
