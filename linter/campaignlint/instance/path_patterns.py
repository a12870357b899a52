"""Which files a walk leaves out: by patterns of the configuration, and by .gitignore files."""

from __future__ import annotations

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
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - most runs have no pattern

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError:
        bad = next(pattern for pattern in patterns if not _is_good(pattern))
        raise BadPatternError(f"'{bad}' is no pattern as .gitignore has them") from None


def _is_good(pattern: str) -> bool:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - imported by now

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True


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
    root = next((n for n, parent in enumerate(parents) if (parent / ".git").exists()), None)
    if root is None or Path(folder, ".git").exists():
        return GitIgnored()
    found = tuple(each for parent in reversed(parents[: root + 1]) for each in _read(str(parent)))
    ignored = GitIgnored(found)
    folders = [Path(folder), *parents[:root]]
    paths = [os.path.join(each, "") for each in folders]  # noqa: PTH118 - the separator tells
    is_ignored = any(map(ignored.leaves_out, [*paths, str(Path(folder, _ANY_EXPORT))]))
    return GitIgnored() if is_ignored else ignored


_ANY_EXPORT = "any-export-at-all.json"


def _read(folder: str) -> Iterator[PathPatterns]:
    """The patterns of a folder's .gitignore; git passes over what it cannot read, too."""
    with suppress(OSError):
        lines = Path(folder, GITIGNORE).read_text("utf-8", errors="replace").splitlines()
        yield PathPatterns(folder, tuple(line for line in lines if _is_good(line)))
