"""Which files under the given paths are exports, and their bytes."""

from __future__ import annotations

import errno
import mmap
import os
import stat
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.loading import ignore as path_patterns
from campaignlint.loading.ignore import GitIgnored, PathPatterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LINE_SUFFIXES = (".ndjson", ".jsonl")
SUFFIXES = (".json", *LINE_SUFFIXES)
"""What a folder is searched for; a file that is named outright may end in anything."""

_SKIPPED_FOLDERS = frozenset({"node_modules"})

LARGE = 32 << 20
"""From how many bytes on a file is mapped."""

_UNBLOCKED = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""To open a FIFO does not wait for somebody to write to it, and Windows translates no line ends."""

CHANGED = "file changed while being read; run again when nothing is writing to it"

_SPECIAL_FILES = {
    stat.S_IFIFO: "FIFO",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


class UnreadablePathError(Exception):
    """A file or folder that cannot be read; the text says why and what to do."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sources:
    """What a run takes from the disk, and what from elsewhere.

    Patterns and .gitignore decide what is found in folders. What is named outright is read.
    """

    include: PathPatterns | None = None
    """What alone is read; None for everything."""
    exclude: tuple[PathPatterns, ...] = ()
    gitignore: bool = True
    buffers: Mapping[str, bytes] = field(default_factory=dict)
    """Bytes that stand in place of files, by their real path: what an editor has not saved."""

    def buffer(self, path: str) -> bytes | None:
        """What stands in place of a file, by whatever name it is reached."""
        return self.buffers.get(os.path.realpath(path)) if self.buffers else None


_SOURCES: ContextVar[Sources] = ContextVar("sources", default=Sources())  # noqa: B039 - frozen


@contextmanager
def reading_from(sources: Sources) -> Iterator[None]:
    """Let what walks and reads within, in this thread, do so by `sources`."""
    token = _SOURCES.set(sources)
    try:
        yield
    finally:
        _SOURCES.reset(token)


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk came upon: files to read, and paths that it could not enter."""

    files: list[str]
    unreadable: list[UnreadablePathError]
    excluded: list[str] = field(default_factory=list)
    """Files of ours, and folders, that patterns or .gitignore leave out."""


def walk(paths: Iterable[str]) -> Walk:
    """The export files under `paths`, each once, sorted.

    Folders that begin with a dot and node_modules are not walked. Links to folders are followed
    last, so that what can be reached without one bears its own name, and never round in a circle.
    A path that is not there is the caller's to report.
    """
    files: dict[str, None] = {}
    walker = _Walker(_SOURCES.get())
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - never raises
            files.update(dict.fromkeys(walker.walk(path)))
        else:
            files[os.path.normpath(path)] = None
    unreadable = sorted(walker.unreadable, key=lambda error: error.path)
    return Walk(sorted(files), unreadable, sorted(walker.excluded))


_Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to enter."""

    path: str
    above: frozenset[_Identity]
    """What tells the folders apart that it stands in."""
    ignored: GitIgnored


class _Walker:
    """Finds the files of ours in folders, and enters each folder once."""

    def __init__(self, sources: Sources) -> None:
        self.unreadable: list[UnreadablePathError] = []
        self.excluded: list[str] = []
        self._sources = sources
        self._seen: set[_Identity] = set()

    def walk(self, top: str) -> Iterator[str]:
        ignored = path_patterns.above(top) if self._sources.gitignore else GitIgnored()
        pending = [_Folder(os.path.normpath(top), _above(top), ignored)]
        linked: list[_Folder] = []
        while pending or linked:
            folder = (pending or linked).pop()
            try:
                entries, inside = self._enter(folder)
            except UnreadablePathError as error:
                self.unreadable.append(error)
                continue
            is_choosy = bool(self._sources.include or self._sources.exclude or inside.ignored.files)
            for entry in entries:
                path = entry.name if folder.path == os.curdir else entry.path
                is_folder = _is_folder(entry)
                if not _is_ours(entry.name, is_folder=is_folder):
                    continue
                if is_choosy and self._leaves_out(path, inside, is_folder=is_folder):
                    self.excluded.append(path)
                elif is_folder:
                    found = linked if entry.is_symlink() else pending
                    found.append(_Folder(path, inside.above, inside.ignored))
                else:
                    yield path

    def _enter(self, folder: _Folder) -> tuple[list[os.DirEntry[str]], _Folder]:
        """What is in a folder, and what holds for it; nothing where it was seen before.

        Raises UnreadablePathError.
        """
        try:
            identity = _identity(folder.path)
            if identity in folder.above:
                reason = "symbolic link cycle: the link points to a parent folder; remove the link"
                raise UnreadablePathError(folder.path, reason)
            if identity in self._seen:
                return [], folder
            self._seen.add(identity)
            with os.scandir(folder.path) as listing:
                entries = sorted(listing, key=_name_of)
        except OSError as error:
            raise UnreadablePathError(folder.path, _reason(error)) from None
        ignored = folder.ignored
        if self._sources.gitignore:
            ignored = ignored.entering(folder.path, frozenset(map(_name_of, entries)))
        return entries, _Folder(folder.path, folder.above | {identity}, ignored)

    def _leaves_out(self, path: str, inside: _Folder, *, is_folder: bool) -> bool:
        include, exclude = self._sources.include, self._sources.exclude
        absolute = os.path.abspath(path)  # noqa: PTH100 - keeps links
        if is_folder:
            absolute = os.path.join(absolute, "")  # noqa: PTH118 - the separator that tells it
        return (
            any(patterns.match(absolute) for patterns in exclude)
            or inside.ignored.leaves_out(absolute)
            or (include is not None and not is_folder and not include.match(absolute))
        )


_name_of = attrgetter("name")


def _is_ours(name: str, *, is_folder: bool) -> bool:
    """Whether something of this name is looked at, patterns apart."""
    if is_folder:
        return not name.startswith(".") and name not in _SKIPPED_FOLDERS
    return name.lower().endswith(SUFFIXES)


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


Data = bytes | mmap.mmap


class Content(NamedTuple):
    """What a file holds, and what tells that it is still the same."""

    data: Data
    identity: int = 0


def content(path: str) -> Content:
    """The content of a regular file, or what stands in its place.

    A large file is a memory map where that is allowed, so that it takes up no memory of ours.
    Raises UnreadablePathError, also for what never ends or blocks: a FIFO, a device.
    """
    sources = _SOURCES.get()
    buffered = sources.buffer(path)
    if buffered is not None:
        return Content(buffered)
    try:
        file = os.open(path, os.O_RDONLY | _UNBLOCKED)
        try:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadablePathError(path, _no_file(path) or os.strerror(errno.EISDIR).lower())
            identity = hash((status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns))
            if status.st_size >= LARGE:
                return Content(mmap.mmap(file, 0, access=mmap.ACCESS_READ), identity)
            data = os.read(file, status.st_size + 1)
            if len(data) != status.st_size:  # seldom
                data = _read_whole(path, file, status.st_size, data)
            return Content(data, identity)
        finally:
            os.close(file)
    except OSError as error:
        raise UnreadablePathError(path, _no_file(path) or _reason(error)) from None
    except ValueError as error:  # a NUL in the name
        raise UnreadablePathError(path, str(error)) from None


def read(path: str) -> Data:
    """As `content`, the bytes alone."""
    return content(path).data


def _no_file(path: str) -> str:
    """What a path leads to in place of a file; "" for a file, and for nothing."""
    with suppress(OSError):
        kind = _SPECIAL_FILES.get(stat.S_IFMT(os.stat(path).st_mode))  # noqa: PTH116 - as below
        return f"not a regular file ({kind}); save the export to a file" if kind else ""
    return ""


def _read_whole(path: str, file: int, size: int, first: bytes) -> bytes:
    """All that is in an open file behind its first part; it may have shrunk since it was measured.

    Raises UnreadablePathError for one that has grown: it may do so faster than it is read.
    """
    parts = [first]
    left = size - len(first)
    while left > 0 and parts[-1]:
        parts.append(os.read(file, left + 1))
        left -= len(parts[-1])
    if left < 0:
        raise UnreadablePathError(path, CHANGED)
    return b"".join(parts)


_NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""What a system says of a path to nothing, or that could not lead to anything."""


def absence(path: str, what: str = "file") -> str:
    """Why there is nothing at a path, or nothing of that kind, and what to do where that is known.

    A path that may not be entered is there for others, and is not called missing.
    """
    with suppress(ValueError):  # a NUL in the name
        try:
            os.stat(path)  # noqa: PTH116 - as above
        except OSError as error:
            if error.errno not in _NOTHING_THERE:
                return _reason(error)
    return f"there is no such {what}"


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "symbolic link cycle: the link points to itself; remove the link"
    if error.errno == errno.ENOENT:
        return "broken symbolic link: the target does not exist"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission denied; make it readable for this user"
    return (error.strerror or str(error)).lower()
