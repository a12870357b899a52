"""Which instances a fleet is made of, and what each is called."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKER = "instance.json"

_LONGEST = 80
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Instance:
    """One export of a fleet."""

    name: str
    """What its reports are called: safe as the name of a file, and nobody else's."""
    folder: str


@dataclass(frozen=True, slots=True)
class Fleet:
    """What is to be linted, and what is not."""

    instances: tuple[Instance, ...]
    passed_over: tuple[str, ...] = ()
    """Folders beside instances that are none themselves."""


def find_instances(folders: Iterable[str]) -> Fleet:
    """The instances that folders hold, each once, in the order of their paths.

    A folder is one instance, unless it has no `instance.json` but folders right inside it have:
    then each of those is one. Raises NotADirectoryError for a path that is no folder.
    """
    found: dict[str, str] = {}
    passed_over: list[str] = []
    for folder in folders:
        if not os.path.isdir(folder):  # noqa: PTH112 - never raises
            raise NotADirectoryError(folder)
        inside, others = _inside(folder)
        passed_over += others
        for each in inside or [folder]:
            found.setdefault(os.path.realpath(each), os.path.normpath(each))
    paths = sorted(found.values())
    names = _named(paths)
    instances = (Instance(name, path) for name, path in zip(names, paths, strict=True))
    return Fleet(tuple(instances), tuple(sorted(passed_over)))


def _inside(folder: str) -> tuple[list[str], list[str]]:
    """The instances right inside a folder that is none itself, and the other folders there."""
    if _is_marked(folder):
        return [], []
    with os.scandir(folder) as entries:
        inside = sorted(
            entry.path for entry in entries if entry.is_dir() and not entry.name.startswith(".")
        )
    marked = [path for path in inside if _is_marked(path)]
    return marked, [path for path in inside if path not in marked] if marked else []


def _is_marked(folder: str) -> bool:
    return os.path.isfile(Path(folder) / MARKER)  # noqa: PTH113 - as above


def _named(paths: Iterable[str]) -> list[str]:
    """For each path a name of its own, also where case counts for nothing."""
    taken: set[str] = set()
    names = []
    for path in paths:
        stem = _UNSAFE.sub("_", Path(path).resolve().name)[:_LONGEST].strip(".") or "instance"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names
