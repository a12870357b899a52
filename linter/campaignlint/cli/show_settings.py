"""`campaignlint check --show-settings`: the settings, and the origin of each value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaignlint.config.toml_positions import is_bare_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint.config.origins import Origins
    from campaignlint.config.settings import Settings
    from campaignlint.config.toml_positions import Keys
    from campaignlint.engine.suppressions import Suppression
    from campaignlint.loading.ignore import PathPatterns

_MAX_COLUMN = 60
"""The column of the origins; a longer value moves its own to the right."""
_NOT_SET = {
    "include": "everything",
    "select": "the rules of the profile",
    "complete": "as instance.json says",
    "today": "the date of the export",
    "baseline": "none",
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of TOML, and the origin of its value."""

    text: str = ""
    origin: str = ""


def format_settings(settings: Settings, found_by: str) -> str:
    """Return the settings as a valid TOML configuration, with the origin of each value."""
    lines = [_Line(f"# {_describe_files(settings, found_by)}"), _Line(), *_lines(settings)]
    width = min(_MAX_COLUMN, max(len(line.text) for line in lines if line.origin))
    return "".join(
        f"{line.text:<{width}}  # {line.origin}\n" if line.origin else f"{line.text}\n"
        for line in lines
    )


def _describe_files(settings: Settings, found_by: str) -> str:
    if not settings.files:
        return f"No configuration file ({found_by})."
    first, *others = settings.files
    extended = f", which extends {', '.join(others)}" if others else ""
    return f"{first} ({found_by}){extended}."


def _lines(settings: Settings) -> Iterator[_Line]:
    origins = settings.origins
    for name, value in _top_level(settings).items():
        if value is None:
            yield _Line(f"# {name}: {_NOT_SET[name]}", _origin((name,), value, origins))
        else:
            yield _Line(f"{name} = {_toml(value)}", _origin((name,), value, origins))
    for keys, values in _tables(settings):
        yield _Line()
        header = ".".join(_key(key) for key in keys if isinstance(key, str))
        if isinstance(keys[-1], int):
            yield _Line(f"[[{header}]]", _origin(keys, None, origins))
            yield from (_Line(f"{_key(name)} = {_toml(value)}") for name, value in values.items())
            continue
        yield _Line(f"[{header}]")
        for name, value in values.items():
            yield _Line(f"{_key(name)} = {_toml(value)}", _origin((*keys, name), value, origins))


def _top_level(settings: Settings) -> dict[str, Any]:
    return {
        "paths": settings.paths or (".",),
        "include": _patterns([settings.include]) if settings.include else None,
        "exclude": _patterns(settings.exclude),
        "gitignore": settings.gitignore,
        "profile": settings.profile,
        "select": settings.select,
        "extend_select": settings.extend_select,
        "ignore": settings.ignore,
        "fail_on": settings.fail_on,
        "inactive": settings.inactive,
        "archived": settings.archived,
        "complete": settings.complete,
        "today": settings.today,
        "baseline": settings.baseline,
        "redact": settings.redact,
        "redact_names": settings.redact_names,
    }


def _patterns(given: Iterable[PathPatterns]) -> list[str]:
    return [pattern for patterns in given for pattern in patterns.patterns]


def _tables(settings: Settings) -> Iterator[tuple[Keys, Mapping[str, Any]]]:
    """Yield every table that is not empty, with its keys."""
    patterns = settings.patterns
    yield ("executables",), {"names": patterns.names, "folders": patterns.folders}
    if settings.severity:
        yield ("severity",), settings.severity
    for rule, options in settings.options.items():
        yield ("rules", rule), options
    for number, suppression in enumerate(settings.suppressions):
        yield ("suppressions", number), _suppression(suppression)
    for number, override in enumerate(settings.overrides):
        import msgspec  # slower to import than `--help` is

        yield ("overrides", number), msgspec.to_builtins(override)


def _suppression(suppression: Suppression) -> dict[str, Any]:
    values = {
        "rule": suppression.rules if len(suppression.rules) > 1 else suppression.rules[0],
        "campaign": suppression.campaign,
        "program": suppression.program,
        "workspace": suppression.workspace,
        "step": suppression.step,
        "reason": suppression.reason,
        "owner": suppression.owner,
        "expires": suppression.expires,
    }
    return {name: value for name, value in values.items() if value is not None}


def _origin(keys: Keys, value: object, origins: Origins) -> str:
    """Return the origin of a value; for a list, those of all items."""
    items = range(len(value)) if isinstance(value, list | tuple) else ()
    found = [origins.of((*keys, number)) for number in items] or [origins.of(keys)]
    return ", ".join(
        dict.fromkeys("default" if origin is None else str(origin) for origin in found)
    )


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        members = ", ".join(f"{_key(name)} = {_toml(inner)}" for name, inner in value.items())
        return f"{{ {members} }}" if members else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool | int | float | str):
        return json.dumps(value, ensure_ascii=False)  # TOML writes these as JSON does
    return str(value)  # a day


def _key(name: str) -> str:
    return name if is_bare_key(name) else json.dumps(name, ensure_ascii=False)
