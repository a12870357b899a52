"""The folder into which a pull writes: whole files only, one pull at a time, and who wrote what.

`pulled.tsv` has a line for each file that pull wrote: its path, the stamp of the asset's entry in
Marketo's list at that time, and a digest of its content. It is to be committed with the files: by
it the next pull knows what has not changed since, and which files it may remove. A line is added
before its file is put in place, and counts only where the file's content is the one that it names.
So a pull that is killed between the two, or a file that somebody edits, costs one call and no more.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import filelock
import msgspec

from campaignlint.marketo import records as api
from campaignlint.pull.faults import BrokenOffError, PullError, RefusedError
from campaignlint.pull.regular_files import read_regular_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

MARKER = "instance.json"
MANIFEST = "pulled.tsv"
_WORKPLACE = ".campaignlint"
"""A folder that neither check nor git looks into: the lock, and files that are being written."""
_IGNORING = f"{_WORKPLACE}/.gitignore"
_LOCK = f"{_WORKPLACE}/lock"
_TEMPORARY = "being-written-"
_HEADER = "# Written by campaignlint pull, which asks by it only for what changed. Commit it."
_UNFINISHED = "# unfinished\t"
_FULL = "full"
_NO_FILE = "-"
_LASTING = "-"
"""The stamp of an asset whose list entry tells nothing; it is asked for in every pull."""
_ASKED = "asked "
_RESUMABLE = timedelta(days=1)
_MAX_FILE_BYTES = 64 << 20
Change = Literal["new", "changed", "unchanged", "removed", "none"]
"""What became of a file; "none" where there was none and there is none."""
_UNDER_WAY = "everything that is not here yet: a pull is under way, or was broken off"


@dataclass(frozen=True, slots=True)
class _Line:
    stamp: str
    digest: str
    counts: bool = True
    """Whether it tells what need not be asked for; what pull wrote it tells in any case."""


@contextmanager
def opened(path: Path, instance: str, now: datetime) -> Iterator[Folder]:
    """The folder, made where there is none, and locked until it is left.

    Raises RefusedError where another pull is writing into it, where it holds another instance's
    export, or where it cannot be written to.
    """
    _refuse_links(path)
    with _writing(path / _WORKPLACE, RefusedError):
        (path / _WORKPLACE).mkdir(parents=True, exist_ok=True)
        (path / _IGNORING).write_text("*\n", encoding="utf-8")
    lock = filelock.FileLock(path / _LOCK, timeout=0)
    with _writing(path / _LOCK, RefusedError):
        try:
            lock.acquire()
        except filelock.Timeout:
            raise RefusedError(
                f"another pull is writing into {path}: wait for its end, or pull into another "
                "folder"
            ) from None
    try:
        yield Folder(path, instance, now)
    finally:
        lock.release()


def look_into(path: Path, instance: str, now: datetime) -> Folder:
    """The folder as it is, for a dry run: nothing in it is locked or written."""
    return Folder(path, instance, now)


class Folder:
    """What is on disk, and what pull wrote of it."""

    def __init__(self, path: Path, instance: str, now: datetime) -> None:
        self.path = path
        self._instance = instance
        self._now = now
        self._refuse_another_instance()
        self._lines: dict[str, list[_Line]] = defaultdict(list)
        self._asked_since: datetime | None = None
        """When the pull began that this one goes on with, if it does."""
        self.goes_on_with_full = False
        """Whether a pull was broken off here that was to ask for everything."""
        self._read_manifest()
        self._digests: dict[str, str | None] = {}
        self._has_begun = False

    @property
    def is_resumed(self) -> bool:
        """Whether this pull goes on where an earlier one was broken off."""
        return self._asked_since is not None or self.goes_on_with_full

    @property
    def _began(self) -> datetime:
        """When this pull began, or the one that it goes on with."""
        return self._asked_since or self._now

    def has(self, file: str, stamp: str | None) -> bool:
        """Whether a file is there as pull wrote it, for an asset in the state that the stamp tells.

        Where there is no stamp, whether it was asked for by the pull that this one goes on with.
        """
        for line in self._lines.get(file, ()):
            is_current = self._was_asked(line) if stamp is None else line.stamp == stamp
            if line.counts and is_current and line.digest in (_NO_FILE, self._digest_of(file)):
                return True
        return False

    def read(self, file: str) -> bytes:
        """Return the content of a file; nothing if there is no file."""
        return read_regular_file(self.path / file, _MAX_FILE_BYTES) or b""

    def begin(self, scope: dict[str, Any], *, full: bool) -> None:
        """Mark the export as incomplete, before anything in it changes.

        Should this pull be broken off, the next one knows by the mark whether to ask for everything
        that this one did not.
        """
        with self._writing(_WORKPLACE):
            self._clear_workplace()
        self._write_marker(scope, complete=False, missing=[_UNDER_WAY])
        # An empty line first: the last one may have been cut short.
        kind = f"\t{_FULL}" if full or self.goes_on_with_full else ""
        self._append(f"\n{_UNFINISHED}{_text_of(self._began)}{kind}")
        self._has_begun = True

    def write(self, file: str, stamp: str | None, content: bytes | None) -> Change:
        """Put a file in place, or where the asset has no content remove it, if pull wrote it."""
        before = self._digest_of(file)
        after = None if content is None else _digest(content)
        if content is None and before is not None and not self._wrote(file, before):
            return "none"
        line = _Line(
            f"{_ASKED}{_text_of(self._now)}" if stamp is None else stamp, after or _NO_FILE
        )
        self._append(f"{file}\t{line.stamp}\t{line.digest}")
        if content is None:
            self._remove(file)
        elif before != after:
            self._put(file, content)
        self._lines[file].append(line)
        self._digests[file] = after
        return _change(before, after)

    def is_there(self, file: str) -> bool:
        return self._digest_of(file) is not None

    def wrote_any(self, files: str) -> bool:
        """Whether files are there that pull wrote, and whose paths begin so."""
        return any(file.startswith(files) and self.is_there(file) for file in self._lines)

    def remove_all_but(self, wanted: Iterable[str]) -> tuple[list[str], list[str]]:
        """Remove what pull wrote and is no longer wanted.

        Says which files it removed, and which it left because somebody else changed them.
        """
        removed, left = [], []
        for file in sorted(self._lines.keys() - set(wanted)):
            digest = self._digest_of(file)
            if digest is None:
                del self._lines[file]
            elif self._wrote(file, digest):
                self._remove(file)
                del self._lines[file]
                removed.append(file)
            else:
                left.append(file)
        return removed, left

    def finish(self, scope: dict[str, Any], missing: list[str], *, complete: bool) -> None:
        """Write down what this pull knows, the marker last."""
        lines = [_HEADER]
        for file in sorted(self._lines):
            line = self._line_of(file)
            if line is not None:
                stamp = _LASTING if line.stamp.startswith(_ASKED) else line.stamp
                lines.append(f"{file}\t{stamp}\t{line.digest}")
        self._put(MANIFEST, "".join(f"{line}\n" for line in lines).encode())
        self._write_marker(scope, complete=complete, missing=missing)

    def would_lose(self, wanted: Iterable[str]) -> bool:
        """Whether something is there that pull wrote, and that is not wanted."""
        return any(self._digest_of(file) is not None for file in self._lines.keys() - set(wanted))

    def others(self, wanted: Iterable[str]) -> list[str]:
        """Files between those of the export that pull did not write."""
        known = {*wanted, *self._lines}
        found = (each for kind in _KINDS for each in (self.path / kind).glob("*.json"))
        return sorted({f"{each.parent.name}/{each.name}" for each in found} - known)

    def _wrote(self, file: str, digest: str) -> bool:
        """Whether pull wrote this content into the file, now or earlier."""
        return any(line.digest == digest for line in self._lines.get(file, ()))

    def _line_of(self, file: str) -> _Line | None:
        """The newest line that tells of the file as it is."""
        digest = self._digest_of(file)
        return next((line for line in reversed(self._lines[file]) if line.digest == digest), None)

    def _was_asked(self, line: _Line) -> bool:
        if not line.stamp.startswith(_ASKED):
            return False
        return line.stamp >= f"{_ASKED}{_text_of(self._began)}"

    def _digest_of(self, file: str) -> str | None:
        """That of the file as it is on disk; None where there is none."""
        if file not in self._digests:
            content = read_regular_file(self.path / file, _MAX_FILE_BYTES)
            self._digests[file] = None if content is None else _digest(content)
        return self._digests[file]

    def _refuse_another_instance(self) -> None:
        try:
            marker = msgspec.json.decode(self.read(MARKER), type=api.InstanceMarker, strict=False)
        except (msgspec.DecodeError, RecursionError):
            return  # it will be written anew
        if marker.instance is not None and marker.instance != self._instance:
            raise RefusedError(
                f"{self.path} holds the export of {marker.instance}, not of {self._instance}: pull "
                "each instance into a folder of its own"
            )

    def _read_manifest(self) -> None:
        for line in self.read(MANIFEST).decode("utf-8", "replace").splitlines():
            parts = line.split("\t")
            if line.startswith(_UNFINISHED):
                self._read_mark(parts[1], is_full=_FULL in parts[2:])
            elif len(parts) == 3 and _is_ours(parts[0]):  # noqa: PLR2004 - path, stamp, digest
                self._lines[parts[0]].append(_Line(parts[1], parts[2]))

    def _read_mark(self, moment: str, *, is_full: bool) -> None:
        """Take note of a pull that was broken off: the first that still matters counts."""
        began = _moment(moment)
        if self._asked_since is None and began is not None and self._now - began < _RESUMABLE:
            self._asked_since = began
        if is_full and not self.goes_on_with_full:
            self.goes_on_with_full = True
            for lines in self._lines.values():
                lines[:] = [replace(each, counts=False) for each in lines]

    def _append(self, line: str) -> None:
        with (
            self._writing(MANIFEST),
            (self.path / MANIFEST).open("a", encoding="utf-8", newline="\n") as manifest,
        ):
            manifest.write(f"{line}\n")

    def _write_marker(self, scope: dict[str, Any], *, complete: bool, missing: list[str]) -> None:
        marker = {
            "campaignlint": 1,
            "instance": self._instance,
            "exportedAt": _text_of(self._now),
            "scope": scope,
            "complete": complete,
            "missing": missing,
        }
        text = msgspec.json.format(msgspec.json.encode(marker), indent=2)
        self._put(MARKER, text + b"\n")

    def _put(self, file: str, content: bytes) -> None:
        """Write a file whole or not at all, also where the machine stops in the midst of it."""
        target = self.path / file
        with self._writing(file):
            target.parent.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=self.path / _WORKPLACE)
            try:
                with os.fdopen(handle, "wb") as temporary:
                    temporary.write(content)
                    temporary.flush()
                    os.fsync(temporary.fileno())
                Path(name).chmod(0o666 & ~_UMASK)
                Path(name).replace(target)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def _remove(self, file: str) -> None:
        with self._writing(file):
            (self.path / file).unlink(missing_ok=True)
        self._digests[file] = None

    def _writing(self, file: str) -> AbstractContextManager[None]:
        """What is written by now is kept, so that the next pull goes on; before, nothing is."""
        return _writing(self.path / file, BrokenOffError if self._has_begun else RefusedError)

    def _clear_workplace(self) -> None:
        """Remove what a pull left there that was killed while it wrote."""
        for each in (self.path / _WORKPLACE).glob(f"{_TEMPORARY}*"):
            if each.is_file() and not each.is_symlink():
                each.unlink()


FOLDERS = "folders.json"
FLOW_STEP_TYPES = "flow-step-types.json"
CHANNELS = "channels.json"
_KINDS = ("campaigns", "programs", "smart-lists", "tokens")


def _refuse_links(path: Path) -> None:
    """Refuse what leads elsewhere, where pull would write or remove on the other side.

    Links in place of single assets may stay: they are replaced, and never followed in writing.
    """
    inner = (_IGNORING, _LOCK, MARKER, MANIFEST, FOLDERS, FLOW_STEP_TYPES, CHANNELS, *_KINDS)
    for each in (_WORKPLACE, *inner):
        if (path / each).is_symlink():
            raise RefusedError(
                f"{path / each} is a symbolic link, and pull writes nothing elsewhere: remove it"
            )


def _is_ours(file: str) -> bool:
    """Whether pull may have written a file of this name: whatever the manifest says."""
    folder, _, name = file.rpartition("/")
    if not folder:
        return name in (FOLDERS, FLOW_STEP_TYPES, CHANNELS)
    return folder in _KINDS and _ID_FILE.fullmatch(name) is not None


_ID_FILE = re.compile(r"(program-|folder-)?-?[0-9]+\.json")
"""Ids are numbers in Adobe's definitions, and nothing says that they are positive."""


def _change(before: str | None, after: str | None) -> Change:
    if after is None:
        return "none" if before is None else "removed"
    if before is None:
        return "new"
    return "unchanged" if before == after else "changed"


def _digest(content: bytes) -> str:
    """Line ends count alike: git may change them on its way to another machine."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:16]


def _text_of(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


@contextmanager
def _writing(path: Path, error_kind: type[PullError]) -> Iterator[None]:
    """Say in words of ours why something cannot be written."""
    try:
        yield
    except OSError as error:
        raise error_kind(f"cannot write {path}: {_reason(error)}") from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_UMASK = _umask()
