"""The words that code itself holds, as opposed to those that it takes from an export.

An f-string leaves its fixed parts behind as constants in the code of its module. They are all that
a rule can say of its own accord. Only code is looked at, never what modules hold while they run:
a rule may keep in there what it has read.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from dataclasses import dataclass
from functools import cache
from itertools import chain
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING

from campaignlint import loading, locating, marketo, model
from campaignlint.engine import baseline, suppressions
from campaignlint.graph import calls as graph
from campaignlint.model import finding
from campaignlint.report.redaction.foreign import ENGINE_ON_CRASHES, PYTHON_ON_JSON

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.rules.rule import Rule

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, and phrases that may stand in quotation marks."""

    words: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()

    def __or__(self, other: Vocabulary) -> Vocabulary:
        return Vocabulary(self.words | other.words, self.phrases | other.phrases)

    def has(self, word: str) -> bool:
        """Whether the word, or what it is the plural of, is known."""
        return word in self.words or (word.endswith("s") and word[:-1] in self.words)

    def has_all(self, text: str) -> bool:
        return all(map(self.has, words_of(text)))


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def of_rule(rule: Rule) -> Vocabulary:
    """What is written in a rule's module, and in those of its package that this one imports."""
    function = inspect.unwrap(rule.function)
    if not isinstance(function, FunctionType):
        return Vocabulary()
    modules = {module.__name__: module for module in _modules_of(function)}
    return _of(_constants([function.__code__, *chain(*map(_code_of, modules.values()))]))


@cache
def of_engine() -> Vocabulary:
    """What the views of an instance say of themselves, and Marketo's own names."""
    modules = [
        importlib.import_module(info.name)
        for package in (loading, locating, marketo, model)
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    code = chain(*map(_code_of, (*modules, finding, graph, suppressions, baseline)))
    return _of([*_constants(code), ENGINE_ON_CRASHES, PYTHON_ON_JSON])


def _of(constants: Iterable[str]) -> Vocabulary:
    words: set[str] = set()
    phrases: set[str] = set()
    for constant in constants:
        if "://" not in constant:
            words.update(words_of(constant))
            phrases.add(constant.strip())
            phrases.update(match[1] or match[2] for match in _QUOTED.finditer(constant))
    return Vocabulary(frozenset(words), frozenset(phrases))


def _modules_of(function: FunctionType) -> Iterator[ModuleType]:
    """The module of a function, and those of its package that it imports or imports from."""
    package = function.__module__.partition(".")[0]
    names = [function.__module__]
    for value in function.__globals__.values():
        if isinstance(value, ModuleType):
            names.append(value.__name__)
        elif isinstance(value, type | FunctionType):
            names.append(value.__module__)
    for name in names:
        module = sys.modules.get(name)
        if module is not None and name.partition(".")[0] == package:
            yield module


def _code_of(module: ModuleType) -> Iterator[CodeType]:
    """What a module was compiled to; where its loader does not say, the code of its functions."""
    loader = module.__spec__.loader if module.__spec__ is not None else None
    try:
        yield loader.get_code(module.__name__)  # type: ignore[union-attr]  # or AttributeError
    except (AttributeError, ImportError, OSError, SyntaxError):
        for value in vars(module).values():
            if isinstance(value, FunctionType) and value.__module__ == module.__name__:
                yield value.__code__


def _constants(code: Iterable[CodeType]) -> Iterator[str]:
    """Every string in some code but for docstrings."""
    pending: list[object] = list(code)
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, CodeType):
            pending += item.co_consts[_has_docstring(item) :]
        elif isinstance(item, tuple | frozenset):
            pending += item


def _has_docstring(code: CodeType) -> bool:
    """Whether the first constant is none that the code works with."""
    if not code.co_consts or not isinstance(code.co_consts[0], str):
        return False
    if code.co_name.startswith("<"):  # a module's docstring comes first, too
        return code.co_name == "<module>"
    if not code.co_flags & inspect.CO_NEWLOCALS:  # a class: its own name comes first
        return False
    has_flag = getattr(inspect, "CO_HAS_DOCSTRING", None)  # from Python 3.13 on
    return has_flag is None or bool(code.co_flags & has_flag)
