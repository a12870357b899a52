"""Fuzz one target with atheris: `python tests/fuzz TARGET [options of libFuzzer]`.

An input that breaks a promise is written to the working directory; pass its path to run it again.
Of the given folders, the first one takes new inputs. tests/fuzz/corpus is read, not changed.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

_NOT_FUZZED = re.compile(r"campaignlint\.(cli\.)?(fleet|pull)\b")
"""Modules that use networks and other processes."""

# The fuzzer measures the coverage of modules that are imported here.
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


def main() -> None:
    name, *options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as new:
        paths = [each for each in options if not each.startswith("-")]
        if not any(Path(path).is_file() for path in paths):
            options += [str(corpus(name))] if paths else [new, str(corpus(name))]
        arguments = [f"fuzz {name}", f"-dict={WORDS}", *map(_absolute, options)]
        home = os.open(".", os.O_RDONLY)
        atheris.Setup(arguments, _run_in(Path(folder), TARGETS[name], home))
        atheris.Fuzz()


def _absolute(option: str) -> str:
    return option if option.startswith("-") else str(Path(option).resolve())


def _run_in(folder: Path, target: Callable[[bytes], None], home: int) -> Callable[[bytes], None]:
    """Return the target, run in a folder of its own."""

    def run(data: bytes) -> None:
        os.chdir(folder)
        try:
            target(data)
        finally:
            os.fchdir(home)

    return run


if __name__ == "__main__":
    main()
