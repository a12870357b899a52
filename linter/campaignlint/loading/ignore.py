"""Which files a walk leaves out: by patterns of the configuration, and by .gitignore files."""

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
_LARGEST = 1 << 20
"""Of how many bytes a .gitignore file is at most; git, too, passes over one that is too large."""
_MOST_CHOICES = 2
"""How many choices the `*` of a pattern leave: each more takes a hundred times as long to try."""
_MOST_FOLDERS = 3
"""How many `**` a pattern has, which are as slow where folders are very deep."""
_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""To open a FIFO does not wait for somebody to write to it."""


class BadPatternError(Exception):
    """A pattern that means nothing; the text says which."""


@dataclass(frozen=True, slots=True)
class PathPatterns:
    """Patterns as .gitignore writes them, and the folder below which they hold.

    Raises BadPatternError.
    """

    folder: str
    patterns: tuple[str, ...]

    def __post_init__(self) -> None:
        _compiled(self.patterns)

    def decide(self, path: str) -> bool | None:
        """Whether the last pattern that matches a path is one without `!`; None where none matches.

        `path` is absolute; that of a folder ends with a separator.
        """
        above = os.path.join(os.path.abspath(self.folder), "")  # noqa: PTH100, PTH118 - keeps links
        if not path.startswith(above):
            return None
        return _compiled(self.patterns).check_file(path.removeprefix(above)).include

    def match(self, path: str) -> bool:
        return self.decide(path) is True


@lru_cache(maxsize=1024)
def _compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        if not any(map(_is_slow, patterns)):
            return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        pass  # what follows finds the one
    raise BadPatternError(next(filter(None, map(_fault, patterns))))


def _fault(pattern: str) -> str | None:
    """What is wrong with a pattern."""
    from pathspec import GitIgnoreSpec

    if _is_slow(pattern):
        return (
            f"'{pattern}' has too many `*` to match names with: write at most three between two "
            "slashes, and at most three `**`"
        )
    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return f"'{pattern}' is no pattern as .gitignore has them"
    return None


def _is_slow(pattern: str) -> bool:
    """Whether it leaves open too often where in a name it goes on, since all has to be tried.

    A `*` that stands alone between two slashes leaves nothing open, nor does the last of several.
    """
    if pattern.startswith("#"):
        return False
    segments = pattern.split("/")
    folders = segments.count("**")
    choices = sum(max(0, each.count("*") - 1) for each in segments if each != "**")
    return choices > _MOST_CHOICES or folders > _MOST_FOLDERS


@dataclass(frozen=True, slots=True)
class GitIgnored:
    """What the .gitignore files that hold in a folder leave out, the farthest file first."""

    files: tuple[PathPatterns, ...] = ()

    def leaves_out(self, path: str) -> bool:
        """Whether git would not see this; see `PathPatterns.decide` for the path."""
        for file in reversed(self.files):
            decision = file.decide(path)
            if decision is not None:
                return decision
        return False

    def entering(self, folder: str, names: frozenset[str]) -> GitIgnored:
        """What holds in a folder of this one, in which there are these names."""
        above = () if ".git" in names else self.files
        return GitIgnored((*above, *_read(folder))) if GITIGNORE in names else GitIgnored(above)


def above(top: str) -> GitIgnored:
    """What holds for a folder by the .gitignore files above it, up to the repository's root.

    A folder that is named outright is meant to be read: where git ignores the folder or whatever is
    in it (`exports/`, `exports/*`), nothing holds.
    """
    folder = os.path.abspath(top)  # noqa: PTH100 - keeps links
    parents = list(Path(folder).parents)
    root = next((n for n, parent in enumerate(parents) if holds_repository(parent)), None)
    if root is None or holds_repository(Path(folder)):
        return GitIgnored()
    found = tuple(each for parent in reversed(parents[: root + 1]) for each in _read(str(parent)))
    ignored = GitIgnored(found)
    folders = [Path(folder), *parents[:root]]
    paths = [os.path.join(each, "") for each in folders]  # noqa: PTH118 - the separator tells
    is_ignored = any(map(ignored.leaves_out, [*paths, str(Path(folder, _ANY_EXPORT))]))
    return GitIgnored() if is_ignored else ignored


def holds_repository(folder: Path) -> bool:
    """Whether it is the top of one; False where it may not be looked into, as git has it."""
    return os.path.exists(folder / ".git")  # noqa: PTH110 - never raises


_ANY_EXPORT = "any-export-at-all.json"


def _read(folder: str) -> Iterator[PathPatterns]:
    """The patterns of a folder's .gitignore; git passes over what it cannot read, too."""
    with suppress(OSError):
        lines = _text(os.path.join(folder, GITIGNORE)).splitlines()  # noqa: PTH118 - a text
        yield PathPatterns(folder, tuple(line for line in lines if _fault(line) is None))


def _text(path: str) -> str:
    """The text of a regular file; "" for what never ends or blocks, and for far too large a one."""
    file = os.open(path, _OPENING)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return ""
        data = os.read(file, _LARGEST + 1)
    finally:
        os.close(file)
    return "" if len(data) > _LARGEST else data.decode("utf-8", errors="replace")
