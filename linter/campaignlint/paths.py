"""File paths as reports print them."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def relative_path(file: str) -> str:
    """Return a path relative to the working directory, with forward slashes."""
    if os.sep == "/" and file and not file.startswith(("/", ".")):
        path = os.path.normpath(file)
        if not path.startswith(".."):
            return path  # the general case below gives the same in six times the time
    folder, name = os.path.split(file)
    if name in ("", ".", ".."):
        return _relative(file, os.getcwd())
    folder = _relative(folder or ".", os.getcwd())
    return name if folder == "." else f"{folder}/{name}"


def relative_paths(files: Iterable[str]) -> list[str]:
    """Return the relative paths of many files; each folder is resolved once."""
    folders: dict[str, str] = {}
    shown = []
    for file in files:
        folder, separator, name = file.rpartition(os.sep)
        if not separator or name in ("", ".", ".."):
            shown.append(relative_path(file))
            continue
        if folder not in folders:
            folders[folder] = relative_path(file)[: -len(name)]
        shown.append(folders[folder] + name)
    return shown


@lru_cache(maxsize=256)
def _relative(path: str, working_directory: str) -> str:
    """Return a relative path; cached, since a folder can contain very many files."""
    with suppress(ValueError):  # another drive
        path = os.path.relpath(path, working_directory)
    return path.replace(os.sep, "/")
