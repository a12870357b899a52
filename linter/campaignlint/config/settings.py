"""The settings of files and of the command line, and the plan that follows from them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET

from campaignlint.config import keys
from campaignlint.config.checks import Checker
from campaignlint.config.files import CONCATENATED, find_config, list_keys, merge, read_config
from campaignlint.config.origins import ConfigError, FileOrigin, Origins
from campaignlint.engine.overrides import Match, Override
from campaignlint.engine.plan import Plan, RunSettings
from campaignlint.engine.suppressions import Suppression
from campaignlint.loading.assemble import ExecutablePatterns
from campaignlint.loading.discovery import Sources
from campaignlint.loading.ignore import BadPatternError, PathPatterns
from campaignlint.model.finding import PROFILES, RecordLocation, SymbolicLocation
from campaignlint.paths import relative_path
from campaignlint.rules.rule import ENGINE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from campaignlint.config.keys import FailOn
    from campaignlint.config.toml_positions import Keys
    from campaignlint.rules.registry import RuleSet

__all__ = [
    "ConfigError",
    "Selection",
    "Settings",
    "find_config",
    "load_settings",
    "plan",
]


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules that the command line selects, for overrides as well."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(RunSettings):
    """All settings, before rules are loaded."""

    paths: tuple[str, ...] = ()
    include: PathPatterns | None = None
    exclude: tuple[PathPatterns, ...] = ()
    gitignore: bool = True
    select: tuple[str, ...] | None = None
    """Rules and categories to run instead of the profile's; None for the profile's."""
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "warning"
    overrides: tuple[keys.Override, ...] = ()
    given: Selection = field(default_factory=Selection)
    """The values of `select`, `extend_select` and `ignore` on the command line."""
    files: tuple[str, ...] = ()
    """The configuration files, the nearest first."""
    origins: Origins = field(default_factory=Origins)

    @property
    def sources(self) -> Sources:
        """The settings about which files are read."""
        return Sources(self.include, self.exclude, gitignore=self.gitignore)

    @property
    def is_redacted(self) -> bool:
        return self.redact or self.redact_names

    def with_command_line(
        self,
        *,
        select: tuple[str, ...] | None = None,
        extend_select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        exclude: PathPatterns | None = None,
        **given: Any,
    ) -> Settings:
        """Return these settings, changed by options of the command line; None means not given.

        `select` replaces that of the file; `extend_select`, `ignore` and `exclude` add to it.
        """
        kept = () if select is not None else self.extend_select
        options = {name: value for name, value in given.items() if value is not None}
        origins: dict[Keys, str] = {(name,): _option(name, options[name]) for name in options}
        if select is not None:
            origins |= {("select",): "--select", ("extend_select",): "--select"}
        for name, before, added in (
            ("extend_select", kept, extend_select or ()),
            ("ignore", self.ignore, ignore or ()),
            ("exclude", _patterns(self.exclude), _patterns((exclude,) if exclude else ())),
        ):
            for number in range(len(before), len(before) + len(added)):
                origins[(name, number)] = _option(name)
        return replace(
            self,
            select=self.select if select is None else select,
            extend_select=(*kept, *(extend_select or ())),
            ignore=(*self.ignore, *(ignore or ())),
            exclude=self.exclude if exclude is None else (*self.exclude, exclude),
            given=Selection(select, extend_select or (), ignore or ()),
            origins=self.origins.with_options(origins),
            **options,
        )

    def without_baseline(self, option: str) -> Settings:
        """Return these settings without a baseline, because of an option of the command line."""
        origins = self.origins.with_options({("baseline",): option})
        return replace(self, baseline=None, origins=origins)


def _patterns(given: Iterable[PathPatterns]) -> tuple[str, ...]:
    return tuple(pattern for patterns in given for pattern in patterns.patterns)


def _option(name: str, value: object = None) -> str:
    """Return the option that sets a value."""
    if name == "paths":
        return "the command line"
    if value is False:
        return {"complete": "--partial", "gitignore": "--no-gitignore"}[name]
    return f"--{name.replace('_', '-')}"


def load_settings(path: Path) -> Settings:
    """Load the settings of a configuration file and of the files that it extends.

    Raises ConfigError for a file that cannot be read, an unknown key, or an invalid value.
    """
    table: dict[str, Any] = {}
    origins: dict[Keys, FileOrigin] = {}
    files = read_config(path)
    for file in files:
        for at in list_keys(file.table):
            merged = at
            if at[0] in CONCATENATED:
                merged = (at[0], len(table.get(str(at[0]), ())) + int(at[1]))
            origins[merged] = FileOrigin(file.source, at)
        table = merge(table, file.table)
    names = tuple(file.source.file for file in reversed(files))
    return _settings(msgspec.convert(table, keys.File), origins, names)


_UNCHANGED = (
    *("gitignore", "profile", "fail_on", "inactive", "archived", "complete", "today"),
    *("redact", "redact_names", "severity"),
)
"""The settings that are as in the file."""


def _settings(
    file: keys.File, origins: Mapping[Keys, FileOrigin], files: tuple[str, ...]
) -> Settings:
    def resolve(name: str, path: str) -> str:
        return relative_path(os.path.join(_folder(origins[(name,)]), path))

    for number, each in enumerate(file.overrides):
        if each.match == keys.Match():
            raise ConfigError(
                f"{origins['overrides', number].at(('match',))}: needs a program, folder, or "
                "workspace; put global settings outside `[[overrides]]`"
            )
    exclude = _path_patterns("exclude", file.exclude, origins)
    return Settings(
        **{name: _none_if_unset(getattr(file, name)) for name in _UNCHANGED},
        paths=tuple(resolve("paths", path) for path in file.paths),
        include=_path_patterns("include", _none_if_unset(file.include), origins),
        exclude=() if exclude is None else (exclude,),
        select=None if file.select is UNSET else tuple(file.select),
        extend_select=tuple(file.extend_select),
        ignore=tuple(file.ignore),
        baseline=None if file.baseline is UNSET else resolve("baseline", file.baseline),
        patterns=ExecutablePatterns(tuple(file.executables.names), tuple(file.executables.folders)),
        options=file.rules,
        suppressions=tuple(
            _suppression(each, origins["suppressions", number])
            for number, each in enumerate(file.suppressions)
        ),
        overrides=tuple(file.overrides),
        files=files,
        origins=Origins(origins),
    )


def _folder(origin: FileOrigin) -> str:
    return os.path.dirname(origin.source.file)


def _path_patterns(
    name: str, patterns: list[str] | None, origins: Mapping[Keys, FileOrigin]
) -> PathPatterns | None:
    """Return patterns that are relative to the file's folder. Raises ConfigError for a bad one."""
    origin = origins.get((name,))
    if patterns is None or origin is None:
        return None
    for number, pattern in enumerate(patterns):
        try:
            PathPatterns("", (pattern,))
        except BadPatternError as error:
            raise ConfigError(f"{origin.at((number,))}: {error}") from None
    return PathPatterns(_folder(origin), tuple(patterns))


def _suppression(table: keys.Suppression, origin: FileOrigin) -> Suppression:
    """Return a suppression. Raises ConfigError if it has no rule, reason or asset."""
    rules = (table.rule,) if isinstance(table.rule, str) else tuple(table.rule)
    texts = {
        "reason": table.reason,
        "campaign": table.campaign,
        "program": table.program,
        "workspace": table.workspace,
    }
    for name, text in texts.items():
        if isinstance(text, str) and not text.strip():
            raise ConfigError(f"{origin.at((name,))}: must not be empty")
    if not rules:
        raise ConfigError(f"{origin.at(('rule',))}: must not be empty")
    if table.campaign is UNSET and table.program is UNSET and table.workspace is UNSET:
        raise ConfigError(
            f"{origin.at()}: needs a campaign, program, or workspace; to turn the rule off "
            "everywhere, use `ignore`"
        )
    return Suppression(
        rules=rules,
        reason=table.reason.strip(),
        place=_location_of_table(origin),
        campaign=None if table.campaign is UNSET else str(table.campaign),
        program=_none_if_unset(table.program),
        workspace=_none_if_unset(table.workspace),
        step=_none_if_unset(table.step),
        owner=_none_if_unset(table.owner),
        expires=_none_if_unset(table.expires),
    )


def _location_of_table(origin: FileOrigin) -> SymbolicLocation:
    number = int(origin.keys[1]) + 1
    return SymbolicLocation(
        RecordLocation(origin.source.file),
        text=origin.source.file,
        key=("suppression", str(number)),
        offset=origin.source.offset(origin.keys),
    )


def _none_if_unset(value: Any) -> Any:
    return None if value is UNSET else value


def plan(settings: Settings, rules: RuleSet) -> Plan:
    """Return the plan of a run by these settings.

    Raises ConfigError for a rule or option that does not exist, with the nearest that does.
    """
    checker = Checker(settings.origins, rules)
    for name in ("select", "extend_select", "ignore"):
        checker.check_selectors(getattr(settings, name) or (), (name,))
    checker.check_severities(settings.severity, ("severity",))
    options = checker.options(settings.options, ("rules",))
    for number, suppression in enumerate(settings.suppressions):
        checker.check_suppressed(suppression.rules, ("suppressions", number, "rule"))
    overrides = tuple(
        _override(each, ("overrides", number), checker, settings)
        for number, each in enumerate(settings.overrides)
    )
    base = frozenset(rule.id for rule in rules if _is_enabled(rule, settings))
    anywhere = base.union(*(override.rules or () for override in overrides))
    unchanged = {each.name: getattr(settings, each.name) for each in fields(RunSettings)}
    return Plan(
        **unchanged | {"options": options},
        rules=tuple(rule for rule in rules if rule.id in anywhere),
        all_rules=rules,
        has_selection=settings.select is not None,
        base=base,
        overrides=overrides,
    )


def _is_enabled(rule: Rule, settings: Settings) -> bool:
    if rule.category == ENGINE:
        return True
    if _is_selected(rule, settings.ignore):
        return False
    if settings.select is not None:
        return _is_selected(rule, (*settings.select, *settings.extend_select))
    in_profile = PROFILES.index(rule.profile) <= PROFILES.index(settings.profile)
    return in_profile or _is_selected(rule, settings.extend_select)


def _is_selected(rule: Rule, selectors: Iterable[str]) -> bool:
    return any(selector in (rule.id, rule.category, "all") for selector in selectors)


def _override(override: keys.Override, at: Keys, checker: Checker, settings: Settings) -> Override:
    select = _none_if_unset(override.select)
    checker.check_selectors(select or (), (*at, "select"))
    checker.check_selectors(override.ignore, (*at, "ignore"))
    checker.check_severities(override.severity, (*at, "severity"))
    return Override(
        Match(
            _none_if_unset(override.match.program),
            _none_if_unset(override.match.folder),
            _none_if_unset(override.match.workspace),
        ),
        rules=_enabled_in_override(select, checker.rules, settings.given),
        ignore=frozenset(
            rule.id
            for rule in checker.rules
            if rule.category != ENGINE and _is_selected(rule, override.ignore)
        ),
        severities=override.severity,
        options=checker.options(override.rules, (*at, "rules")),
    )


def _enabled_in_override(
    select: list[str] | None, rules: RuleSet, selection: Selection
) -> frozenset[str] | None:
    """Return the rules that an override enables; the command line takes precedence."""
    if select is None:
        return None
    return frozenset(
        rule.id
        for rule in rules
        if rule.category == ENGINE
        or (
            not _is_selected(rule, selection.ignore)
            and (
                _is_selected(rule, selection.extend_select)
                or (
                    _is_selected(rule, select)
                    and (selection.select is None or _is_selected(rule, selection.select))
                )
            )
        )
    )
