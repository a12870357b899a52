"""Match the assets of two states: by id, otherwise by their full name in their workspace."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from campaignlint.marketo.records import FolderResponse
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.folders import FolderKey, Program
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import SmartList


class Asset(Protocol):
    """An object with an id."""

    @property
    def id(self) -> int | None: ...


AssetT = TypeVar("AssetT", bound=Asset)
Pairs = list[tuple[AssetT | None, AssetT | None]]
"""Each asset with its partner, if it has one: those of the new state first."""


class Matches:
    """The assets of two states, each with its partner in the other state."""

    def __init__(self, old: Instance, new: Instance) -> None:
        self.old = old
        self.new = new
        self.campaigns: Pairs[SmartCampaign] = _match(
            old.campaigns,
            new.campaigns,
            lambda each: (each.workspace, each.program_name, each.name),
        )
        self.programs: Pairs[Program] = _match(
            list(old.programs.values()),
            list(new.programs.values()),
            lambda each: (each.workspace, each.name),
        )
        self.folders: Pairs[FolderResponse] = _match(
            _folders(old), _folders(new), lambda each: (each.workspace, each.path or each.id)
        )
        self.smart_lists: Pairs[SmartList] = _match(
            _separate_lists(old, new),
            _separate_lists(new, old),
            lambda each: (each.workspace, each.program, each.name),
        )
        self.campaign_ids = {a.id: b.id for a, b in self.campaigns if a and b}
        """The ids in the new state by those in the old one."""
        self._keys: dict[FolderKey, FolderKey] = {
            **{("program", a.id): ("program", b.id) for a, b in self.programs if a and b},
            **{("folder", a.id): ("folder", b.id) for a, b in self.folders if a and b},
        }

    def new_key(self, key: FolderKey) -> FolderKey:
        """Return the key in the new state of a folder or program of the old one."""
        return self._keys.get(key, key)

    def rename_old(self, value: str) -> str:
        """Return a value of the old state with the new name of the asset that it names."""
        return _rename(value, self._new_names, self._renamed_programs)

    def rename_new(self, value: str) -> str:
        """Return a value of the new state, which may still name an asset by its old name."""
        return _rename(value, *self._outdated_names)

    @cached_property
    def _renamed_programs(self) -> dict[str, str]:
        return {a.name: b.name for a, b in self.programs if a and b and a.name != b.name}

    @cached_property
    def _new_names(self) -> dict[str, str]:
        names = dict(self._renamed_programs)
        for old, new in self.campaigns:
            if old and new and old.name != new.name:
                names[old.name] = new.name
            if old and new and old.program_name and new.program_name:
                names[old.full_name] = new.full_name
        for before, after in self.smart_lists:
            if before and after and before.name != after.name:
                names[before.name] = after.name
            if before and after and before.program and after.program:
                names[before.full_name] = after.full_name
        return {old: new for old, new in names.items() if old != new}

    @cached_property
    def _outdated_names(self) -> tuple[dict[str, str], dict[str, str]]:
        """The renamed assets and programs whose old name no asset has now."""
        programs = {program.name for program in self.new.programs.values()}
        names = {*programs}
        for campaign in self.new.campaigns:
            names |= {campaign.name, campaign.full_name}
        for smart_list in self.new.smart_lists:
            names |= {smart_list.name, smart_list.full_name}
        return (
            {old: new for old, new in self._new_names.items() if old not in names},
            {old: new for old, new in self._renamed_programs.items() if old not in programs},
        )


def _rename(value: str, names: Mapping[str, str], programs: Mapping[str, str]) -> str:
    if value in names:
        return names[value]
    for old, new in programs.items():
        if value.startswith(f"{old}."):
            return f"{new}{value[len(old) :]}"
    return value


def _folders(instance: Instance) -> list[FolderResponse]:
    return [folder.data for key, folder in instance.folders.items() if key[0] == "folder"]


def _separate_lists(instance: Instance, other: Instance) -> list[SmartList]:
    """Return the separate smart lists, without those of removed campaigns."""
    owned = {campaign.data.smart_list_id for campaign in other.campaigns}
    return [smart_list for smart_list in instance.smart_lists if smart_list.id not in owned]


def _match(
    old: Sequence[AssetT], new: Sequence[AssetT], name_of: Callable[[AssetT], Hashable]
) -> Pairs[AssetT]:
    left = {asset.id: asset for asset in old}
    ids = {asset.id for asset in new}
    unmatched = [asset for asset in old if asset.id not in ids]
    by_name = _unique(unmatched, name_of)
    names = _unique([asset for asset in new if asset.id not in left], name_of)
    pairs: Pairs[AssetT] = []
    matched = set()
    for asset in new:
        partner = left.get(asset.id)
        if partner is None and by_name and name_of(asset) in names:
            partner = by_name.get(name_of(asset))
        if partner is not None:
            matched.add(partner.id)
        pairs.append((partner, asset))
    pairs += ((asset, None) for asset in old if asset.id not in matched)
    return pairs


def _unique(
    assets: Sequence[AssetT], name_of: Callable[[AssetT], Hashable]
) -> dict[Hashable, AssetT]:
    counts = Counter(map(name_of, assets))
    return {name_of(asset): asset for asset in assets if counts[name_of(asset)] == 1}
