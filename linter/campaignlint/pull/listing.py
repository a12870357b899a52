"""What there is in an instance: its programs, folders, campaigns and smart lists, page by page."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec
from msgspec import Raw

from campaignlint.marketo import records as api
from campaignlint.pull import calls, faults
from campaignlint.pull.answers import Answer
from campaignlint.pull.faults import AnswerError, BrokenOffError, RefusedError
from campaignlint.pull.together import together

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping

    from campaignlint.pull.calls import Call
    from campaignlint.pull.client import Client

FolderKey = tuple[str, int]
"""("folder" or "program", id)."""
RecordT = TypeVar("RecordT", bound=api.Struct)
KeyT = TypeVar("KeyT", int, FolderKey)


@dataclass(frozen=True, slots=True)
class Entry(Generic[RecordT]):
    """An asset as the list gives it."""

    record: RecordT
    raw: Raw
    stamp: str
    """Changes whenever something in the entry does: `updatedAt`, the name, the folder, the status.

    What Marketo's updatedAt covers is documented nowhere, so the whole entry is compared.
    """


@dataclass(slots=True)
class Listing:
    """All assets that the API user sees, by their ids."""

    programs: dict[int, Entry[api.ProgramResponse]] = field(default_factory=dict)
    campaigns: dict[int, Entry[api.SmartCampaignResponseWithFlow]] = field(default_factory=dict)
    smart_lists: dict[int, Entry[api.SmartListResponseWithRules]] = field(default_factory=dict)
    folders: dict[FolderKey, Entry[api.FolderResponse]] = field(default_factory=dict)
    folders_file: bytes | None = None
    """An envelope with every folder; None where there is none."""
    missing: list[str] = field(default_factory=list)
    """Folders that hold something, and could not be read."""

    def agrees_with(self, other: Listing) -> bool:
        """Whether both list the same assets, in the same state."""
        return (
            _stamps(self.programs) == _stamps(other.programs)
            and _stamps(self.campaigns) == _stamps(other.campaigns)
            and _stamps(self.smart_lists) == _stamps(other.smart_lists)
            and _stamps(self.folders) == _stamps(other.folders)
        )

    def above(self, start: api.Folder | None) -> Iterator[FolderKey]:
        """A folder or program, and those in which it stands, up to the root."""
        key = start.key if start is not None else None
        seen = set()
        while key is not None and key not in seen:
            seen.add(key)
            yield key
            key = self._parent(key)

    def places_of(self, campaign: api.SmartCampaignResponseWithFlow) -> list[FolderKey]:
        """The programs and folders in which a campaign stands, the nearest first."""
        above = list(self.above(campaign.folder))
        if campaign.parent_program_id is not None:
            program = api.Folder(id=campaign.parent_program_id, type="Program")
            above += [key for key in self.above(program) if key not in above]
        return above

    def name_of(self, key: FolderKey) -> str | None:
        if key[0] == "program" and key[1] in self.programs:
            return self.programs[key[1]].record.name
        return self.folders[key].record.name if key in self.folders else None

    def _parent(self, key: FolderKey) -> FolderKey | None:
        if key[0] == "program" and key[1] in self.programs:
            folder = self.programs[key[1]].record.folder
            return folder.key if folder is not None else None
        parent = self.folders[key].record.parent if key in self.folders else None
        return parent.key if parent is not None else None


async def list_instance(client: Client) -> Listing:
    """List everything.

    Raises BrokenOffError where a list cannot be had: nothing can be pulled without, and an asset
    that is missing from half a list would seem to have been deleted.
    """
    programs = _List("programs", calls.programs, api.ProgramResponse)
    campaigns = _List("smart campaigns", calls.smart_campaigns, api.SmartCampaignResponseWithFlow)
    smart_lists = _List("smart lists", calls.smart_lists, api.SmartListResponseWithRules)
    folders = _List("folders", calls.folders, api.FolderResponse)
    await together(each.read(client) for each in (programs, campaigns, smart_lists, folders))
    listing = Listing(
        programs={each.record.id: each for each in programs.entries},
        campaigns={each.record.id: each for each in campaigns.entries},
        smart_lists={each.record.id: each for each in smart_lists.entries},
        folders={_folder_key(each.record): each for each in folders.entries},
    )
    await _add_folders_between(client, listing, folders)
    if folders.envelope is not None and listing.folders:
        # In an order of ours: that of the API may differ from call to call, and with it the file.
        by_id = sorted(listing.folders.items(), key=lambda each: (each[0][1], each[0][0]))
        records = [entry.raw for _, entry in by_id]
        listing.folders_file = folders.envelope.with_records(records).to_file()
    return listing


class _List(Generic[RecordT]):
    """One of the lists, which comes in pages."""

    def __init__(self, what: str, page: Callable[[int], Call], kind: type[RecordT]) -> None:
        self._what = what
        self._page = page
        self._decoder = msgspec.json.Decoder(kind, strict=False)
        self._entries: dict[object, Entry[RecordT]] = {}
        self.envelope: Answer | None = None
        """An answer in which entries came."""

    @property
    def entries(self) -> Iterable[Entry[RecordT]]:
        return self._entries.values()

    async def read(self, client: Client) -> None:
        """Read every entry."""
        position = 0
        try:
            async for answer in read_pages(client, self._page):
                self.envelope = self.envelope or answer
                for raw in answer.records:
                    position += 1
                    entry = self.entry(raw)
                    if entry is None:
                        raise BrokenOffError(
                            f"entry {position} of the list of {self._what} has no id that is a "
                            "number: if it stays so, it is a matter for Marketo's support"
                        )
                    self._entries[_identity(entry.record)] = entry
        except AnswerError as error:
            if error.code == faults.ACCESS_DENIED:
                raise RefusedError(
                    f"Marketo does not let this API user list {self._what} ({error.reason}): "
                    f"{faults.ACCESS_ADVICE}"
                ) from None
            raise BrokenOffError(f"the {self._what} cannot be listed: {error.reason}") from None

    def entry(self, raw: Raw) -> Entry[RecordT] | None:
        """An entry, whatever is odd about it; None where it has no id."""
        try:
            record: RecordT | None = self._decoder.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            record = _what_can_be_read(self._decoder.type, raw)
        return None if record is None else Entry(record, raw.copy(), stamp_of(raw))


def _what_can_be_read(kind: type[RecordT], raw: Raw) -> RecordT | None:
    """A record without those of its fields that Adobe does not document so; None without an id.

    One odd field must not keep an asset, and with it a whole instance, from being pulled. What is
    wrong with it is for the linter to say.
    """
    try:
        members = _MEMBERS.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return None
    values = {}
    for each in msgspec.structs.fields(kind):
        with suppress(msgspec.ValidationError):
            if each.encode_name in members:
                value = members[each.encode_name]
                values[each.name] = msgspec.convert(value, each.type, strict=False)
    return kind(**values) if "id" in values else None


_MEMBERS = msgspec.json.Decoder(dict[str, Any])


async def read_pages(client: Client, page: Callable[[int], Call]) -> AsyncIterator[Answer]:
    """Yield the pages of a list. Marketo does not mark the last page: an empty one follows it."""
    offset = repeated = 0
    seen: set[bytes] = set()
    for _ in range(_MAX_PAGES):
        try:
            answer = await client.get(page(offset))
        except AnswerError as error:
            if error.code == faults.NO_DATA:
                return
            raise
        if not answer.records:
            return
        yield answer
        known = len(seen)
        seen.update(hashlib.sha256(raw).digest() for raw in answer.records)
        repeated = repeated + 1 if len(seen) == known else 0
        if repeated == _MAX_REPEATED_PAGES:
            raise AnswerError("the same page comes again and again")
        offset += len(answer.records)
    raise AnswerError(f"there are more than {_MAX_PAGES:,} pages")


async def get_whole_list(client: Client, page: Callable[[int], Call]) -> Answer:
    """Return one envelope with the records of all pages, sorted by id."""
    pages = [answer async for answer in read_pages(client, page)]
    records = [raw for answer in pages for raw in answer.records]
    try:
        records.sort(key=lambda raw: _WITH_ID.decode(raw).id)
    except (msgspec.DecodeError, RecursionError):
        raise AnswerError("the answer holds a record without an id") from None
    return pages[0].with_records(records) if pages else Answer({}, [])


class _WithId(api.Struct):
    id: api.Integer


_WITH_ID = msgspec.json.Decoder(_WithId, strict=False)
_MAX_PAGES = 5_000
"""Of one list: a million entries."""
_MAX_FOLDERS = 1_000
"""To ask for one by one."""
_MAX_REPEATED_PAGES = 3
"""Pages in a row without a new entry. One is normal: an asset that is created meanwhile moves the
last entries to a page that has not been requested yet.
"""


async def _add_folders_between(
    client: Client, listing: Listing, folders: _List[api.FolderResponse]
) -> None:
    """Ask one by one for folders above a campaign that the list left out, as lying too deep."""

    async def add(key: FolderKey) -> None:
        try:
            answer = await client.get(calls.folder(key[1]))
        except AnswerError as error:
            listing.missing.append(f"folder {key[1]}: {error.reason}")
            return
        entries = [entry for raw in answer.records if (entry := folders.entry(raw)) is not None]
        if not entries:
            listing.missing.append(f"folder {key[1]}: Marketo has none")
            return
        listing.folders[key] = entries[-1]
        folders.envelope = folders.envelope or answer

    asked: set[FolderKey] = set()
    while missing := sorted(_unknown_folders(listing) - asked):
        asked.update(missing)
        if len(asked) > _MAX_FOLDERS:
            raise BrokenOffError(
                f"more than {_MAX_FOLDERS:,} folders are missing from the list of folders"
            )
        await together(map(add, missing))


def stamp_of(*entries: Raw) -> str:
    """A short text that differs where entries differ in more than the order of their keys."""
    values = [msgspec.json.decode(raw) for raw in entries]
    text = msgspec.json.encode(values, order="deterministic")
    return hashlib.sha256(text).hexdigest()[:16]


def _identity(record: api.Struct) -> object:
    if isinstance(record, api.FolderResponse):
        return _folder_key(record)
    return getattr(record, "id", None)


def _folder_key(record: api.FolderResponse) -> FolderKey:
    own = record.folder_id.key if record.folder_id is not None else None
    return own or ("folder", record.id)


def _unknown_folders(listing: Listing) -> set[FolderKey]:
    """Folders that hold a campaign or a program, and are not in the listing."""
    starts = [each.record.folder for each in listing.programs.values()]
    starts += [each.record.folder for each in listing.campaigns.values()]
    return {
        key
        for start in starts
        for key in listing.above(start)
        if key[0] == "folder" and key not in listing.folders
    }


def _stamps(entries: Mapping[KeyT, Entry[RecordT]]) -> dict[KeyT, str]:
    return {key: entry.stamp for key, entry in entries.items()}
