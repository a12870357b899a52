"""Where rules come from: installed packs, and local files that a user names.

A pack is a module or package that the entry-point group `campaignlint.rules` points at; each rule
in it and in its submodules counts. Built-in rules come by the same way.
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import pkgutil
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from campaignlint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

GROUP = "campaignlint.rules"
_BUILT_IN = "campaignlint_rules"

LIST_OF_RULES = "`campaignlint rules` lists them"


def hint_at(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """`; did you mean 'x'?` where something alike is known; else what may be said `otherwise`."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    if close:
        return f"; did you mean '{close[0]}'?"
    return otherwise and f"; {otherwise}"


class PackError(Exception):
    """A rule pack that cannot be used; the text says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules at hand, by id."""

    rules: dict[str, Rule]

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(sorted({rule.category for rule in self.rules.values()}))

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())


def load_rules(rules_from: Iterable[str] = ()) -> RuleSet:
    """The engine's rules, those of every installed pack, and those of the given files and folders.

    Raises PackError for a pack that does not import and for an id that two rules bear.
    """
    if sys.flags.optimize > 1:
        raise PackError("python -OO takes away what documents the rules: run it without")
    found: dict[str, tuple[Rule, str]] = {}
    for source, module in _modules(rules_from):
        for rule in _rules_of(module):
            other = found.get(rule.id)
            if other is not None and other[0] is not rule:
                raise PackError(
                    f"rule '{rule.id}' of {source} has the id of a rule of {other[1]}: rename it"
                )
            found[rule.id] = (rule, source)
    return RuleSet({name: found[name][0] for name in sorted(found)})


def _modules(rules_from: Iterable[str]) -> Iterator[tuple[str, ModuleType]]:
    yield "campaignlint", importlib.import_module("campaignlint.engine_rules")
    points = entry_points(group=GROUP)
    for point in sorted(points, key=lambda point: (point.value != _BUILT_IN, point.name)):
        source = f"pack '{point.name}' ({point.value})"
        try:
            yield from ((source, module) for module in _with_submodules(point.load()))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise PackError(f"{source} cannot be loaded: {_said(error)}") from error
    for path in rules_from:
        yield from ((path, module) for module in _local_modules(path))


def _with_submodules(module: ModuleType) -> Iterator[ModuleType]:
    yield module
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
        yield importlib.import_module(info.name)


def _local_modules(path: str) -> Iterator[ModuleType]:
    top = Path(path)
    if not top.exists():
        raise PackError(f"--rules-from {path}: there is no such file or folder")
    files = sorted(top.rglob("*.py")) if top.is_dir() else [top]
    if not files:
        raise PackError(f"--rules-from {path}: there is no Python file in this folder")
    for file in files:
        yield _import_file(file)


def _import_file(file: Path) -> ModuleType:
    name = f"campaignlint_local_rules_{crc32(bytes(file.resolve())):08x}_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise PackError(f"--rules-from {file}: this is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise PackError(f"--rules-from {file}: {_said(error)}") from error
    return module


def _rules_of(module: ModuleType) -> list[Rule]:
    return [value for value in vars(module).values() if isinstance(value, Rule)]


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
