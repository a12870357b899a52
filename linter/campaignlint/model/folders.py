"""Folders and programs, and the My Tokens that they define."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.model.finding import Reportable, SymbolicLocation

if TYPE_CHECKING:
    from campaignlint.marketo import records as api
    from campaignlint.model.finding import RecordLocation
    from campaignlint.model.instance import Instance


FolderKey = tuple[str, int]
"""("folder" or "program", id)."""


class Folder:
    """A folder in Marketing Activities."""

    __slots__ = ("data", "origin")

    def __init__(self, data: api.FolderResponse, origin: RecordLocation) -> None:
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
        self, instance: Instance, data: api.ProgramResponse, origin: RecordLocation
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
    def folder_texts(self) -> tuple[str, ...]:
        """What a pattern for folders is matched with."""
        return (self.name,)

    @property
    def location(self) -> SymbolicLocation:
        return SymbolicLocation(
            self.origin, text=self.name, key=("program", str(self.id)), focus=("name",)
        )


@dataclass(frozen=True, slots=True)
class MyToken:
    """A My Token as a folder or program defines it; `name` is without `my.`."""

    name: str
    type: str
    value: str
    owner: FolderKey
