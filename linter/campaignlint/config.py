"""Settings: read from a file, refined by the command line, checked against the rules at hand."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from campaignlint import toml_lines
from campaignlint.engine import Plan
from campaignlint.finding import PROFILES, Profile, Severity
from campaignlint.instance.joining import ExecutablePatterns
from campaignlint.instance.positions import shown_path
from campaignlint.rule import ENGINE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from campaignlint.packs import RuleSet

FILE_NAME = "campaignlint.toml"
FailOn = Literal["error", "warning", "note", "never"]
FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)


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
        raise ConfigError(f"{shown}: is not UTF-8 at byte {error.start}: save it so") from None
    except tomllib.TOMLDecodeError as error:
        line = toml_lines.error_line(error)
        raise ConfigError(f"{shown}{f':{line}' if line else ''}: is not TOML: {error}") from None
    source = Source(shown, text)
    if path.name == "pyproject.toml":
        source = Source(shown, text, ("tool", "campaignlint"))
        document = document.get("tool", {}).get("campaignlint", {})
        if not isinstance(document, dict):
            raise ConfigError(f"{source.at(())}: tool.campaignlint: this is a table")
    return _settings(_converted(_hyphens_as_underscores(document), source), source, path.parent)


def _hyphens_as_underscores(document: Mapping[str, Any]) -> dict[str, Any]:
    """`fail-on` and `fail_on` are the same; names of rules below `rules` keep their hyphens."""
    return {key.replace("-", "_"): value for key, value in document.items()}


def _converted(document: dict[str, Any], source: Source) -> _File:
    known = [field.name for field in msgspec.structs.fields(_File)]
    for key in document:
        if key not in known:
            raise ConfigError(f"{source.at((key,))}: there is no such key{_nearest(key, known)}")
    try:
        return msgspec.convert(document, _File)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$")
        path = tuple(part for part in where.rstrip("`").split(".") if part)
        keys = tuple(part.partition("[")[0] for part in path)
        hint = ""
        if "unknown field" in message:
            keys = (*keys, message.split("`")[-2])
            message = "there is no such key"
            hint = _nearest(keys[-1], ["names", "folders"])
        raise ConfigError(f"{source.at(keys)}: {message[0].lower()}{message[1:]}{hint}") from None


def _settings(parsed: _File, source: Source, folder: Path) -> Settings:
    return Settings(
        paths=tuple(str(folder / path) for path in parsed.paths),
        profile=parsed.profile or "recommended",
        select=None if parsed.select is None else tuple(parsed.select),
        extend_select=tuple(parsed.extend_select),
        ignore=tuple(parsed.ignore),
        fail_on=parsed.fail_on or "warning",
        complete=parsed.complete,
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
            f"{_nearest(selector, [*names, *categories, 'all'])}; `campaignlint rules` lists them"
        )
    if rule.category == ENGINE:
        raise ConfigError(f"{where}: '{selector}' is always on and cannot be selected or ignored")


def _check_rule(name: str, rules: RuleSet, where: str) -> Rule:
    rule = rules.rules.get(name)
    if rule is None:
        raise ConfigError(
            f"{where}: there is no rule '{name}'{_nearest(name, list(rules.rules))}; "
            "`campaignlint rules` lists them"
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
            known = list(rule.options)
            takes = f"; it takes {', '.join(known)}" if known else "; it takes none"
            raise ConfigError(
                f"{where}: rule '{name}' has no option '{key}'{_nearest(key, known)}{takes}"
            )
        try:
            checked[option.name] = msgspec.convert(value, option.type)
        except msgspec.ValidationError as error:
            message = str(error)
            raise ConfigError(f"{where}: {message[0].lower()}{message[1:]}") from None
    return checked


def _nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` where something alike exists."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{close[0]}'?" if close else ""
