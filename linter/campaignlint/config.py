"""Settings: read from a file, refined by the command line, checked against the rules at hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

import msgspec

from campaignlint import toml_lines
from campaignlint.engine import Plan, day_of_run
from campaignlint.finding import PROFILES, Profile, Severity
from campaignlint.instance.joining import ExecutablePatterns
from campaignlint.instance.positions import shown_path
from campaignlint.packs import LIST_OF_RULES, hint_at
from campaignlint.rule import ENGINE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from campaignlint.packs import RuleSet

FILE_NAME = "campaignlint.toml"
FailOn = Literal["error", "warning", "note", "never"]
Keys = tuple[str, ...]
"""The keys that lead from the top of the configuration to a value."""
Table = TypeVar("Table", bound=msgspec.Struct)


class ConfigError(Exception):
    """A setting that cannot be; the text says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a setting stands, for messages about it."""

    file: str
    text: str = field(default="", repr=False)
    table: tuple[str, ...] = ()

    def at(self, path: tuple[str, ...], value: str | None = None) -> str:
        """`campaignlint.toml:7: ignore`."""
        line = toml_lines.line_of(self.text, (*self.table, *path), value) if self.text else None
        where = f"{self.file}:{line}" if line else self.file
        return f"{where}: {'.'.join((*self.table, *path))}" if path else where


class _Executables(msgspec.Struct, forbid_unknown_fields=True):
    names: list[str] = []
    folders: list[str] = []


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of the configuration file."""

    paths: list[str] = []
    profile: Profile | None = None
    select: list[str] | None = None
    extend_select: list[str] = []
    ignore: list[str] = []
    fail_on: FailOn | None = None
    complete: bool = False
    today: date | None = None
    executables: _Executables = msgspec.field(default_factory=_Executables)
    severity: dict[str, Severity] = {}
    rules: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, before the rules at hand are known."""

    paths: tuple[str, ...] = ()
    profile: Profile = "recommended"
    select: tuple[str, ...] | None = None
    """Rule ids and categories to run in place of the profile's; None for the profile's."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "warning"
    complete: bool = False
    today: date | None = None
    """The day by which rules tell what is over or old; None for the day of the run."""
    patterns: ExecutablePatterns = field(default_factory=ExecutablePatterns)
    severity: Mapping[str, Severity] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    source: Source = field(default_factory=lambda: Source("the command line"))

    def with_command_line(
        self,
        *,
        select: tuple[str, ...] | None = None,
        extend_select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        **given: Any,  # noqa: ANN401 - any setting
    ) -> Settings:
        """These settings with those that the command line gives; None is not given.

        `select` takes the place of what the file selects; `extend_select` and `ignore` add to it.
        """
        kept = () if select is not None else self.extend_select
        return replace(
            self,
            select=self.select if select is None else select,
            extend_select=(*kept, *(extend_select or ())),
            ignore=(*self.ignore, *(ignore or ())),
            **{name: value for name, value in given.items() if value is not None},
        )


def find_config(start: Path) -> Path | None:
    """The nearest configuration file at or above `start`; pyproject.toml only with our table."""
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if own.is_file():
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and _has_our_table(shared):
            return shared
    return None


def _has_our_table(path: Path) -> bool:
    try:
        return "campaignlint" in tomllib.loads(path.read_text("utf-8")).get("tool", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


def load_settings(path: Path) -> Settings:
    """The settings in a configuration file.

    Raises ConfigError for a file that cannot be read, an unknown key and a value of a wrong type.
    """
    shown = shown_path(str(path))
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ConfigError(f"{shown}: cannot be read: {reason}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{shown}: is not UTF-8 at byte {error.start}: save it as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        line = toml_lines.error_line(error)
        raise ConfigError(f"{shown}{f':{line}' if line else ''}: is not TOML: {error}") from None
    source = Source(shown, text)
    if path.name == "pyproject.toml":
        source = Source(shown, text, ("tool", "campaignlint"))
        document = document.get("tool", {}).get("campaignlint", {})
        if not isinstance(document, dict):
            where = Source(shown, text).at(source.table)
            raise ConfigError(f"{where}: expected a table, not {_shown(document)}")
    return _settings(_converted(_File, document, source, ()), source, path.parent)


def _converted(kind: type[Table], table: Mapping[str, Any], source: Source, at: Keys) -> Table:
    """A table of the file as a struct; `fail-on` and `fail_on` are the same key."""
    types = {each.name: each.type for each in msgspec.structs.fields(kind)}
    values = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in types:
            hint = hint_at(key, types, f"the keys here are {', '.join(types)}")
            raise ConfigError(f"{source.at((*at, key))}: there is no such key{hint}")
        values[name] = _value(types[name], value, source, (*at, key))
    return kind(**values)


def _value(kind: Any, value: Any, source: Source, at: Keys) -> Any:  # noqa: ANN401 - any type
    """A value of the file as a type."""
    is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    if (is_struct or get_origin(kind) is dict) and not isinstance(value, dict):
        raise ConfigError(f"{source.at(at)}: expected a table, not {_shown(value)}")
    if is_struct:
        return _converted(kind, value, source, at)
    if get_origin(kind) is dict:
        inner = get_args(kind)[1]
        return {key: _value(inner, item, source, (*at, key)) for key, item in value.items()}
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        expected = _expected(kind)
        said = (
            f"{expected}, not {_shown(value)}" if expected else str(error).removeprefix("Expected ")
        )
        choices = [choice for choice in get_args(_some(kind)) if isinstance(choice, str)]
        hint = hint_at(value, choices) if isinstance(value, str) else ""
        raise ConfigError(f"{source.at(at)}: expected {said}{hint}") from None


def _expected(kind: Any) -> str | None:  # noqa: ANN401 - any type
    """A type in words; None for one that needs more than a word."""
    kind = _some(kind)
    if get_origin(kind) is Literal:
        return f"one of {', '.join(get_args(kind))}"
    return _KINDS.get(kind)


def _shown(value: Any) -> str:  # noqa: ANN401 - any value
    return msgspec.json.encode(value).decode()


def _some(kind: Any) -> Any:  # noqa: ANN401 - any type
    """What a type is besides None."""
    types = [each for each in get_args(kind) if each is not NoneType]
    return types[0] if NoneType in get_args(kind) and len(types) == 1 else kind


_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    date: "a day such as 2026-09-14",
    list[str]: "a list of strings",
    list[int]: "a list of whole numbers",
}


def _settings(parsed: _File, source: Source, folder: Path) -> Settings:
    return Settings(
        paths=tuple(shown_path(str(folder / path)) for path in parsed.paths),
        profile=parsed.profile or "recommended",
        select=None if parsed.select is None else tuple(parsed.select),
        extend_select=tuple(parsed.extend_select),
        ignore=tuple(parsed.ignore),
        fail_on=parsed.fail_on or "warning",
        complete=parsed.complete,
        today=parsed.today,
        patterns=ExecutablePatterns(
            tuple(parsed.executables.names), tuple(parsed.executables.folders)
        ),
        severity=parsed.severity,
        options=parsed.rules,
        source=source,
    )


def plan(
    settings: Settings,
    rules: RuleSet,
    *,
    only: frozenset[str] | None = None,
    given: Mapping[str, tuple[str, ...]] | None = None,
) -> Plan:
    """What to run by these settings.

    `given` are the command line's select and ignore, so that errors name the right place. Raises
    ConfigError for a rule or option that does not exist, with the nearest that does.
    """
    given = given or {}
    for name in ("select", "extend_select", "ignore"):
        for selector in getattr(settings, name) or ():
            _check_selector(selector, rules, name, settings.source, given)
    for name in settings.severity:
        _check_rule(name, rules, settings.source.at(("severity", name)))
    options = {
        name: _checked_options(rules, name, values, settings.source)
        for name, values in settings.options.items()
    }
    return Plan(
        rules=tuple(rule for rule in rules if _is_on(rule, settings)),
        all_rules=rules,
        options=options,
        severities=settings.severity,
        profile=settings.profile,
        complete=settings.complete,
        today=settings.today or day_of_run(),
        patterns=settings.patterns,
        only=only,
    )


def _is_on(rule: Rule, settings: Settings) -> bool:
    if rule.category == ENGINE:
        return True
    if _selected(rule, settings.ignore):
        return False
    if settings.select is not None:
        return _selected(rule, (*settings.select, *settings.extend_select))
    in_profile = PROFILES.index(rule.profile) <= PROFILES.index(settings.profile)
    return in_profile or _selected(rule, settings.extend_select)


def _selected(rule: Rule, selectors: Iterable[str]) -> bool:
    return any(selector in (rule.id, rule.category, "all") for selector in selectors)


def _check_selector(
    selector: str,
    rules: RuleSet,
    name: str,
    source: Source,
    given: Mapping[str, tuple[str, ...]],
) -> None:
    categories = [category for category in rules.categories if category != ENGINE]
    option = f"--{name.replace('_', '-')}"
    where = option if selector in given.get(name, ()) else source.at((name,), selector)
    if selector in categories or selector == "all":
        return
    rule = rules.rules.get(selector)
    if rule is None:
        names = [rule.id for rule in rules if rule.category != ENGINE]
        raise ConfigError(
            f"{where}: there is no rule or category '{selector}'"
            f"{hint_at(selector, [*names, *categories, 'all'], LIST_OF_RULES)}"
        )
    if rule.category == ENGINE:
        raise ConfigError(f"{where}: '{selector}' is always on and cannot be selected or ignored")


def _check_rule(name: str, rules: RuleSet, where: str) -> Rule:
    rule = rules.rules.get(name)
    if rule is None:
        raise ConfigError(
            f"{where}: there is no rule '{name}'{hint_at(name, rules.rules, LIST_OF_RULES)}"
        )
    return rule


def _checked_options(
    rules: RuleSet, name: str, values: Mapping[str, Any], source: Source
) -> dict[str, Any]:
    rule = _check_rule(name, rules, source.at(("rules", name)))
    checked = {}
    for key, value in values.items():
        option = rule.options.get(key.replace("-", "_"))
        where = source.at(("rules", name, key))
        if option is None:
            takes = f"it takes {', '.join(rule.options) or 'none'}"
            hint = hint_at(key, rule.options, takes)
            raise ConfigError(f"{where}: rule '{name}' has no option '{key}'{hint}")
        checked[option.name] = _value(option.type, value, source, ("rules", name, key))
    return checked
