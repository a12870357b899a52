"""The files of a revision, found and read as if it were checked out."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from campaignlint.diff.git import LINK, SUBMODULE, Entry, GitError
from campaignlint.loading import ignore
from campaignlint.loading.discovery import UnreadablePathError, Walk, is_wanted
from campaignlint.loading.ignore import GITIGNORE, GitIgnoreFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.diff.git import Objects, Repository
    from campaignlint.loading.discovery import Sources

_LFS = b"version https://git-lfs.github.com/spec/"
"""The start of a file that Git LFS keeps elsewhere."""


class _Folder(dict[str, "_Folder | Entry"]):
    """The entries of a folder by name."""


@dataclass(frozen=True, slots=True)
class Blob:
    """The content of a file, read from git on demand."""

    path: str
    blob_id: str
    objects: Objects
    identity: int = 0

    @property
    def data(self) -> bytes:
        try:
            data = self.objects.read(self.blob_id)
        except GitError as error:
            raise UnreadablePathError(self.path, str(error)) from None
        if data.startswith(_LFS):
            reason = "Git LFS keeps the content elsewhere; check out the revision, then compare"
            raise UnreadablePathError(self.path, reason)
        return data


class Revision:
    """The export files of a revision: a snapshot that is read instead of the files on disk.

    `.gitignore` files are those of the revision. Each path is as in a working tree at the top of
    the repository, whatever is there now.
    """

    def __init__(
        self, name: str, repository: Repository, tree: str, objects: Objects, sources: Sources
    ) -> None:
        self.left_out: tuple[str, ...] = ()
        self._name = name
        self._top = repository.top
        self._objects = objects
        self._sources = sources
        self._root = _Folder()
        for entry in repository.entries(tree):
            *above, name = entry.path.split("/")
            folder = self._root
            for each in above:
                below = folder.get(each)
                if not isinstance(below, _Folder):
                    below = folder[each] = _Folder()
                folder = below
            folder[name] = entry
        self._folders: dict[str, str] = {}
        """The folders relative to the working directory."""
        self._walks: dict[str, Walk] = {}
        self._blobs: dict[str, Blob] = {}

    def add(self, path: str) -> str:
        """Find the export files under a path from the top; return the path as on disk.

        Raises GitError.
        """
        found = self._find(path)
        displayed = self._display_path(path)
        files: list[Entry] = []
        excluded: list[str] = []
        if isinstance(found, Entry):
            files.append(found)
        else:
            files.extend(self._files(path, found, excluded))
        names = [self._display_path(entry.path) for entry in files]
        for name, entry in zip(names, files, strict=True):
            self._blobs[name] = Blob(name, entry.id, self._objects)
        self._walks[displayed] = Walk(sorted(names), [], sorted(excluded))
        return displayed

    def has(self, path: str) -> bool:
        """Return whether a path from the top exists."""
        entry: _Folder | Entry | None = self._root
        for part in filter(None, path.split("/")):
            entry = entry.get(part) if isinstance(entry, _Folder) else entry
        return entry is not None

    def walk(self, path: str) -> Walk:
        return self._walks[path]

    def content(self, path: str) -> Blob:
        if path not in self._blobs:
            raise UnreadablePathError(path, f"there is no such file in {self._name}")
        return self._blobs[path]

    def _find(self, path: str) -> _Folder | Entry:
        """Return the folder or file at a path. Raises GitError."""
        entry: _Folder | Entry | None = self._root
        for part in filter(None, path.split("/")):
            entry = entry.get(part) if isinstance(entry, _Folder) else None
            if isinstance(entry, Entry) and entry.mode == LINK:
                target = os.fsdecode(self._objects.read(entry.id))
                raise GitError(f"{entry.path} is a symbolic link to '{target}'; name its target")
            if isinstance(entry, Entry) and entry.mode == SUBMODULE:
                raise GitError(f"{entry.path} is a submodule; compare inside of it")
        if entry is None:
            raise GitError(f"there is no file or folder '{path}' in {self._name}")
        return entry

    def _files(self, path: str, folder: _Folder, excluded: list[str]) -> Iterator[Entry]:
        """Yield the export files in a folder as discovery finds them on disk."""
        root = path
        pending = [(path, folder, self._ignored_above(path))]
        while pending:
            path, folder, ignored = pending.pop()
            if self._sources.gitignore:
                ignored = GitIgnoreFiles((*ignored.files, *self._patterns(path, folder)))
            for name, entry in folder.items():
                inside = posixpath.join(path, name)
                is_folder = isinstance(entry, _Folder)
                if isinstance(entry, Entry) and entry.mode in (LINK, SUBMODULE):
                    self._leave_out(entry, root)
                elif not is_wanted(name, is_folder=is_folder):
                    continue
                elif self._sources.excludes(self._path(inside), ignored, is_folder=is_folder):
                    excluded.append(self._display_path(inside))
                elif isinstance(entry, Entry):
                    yield entry
                else:
                    pending.append((inside, entry, ignored))

    def _leave_out(self, entry: Entry, root: str) -> None:
        """Record an entry that is not read, except for links to files that are read anyway."""
        if entry.mode == LINK:
            target = os.fsdecode(self._objects.read(entry.id))
            folder = posixpath.dirname(entry.path)
            path = posixpath.normpath(posixpath.join(folder, target))
            if not root or path == root or path.startswith(f"{root}/"):
                return
        self.left_out += (self._display_path(entry.path),)

    def _ignored_above(self, path: str) -> GitIgnoreFiles:
        """Return the patterns above a folder that apply to it."""
        if not self._sources.gitignore or not path:
            return GitIgnoreFiles()
        files: list[ignore.PathPatterns] = []
        folder, above = self._root, ""
        for part in path.split("/"):
            files += self._patterns(above, folder)
            above = posixpath.join(above, part)
            below = folder[part]
            if isinstance(below, Entry):
                break
            folder = below
        return ignore.apply_to(self._path(path), Path(self._top), tuple(files))

    def _patterns(self, path: str, folder: _Folder) -> Iterator[ignore.PathPatterns]:
        file = folder.get(GITIGNORE)
        if isinstance(file, Entry) and file.mode not in (LINK, SUBMODULE):
            yield ignore.parse_patterns(self._path(path), self._objects.read(file.id))

    def _path(self, path: str) -> str:
        """Return the path on disk, which is absolute."""
        return os.path.normpath(os.path.join(self._top, path))

    def _display_path(self, path: str) -> str:
        """Return the path on disk, relative to the working directory."""
        folder, name = posixpath.split(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.relpath(self._path(folder))
        return os.path.normpath(os.path.join(self._folders[folder], name))
