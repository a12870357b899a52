"""The registry of rules: installed rule packs, and local files.

A rule pack is a module or package in the entry-point group `campaignlint.rules`. All rules in it
and in its submodules are loaded. The built-in rules are such a pack, too.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from campaignlint.rules.rule import ENGINE, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.metadata import EntryPoint
    from types import ModuleType

GROUP = "campaignlint.rules"
_BUILT_IN = "campaignlint_rules"

LIST_OF_RULES = "`campaignlint rules` lists them"


class PackError(Exception):
    """A rule pack that cannot be loaded; the text says which one, why, and what to do."""


@dataclass(frozen=True, slots=True)
class FailedPack:
    """An installed rule pack that cannot be loaded."""

    module: str
    reason: str

    def __str__(self) -> str:
        return f"{self.reason}; its rules are missing"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The loaded rules, by id."""

    rules: dict[str, Rule]
    failed_packs: tuple[FailedPack, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(sorted({rule.category for rule in self.rules.values()}))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())


def load_rules(rules_from: Iterable[str] = ()) -> RuleSet:
    """Return the rules of the engine, of all installed packs, and of the given files and folders.

    An installed pack that cannot be loaded is left out and reported, because the user may not know
    of it. Raises PackError for a file or folder that cannot be loaded.
    """
    rules_by_id: dict[str, tuple[Rule, str]] = {}
    failed_packs = []
    _add([importlib.import_module("campaignlint.engine.diagnostics")], _ENGINE, rules_by_id)
    points = entry_points(group=GROUP)
    for point in sorted(points, key=lambda point: (point.value != _BUILT_IN, point.name)):
        try:
            _add_installed(point, rules_by_id)
        except PackError as error:
            if point.value == _BUILT_IN:
                raise
            failed_packs.append(FailedPack(point.value, str(error)))
    for path in rules_from:
        for module in _local_modules(path):
            _add([module], path, rules_by_id)
    return RuleSet(
        {name: rules_by_id[name][0] for name in sorted(rules_by_id)}, tuple(failed_packs)
    )


_ENGINE = "campaignlint"


def _add_installed(point: EntryPoint, rules_by_id: dict[str, tuple[Rule, str]]) -> None:
    source = f"pack '{point.name}' ({point.value})"
    try:
        modules = list(_with_submodules(point.load()))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PackError(f"{source} cannot be loaded: {format_exception(error)}") from error
    _add(modules, source, rules_by_id)


def _add(
    modules: Iterable[ModuleType], source: str, rules_by_id: dict[str, tuple[Rule, str]]
) -> None:
    """Add the rules of some modules. Raises PackError, and adds none, if one is invalid."""
    added: dict[str, tuple[Rule, str]] = {}
    for rule in (rule for module in modules for rule in _rules_of(module)):
        other = added.get(rule.id) or rules_by_id.get(rule.id)
        if other is None:
            _check(rule, source)
        elif other[0] is not rule:
            raise PackError(
                f"rule '{rule.id}' of {source} has the id of a rule of {other[1]}: rename it"
            )
        added[rule.id] = (rule, source)
    rules_by_id.update(added)


def _check(rule: Rule, source: str) -> None:
    """Raise PackError for a rule of another pack in the engine's category."""
    if rule.category == ENGINE and source != _ENGINE:
        raise PackError(
            f"rule '{rule.id}' of {source} has the category '{ENGINE}', which is "
            "reserved: use another"
        )
    try:
        _ = rule.options
    except Exception as error:
        raise PackError(
            f"the options of rule '{rule.id}' of {source} cannot be read: {format_exception(error)}"
        ) from error


def _with_submodules(module: ModuleType) -> Iterator[ModuleType]:
    yield module
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
        yield importlib.import_module(info.name)


def _local_modules(path: str) -> Iterator[ModuleType]:
    top = Path(path)
    from campaignlint.loading import discovery

    if not os.path.exists(path):
        raise PackError(f"--rules-from {path}: {discovery.absence(path, 'file or folder')}")
    modules = sorted(top.rglob("*.py")) if os.path.isdir(path) else [top]
    if not modules:
        raise PackError(f"--rules-from {path}: no Python file in this folder")
    for file in modules:
        yield _import_file(file)


def _import_file(file: Path) -> ModuleType:
    name = f"campaignlint_local_rules_{crc32(bytes(file.resolve())):08x}_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise PackError(f"--rules-from {file}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PackError(f"--rules-from {file}: {format_exception(error)}") from error
    return module


def _rules_of(module: ModuleType) -> list[Rule]:
    return [value for value in vars(module).values() if isinstance(value, Rule)]


def format_exception(error: BaseException) -> str:
    """Return the type and the text of an exception."""
    return f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode()
