"""Patterns in the .gitignore format, from the configuration and from .gitignore files."""

from __future__ import annotations

import itertools
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathspec import GitIgnoreSpec

GITIGNORE = ".gitignore"


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
        _compile(self.patterns)

    def decide(self, path: str) -> bool | None:
        """Return whether the last matching pattern is one without `!`; None if none matches.

        `path` is absolute; that of a folder ends with a separator.
        """
        folder = os.path.join(os.path.abspath(self.folder), "")
        if not path.startswith(folder):
            return None
        return _compile(self.patterns).check_file(path.removeprefix(folder)).include

    def match(self, path: str) -> bool:
        return self.decide(path) is True


@lru_cache(maxsize=1024)
def _compile(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        invalid = next(itertools.filterfalse(_is_valid, patterns))
        raise BadPatternError(f"'{invalid}' is not a valid .gitignore pattern") from None


def _is_valid(pattern: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True


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

    def enter(self, folder: str, names: frozenset[str]) -> GitIgnoreFiles:
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
    folder = os.path.abspath(top)
    parents = list(Path(folder).parents)
    root = next((n for n, parent in enumerate(parents) if holds_repository(parent)), None)
    if root is None or holds_repository(Path(folder)):
        return GitIgnoreFiles()
    patterns = tuple(
        pattern for parent in reversed(parents[: root + 1]) for pattern in _read(str(parent))
    )
    return apply_to(folder, parents[root], patterns)


def apply_to(folder: str, repository: Path, files: tuple[PathPatterns, ...]) -> GitIgnoreFiles:
    """Return the files above a given folder as they apply to it: none if they ignore it."""
    ignored = GitIgnoreFiles(files)
    above = Path(folder).parents
    folders = [Path(folder), *(path for path in above if path.is_relative_to(repository))]
    paths = [os.path.join(folder, "") for folder in folders if folder != repository]
    is_ignored = any(map(ignored.is_ignored, [*paths, str(Path(folder, _ANY_EXPORT))]))
    return GitIgnoreFiles() if is_ignored else ignored


def holds_repository(folder: Path) -> bool:
    """Return whether a folder is the top of a git repository; False if it cannot be accessed."""
    return os.path.exists(folder / ".git")


_ANY_EXPORT = "any-export-at-all.json"


def _read(folder: str) -> Iterator[PathPatterns]:
    """Yield the patterns of a folder's .gitignore; like git, ignore a file that is unreadable."""
    with suppress(OSError):
        yield parse_patterns(folder, Path(folder, GITIGNORE).read_bytes())


def parse_patterns(folder: str, data: bytes) -> PathPatterns:
    """Return the valid patterns of a folder's .gitignore."""
    lines = data.decode("utf-8", errors="replace").splitlines()
    return PathPatterns(folder, tuple(filter(_is_valid, lines)))
