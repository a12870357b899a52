"""Assemble an Instance from records: merge copies, join parts, resolve references."""

from __future__ import annotations

import fnmatch
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from campaignlint import marketo
from campaignlint.loading.merge import Copies, age
from campaignlint.loading.reader import Record
from campaignlint.marketo.records import (
    ChannelResponse,
    EmailResponse,
    FolderResponse,
    InstanceMarker,
    NamedAssetResponse,
    ProgramResponse,
    SmartCampaignFlowSteps,
    SmartCampaignResponseWithFlow,
    SmartListResponseWithRules,
    SmartListRules,
    StaticListResponse,
    Struct,
    TokenResponse,
    text_of,
)
from campaignlint.marketo.records import Folder as FolderReference
from campaignlint.model.assets import AssetNames, NamedAsset
from campaignlint.model.calls import Call
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.folders import Folder, FolderKey, MyToken, Program, ascend
from campaignlint.model.instance import Instance
from campaignlint.model.references import References
from campaignlint.model.smart_list import SmartList
from campaignlint.model.tokens import token_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
    from datetime import datetime

    from campaignlint.loading.merge import AnyRecord
    from campaignlint.loading.reader import Diagnostic, Records, StructT_co


@dataclass(frozen=True, slots=True)
class ExecutablePatterns:
    """Patterns for executable campaigns, from the configuration: case-insensitive globs.

    `names` match the name of a campaign or `Program.Campaign`; `folders` match the name or the
    path of a folder or program above it.
    """

    names: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def assemble_instance(
    records: Records, *, patterns: ExecutablePatterns | None = None, complete: bool | None = None
) -> tuple[Instance, list[Diagnostic]]:
    """Return the instance, and a diagnostic for each copy of a record that contradicts another.

    `complete` states whether the export contains the whole instance; None for what instance.json
    says.
    """
    joiner = _Joiner(records.records)
    instance = joiner.instance
    markers = joiner.markers
    instance.is_complete = _is_complete(records, markers) if complete is None else complete
    instance.markers = tuple(marker.data for marker in markers)
    instance.step_catalog = frozenset(filter(None, joiner.step_catalog))
    joiner.join_campaigns()
    _resolve_references(instance)
    _find_executables(instance, patterns or ExecutablePatterns())
    return instance, joiner.diagnostics


def _is_complete(records: Records, markers: Collection[Record[InstanceMarker]]) -> bool:
    """Return whether every folder with records is marked complete by `pull`, and all was read."""
    if records.excluded_files or not markers:
        return False
    if not all(marker.data.complete for marker in markers):
        return False
    complete = {PurePath(marker.origin.file).parent for marker in markers}
    folders = {record.origin.file.rpartition(os.sep)[0] for record in records.records}
    return all(any(PurePath(path).is_relative_to(each) for each in complete) for path in folders)


_Home = tuple[tuple["FolderKey", ...], int | None, str | None]
"""The folders and programs above a campaign, its program's id, and that program's name."""


class _Joiner:
    """Joins the records of an instance."""

    def __init__(self, records: Iterable[Record[Struct]]) -> None:
        self.instance = Instance()
        self.diagnostics: list[Diagnostic] = []
        self._copies: dict[type[Struct], Copies[Struct]] = {
            struct: Copies() for struct in _IDENTITIES
        }
        self.step_catalog: set[str | None] = set()
        """Names in the exported catalogs of flow steps."""
        markers: list[Record[InstanceMarker]] = []
        for record in records:
            struct = record.data.__class__
            if struct in _IDENTITIES:
                self._copies[struct].add(_IDENTITIES[struct](record.data), record)
            elif isinstance(record.data, SmartCampaignFlowSteps):
                self.step_catalog.update(step.name for step in record.data.flow_steps or ())
            elif struct is InstanceMarker:
                markers.append(cast("Record[InstanceMarker]", record))
        self.markers = sorted(markers, key=lambda marker: (marker.origin.file, marker.origin.start))
        """The records that describe an export, in the order of their files."""
        self._homes: dict[tuple[FolderKey | None, int | None], _Home] = {}
        self._add_smart_lists_of_campaigns()
        self.instance.folders = {
            cast("FolderKey", key): Folder(merged.data, merged.origin)
            for key, merged in self._merge_copies(FolderResponse)
        }
        self.instance.programs = {
            merged.data.id: Program(self.instance, merged.data, merged.origin)
            for _, merged in self._merge_copies(ProgramResponse)
        }
        self.instance.channels = {
            marketo.fold_term(merged.data.name): _status_steps(merged.data)
            for _, merged in self._merge_copies(ChannelResponse)
        }
        self.instance.tokens = {
            cast("FolderKey", key): _tokens(merged.data)
            for key, merged in self._merge_copies(TokenResponse)
        }
        self._smart_lists = dict(self._merge_copies(SmartListResponseWithRules))

    def _copies_of(self, struct: type[StructT_co]) -> Copies[StructT_co]:
        return cast("Copies[StructT_co]", self._copies[struct])

    def _merge_copies(
        self, struct: type[StructT_co]
    ) -> Iterator[tuple[Hashable, AnyRecord[StructT_co]]]:
        """Return one record per asset, by its identity, in the order of these."""
        return self._copies_of(struct).merge(self.diagnostics)

    def _add_smart_lists_of_campaigns(self) -> None:
        """Add the smart lists inside campaigns to the others."""
        smart_lists = self._copies_of(SmartListResponseWithRules)
        for record in self._copies_of(SmartCampaignResponseWithFlow):
            campaign = record.data
            carried = campaign.smart_list
            if carried is None or carried.rules is None:
                continue
            number = carried.id if carried.id is not None else campaign.smart_list_id
            smart_lists.add(
                number if number is not None else ("campaign", campaign.id),
                Record(
                    SmartListResponseWithRules(
                        id=number if number is not None else 0,
                        name=carried.name,
                        updated_at=carried.updated_at or campaign.updated_at,
                        rules=carried.rules,
                    ),
                    record.origin.below("smartList"),
                ),
            )

    @cached_property
    def _program_names(self) -> dict[int, str]:
        """Names of programs without a record, from the newest reference."""
        names: list[tuple[datetime, str, int]] = []
        for copies in self._copies.values():
            for record in copies:
                folder = getattr(record.data, "folder", None)
                if folder.__class__ is not FolderReference or not folder.folder_name:
                    continue
                kind, number = folder.key or ("", 0)
                if kind == "program" and self._exported_name(number) is None:
                    names.append((age(record.data), folder.folder_name, number))
        # The last entry of a program counts: the newest, among equally old ones the first by name.
        names.sort(key=lambda entry: entry[1], reverse=True)
        names.sort(key=lambda entry: entry[0])
        return {number: name for _, name, number in names}

    def join_campaigns(self) -> None:
        campaigns, own_lists = [], set()
        for _, merged in self._merge_copies(SmartCampaignResponseWithFlow):
            data = merged.data
            campaign = SmartCampaign(self.instance, data, merged.origin, merged.origin_of("flow"))
            self._place_in_folders(campaign)
            key = self._own_smart_list(data)
            merged_list = self._smart_lists.get(key)
            if merged_list is not None and merged_list.data.rules is not None:
                campaign.smart_list = self._smart_list(merged_list, campaign)
                own_lists.add(key)
            campaigns.append(campaign)
        self.instance.campaigns = tuple(campaigns)
        self.instance.smart_lists = tuple(
            self._smart_list(merged)
            for key, merged in self._smart_lists.items()
            if key not in own_lists and merged.data.rules is not None
        )
        self.instance.asset_names = {
            "program": AssetNames(self._named_programs()),
            "smart list": AssetNames(
                self._named_asset(merged.data)
                for key, merged in self._smart_lists.items()
                if key not in own_lists
            ),
            "static list": AssetNames(
                self._named_asset(merged.data)
                for _, merged in self._merge_copies(StaticListResponse)
            ),
            "email": AssetNames(
                self._named_asset(merged.data) for _, merged in self._merge_copies(EmailResponse)
            ),
        }

    def _named_programs(self) -> Iterator[NamedAsset]:
        """Yield every program that has a record, a folder, or a campaign."""
        numbers = {number for kind, number in self.instance.folders if kind == "program"}
        numbers |= {
            campaign.program_id for campaign in self.instance.campaigns if campaign.program_id
        }
        for number in sorted(numbers.union(self.instance.programs)):
            name = self._program_name(number)
            if name is not None:
                yield NamedAsset(number, name)

    def _named_asset(self, data: NamedAssetResponse) -> NamedAsset:
        start = None if data.folder is None else data.folder.key
        _, _, program = self._home(start, None)
        return NamedAsset(data.id, data.name or "", program)

    @staticmethod
    def _own_smart_list(data: SmartCampaignResponseWithFlow) -> Hashable:
        if data.smart_list is not None and data.smart_list.id is not None:
            return data.smart_list.id
        return data.smart_list_id if data.smart_list_id is not None else ("campaign", data.id)

    def _smart_list(
        self, merged: AnyRecord[SmartListResponseWithRules], campaign: SmartCampaign | None = None
    ) -> SmartList:
        data = merged.data
        start = None if campaign is not None or data.folder is None else data.folder.key
        _, program_id, program = self._home(start, None)
        return SmartList(
            self.instance,
            campaign=campaign,
            id=data.id,
            name=data.name or f"smart list {data.id}",
            rules=data.rules or SmartListRules(),
            origin=merged.origin_of("rules"),
            workspace=data.workspace,
            program_id=program_id,
            program=program,
        )

    def _place_in_folders(self, campaign: SmartCampaign) -> None:
        data = campaign.data
        start = data.folder.key if data.folder is not None else None
        key = (start, data.parent_program_id)
        if key not in self._homes:
            self._homes[key] = self._home(start, data.parent_program_id)
        campaign.folders, campaign.program_id, campaign.program_name = self._homes[key]

    def _home(self, start: FolderKey | None, parent_program: int | None) -> _Home:
        above = list(ascend(self.instance, start))
        if parent_program is not None:
            program: FolderKey = ("program", parent_program)
            if program not in above:
                above += [key for key in ascend(self.instance, program) if key not in above]
        numbers = [number for kind, number in above if kind == "program"]
        number = parent_program if parent_program is not None else next(iter(numbers), None)
        return tuple(above), number, None if number is None else self._program_name(number)

    def _program_name(self, number: int) -> str | None:
        name = self._exported_name(number)
        return self._program_names.get(number) if name is None else name

    def _exported_name(self, number: int) -> str | None:
        """Return the name in a program's own record, or in that of its folder."""
        program = self.instance.programs.get(number)
        if program is not None and program.data.name is not None:
            return program.data.name
        folder = self.instance.folders.get(("program", number))
        if folder is not None and folder.data.name is not None:
            return folder.data.name
        return None


def _folder_key(folder: Any) -> Hashable:
    own = folder.folder_id.key if folder.folder_id is not None else None
    return own or ("folder", folder.id)


_IDENTITIES: dict[type[Struct], Callable[[Any], Hashable]] = {
    SmartCampaignResponseWithFlow: attrgetter("id"),
    ProgramResponse: attrgetter("id"),
    ChannelResponse: attrgetter("id"),
    SmartListResponseWithRules: attrgetter("id"),
    FolderResponse: _folder_key,
    TokenResponse: attrgetter("owner"),
    StaticListResponse: attrgetter("id"),
    EmailResponse: attrgetter("id"),
}
"""By kind of record, the function that returns the identity of an asset."""


def _status_steps(data: ChannelResponse) -> dict[str, int]:
    """Return the step of each status by its folded name."""
    return {
        marketo.fold_term(status.name): status.step
        for status in data.progression_statuses or ()
        if status.name is not None and status.step is not None
    }


def _tokens(data: TokenResponse) -> dict[str, MyToken]:
    owner = data.owner or ("folder", 0)
    return {
        token_key(token.name): MyToken(token.name, token.type or "", text_of(token.value), owner)
        for token in data.tokens or ()
        if token.name is not None
    }


def _resolve_references(instance: Instance) -> None:
    """Resolve every reference, and add each call to its caller and its callee."""
    instance.resolver = References(instance.campaigns)
    calling = instance.steps(marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
    references = instance.references = tuple(instance.resolver.references(calling))
    calls_in: dict[int, list[Call]] = defaultdict(list)
    for caller, its_references in groupby(references, attrgetter("choice.campaign")):
        caller.references = tuple(its_references)
        caller.calls_out = tuple(_calls(caller))
        for call in caller.calls_out:
            calls_in[call.target.id].append(call)
    for campaign in instance.campaigns:
        if campaign.id in calls_in:
            campaign.calls_in = tuple(calls_in[campaign.id])


def _calls(caller: SmartCampaign) -> Iterator[Call]:
    for reference in caller.references:
        target, confidence = reference.resolution.campaign, reference.resolution.confidence
        if target is not None:
            yield Call(reference.kind, reference.choice, caller, target, confidence)


def _find_executables(instance: Instance, patterns: ExecutablePatterns) -> None:
    names = _matcher(patterns.names)
    folders = _matcher(patterns.folders)
    for campaign in instance.campaigns:
        reason = _reason(campaign, names, folders)
        if reason is not None and not campaign.executable_conflict:
            campaign.executable_reason = reason


def _reason(
    campaign: SmartCampaign, names: re.Pattern[str] | None, folders: re.Pattern[str] | None
) -> str | None:
    for call in campaign.calls_in:
        if call.kind == marketo.EXECUTE_CAMPAIGN:
            return f"executed by '{call.caller.name}' step {call.choice.step.number}"
    if names and _matches(names, (campaign.name, campaign.full_name)):
        return "its name matches executables.names"
    if folders and _matches(folders, campaign.folder_texts):
        return "its folder matches executables.folders"
    return "isExecutable is true in its record" if campaign.data.is_executable else None


def _matches(pattern: re.Pattern[str], names: Iterable[str]) -> bool:
    return any(map(pattern.match, map(marketo.compose_name, names)))


def _matcher(globs: tuple[str, ...]) -> re.Pattern[str] | None:
    if not globs:
        return None
    patterns = (fnmatch.translate(marketo.compose_name(glob)) for glob in globs)
    return re.compile("|".join(patterns), re.IGNORECASE)
