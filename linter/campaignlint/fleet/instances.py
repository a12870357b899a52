"""The instances of a fleet, and their names."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKER = "instance.json"

_MAX_NAME_LENGTH = 80
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Instance:
    """The export of one instance."""

    name: str
    """The name of its reports: unique, and safe as a file name."""
    folder: str


@dataclass(frozen=True, slots=True)
class Fleet:
    """The instances to lint."""

    instances: tuple[Instance, ...]
    skipped: tuple[str, ...] = ()
    """Folders next to instances that are not instances themselves."""


def find_instances(folders: Iterable[str]) -> Fleet:
    """Return the instances in some folders, each once, sorted by path.

    A folder is one instance, unless it has no `instance.json` but folders directly in it do: then
    each of these is one. Raises NotADirectoryError for a path that is not a folder.
    """
    found: dict[str, str] = {}
    skipped: list[str] = []
    for folder in folders:
        if not os.path.isdir(folder):
            raise NotADirectoryError(folder)
        nested, others = _nested_instances(folder)
        skipped += others
        for path in nested or [folder]:
            found.setdefault(os.path.realpath(path), os.path.normpath(path))
    paths = sorted(found.values())
    instances = map(Instance, _unique_names(paths), paths)
    return Fleet(tuple(instances), tuple(sorted(skipped)))


def _nested_instances(folder: str) -> tuple[list[str], list[str]]:
    """Return the instances directly in a folder that is not one itself, and the other folders."""
    if _has_marker(folder):
        return [], []
    with os.scandir(folder) as entries:
        nested = sorted(
            entry.path for entry in entries if entry.is_dir() and not entry.name.startswith(".")
        )
    instances = [path for path in nested if _has_marker(path)]
    return instances, [path for path in nested if path not in instances] if instances else []


def _has_marker(folder: str) -> bool:
    return os.path.isfile(Path(folder) / MARKER)


def _unique_names(paths: Iterable[str]) -> list[str]:
    """Return a name for each path, unique also on file systems that ignore case."""
    taken: set[str] = set()
    names = []
    for path in paths:
        stem = _UNSAFE.sub("_", Path(path).resolve().name)[:_MAX_NAME_LENGTH].strip(".")
        stem = stem or "instance"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names
