"""A git repository, read with the user's git: trees and blobs of its object store."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LINK = "120000"
SUBMODULE = "160000"
"""Modes of entries in a tree."""
MERGE_BASE = "..."
"""The end of a revision that means its merge base with HEAD, as in `git diff`."""


class GitError(Exception):
    """An error of git; the message gives the reason."""


class Entry(NamedTuple):
    """A file, symbolic link or submodule in a tree."""

    path: str
    """From the top of the repository, with forward slashes."""
    mode: str
    id: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, by its top folder: that of the working tree, or the folder of a bare one."""

    top: str
    is_bare: bool

    @classmethod
    def of(cls, path: str) -> Repository:
        """Return the repository that a path is in. Raises GitError."""
        # A hook of git may set GIT_DIR, relative to the working directory.
        folder = Path(os.path.realpath("." if "GIT_DIR" in os.environ else path))
        while not folder.is_dir():
            folder = folder.parent
        try:
            is_bare = _run(folder, "rev-parse", "--is-bare-repository").strip() == b"true"
            option = "--absolute-git-dir" if is_bare else "--show-toplevel"
            top = os.fsdecode(_run(folder, "rev-parse", option).removesuffix(b"\n"))
        except _FailedError as error:
            raise GitError(error.message("not in a git repository")) from None
        return cls(os.path.realpath(top), is_bare)

    def inside(self, path: str) -> str:
        """Return a path on disk as one from the top of the repository. Raises GitError."""
        inside = os.path.relpath(os.path.realpath(path), self.top)
        if inside.split(os.sep, 1)[0] == os.pardir:
            raise GitError(f"{path} is outside of the git repository {self.top}")
        return "" if inside == os.curdir else Path(inside).as_posix()

    def tree(self, revision: str) -> str:
        """Return the id of the tree of a revision, or of the merge base of `REV...` and HEAD.

        HEAD is empty before the first commit. Raises GitError.
        """
        commit = revision.removesuffix(MERGE_BASE)
        arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        try:
            tree = self._run(*arguments, f"{commit}^{{tree}}")
        except _FailedError:
            if revision == "HEAD" and self._has_no_commit():
                return self._run("hash-object", "-t", "tree", os.devnull)
            raise GitError(
                self._add_shallow_hint(f"git does not know the revision '{commit}'")
            ) from None
        if commit == revision:
            return tree
        try:
            base = self._run("merge-base", "--end-of-options", commit, "HEAD")
        except _FailedError:
            message = f"'{commit}' and HEAD have no common ancestor"
            raise GitError(self._add_shallow_hint(message)) from None
        return self._run(*arguments, f"{base}^{{tree}}")

    def _has_no_commit(self) -> bool:
        """Return whether HEAD is a branch that does not exist yet."""
        try:
            return bool(self._run("symbolic-ref", "--quiet", "HEAD"))
        except _FailedError:
            return False

    def _add_shallow_hint(self, message: str) -> str:
        if self._run("rev-parse", "--is-shallow-repository") == "true":
            message += "; this clone is shallow: fetch more history with `git fetch --unshallow`"
        return message

    def _run(self, *arguments: str) -> str:
        return _run(self.top, *arguments).decode().strip()

    def entries(self, tree: str) -> Iterator[Entry]:
        """Yield everything in a tree and in the trees below it, except trees."""
        for line in _run(self.top, "ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0"):
            facts, _, path = line.partition(b"\t")
            if facts:
                mode, _kind, name = facts.decode().split()
                yield Entry(os.fsdecode(path), mode, name)

    @contextmanager
    def objects(self) -> Iterator[Objects]:
        """Open the blobs of the repository."""
        command = ["git", "cat-file", "--batch"]
        with subprocess.Popen(  # noqa: S603 - fixed arguments
            command, cwd=self.top, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            yield Objects(process)


class Objects:
    """Reads blobs from a running `git cat-file --batch`."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def read(self, blob: str) -> bytes:
        """Return the content of a blob. Raises GitError if it is missing."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise GitError("git cannot be read")
        stdin.write(f"{blob}\n".encode())
        stdin.flush()
        header = stdout.readline().split()
        if len(header) != 3:  # noqa: PLR2004 - name, type, size
            raise GitError(f"the object {blob} is missing from this clone")
        content = stdout.read(int(header[2]))
        stdout.read(1)
        return content


class _FailedError(Exception):
    """A command of git that failed."""

    def message(self, fallback: str) -> str:
        """Return git's message, or `fallback` outside of a repository."""
        text = str(self)
        return fallback if not text or "not a git repository" in text else text


def _run(folder: str | Path, *arguments: str) -> bytes:
    """Run git and return its output. Raises _FailedError, and GitError without git."""
    command = ["git", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - not shell text
            command,
            cwd=folder,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},  # messages in English
        )
    except FileNotFoundError:
        raise GitError("git is not installed, and a revision is read with it") from None
    if done.returncode:
        raise _FailedError(done.stderr.decode(errors="replace").strip().removeprefix("fatal: "))
    return done.stdout
