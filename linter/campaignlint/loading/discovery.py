"""Find the export files under the given paths, and read their bytes."""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import stat
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from campaignlint.loading import ignore
from campaignlint.loading.ignore import GitIgnoreFiles, PathPatterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LINE_SUFFIXES = (".ndjson", ".jsonl")
SUFFIXES = (".json", *LINE_SUFFIXES)
"""The suffixes of files found in folders; a given file may have any."""

_SKIPPED_FOLDERS = frozenset({"node_modules"})

LARGE = 32 << 20
"""The size in bytes above which a file is memory-mapped."""

_OPEN_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a FIFO must not wait for a writer, and Windows must not translate line ends."""

CHANGED = "file changed while being read; run again when nothing is writing to it"


class UnreadablePathError(Exception):
    """A file or folder that cannot be read; the message gives the reason and what to do."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class FileContent(Protocol):
    """The content of a file."""

    @property
    def data(self) -> Data:
        """The bytes. Raises UnreadablePathError."""

    @property
    def identity(self) -> int:
        """A number that changes when the file does; 0 if unknown."""

    @property
    def blob_id(self) -> str:
        """The name that git gives to this content. Raises UnreadablePathError."""


class Snapshot(Protocol):
    """Files that are read instead of those on disk, such as those of a revision."""

    def walk(self, path: str) -> Walk:
        """Find the export files under a path."""

    def content(self, path: str) -> FileContent:
        """Return the content of a file. Raises UnreadablePathError."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a run reads.

    Patterns and .gitignore apply to files in folders; a given file is always read.
    """

    include: PathPatterns | None = None
    """The only files that are read; None for all."""
    exclude: tuple[PathPatterns, ...] = ()
    gitignore: bool = True
    buffers: Mapping[str, bytes] = field(default_factory=dict)
    """Contents that replace those of files, by real path, such as unsaved ones of an editor."""
    snapshot: Snapshot | None = None
    """Files that are read instead of all those on disk."""

    def excludes(self, path: str, ignored: GitIgnoreFiles, *, is_folder: bool) -> bool:
        """Return whether patterns or .gitignore files exclude a file or folder."""
        if not (self.include or self.exclude or ignored.files):
            return False
        absolute = os.path.abspath(path)
        if is_folder:
            absolute = os.path.join(absolute, "")
        return (
            any(patterns.match(absolute) for patterns in self.exclude)
            or ignored.is_ignored(absolute)
            or (self.include is not None and not is_folder and not self.include.match(absolute))
        )

    def buffer(self, path: str) -> bytes | None:
        """Return the content that replaces that of a file, whichever path leads to it."""
        return self.buffers.get(os.path.realpath(path)) if self.buffers else None


_SOURCES: ContextVar[Sources] = ContextVar("sources", default=Sources())  # noqa: B039 - frozen


@contextmanager
def reading_from(sources: Sources) -> Iterator[None]:
    """Find and read files according to `sources` in this context and thread."""
    token = _SOURCES.set(sources)
    try:
        yield
    finally:
        _SOURCES.reset(token)


@dataclass(frozen=True, slots=True)
class Walk:
    """The result of a walk: files to read, and paths that cannot be read."""

    files: list[str]
    unreadable: list[UnreadablePathError]
    excluded: list[str] = field(default_factory=list)
    """JSON files and folders that patterns or .gitignore exclude."""


def walk(paths: Iterable[str]) -> Walk:
    """Find the export files under `paths`, each once, sorted.

    Folders that start with a dot and node_modules are skipped. Symbolic links to folders are
    followed last, so that a file has the name without a link if there is one. Link cycles are
    reported. The caller reports paths that do not exist.
    """
    files: dict[str, None] = {}
    sources = _SOURCES.get()
    walker = _Walker(sources)
    for path in paths:
        if sources.snapshot is not None:
            return sources.snapshot.walk(path)
        if os.path.isdir(path):
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
    parents: frozenset[_Identity]
    """The identities of its parent folders."""
    ignored: GitIgnoreFiles


class _Walker:
    """Finds the JSON files in folders, and enters each folder once."""

    def __init__(self, sources: Sources) -> None:
        self.unreadable: list[UnreadablePathError] = []
        self.excluded: list[str] = []
        self._sources = sources
        self._seen: set[_Identity] = set()

    def walk(self, top: str) -> Iterator[str]:
        ignored = ignore.patterns_above(top) if self._sources.gitignore else GitIgnoreFiles()
        pending = [_Folder(os.path.normpath(top), _parents(top), ignored)]
        linked: list[_Folder] = []
        while pending or linked:
            folder = (pending or linked).pop()
            try:
                entries, inside = self._enter(folder)
            except UnreadablePathError as error:
                self.unreadable.append(error)
                continue
            for entry in entries:
                path = entry.name if folder.path == os.curdir else entry.path
                is_folder = _is_folder(entry)
                if not is_wanted(entry.name, is_folder=is_folder):
                    continue
                if self._sources.excludes(path, inside.ignored, is_folder=is_folder):
                    self.excluded.append(path)
                elif is_folder:
                    folders = linked if entry.is_symlink() else pending
                    folders.append(_Folder(path, inside.parents, inside.ignored))
                else:
                    yield path

    def _enter(self, folder: _Folder) -> tuple[list[os.DirEntry[str]], _Folder]:
        """Return the entries of a folder, none if it was entered before, and its ignore patterns.

        Raises UnreadablePathError.
        """
        try:
            identity = _identity(folder.path)
            if identity in folder.parents:
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
            ignored = ignored.enter(folder.path, frozenset(map(_name_of, entries)))
        return entries, _Folder(folder.path, folder.parents | {identity}, ignored)


_name_of = attrgetter("name")


def is_wanted(name: str, *, is_folder: bool) -> bool:
    """Return whether an entry of this name is read or entered, without regard to patterns."""
    if is_folder:
        return not name.startswith(".") and name not in _SKIPPED_FOLDERS
    return name.lower().endswith(SUFFIXES)


def _parents(top: str) -> frozenset[_Identity]:
    """Return the identities of the parent folders of `top` that can be accessed."""
    identities = set()
    for folder in Path(os.path.realpath(top)).parents:
        with suppress(OSError):
            identities.add(_identity(str(folder)))
    return frozenset(identities)


def _identity(folder: str) -> _Identity:
    """Return the identity of a folder, which is the same for every path to it."""
    status = Path(folder).stat()
    return status.st_dev, status.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


Data = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a file, and an identity that changes when the file does."""

    data: Data
    identity: int = 0

    @property
    def blob_id(self) -> str:
        """The name that git gives to this content, in a repository with SHA-1."""
        digest = hashlib.sha1(b"blob %d\0" % len(self.data), usedforsecurity=False)
        digest.update(self.data)
        return digest.hexdigest()


def content(path: str) -> FileContent:
    """Return the content of a regular file, or the content that replaces it.

    A large file is memory-mapped. Raises UnreadablePathError, also for FIFOs and devices, which
    may never end.
    """
    sources = _SOURCES.get()
    if sources.snapshot is not None:
        return sources.snapshot.content(path)
    buffered = sources.buffer(path)
    if buffered is not None:
        return Content(buffered)
    try:
        file = os.open(path, os.O_RDONLY | _OPEN_FLAGS)
        try:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadablePathError(path, "not a regular file; save the export to a file")
            identity = hash((status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns))
            if status.st_size >= LARGE:
                return Content(mmap.mmap(file, 0, access=mmap.ACCESS_READ), identity)
            data = os.read(file, status.st_size + 1)
            if len(data) != status.st_size:
                raise UnreadablePathError(path, CHANGED)
            return Content(data, identity)
        finally:
            os.close(file)
    except OSError as error:
        raise UnreadablePathError(path, _reason(error)) from None
    except ValueError as error:  # a NUL in the name
        raise UnreadablePathError(path, str(error)) from None


def read(path: str) -> Data:
    """Return the bytes of a file. Raises UnreadablePathError."""
    return content(path).data


_NOT_FOUND = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""Errors of paths that do not exist or cannot exist."""


def absence(path: str, noun: str = "file") -> str:
    """Return why there is no such file at a path: it is missing, or it cannot be accessed."""
    with suppress(ValueError):  # a NUL in the name
        try:
            os.stat(path)
        except OSError as error:
            if error.errno not in _NOT_FOUND:
                return _reason(error)
    return f"there is no such {noun}"


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "symbolic link cycle: the link points to itself; remove the link"
    if error.errno == errno.ENOENT:
        return "broken symbolic link: the target does not exist"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission denied; make it readable for this user"
    return (error.strerror or str(error)).lower()
