"""Folders and programs, and the My Tokens that they define."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.model.finding import Reportable, SymbolicLocation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.marketo import records
    from campaignlint.model.finding import RecordLocation
    from campaignlint.model.instance import Instance


FolderKey = tuple[str, int]
"""("folder" or "program", id)."""


class Folder:
    """A folder in Marketing Activities."""

    __slots__ = ("data", "origin")

    def __init__(self, data: records.FolderResponse, origin: RecordLocation) -> None:
        self.data = data
        self.origin = origin

    @property
    def name(self) -> str:
        return self.data.name or f"folder {self.data.id}"

    @property
    def is_archive(self) -> bool:
        return bool(self.data.is_archive)


class Program(Reportable):
    """A program, which holds campaigns and My Tokens."""

    __slots__ = ("data", "instance", "origin")

    def __init__(
        self, instance: Instance, data: records.ProgramResponse, origin: RecordLocation
    ) -> None:
        self.instance = instance
        self.data = data
        self.origin = origin

    def __str__(self) -> str:
        return f"'{self.name}'"

    @property
    def id(self) -> int:
        return self.data.id

    @property
    def name(self) -> str:
        return self.data.name or f"program {self.data.id}"

    @property
    def program_name(self) -> str:
        return self.name

    @property
    def workspace(self) -> str | None:
        return self.data.workspace

    @property
    def folders(self) -> tuple[FolderKey, ...]:
        """The program itself and the folders above it, from the nearest up."""
        return tuple(ascend(self.instance, ("program", self.id)))

    @property
    def folder_texts(self) -> tuple[str, ...]:
        """The names and paths that a pattern for folders is matched with."""
        return folder_texts(self.instance, self.folders)

    @property
    def archive(self) -> Folder | None:
        """The nearest archived folder above."""
        return nearest_archive(self.instance, self.folders)

    @property
    def location(self) -> SymbolicLocation:
        return SymbolicLocation(
            self.origin, text=self.name, key=("program", str(self.id)), focus=("name",)
        )


def ascend(instance: Instance, key: FolderKey | None) -> Iterator[FolderKey]:
    """Return a folder or program and those above it, as far as they were exported."""
    seen = set()
    while key is not None and key not in seen:
        seen.add(key)
        yield key
        key = _parent(instance, key)


def _parent(instance: Instance, key: FolderKey) -> FolderKey | None:
    if key[0] == "program":
        program = instance.programs.get(key[1])
        if program is not None and program.data.folder is not None:
            return program.data.folder.key
    folder = instance.folders.get(key)
    return None if folder is None or folder.data.parent is None else folder.data.parent.key


def folder_texts(instance: Instance, keys: Iterable[FolderKey]) -> tuple[str, ...]:
    """Return the names and paths of folders and programs."""
    texts: dict[str, None] = {}
    for key in keys:
        folder = instance.folders.get(key)
        if folder is not None:
            texts.update(dict.fromkeys(filter(None, (folder.name, folder.data.path))))
        program = instance.programs.get(key[1]) if key[0] == "program" else None
        if program is not None:
            texts[program.name] = None
    return tuple(texts)


def nearest_archive(instance: Instance, keys: Iterable[FolderKey]) -> Folder | None:
    """Return the first folder that is archived."""
    folders = map(instance.folders.get, keys)
    return next((folder for folder in folders if folder is not None and folder.is_archive), None)


@dataclass(frozen=True, slots=True)
class MyToken:
    """A My Token as a folder or program defines it; `name` is without `my.`."""

    name: str
    type: str
    value: str
    owner: FolderKey
