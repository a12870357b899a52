"""Assets that campaigns refer to by name: programs, smart lists, static lists and emails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from campaignlint import marketo
from campaignlint.model.nearest import AssetName, NearestNames

if TYPE_CHECKING:
    from collections.abc import Iterable

AssetKind = Literal["program", "smart list", "static list", "email"]


@dataclass(frozen=True, slots=True)
class NamedAsset:
    """An asset of the export, as far as a reference by name needs it."""

    id: int
    name: str
    program: str | None = None
    """The name of the program that it is in; None if it is in none, or in an unknown one."""

    @property
    def full_name(self) -> str:
        """`Program.Name`, as filters and flow steps name it."""
        return f"{self.program}.{self.name}" if self.program else self.name


class AssetNames:
    """The names of the assets of one kind."""

    def __init__(self, assets: Iterable[NamedAsset]) -> None:
        self._assets = tuple(assets)

    def __bool__(self) -> bool:
        return bool(self._assets)

    @cached_property
    def _full_names(self) -> dict[str, str]:
        """The full name of an asset by each name that can mean it, folded, and by its id."""
        names: dict[str, str] = {}
        for asset in self._assets:
            for text in (str(asset.id), asset.name, asset.full_name):
                names.setdefault(marketo.fold_reference(text), asset.full_name)
        return names

    @cached_property
    def _outside(self) -> frozenset[str]:
        """The folded names of assets that are in no program, or in an unknown one."""
        outside = (asset.name for asset in self._assets if asset.program is None)
        return frozenset(map(marketo.fold_reference, outside))

    def has(self, text: str) -> bool:
        """Return whether a text names an asset: by id, `Program.Name`, or a bare name.

        Before the name of an asset outside programs, the text may have that of a folder.
        """
        name = marketo.fold_reference(text)
        return name in self._full_names or any(
            part in self._outside for part in marketo.parts_after_dots(name)
        )

    def nearest(self, text: str) -> str | None:
        """Return the full name that is most similar to a text; None if none is similar."""
        nearest = self._nearest_names.find(text)
        return None if nearest is None else nearest.full

    @cached_property
    def _nearest_names(self) -> NearestNames:
        return NearestNames(AssetName(asset.name, asset.full_name) for asset in self._assets)
