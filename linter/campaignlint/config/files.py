"""Configuration files: found, read, checked, and put in the order in which one extends another."""

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

from campaignlint.config import toml_positions as toml_lines
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
"""Our table in a pyproject.toml."""

Table = TypeVar("Table", bound=msgspec.Struct)

CONCATENATED = ("suppressions", "overrides")
"""Of these a shared configuration has some and the nearer one more; else the nearer one's count."""


@dataclass(frozen=True)
class Layer:
    """What one file says: each value by its keys, of arrays of tables each table by its number."""

    source: Source
    values: Mapping[Keys, Any]


def find_config(start: Path) -> Path | None:
    """The nearest configuration file at or above `start`; pyproject.toml only with our table."""
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if os.path.isfile(own):  # noqa: PTH113 - never raises, wherever it may not look
            return own
        shared = folder / PYPROJECT
        if os.path.isfile(shared) and _has_our_table(shared):  # noqa: PTH113
            return shared
    return None


def _has_our_table(path: Path) -> bool:
    try:
        return "campaignlint" in _decoded(_without_mark(path.read_text("utf-8"))).get("tool", {})
    except (OSError, RecursionError, ValueError):
        return False


_LONGEST_KEY = 50
"""Parts of a dotted key. What TOML's reader takes for one grows with the square of them."""
_LONG_KEY = re.compile(rf"^[ \t\[]*(?:[\w\"'-]+[ \t]*\.[ \t]*){{{_LONGEST_KEY}}}", re.MULTILINE)


_MARK = "\ufeff"


def _without_mark(text: str) -> str:
    """A text whose byte-order mark, which editors on Windows write, gives way to as many blanks.

    So the bytes of all that follows are counted as they stand in the file.
    """
    return text.replace(_MARK, " " * len(_MARK.encode()), 1) if text.startswith(_MARK) else text


def _decoded(text: str) -> dict[str, Any]:
    """A document. Raises RecursionError for one too deep, whatever makes it so."""
    if _LONG_KEY.search(text):
        raise RecursionError
    return tomllib.loads(text)


def read_layers(path: Path) -> list[Layer]:
    """A configuration file and all that it extends, each file once, the farthest first.

    Raises ConfigError for a file that cannot be read, an unknown key and a value of a wrong type.
    """
    layers: dict[Path, Layer] = {}
    _read_with_extended(path, (), layers)
    return list(layers.values())


_LONGEST_CHAIN = 50
"""Files of which each extends the next."""


def _read_with_extended(path: Path, chain: tuple[Path, ...], layers: dict[Path, Layer]) -> None:
    layer = _read(path)
    chain = (*chain, path.resolve())
    for keys, name in _extended(layer):
        where = layer.source.at(keys)
        target = path.parent / name
        if os.path.isdir(target):  # noqa: PTH112 - never raises
            raise ConfigError(f"{where}: '{name}' is a folder: name the file in it")
        if not os.path.exists(target):  # noqa: PTH110 - as above
            absence = discovery.absence(str(target), f"file '{name}'")
            raise ConfigError(f"{where}: {absence}")
        resolved = target.resolve()
        if resolved in chain:
            circle = [*chain[chain.index(resolved) :], resolved]
            shown = " > ".join(relative_path(str(each)) for each in circle)
            raise ConfigError(f"{where}: these files extend each other in a circle: {shown}")
        if len(chain) == _LONGEST_CHAIN:
            raise ConfigError(
                f"{where}: {_LONGEST_CHAIN} files extend one another already: merge some of them"
            )
        if resolved not in layers:
            _read_with_extended(target, chain, layers)
    layers[path.resolve()] = layer


def _extended(layer: Layer) -> Iterator[tuple[Keys, str]]:
    named = layer.values.get(("extends",), [])
    if isinstance(named, str):
        yield ("extends",), named
    else:
        yield from ((("extends", number), name) for number, name in enumerate(named))


def _read(path: Path) -> Layer:
    shown = relative_path(str(path))
    try:
        text = _without_mark(bytes(discovery.read(str(path))).decode("utf-8"))
        document = _decoded(text)
        source = Source(shown, text)
    except discovery.UnreadablePathError as error:
        reason, _, _ = error.reason.partition(";")  # the advice is about exports
        raise ConfigError(f"{shown}: cannot be read: {reason}") from None
    except RecursionError:
        raise ConfigError(f"{shown}: is nested too deeply: no setting is") from None
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{shown}: is not UTF-8 at byte {error.start}: save it as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        line = toml_lines.error_line(error)
        raise ConfigError(f"{shown}{f':{line}' if line else ''}: is not TOML: {error}") from None
    except ValueError:  # the one that TOML's reader lets through
        raise ConfigError(
            f"{shown}: has a number of too many digits: no setting has so many"
        ) from None
    if path.name == PYPROJECT:
        source = Source(shown, text, TABLE)
        document = _our_table(document, Source(shown, text))
    return Layer(source, dict(_placed(_flat(File, document, source), source, path.parent)))


def _our_table(document: dict[str, Any], source: Source) -> dict[str, Any]:
    table = document.get("tool", {}).get("campaignlint")
    if table is None:
        raise ConfigError(f"{source.file}: there is no table [tool.campaignlint] in it")
    if not isinstance(table, dict):
        raise ConfigError(f"{source.at(TABLE)}: expected a table, not {shown_value(table)}")
    return table


def _placed(
    values: Iterator[tuple[Keys, Any]], source: Source, folder: Path
) -> Iterator[tuple[Keys, Any]]:
    """The values, their paths and patterns bound to the file's folder."""
    for keys, value in values:
        if keys == ("paths",):
            yield keys, [relative_path(str(folder / path)) for path in value]
        elif keys == ("baseline",):
            yield keys, relative_path(str(folder / value))
        elif keys in (("include",), ("exclude",)):
            yield keys, _patterns(value, source, keys, folder)
        else:
            yield keys, value


def _patterns(patterns: list[str], source: Source, keys: Keys, folder: Path) -> PathPatterns:
    for number, pattern in enumerate(patterns):
        try:
            PathPatterns(str(folder), (pattern,))
        except BadPatternError as error:
            raise ConfigError(f"{source.at((*keys, number))}: {error}") from None
    return PathPatterns(str(folder), tuple(patterns))


def _flat(
    kind: type[msgspec.Struct], table: Mapping[str, Any], source: Source, at: Keys = ()
) -> Iterator[tuple[Keys, Any]]:
    """The values of a table and of those in it, by their keys."""
    for name, (inner, value) in _members(kind, table, source, at).items():
        keys = (*at, name)
        if _is_struct(inner):
            yield from _flat(inner, _demand_table(value, source, keys), source, keys)
        elif get_origin(inner) is dict:
            yield from _flat_tables(inner, value, source, keys)
        elif get_origin(inner) is list and _is_struct(get_args(inner)[0]):
            for number, item in enumerate(_converted(inner, value, source, keys)):
                yield (*keys, number), item
        else:
            yield keys, _converted(inner, value, source, keys)


def _flat_tables(
    kind: Any,  # noqa: ANN401 - any dict type
    value: Any,  # noqa: ANN401 - any value
    source: Source,
    at: Keys,
) -> Iterator[tuple[Keys, Any]]:
    inner = get_args(kind)[1]
    for key, item in _demand_table(value, source, at).items():
        keys = (*at, key)
        if get_origin(inner) is dict:
            yield keys, {}  # a rule whose table is empty must be known as well
            for option, set_to in _demand_table(item, source, keys).items():
                yield (*keys, option.replace("-", "_")), set_to
        else:
            yield keys, _converted(inner, item, source, keys)


def _members(
    kind: type[msgspec.Struct], table: Mapping[str, Any], source: Source, at: Keys
) -> dict[str, tuple[Any, Any]]:
    """Type and value of each key of a table; `fail-on` and `fail_on` are the same key."""
    types = {each.name: _bare(each.type) for each in _fields(kind)}
    members: dict[str, tuple[Any, Any]] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in types:
            hint = did_you_mean(key, types, f"the keys here are {', '.join(types)}")
            raise ConfigError(f"{source.at((*at, key))}: there is no such key{hint}")
        if name in members:
            raise ConfigError(f"{source.at((*at, name))}: this stands here twice, as '{key}' too")
        members[name] = (types[name], value)
    return members


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The keys of a table, which msgspec works out anew at each question, in a millisecond."""
    return msgspec.structs.fields(kind)


def _converted(kind: Any, value: Any, source: Source, at: Keys) -> Any:  # noqa: ANN401 - any type
    if _is_struct(kind):
        return _struct(kind, _demand_table(value, source, at), source, at)
    if get_origin(kind) is dict:
        inner = _bare(get_args(kind)[1])
        return {
            key: _converted(inner, item, source, (*at, key))
            for key, item in _demand_table(value, source, at).items()
        }
    if get_origin(kind) is list and _is_struct(get_args(kind)[0]):
        if not isinstance(value, list):
            raise ConfigError(f"{source.at(at)}: expected tables, not {shown_value(value)}")
        inner = get_args(kind)[0]
        return [_converted(inner, item, source, (*at, n)) for n, item in enumerate(value)]
    return converted(kind, value, source.at(at))


def converted(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 - any type
    """A value that is no table as a type. Raises ConfigError, which says where."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        expected = _expected(kind)
        said = (
            f"{expected}, not {shown_value(value)}"
            if expected
            else str(error).removeprefix("Expected ")
        )
        choices = [choice for choice in get_args(_some(kind)) if isinstance(choice, str)]
        hint = did_you_mean(value, choices) if isinstance(value, str) else ""
        raise ConfigError(f"{where}: expected {said}{hint}") from None


def _struct(kind: type[Table], table: Mapping[str, Any], source: Source, at: Keys) -> Table:
    members = _members(kind, table, source, at)
    values = {
        name: _converted(inner, value, source, (*at, name))
        for name, (inner, value) in members.items()
    }
    for each in _fields(kind):
        if each.required and each.name not in values:
            raise ConfigError(f"{source.at(at)}: '{each.name}' is missing{_MISSING[each.name]}")
    return kind(**values)


_MISSING = {
    "rule": ": say which rule is suppressed",
    "reason": ": say why this is accepted",
    "match": ": say for which program, folder or workspace this holds",
}


def _demand_table(value: Any, source: Source, at: Keys) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise ConfigError(f"{source.at(at)}: expected a table, not {shown_value(value)}")
    return value


def _is_struct(kind: Any) -> bool:  # noqa: ANN401 - any type
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _bare(kind: Any) -> Any:  # noqa: ANN401 - any type
    """A type without its description."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _some(kind: Any) -> Any:  # noqa: ANN401 - any type
    """What a type is besides None and unset."""
    types = [each for each in get_args(kind) if each not in (NoneType, UnsetType)]
    return types[0] if len(types) == 1 and len(get_args(kind)) > 1 else kind


def _expected(kind: Any) -> str | None:  # noqa: ANN401 - any type
    """A type in words; None for one that needs more than a word."""
    kind = _some(kind)
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"
    return _KINDS.get(kind)


def shown_value(value: Any) -> str:  # noqa: ANN401 - any value
    """A value as a message shows it."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return msgspec.json.encode(value).decode()


_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    date: "a day such as 2026-09-14",
    list[str]: "a list of strings",
    tuple[str, ...]: "a list of strings",
    list[int]: "a list of whole numbers",
    str | list[str]: "a string or a list of strings",
    int | str | UnsetType: "a number or a string",
    StepNumber: "the number of a step, from 1",
    Seconds: "a number of seconds above 0, a day at most",
}
