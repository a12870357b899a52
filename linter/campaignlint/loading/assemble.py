"""From records to an Instance: copies merged, parts joined, references followed."""

from __future__ import annotations

import fnmatch
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

import msgspec

from campaignlint import marketo
from campaignlint.loading.kinds import KIND_OF_STRUCT
from campaignlint.loading.reader import Diagnostic, Record, pointer_key
from campaignlint.marketo import records as api
from campaignlint.marketo.dates import parse_datetime
from campaignlint.marketo.records import text_of
from campaignlint.model.calls import Call
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.finding import Finding, Related, SymbolicLocation
from campaignlint.model.folders import Folder, FolderKey, MyToken, Program, ascend
from campaignlint.model.instance import Instance
from campaignlint.model.references import References
from campaignlint.model.smart_list import SmartList
from campaignlint.model.tokens import token_key
from campaignlint.paths import relative_path

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Hashable,
        Iterable,
        Iterator,
        Mapping,
    )

    from campaignlint.loading.reader import Records
    from campaignlint.model.finding import RecordLocation

RecordT = TypeVar("RecordT", bound=api.Struct)


@dataclass(frozen=True, slots=True)
class ExecutablePatterns:
    """Which campaigns the configuration calls executable: globs, case-insensitive.

    `names` are matched with a campaign's name and with `Program.Campaign`; `folders` with the
    name and with the path of each folder or program above it.
    """

    names: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def join(
    records: Records, *, patterns: ExecutablePatterns | None = None, complete: bool | None = None
) -> tuple[Instance, list[Diagnostic]]:
    """The instance that the records make up, and a note for every copy that contradicts another."""
    joiner = _Joiner(records.records)
    instance = joiner.instance
    markers = joiner.markers
    instance.is_complete = _is_whole(records, markers) if complete is None else complete
    instance.markers = tuple(cast("api.InstanceMarker", marker.data) for marker in markers)
    instance.step_catalog = joiner.step_catalog
    joiner.join_campaigns()
    _follow_references(instance)
    _find_executables(instance, patterns or ExecutablePatterns())
    return instance, joiner.faults


def _is_whole(records: Records, markers: Collection[Record]) -> bool:
    """Whether `pull` marked as complete every folder that records come from, and all was read."""
    if records.excluded_files or not markers:
        return False
    if not all(cast("api.InstanceMarker", marker.data).complete for marker in markers):
        return False
    whole = {PurePath(marker.origin.file).parent for marker in markers}
    exported = {record.origin.file.rpartition(os.sep)[0] for record in records.records}
    return all(any(PurePath(path).is_relative_to(folder) for folder in whole) for path in exported)


class _Merged(NamedTuple):
    """A record put together from its copies: each field from the newest that has it."""

    data: api.Struct
    origin: RecordLocation
    origins: Mapping[str, RecordLocation]

    def origin_of(self, part: str) -> RecordLocation:
        return self.origins.get(part, self.origin)


class _Copies:
    """The records of one kind, by what tells its assets apart: of most there is one copy."""

    __slots__ = ("_first", "_others")

    def __init__(self) -> None:
        self._first: dict[Hashable, Record] = {}
        self._others: dict[Hashable, list[Record]] = {}

    def add(self, identity: Hashable, record: Record) -> None:
        if self._first.setdefault(identity, record) is not record:
            self._others.setdefault(identity, []).append(record)

    def by_identity(self) -> Iterator[tuple[Hashable, Record | list[Record]]]:
        """The only copy, or all copies, of each asset: by number, then those that have none."""
        numbers = sorted(key for key in self._first if isinstance(key, int))
        others = sorted(key for key in self._first if isinstance(key, tuple))
        for key in (*numbers, *others):
            first = self._first[key]
            yield key, [first, *self._others[key]] if key in self._others else first

    def __iter__(self) -> Iterator[Record]:
        yield from self._first.values()
        for copies in self._others.values():
            yield from copies


_Home = tuple[tuple["FolderKey", ...], int | None, str | None]
"""The folders and programs above a campaign, its program's id, and that program's name."""


class _Joiner:
    def __init__(self, records: Iterable[Record]) -> None:
        self.instance = Instance()
        self.faults: list[Diagnostic] = []
        self._copies: dict[type[api.Struct], _Copies] = {kind: _Copies() for kind in _IDENTITIES}
        others: list[Record] = []
        for record in records:
            kind = record.data.__class__
            if kind in _IDENTITIES:
                self._copies[kind].add(_IDENTITIES[kind](record.data), record)
            else:
                others.append(record)
        self.markers = sorted(
            (record for record in others if isinstance(record.data, api.InstanceMarker)),
            key=lambda record: (record.origin.file, record.origin.start),
        )
        """The records that say of an export what it is, in the order of their files."""
        self.step_catalog = frozenset(
            step.name
            for record in others
            if isinstance(record.data, api.SmartCampaignFlowSteps)
            for step in record.data.flow_steps or ()
            if step.name
        )
        """The names in the catalogs of flow steps."""
        self._homes: dict[tuple[FolderKey | None, int | None], _Home] = {}
        self._merge_carried_smart_lists()
        self.instance.folders = {
            cast("FolderKey", key): Folder(cast("api.FolderResponse", merged.data), merged.origin)
            for key, merged in self._merged(api.FolderResponse)
        }
        self.instance.programs = {
            cast("int", key): Program(
                self.instance, cast("api.ProgramResponse", merged.data), merged.origin
            )
            for key, merged in self._merged(api.ProgramResponse)
        }
        self.instance.tokens = {
            cast("FolderKey", key): _tokens(cast("api.TokenResponse", merged.data))
            for key, merged in self._merged(api.TokenResponse)
        }
        self._smart_lists = dict(self._merged(_SMART_LIST))

    def _merged(self, kind: type[api.Struct]) -> Iterator[tuple[Hashable, Record | _Merged]]:
        """Each asset of a kind, by its identity, in the order of these."""
        for key, copies in self._copies[kind].by_identity():
            yield key, copies if isinstance(copies, Record) else self._merge(copies)

    def _merge(self, copies: list[Record]) -> _Merged:
        copies.sort(key=_newest_and_fullest_first)
        newest = copies[0]
        taken: dict[str, Record] = {}
        for part in newest.data.__struct_fields__:
            for copy in copies:
                if not _is_absent(getattr(copy.data, part)):
                    taken[part] = copy
                    break
        self._note_contradictions(copies, taken)
        return _Merged(
            type(newest.data)(**{part: getattr(copy.data, part) for part, copy in taken.items()}),
            newest.origin,
            {part: copy.origin for part, copy in taken.items()},
        )

    def _note_contradictions(self, copies: list[Record], taken: dict[str, Record]) -> None:
        """A note for each copy that is as old as one preferred to it, and says otherwise."""
        names = dict(
            zip(
                copies[0].data.__struct_fields__,
                copies[0].data.__struct_encode_fields__,
                strict=True,
            )
        )
        for copy in copies:
            differing = {
                names[part]: other
                for part, other in taken.items()
                if _age(other.data) == _age(copy.data)
                and part not in _SAYS_AGE
                and _contradict(getattr(other.data, part), getattr(copy.data, part))
            }
            if differing:
                self.faults.append(_contradiction(copy, differing))

    def _merge_carried_smart_lists(self) -> None:
        """Give smart lists that stand inside their campaign a place among the others."""
        for record in self._copies[api.SmartCampaignResponseWithFlow]:
            campaign = cast("api.SmartCampaignResponseWithFlow", record.data)
            carried = campaign.smart_list
            if carried is None or carried.rules is None:
                continue
            number = carried.id if carried.id is not None else campaign.smart_list_id
            self._copies[_SMART_LIST].add(
                number if number is not None else ("campaign", campaign.id),
                Record(
                    api.SmartListResponseWithRules(
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
        """What programs are called that are only referred to, by the newest reference."""
        naming: list[tuple[Record, int, str]] = []
        for copies in self._copies.values():
            for record in copies:
                folder = getattr(record.data, "folder", None)
                if folder.__class__ is not api.Folder or not folder.folder_name:
                    continue
                kind, number = folder.key or ("", 0)
                if kind == "program" and self._exported_name(number) is None:
                    naming.append((record, number, folder.folder_name))
        naming.sort(key=lambda entry: (_NEVER - _age(entry[0].data), entry[2]), reverse=True)
        return {number: name for _, number, name in naming}

    def join_campaigns(self) -> None:
        campaigns, own_lists = [], set()
        for _, merged in self._merged(api.SmartCampaignResponseWithFlow):
            data = cast("api.SmartCampaignResponseWithFlow", merged.data)
            campaign = SmartCampaign(self.instance, data, merged.origin, merged.origin_of("flow"))
            self._place_in_folders(campaign)
            key = self._own_smart_list(data)
            found = self._smart_lists.get(key)
            if found is not None and self._has_rules(found):
                campaign.rules_of = self._smart_list(found, campaign)
                own_lists.add(key)
            campaigns.append(campaign)
        self.instance.campaigns = tuple(campaigns)
        self.instance.smart_lists = tuple(
            self._smart_list(merged)
            for key, merged in self._smart_lists.items()
            if key not in own_lists and self._has_rules(merged)
        )

    def _own_smart_list(self, data: api.SmartCampaignResponseWithFlow) -> Hashable:
        if data.smart_list is not None and data.smart_list.id is not None:
            return data.smart_list.id
        return data.smart_list_id if data.smart_list_id is not None else ("campaign", data.id)

    @staticmethod
    def _has_rules(merged: Record | _Merged) -> bool:
        return cast("api.SmartListResponseWithRules", merged.data).rules is not None

    def _smart_list(
        self, merged: Record | _Merged, campaign: SmartCampaign | None = None
    ) -> SmartList:
        data = cast("api.SmartListResponseWithRules", merged.data)
        start = None if campaign is not None or data.folder is None else data.folder.key
        _, program_id, program = self._home(start, None)
        return SmartList(
            self.instance,
            campaign=campaign,
            id=data.id,
            name=data.name or f"smart list {data.id}",
            rules=data.rules or api.SmartListRules(),
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
        """What a program is called by its own record."""
        program = self.instance.programs.get(number)
        if program is not None and program.data.name is not None:
            return program.data.name
        folder = self.instance.folders.get(("program", number))
        if folder is not None and folder.data.name is not None:
            return folder.data.name
        return None


_SMART_LIST = api.SmartListResponseWithRules


def _folder_identity(data: api.Struct) -> Hashable:
    folder = cast("api.FolderResponse", data)
    own = folder.folder_id.key if folder.folder_id is not None else None
    return own or ("folder", folder.id)


def _id(data: api.Struct) -> Hashable:
    return cast("api.SmartCampaignResponseWithFlow", data).id


_IDENTITIES: dict[type[api.Struct], Callable[[api.Struct], Hashable]] = {
    api.SmartCampaignResponseWithFlow: _id,
    api.ProgramResponse: _id,
    api.SmartListResponseWithRules: _id,
    api.FolderResponse: _folder_identity,
    api.TokenResponse: lambda data: cast("api.TokenResponse", data).owner,
}


def _newest_and_fullest_first(record: Record) -> tuple[object, ...]:
    """Sorts copies by age, then by what they say, so that no file's name decides what is taken.

    Where copies that say the same stand decides only to which of them findings point.
    """
    parts = ((part, getattr(record.data, part)) for part in record.data.__struct_fields__)
    content = msgspec.json.encode([each for each in parts if not _is_absent(each[1])])
    pointer = tuple(
        (key, "") if isinstance(key, int) else (-1, key) for key in record.origin.pointer
    )
    place = (record.origin.file, record.origin.start, pointer)
    return (_NEVER - _age(record.data), -len(content), content, *place)


def _is_absent(value: object) -> bool:
    """Whether a copy lacks a part: a flow without steps and a smart list without rules count so."""
    if isinstance(value, api.Flow):
        return value.steps is None
    if isinstance(value, api.CarriedSmartList):
        return value.rules is None
    return value is None


_SAYS_AGE = frozenset({"updated_at"})
"""Told by its moment: the same one may be spelt in several ways."""


def _contradict(one: object, other: object) -> bool:
    if _is_absent(one) or _is_absent(other):
        return False
    if isinstance(one, api.Folder) and isinstance(other, api.Folder):
        return one.key != other.key  # spelt in several ways, too
    return one != other


def _contradiction(copy: Record, differing: dict[str, Record]) -> Diagnostic:
    noun = KIND_OF_STRUCT[type(copy.data)].noun
    taken = next(iter(differing.values()))
    name = getattr(taken.data, "name", None)
    what = f"{noun} '{name}'" if name else noun
    here = _place_of(copy, pointer_key(copy.origin.pointer))
    there = _place_of(taken)
    return Diagnostic(
        "duplicate-record",
        Finding(
            f"{what} was exported twice with the same age but different "
            f"{', '.join(differing)}; the other copy is used",
            here,
            help="keep one of the two files, or export again",
            related=(Related("copy that is used", there),),
        ),
    )


def _place_of(record: Record, key: tuple[str, ...] = ()) -> SymbolicLocation:
    return SymbolicLocation(record.origin, text=relative_path(record.origin.file), key=key)


def _age(data: api.Struct) -> datetime:
    return parse_datetime(getattr(data, "updated_at", None)) or _NEVER


_NEVER = datetime.min.replace(tzinfo=UTC)


def _tokens(data: api.TokenResponse) -> dict[str, MyToken]:
    owner = data.owner or ("folder", 0)
    return {
        token_key(token.name): MyToken(token.name, token.type or "", text_of(token.value), owner)
        for token in data.tokens or ()
        if token.name is not None
    }


def _follow_references(instance: Instance) -> None:
    """Resolve every reference, and tell both ends of each call of the other."""
    instance.resolver = References(instance.campaigns)
    calling = instance.steps(marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
    references = instance.all_references = tuple(instance.resolver.references(calling))
    calls_out: dict[int, list[Call]] = defaultdict(list)
    calls_in: dict[int, list[Call]] = defaultdict(list)
    for reference in references:
        target = reference.resolution.campaign
        if target is not None:
            caller = reference.choice.step.campaign
            confidence = reference.resolution.confidence
            call = Call(reference.kind, reference.choice, caller, target, confidence)
            calls_out[caller.id].append(call)
            calls_in[target.id].append(call)
    for campaign in instance.campaigns:
        if campaign.id in calls_out:
            campaign.calls_out = tuple(calls_out[campaign.id])
        if campaign.id in calls_in:
            campaign.calls_in = tuple(calls_in[campaign.id])
    instance.unchecked.clear()


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
    if names and (names.match(campaign.name) or names.match(campaign.full_name)):
        return "its name matches executables.names"
    if folders and any(map(folders.match, campaign.folder_texts)):
        return "its folder matches executables.folders"
    return "isExecutable is true in its record" if campaign.data.is_executable else None


def _matcher(globs: tuple[str, ...]) -> re.Pattern[str] | None:
    if not globs:
        return None
    return re.compile("|".join(fnmatch.translate(glob) for glob in globs), re.IGNORECASE)
