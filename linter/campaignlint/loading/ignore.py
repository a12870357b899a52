"""Patterns in the .gitignore format, from the configuration and from .gitignore files."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathspec import GitIgnoreSpec

GITIGNORE = ".gitignore"
_MAX_FILE_SIZE = 1 << 20
"""Bytes of a .gitignore file; git ignores larger ones, too."""
_MAX_WILDCARDS = 2
"""`*` in a part of a pattern, not counting the last: each makes matching 100 times slower."""
_MAX_DOUBLE_WILDCARDS = 3
"""`**` in a pattern, which are as slow in deep folders."""
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a FIFO must not wait for a writer."""


class BadPatternError(Exception):
    """An invalid pattern, which the message names."""


@dataclass(frozen=True, slots=True)
class PathPatterns:
    """Patterns in the .gitignore format, and the folder that they are relative to.

    Raises BadPatternError.
    """

    folder: str
    patterns: tuple[str, ...]

    def __post_init__(self) -> None:
        _compiled(self.patterns)

    def decide(self, path: str) -> bool | None:
        """Return whether the last matching pattern is one without `!`; None if none matches.

        `path` is absolute; that of a folder ends with a separator.
        """
        folder = os.path.join(os.path.abspath(self.folder), "")  # noqa: PTH100, PTH118 - keeps links
        if not path.startswith(folder):
            return None
        return _compiled(self.patterns).check_file(path.removeprefix(folder)).include

    def match(self, path: str) -> bool:
        return self.decide(path) is True


@lru_cache(maxsize=1024)
def _compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        if not any(map(_is_slow, patterns)):
            return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        pass  # the next line finds the pattern
    raise BadPatternError(next(filter(None, map(_pattern_error, patterns))))


def _pattern_error(pattern: str) -> str | None:
    """Return what is wrong with a pattern."""
    from pathspec import GitIgnoreSpec

    if _is_slow(pattern):
        return (
            f"pattern '{pattern}' has too many wildcards (maximum: three * between two slashes, "
            "and three **)"
        )
    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return f"'{pattern}' is not a valid .gitignore pattern"
    return None


def _is_slow(pattern: str) -> bool:
    """Return whether matching a pattern tries too many combinations.

    A `*` alone between two slashes has one match, and so has the last of several.
    """
    if pattern.startswith("#"):
        return False
    segments = pattern.split("/")
    wildcards = sum(max(0, each.count("*") - 1) for each in segments if each != "**")
    return wildcards > _MAX_WILDCARDS or segments.count("**") > _MAX_DOUBLE_WILDCARDS


@dataclass(frozen=True, slots=True)
class GitIgnoreFiles:
    """The .gitignore files that apply in a folder, the topmost first."""

    files: tuple[PathPatterns, ...] = ()

    def is_ignored(self, path: str) -> bool:
        """Return whether git ignores a path, which is as for `PathPatterns.decide`."""
        for file in reversed(self.files):
            decision = file.decide(path)
            if decision is not None:
                return decision
        return False

    def entering(self, folder: str, names: frozenset[str]) -> GitIgnoreFiles:
        """Return the files that apply in a folder of this one, which has entries of these names."""
        files = () if ".git" in names else self.files
        return (
            GitIgnoreFiles((*files, *_read(folder)))
            if GITIGNORE in names
            else GitIgnoreFiles(files)
        )


def patterns_above(top: str) -> GitIgnoreFiles:
    """Return the .gitignore files that apply to a given folder, up to the repository's root.

    A given folder is always read: if git ignores it or everything in it (`exports/`, `exports/*`),
    no file applies.
    """
    folder = os.path.abspath(top)  # noqa: PTH100 - keeps links
    parents = list(Path(folder).parents)
    root = next((n for n, parent in enumerate(parents) if holds_repository(parent)), None)
    if root is None or holds_repository(Path(folder)):
        return GitIgnoreFiles()
    found = tuple(each for parent in reversed(parents[: root + 1]) for each in _read(str(parent)))
    return applied_to(folder, parents[root], found)


def applied_to(folder: str, repository: Path, files: tuple[PathPatterns, ...]) -> GitIgnoreFiles:
    """Return the files above a given folder as they apply to it: none if they ignore it."""
    ignored = GitIgnoreFiles(files)
    above = Path(folder).parents
    folders = [Path(folder), *(each for each in above if each.is_relative_to(repository))]
    paths = [os.path.join(each, "") for each in folders if each != repository]  # noqa: PTH118 - the separator marks folders
    is_ignored = any(map(ignored.is_ignored, [*paths, str(Path(folder, _ANY_EXPORT))]))
    return GitIgnoreFiles() if is_ignored else ignored


def holds_repository(folder: Path) -> bool:
    """Return whether a folder is the top of a git repository; False if it cannot be accessed."""
    return os.path.exists(folder / ".git")  # noqa: PTH110 - never raises


_ANY_EXPORT = "any-export-at-all.json"


def _read(folder: str) -> Iterator[PathPatterns]:
    """Return the patterns of a folder's .gitignore; like git, ignore a file that is unreadable."""
    with suppress(OSError):
        yield parse_patterns(folder, _start_of(os.path.join(folder, GITIGNORE)))  # noqa: PTH118 - a text


def parse_patterns(folder: str, data: bytes) -> PathPatterns:
    """Return the valid patterns of a folder's .gitignore; like git, ignore a file too large."""
    text = "" if len(data) > _MAX_FILE_SIZE else data.decode("utf-8", errors="replace")
    lines = text.splitlines()
    return PathPatterns(folder, tuple(line for line in lines if _pattern_error(line) is None))


def _start_of(path: str) -> bytes:
    """Return the start of a regular file; nothing for a FIFO or a device."""
    file = os.open(path, _OPEN_FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return b""
        return os.read(file, _MAX_FILE_SIZE + 1)
    finally:
        os.close(file)
