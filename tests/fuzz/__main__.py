"""Fuzz one target with atheris: `python tests/fuzz TARGET [libFuzzer's options]`.

Inputs are exports that are mutated twice over: as JSON, so that most of them are still exports, and
as bytes by libFuzzer. An input that breaks a promise is written to the working directory, and is
run again by giving its path. Of folders that are given the first takes new inputs; what is kept in
tests/fuzz/corpus is read and left as it is.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import pkgutil
import random
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

_NOT_FUZZED = re.compile(r"campaignlint\.(cli\.)?(fleet|pull)\b")
"""What talks to networks and to other processes, with libraries of its own."""

# What is imported later, inside functions, would not lead the fuzzer.
with atheris.instrument_imports(include=["campaignlint", "campaignlint_rules"]):
    import campaignlint
    from fuzz.targets import TARGETS, corpus
    from loading.reading import all_rules

    all_rules()
    for module in pkgutil.walk_packages(campaignlint.__path__, "campaignlint."):
        if not _NOT_FUZZED.match(module.name):
            importlib.import_module(module.name)

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = Path(__file__).with_name("words.txt")
_OF_JSON = {"export", "lines", "reports", "redacted"}
_BYTES_IN = 4
"""One mutation in so many is libFuzzer's own."""


def main() -> None:
    name, *options = sys.argv[1:]
    mutate = {"custom_mutator": _mutated} if name in _OF_JSON else {}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as new:
        paths = [each for each in options if not each.startswith("-")]
        if not any(Path(path).is_file() for path in paths):
            options += [str(corpus(name))] if paths else [new, str(corpus(name))]
        arguments = [f"fuzz {name}", f"-dict={WORDS}", *map(_absolute, options)]
        home = os.open(".", os.O_RDONLY)
        atheris.Setup(arguments, _within(Path(folder), TARGETS[name], home), **mutate)
        atheris.Fuzz()


def _absolute(option: str) -> str:
    """An option of libFuzzer's, or a path that holds wherever a target works."""
    if option.startswith("-"):
        return option
    return str(Path(option).resolve())


def _within(folder: Path, target: Callable[[bytes], None], home: int) -> Callable[[bytes], None]:
    """The target at work in a folder of its own; a fault finds itself back where it was called."""

    def run(data: bytes) -> None:
        os.chdir(folder)
        try:
            target(data)
        finally:
            os.fchdir(home)

    return run


# JSON


def _mutated(data: bytes, max_size: int, seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - libFuzzer gives the seed
    texts = data.split(b"\n") if chance.randrange(2) else [data]
    at = chance.randrange(len(texts))
    try:
        value = json.loads(texts[at])
    except (ValueError, RecursionError):
        value = None
    if value is None or not chance.randrange(_BYTES_IN):
        mutated: bytes = atheris.Mutate(data, max_size)
        return mutated
    for _ in range(chance.randint(1, 3)):
        value = _changed(value, chance)
    is_ascii = bool(chance.randrange(2))
    text = json.dumps(value, ensure_ascii=is_ascii, indent=chance.choice((None, 1)))
    texts[at] = text.encode("utf-8", "surrogatepass")
    again = b"\n".join(texts)
    return again if len(again) <= max_size else data


def _changed(value: Any, chance: random.Random) -> Any:
    """The value with one of its parts repeated, removed, replaced or put elsewhere."""
    holders = list(_holders(value))
    if not holders:
        return chance.choice(_VALUES)
    holder, key = chance.choice(holders)
    match chance.randrange(5):
        case 0:
            holder[key] = chance.choice(_VALUES)
        case 1:
            other, other_key = chance.choice(holders)
            holder[key] = json.loads(json.dumps(other[other_key]))
        case 2:
            del holder[key]
        case 3 if isinstance(holder, list):
            holder.insert(chance.randint(0, len(holder)), json.loads(json.dumps(holder[key])))
        case 3:
            holder[chance.choice(_KEYS)] = holder[key]
        case _ if isinstance(holder[key], str):
            holder[key] = _respelt(holder[key], chance)
        case _:
            holder[key] = [holder[key]]
    return value


def _holders(value: Any) -> Any:
    """Every container with each of its keys or indices."""
    pending = [value]
    while pending:
        holder = pending.pop()
        if isinstance(holder, dict | list):
            for key in holder if isinstance(holder, dict) else range(len(holder)):
                yield holder, key
                pending.append(holder[key])


def _respelt(text: str, chance: random.Random) -> str:
    word = chance.choice(_TEXTS)
    at = chance.randint(0, len(text))
    return chance.choice((text[:at] + word + text[at:], word, text[:at], text.upper(), text[::-1]))


_KEYS = [
    ast.literal_eval(f"b{line}").decode()  # libFuzzer's escapes are Python's
    for line in WORDS.read_text("utf-8").splitlines()
    if line.startswith('"')
]
_TEXTS = [
    *_KEYS,
    "",
    ".",
    "{{my.x}}",
    "{{lead.x:default=y}}",
    "{{trigger.x}}",
    "{{system.date}}",
    "\N{ZERO WIDTH SPACE}",
    "\x1b[31m",
    "\ud800",
    "\0",
    "1 and (2 or",
    "3 days",
    "9" * 30,
    "Δ\u0345İß",
    "campaignlint: ignore[wait-in-executable] x",
]
_VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    1e308,
    "",
    [],
    {},
    [None],
    {"id": 1},
    *_TEXTS,
]

if __name__ == "__main__":
    main()
