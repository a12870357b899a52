"""States of an export: a folder, a file, or a revision in git, which is not checked out."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint import api
from campaignlint.diff.git import GitError, Repository
from campaignlint.diff.revision import Revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint.api import Analysis
    from campaignlint.engine.plan import Plan
    from campaignlint.loading.discovery import Sources
    from campaignlint.loading.reader import DecodedFiles

PREFIX = "git:"


class StateError(Exception):
    """A state that cannot be read; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class State:
    """The paths to read, and how to read them."""

    name: str
    paths: tuple[str, ...]
    sources: Sources
    left_out: tuple[str, ...] = ()
    """Symbolic links and submodules of a revision whose content is not in it."""


def analyze_state(
    name: str,
    plan: Plan,
    sources: Sources,
    *,
    default_paths: Sequence[str] = (),
    decoded: DecodedFiles | None = None,
) -> tuple[Analysis, State]:
    """Check the export in a state, which is as for `open_state`.

    Runs with the same `decoded` decode equal files once. Raises StateError.
    """
    with open_state(name, sources, default_paths) as state:
        return api.analyze(state.paths, plan, state.sources, decoded), state


def find_state(text: str, default_paths: Sequence[str] = ()) -> str:
    """Return `PATH` or `git:REV` for a text that may be either.

    Raises StateError if it is both or neither.
    """
    if text.startswith(PREFIX):
        return text
    is_path = os.path.lexists(text)
    revision, _, path = text.partition(":")
    try:
        _repository(path, default_paths).tree(revision)
    except GitError as error:
        if not is_path:
            message = f"{text}: neither a path nor a git revision ({error})"
            raise StateError(message) from None
        return text
    if is_path:
        raise StateError(f"{text}: a path and a git revision; use ./{text} or {PREFIX}{text}")
    return PREFIX + text


@contextmanager
def open_state(name: str, sources: Sources, default_paths: Sequence[str] = ()) -> Iterator[State]:
    """Open `PATH`, `git:REV` or `git:REV:PATH`.

    PATH in a revision starts at the top of the repository, or at the working directory if it
    starts with `./`. Without it, `default_paths` are read, which are those of a working tree and
    may be missing; without these, the whole revision. `sources` applies to a revision as to its
    checkout. Raises StateError.
    """
    if not name.startswith(PREFIX):
        if not os.path.lexists(name):
            raise StateError(f"{name}: there is no such file or folder")
        yield State(name, (name,), sources)
        return
    text, _, path = name.removeprefix(PREFIX).partition(":")
    try:
        repository = _repository(path, default_paths)
        with repository.objects() as objects:
            tree = repository.tree(text)
            if path:
                paths_in_repository = [
                    repository.inside(path) if path.startswith("./") else path.strip("/")
                ]
            else:
                paths_in_repository = [repository.inside(path) for path in default_paths] or [""]
            revision = Revision(text, repository, tree, objects, sources)
            paths = tuple(
                revision.add(text) for text in paths_in_repository if path or revision.has(text)
            )
            yield State(name, paths, replace(sources, snapshot=revision), revision.left_out)
    except GitError as error:
        raise StateError(f"{name}: {error}") from None


def _repository(path: str, default_paths: Sequence[str]) -> Repository:
    return Repository.of(default_paths[0] if default_paths and not path else ".")
