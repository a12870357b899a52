"""Which files under the given paths are exports, and their bytes."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINE_SUFFIXES = (".ndjson", ".jsonl")
SUFFIXES = (".json", *LINE_SUFFIXES)
"""What a folder is searched for; a file that is named outright may end in anything."""

_SKIPPED_FOLDERS = frozenset({"node_modules"})

_SPECIAL_FILES = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class UnreadablePathError(Exception):
    """A file or folder that cannot be read; the text says why and what to do."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk came upon: files to read, and paths that it could not enter."""

    files: list[str]
    unreadable: list[UnreadablePathError]


def walk(paths: Iterable[str]) -> Walk:
    """The export files under `paths`, each once, sorted.

    Folders that begin with a dot and node_modules are not walked. Links to folders are followed
    last, so that what can be reached without one bears its own name, and never round in a circle.
    A path that is not there is the caller's to report.
    """
    files: dict[str, None] = {}
    unreadable: list[UnreadablePathError] = []
    seen: set[_Identity] = set()
    for path in paths:
        if Path(path).is_dir():
            for entry in _walk_folder(path, seen):
                if isinstance(entry, UnreadablePathError):
                    unreadable.append(entry)
                else:
                    files[entry] = None
        else:
            files[os.path.normpath(path)] = None
    return Walk(sorted(files), sorted(unreadable, key=lambda error: error.path))


_Identity = tuple[int, int]
_Folders = list[tuple[str, frozenset[_Identity]]]
"""Folders to enter, each with the identity of those above it."""


def _walk_folder(top: str, seen: set[_Identity]) -> Iterator[str | UnreadablePathError]:
    pending: _Folders = [(os.path.normpath(top), _above(top))]
    linked: _Folders = []
    while pending or linked:
        folder, above = (pending or linked).pop()
        try:
            identity = _identity(folder)
            if identity in above:
                yield UnreadablePathError(
                    folder, "this link leads back to a folder above it: remove the link"
                )
                continue
            if identity in seen:
                continue
            seen.add(identity)
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield UnreadablePathError(folder, _reason(error))
            continue
        for entry in entries:
            path = os.path.normpath(entry.path)
            if _is_folder(entry):
                if not entry.name.startswith(".") and entry.name not in _SKIPPED_FOLDERS:
                    found = linked if entry.is_symlink() else pending
                    found.append((path, above | {identity}))
            elif entry.name.lower().endswith(SUFFIXES):
                yield path


def _above(top: str) -> frozenset[_Identity]:
    """The folders that `top` stands in, as far as they may be asked."""
    found = set()
    for folder in Path(os.path.realpath(top)).parents:
        with suppress(OSError):
            found.add(_identity(str(folder)))
    return frozenset(found)


def _identity(folder: str) -> _Identity:
    """What tells a folder apart, by whatever name it is reached."""
    status = Path(folder).stat()
    return status.st_dev, status.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def read(path: str) -> bytes:
    """The bytes of a regular file.

    Raises UnreadablePathError, also for what never ends or blocks: a FIFO, a device.
    """
    try:
        mode = stat.S_IFMT(Path(path).stat().st_mode)
        if mode in _SPECIAL_FILES:
            reason = f"this is {_SPECIAL_FILES[mode]}, not a file: save the export to a file"
            raise UnreadablePathError(path, reason)
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadablePathError(path, _reason(error)) from None
    except ValueError as error:  # a NUL in the name
        raise UnreadablePathError(path, str(error)) from None


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "this link leads to itself: remove the link"
    if error.errno == errno.ENOENT:
        return "there is no such file: the link leads nowhere"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission denied: make it readable for this user"
    return (error.strerror or str(error)).lower()
