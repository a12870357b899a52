"""States of an export: a folder, a file, or a revision in git, which is not checked out."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from campaignlint.loading.discovery import SUFFIXES

PREFIX = "git:"


class StateError(Exception):
    """A state that cannot be read; the message tells the user why."""


@dataclass(frozen=True, slots=True)
class State:
    """The paths to read, and the contents of those that come from git."""

    name: str
    paths: tuple[str, ...]
    buffers: dict[str, bytes] = field(default_factory=dict)


def read_state(text: str, default_path: str = "") -> State:
    """Read `PATH`, `git:REV` or `git:REV:PATH`.

    PATH in a revision starts at the top of the repository, or at the working directory if it
    starts with `./`. Without it, `default_path` is read, which is relative to the working
    directory; "" for the whole revision. Raises StateError.
    """
    if not text.startswith(PREFIX):
        if not os.path.lexists(text):
            raise StateError(f"{text}: there is no such file or folder")
        return State(text, (text,))
    revision, _, path = text.removeprefix(PREFIX).partition(":")
    top = _top()
    if not path and default_path:
        path = _inside(default_path, top)
    elif path.startswith("./"):
        path = _inside(path, top)
    return _read_revision(text, revision, path.strip("/"), top)


def _inside(path: str, top: str) -> str:
    inside = os.path.relpath(os.path.realpath(path), top)
    if inside.startswith(os.pardir):
        raise StateError(f"{path} is outside of the git repository {top}")
    return "" if inside == os.curdir else Path(inside).as_posix()


def _top() -> str:
    """Return the top folder of the working tree, or the folder of a bare repository."""
    if _git("rev-parse", "--is-bare-repository").strip() == b"true":
        return os.path.realpath(os.fsdecode(_git("rev-parse", "--absolute-git-dir").rstrip(b"\n")))
    return os.path.realpath(os.fsdecode(_git("rev-parse", "--show-toplevel").rstrip(b"\n")))


def _read_revision(text: str, revision: str, path: str, top: str) -> State:
    try:
        tree = _git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{tree}}")
    except StateError:
        raise StateError(_unknown(revision)) from None
    arguments = ["ls-tree", "-r", "-z", "--full-tree", tree.decode().strip()]
    listing = _git("--literal-pathspecs", *arguments, *(["--", path] if path else []))
    blobs: dict[str, str] = {}
    for entry in filter(None, listing.split(b"\0")):
        facts, _, raw_name = entry.partition(b"\t")
        mode, _kind, blob = facts.decode().split()
        name = os.fsdecode(raw_name)
        if mode.startswith("100") and (name == path or _is_read(name.removeprefix(path))):
            blobs[os.path.join(top, name)] = blob  # noqa: PTH118 - a key, not a file
    if path and not listing:
        raise StateError(f"{text}: there is no such file or folder in {revision}")
    contents = _read_blobs(sorted(set(blobs.values())))
    buffers = {file: contents[blob] for file, blob in blobs.items()}
    return State(text, tuple(map(os.path.relpath, buffers)), _by_real_path(buffers))


def _by_real_path(buffers: dict[str, bytes]) -> dict[str, bytes]:
    return {os.path.realpath(file): data for file, data in buffers.items()}


def _is_read(name: str) -> bool:
    *folders, file = name.strip("/").split("/")
    skipped = any(each.startswith(".") or each == "node_modules" for each in folders)
    return not skipped and file.lower().endswith(SUFFIXES)


def _unknown(revision: str) -> str:
    message = f"git does not know the revision '{revision}'"
    if _git("rev-parse", "--is-shallow-repository").strip() == b"true":
        message += "; this clone is shallow: fetch more history with `git fetch --unshallow`"
    return message


def _read_blobs(blobs: list[str]) -> dict[str, bytes]:
    """Return the contents of blobs, each read once."""
    output = memoryview(_git("cat-file", "--batch", text="".join(f"{each}\n" for each in blobs)))
    found: dict[str, bytes] = {}
    start = 0
    for blob in blobs:
        end = start + bytes(output[start : start + 200]).index(b"\n")
        header = bytes(output[start:end]).split()
        if len(header) != 3:  # noqa: PLR2004 - name, type, size
            raise StateError(f"git cannot read the object {blob}: it is missing from this clone")
        size = int(header[2])
        found[blob] = bytes(output[end + 1 : end + 1 + size])
        start = end + size + 2
    return found


def _git(*arguments: str, text: str = "") -> bytes:
    """Run git and return its output. Raises StateError."""
    try:
        done = subprocess.run(  # noqa: S603 - arguments are no shell text
            ["git", *arguments],  # noqa: S607 - the user's git
            input=text.encode(),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise StateError("git is not installed, and a state is a git revision") from None
    if done.returncode:
        raise StateError(done.stderr.decode(errors="replace").strip() or "git failed")
    return done.stdout
