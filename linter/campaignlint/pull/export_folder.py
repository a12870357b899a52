"""The folder of an export: atomic writes, one pull at a time, and a manifest.

The manifest `pulled.tsv` has a line for each file that pull wrote: its path, a stamp, and a digest
of its content. The stamp identifies the state of the asset in Marketo's lists. A line counts only
while the file has the content that it names. So an edited file, or one that was written just before
the pull was killed, is downloaded again.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import filelock
import msgspec

from campaignlint.atomic_write import write_atomically
from campaignlint.marketo.records import InstanceMarker
from campaignlint.pull.errors import InterruptedPullError, PullError, SetupError
from campaignlint.pull.regular_files import describe_os_error, read_regular_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

MARKER = "instance.json"
MANIFEST = "pulled.tsv"
FOLDERS = "folders.json"
CHANNELS = "channels.json"
FLOW_STEP_TYPES = "flow-step-types.json"
_SUBFOLDERS = ("campaigns", "programs", "smart-lists", "tokens")
_PRIVATE = ".campaignlint"
"""A folder that `check` and git ignore."""
_GITIGNORE = f"{_PRIVATE}/.gitignore"
_LOCK = f"{_PRIVATE}/lock"
_TEMPORARY = f"{_PRIVATE}/being-written"

OUTDATED = "-"
"""The stamp of a file that the next pull downloads again."""
_HEADER = "# Written by campaignlint pull to download only changes. Commit it."
_UNFINISHED = "# unfinished"
_FULL = "full"
_MISSING = "-"
"""In place of a digest: Marketo has nothing for this file."""
_MAX_RESUME_AGE = timedelta(days=1)
_MAX_FILE_BYTES = 64 << 20
_UNDER_WAY = "everything that is not here yet: a pull is under way, or was interrupted"


@dataclass(slots=True)
class _Line:
    stamp: str
    digest: str


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Create the folder if necessary, and lock it.

    Raises SetupError if another pull holds the lock, or if the folder cannot be written to.
    """
    _refuse_links(path)
    with _os_errors_as(SetupError, path / _PRIVATE):
        (path / _PRIVATE).mkdir(parents=True, exist_ok=True)
        if not (path / _GITIGNORE).exists():
            (path / _GITIGNORE).write_text("*\n", encoding="utf-8")
    file_lock = filelock.FileLock(path / _LOCK, timeout=0)
    with _os_errors_as(SetupError, path / _LOCK):
        try:
            file_lock.acquire()
        except filelock.Timeout:
            raise SetupError(
                f"another pull is writing into {path}: wait until it has finished, or use another "
                "folder"
            ) from None
    try:
        yield
    finally:
        file_lock.release()


class ExportFolder:
    """The files of an export on disk, and the record of those that pull wrote."""

    def __init__(self, path: Path, instance: str, now: datetime, *, full: bool = False) -> None:
        self.path = path
        self._instance = instance
        self._now = now
        self._has_started = False
        self._lines: dict[str, _Line] = {}
        self._began = now
        """The start of this pull, or of the interrupted one that it resumes."""
        self._is_full = False
        self.is_resumed = False
        """Whether this pull resumes an interrupted one."""
        self._digests: dict[str, str] = {}
        self._first_digests: dict[str, str] = {}
        self._refuse_another_instance()
        self._read_manifest()
        if full and not self._is_full:
            self._is_full = True
            for line in self._lines.values():
                line.stamp = OUTDATED

    @property
    def run_stamp(self) -> str:
        """A stamp that is current until this pull, or one that resumes it, has finished."""
        return f"run {_format_time(self._began)}"

    def is_current(self, file: str, stamp: str) -> bool:
        """Return whether pull wrote the file for an asset in this state, and it has not changed."""
        line = self._lines.get(file)
        return line is not None and line.stamp == stamp and self._is_own(file)

    def read(self, file: str) -> bytes:
        """Return the content of a file; nothing if it does not exist."""
        return read_regular_file(self.path / file, _MAX_FILE_BYTES) or b""

    def has_own(self, prefix: str) -> bool:
        """Return whether there is a file that pull wrote, with a path that starts like this."""
        return any(file.startswith(prefix) and self._exists(file) for file in self._lines)

    def start(self, scope: dict[str, Any]) -> None:
        """Mark the export as incomplete, before anything in it changes."""
        self._write_marker(scope, [_UNDER_WAY], is_complete=False)
        kind = _FULL if self._is_full else ""
        self._write_manifest(f"{_UNFINISHED}\t{_format_time(self._began)}\t{kind}")
        self._has_started = True

    def write(self, file: str, stamp: str, content: bytes | None) -> None:
        """Write a file, or remove it if pull wrote it and there is no content now."""
        digest = _MISSING if content is None else _digest(content)
        if digest != self._digest_of(file):
            if content is None:
                if not self._is_own(file):
                    return
                self._remove(file)
            else:
                self._put(file, content)
        self._digests[file] = digest
        self._lines[file] = _Line(stamp, digest)
        with (
            self._os_errors(MANIFEST),
            (self.path / MANIFEST).open("a", encoding="utf-8", newline="\n") as manifest,
        ):
            manifest.write(f"{file}\t{stamp}\t{digest}\n")

    def remove_all_except(self, wanted: set[str]) -> None:
        """Remove the files that pull wrote, and that are not wanted."""
        for file in self._lines.keys() - wanted:
            if self._exists(file) and self._is_own(file):
                self._remove(file)

    def find_others(self, wanted: set[str]) -> list[str]:
        """Return the files in the subfolders that are not wanted."""
        paths = (file for name in _SUBFOLDERS for file in (self.path / name).glob("*.json"))
        return sorted({f"{path.parent.name}/{path.name}" for path in paths} - wanted)

    def finish(self, scope: dict[str, Any], missing: list[str], *, is_complete: bool) -> None:
        """Write the manifest and, last, the marker."""
        run_stamp = self.run_stamp
        for file, line in list(self._lines.items()):
            if not self._exists(file) or not self._is_own(file):
                del self._lines[file]
            elif line.stamp == run_stamp:
                line.stamp = OUTDATED
        self._write_manifest()
        self._write_marker(scope, missing, is_complete=is_complete)

    def count_changes(self, files: Iterable[str]) -> dict[str, int]:
        """Return how many files are new, changed, unchanged, and removed since the start."""
        counts = {"new": 0, "changed": 0, "unchanged": 0, "removed": 0}
        for file in files:
            if not self._exists(file):
                continue
            before = self._first_digests[file]
            if before == _MISSING:
                counts["new"] += 1
            else:
                counts["unchanged" if before == self._digests[file] else "changed"] += 1
        for file, before in self._first_digests.items():
            counts["removed"] += before != _MISSING and self._digests[file] == _MISSING
        return counts

    def _exists(self, file: str) -> bool:
        return self._digest_of(file) != _MISSING

    def _is_own(self, file: str) -> bool:
        """Return whether the file has the content that pull wrote."""
        line = self._lines.get(file)
        return line is not None and line.digest == self._digest_of(file)

    def _digest_of(self, file: str) -> str:
        if file not in self._digests:
            content = read_regular_file(self.path / file, _MAX_FILE_BYTES)
            self._digests[file] = _MISSING if content is None else _digest(content)
            self._first_digests[file] = self._digests[file]
        return self._digests[file]

    def _refuse_another_instance(self) -> None:
        try:
            marker = msgspec.json.decode(self.read(MARKER), type=InstanceMarker, strict=False)
        except msgspec.DecodeError:
            return  # it will be overwritten
        if marker.instance is not None and marker.instance != self._instance:
            raise SetupError(
                f"{self.path} contains the export of {marker.instance}, not of {self._instance}: "
                "use a separate folder for each instance"
            )

    def _read_manifest(self) -> None:
        for line in self.read(MANIFEST).decode("utf-8", "replace").splitlines():
            parts = line.split("\t")
            if parts[0] == _UNFINISHED:
                self._resume(_parse_time("".join(parts[1:2])), is_full=_FULL in parts)
            elif len(parts) == 3 and _is_export_file(parts[0]):  # noqa: PLR2004
                self._lines[parts[0]] = _Line(parts[1], parts[2])

    def _resume(self, began: datetime | None, *, is_full: bool) -> None:
        is_recent = began is not None and self._now - began < _MAX_RESUME_AGE
        if began is not None and is_recent:
            self._began = began
        self._is_full = is_full
        self.is_resumed = is_recent or is_full

    def _write_manifest(self, *comments: str) -> None:
        lines = [f"{file}\t{each.stamp}\t{each.digest}" for file, each in self._lines.items()]
        text = "\n".join([_HEADER, *sorted(lines), *comments])
        self._put(MANIFEST, f"{text}\n".encode())

    def _write_marker(
        self, scope: dict[str, Any], missing: list[str], *, is_complete: bool
    ) -> None:
        marker = {
            "campaignlint": 1,
            "instance": self._instance,
            "exportedAt": _format_time(self._now),
            "scope": scope,
            "complete": is_complete,
            "missing": missing,
        }
        self._put(MARKER, msgspec.json.format(msgspec.json.encode(marker), indent=2) + b"\n")

    def _put(self, file: str, content: bytes) -> None:
        target = self.path / file
        with self._os_errors(file):
            target.parent.mkdir(exist_ok=True)
            # The lock makes one name for the temporary file sufficient.
            write_atomically(target, content, temporary=self.path / _TEMPORARY)

    def _remove(self, file: str) -> None:
        with self._os_errors(file):
            (self.path / file).unlink(missing_ok=True)
        self._digests[file] = _MISSING

    def _os_errors(self, file: str) -> AbstractContextManager[None]:
        kind = InterruptedPullError if self._has_started else SetupError
        return _os_errors_as(kind, self.path / file)


def _refuse_links(path: Path) -> None:
    """Refuse symbolic links through which pull would write or remove files elsewhere.

    Links in place of single assets are replaced, not followed.
    """
    files = (_GITIGNORE, _LOCK, _TEMPORARY, MARKER, MANIFEST, FOLDERS, CHANNELS, FLOW_STEP_TYPES)
    for file in (_PRIVATE, *_SUBFOLDERS, *files):
        if (path / file).is_symlink():
            raise SetupError(f"{path / file} is a symbolic link: remove it")


_ASSET_FILE = re.compile(
    r"(campaigns/|programs/|smart-lists/|tokens/program-|tokens/folder-)-?[0-9]+\.json"
)


def _is_export_file(file: str) -> bool:
    """Return whether pull writes files with this path. The manifest could name any file."""
    return file in (FOLDERS, CHANNELS, FLOW_STEP_TYPES) or bool(_ASSET_FILE.fullmatch(file))


def _digest(content: bytes) -> str:
    """Return a digest that does not depend on line ends, which git can convert."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()[:16]


def _format_time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _parse_time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


@contextmanager
def _os_errors_as(kind: type[PullError], path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise kind(f"cannot write {path}: {describe_os_error(error)}") from None
