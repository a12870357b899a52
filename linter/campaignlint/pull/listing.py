"""Marketo's lists of programs, folders, campaigns, and smart lists."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw

from campaignlint.marketo import records
from campaignlint.pull import errors, requests
from campaignlint.pull.concurrency import run_all
from campaignlint.pull.errors import InterruptedPullError, ResponseError, SetupError
from campaignlint.pull.responses import Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from campaignlint.pull.client import Client
    from campaignlint.pull.requests import PageRequest

FolderKey = tuple[str, int]
"""("folder" or "program", id)."""


class ListRecord(records.Struct):
    """The fields of a list entry that pull uses, for all kinds of assets."""

    id: records.Integer
    name: str | None = None
    folder: records.Folder | None = None
    workspace: str | None = None
    updated_at: str | None = None
    # Folders only
    folder_id: records.Folder | None = None
    folder_type: str | None = None
    parent: records.Folder | None = None
    path: str | None = None
    # Smart campaigns only
    is_system: bool | None = None
    parent_program_id: records.Integer | None = None
    smart_list_id: records.Integer | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An asset in a list. Two entries are equal if the asset has not changed."""

    record: ListRecord = field(compare=False)
    raw: Raw = field(compare=False)
    stamp: str
    """A digest of the whole entry, because it is not documented what `updatedAt` covers."""


Entries = dict[int, Entry]


@dataclass(slots=True)
class Listing:
    """All assets that the API user sees, by id."""

    programs: Entries
    campaigns: Entries
    smart_lists: Entries
    folders: dict[FolderKey, Entry]
    folders_file: bytes | None = field(default=None, compare=False)
    """An envelope with all folders; None if there are none."""
    missing: list[str] = field(default_factory=list, compare=False)
    """Assets that could not be listed, with the reason."""

    def ancestors(self, start: records.Folder | None) -> Iterator[FolderKey]:
        """Yield a folder or program and everything that contains it, up to the root."""
        key = start.key if start is not None else None
        seen = set()
        while key is not None and key not in seen:
            seen.add(key)
            yield key
            entry = self._entry(key)
            if entry is None:
                return
            parent = entry.record.folder if key[0] == "program" else entry.record.parent
            key = parent.key if parent is not None else None

    def containers(self, campaign: ListRecord) -> list[FolderKey]:
        """Return the programs and folders that contain a campaign, innermost first."""
        keys = list(self.ancestors(campaign.folder))
        if campaign.parent_program_id is not None:
            program = records.Folder(id=campaign.parent_program_id, type="Program")
            keys += [key for key in self.ancestors(program) if key not in keys]
        return keys

    def name(self, key: FolderKey) -> str:
        entry = self._entry(key)
        return (entry.record.name or "") if entry else ""

    def _entry(self, key: FolderKey) -> Entry | None:
        if key[0] == "program" and key[1] in self.programs:
            return self.programs[key[1]]
        return self.folders.get(key)


async def list_instance(client: Client) -> Listing:
    """List everything.

    Raises InterruptedPullError if a list fails: an asset that is missing from an incomplete list
    would look as if it had been deleted.
    """
    programs: Entries = {}
    campaigns: Entries = {}
    smart_lists: Entries = {}
    folders: list[Entry] = []
    envelopes: list[Response] = []

    async def list_folders() -> None:
        async for response in _read_list(client, "folders", requests.folders):
            envelopes.append(response)
            folders.extend(_entries("folders", response))

    async def fill(entries: Entries, what: str, page: PageRequest) -> None:
        async for response in _read_list(client, what, page):
            entries.update((entry.record.id, entry) for entry in _entries(what, response))

    await run_all(
        [
            fill(programs, "programs", requests.programs),
            list_folders(),
            fill(campaigns, "smart campaigns", requests.smart_campaigns),
            fill(smart_lists, "smart lists", requests.smart_lists),
        ]
    )
    by_key = {_folder_key(folder.record): folder for folder in folders}
    listing = Listing(programs, campaigns, smart_lists, by_key)
    envelopes += await _add_deep_folders(client, listing)
    if envelopes:
        # The order of the API can change from request to request.
        raws = [by_key[key].raw for key in sorted(by_key, key=lambda key: key[::-1])]
        listing.folders_file = envelopes[0].with_records(raws).to_json()
    return listing


async def _read_list(client: Client, what: str, page: PageRequest) -> AsyncIterator[Response]:
    try:
        async for response in read_pages(client, page):
            yield response
    except ResponseError as error:
        if error.code == errors.ACCESS_DENIED or error.code in errors.TOKEN_CODES:
            raise SetupError(
                f"this API user cannot list {what} ({error.reason}): {errors.ACCESS_ADVICE}"
            ) from None
        raise InterruptedPullError(f"cannot list {what}: {error.reason}") from None


def _entries(what: str, response: Response) -> list[Entry]:
    try:
        return [Entry(_RECORD.decode(raw), raw.copy(), _stamp(raw)) for raw in response.records]
    except msgspec.DecodeError as error:
        raise InterruptedPullError(f"cannot list {what}: invalid entry: {error}") from None


_RECORD = msgspec.json.Decoder(ListRecord, strict=False)


def _stamp(raw: Raw) -> str:
    """Return a digest that does not depend on the order of keys."""
    text = msgspec.json.encode(msgspec.json.decode(raw), order="deterministic")
    return hashlib.sha256(text).hexdigest()[:16]


_MAX_PAGES = 5_000
"""Of one list; a million entries."""
_MAX_REPEATED_PAGES = 3
"""Pages in a row without a new entry. One can happen: if an asset is created meanwhile, the last
entries move to the next page.
"""


async def read_pages(client: Client, page: PageRequest) -> AsyncIterator[Response]:
    """Yield the pages of a list. Nothing marks the last page; an empty one follows it."""
    offset = repeated = 0
    seen: set[bytes] = set()
    for _ in range(_MAX_PAGES):
        try:
            response = await client.get(page(offset))
        except ResponseError as error:
            if error.code == errors.NO_DATA:
                return
            raise
        if not response.records:
            return
        yield response
        known = len(seen)
        seen.update(hashlib.sha256(raw).digest() for raw in response.records)
        repeated = repeated + 1 if len(seen) == known else 0
        if repeated == _MAX_REPEATED_PAGES:
            raise ResponseError("the same page repeats")
        offset += len(response.records)
    raise ResponseError(f"more than {_MAX_PAGES:,} pages")


async def get_whole_list(client: Client, page: PageRequest) -> Response:
    """Return one envelope with the records of all pages, sorted by id."""
    pages = [response async for response in read_pages(client, page)]
    try:
        all_records = sorted(
            (raw for page in pages for raw in page.records),
            key=lambda raw: _RECORD.decode(raw).id,
        )
    except msgspec.DecodeError as error:
        raise ResponseError(f"invalid entry: {error}") from None
    return pages[0].with_records(all_records) if pages else Response({}, [])


_MAX_DEEP_FOLDERS = 200


async def _add_deep_folders(client: Client, listing: Listing) -> list[Response]:
    """Request folders that contain something, but are too deep for the list."""
    responses = []

    async def add(key: FolderKey) -> None:
        try:
            response = await client.get(requests.folder(key[1]))
        except ResponseError as error:
            listing.missing.append(f"folder {key[1]}: {error.reason}")
            return
        if not response.records:
            listing.missing.append(f"folder {key[1]}: not found")
            return
        listing.folders[key] = _entries("folders", response)[0]
        responses.append(response)

    requested: set[FolderKey] = set()
    while missing := sorted(_unlisted_folders(listing) - requested):
        requested.update(missing)
        if len(requested) > _MAX_DEEP_FOLDERS:
            raise InterruptedPullError(
                f"cannot list folders: more than {_MAX_DEEP_FOLDERS:,} are not in the list"
            )
        await run_all(map(add, missing))
    return responses


def _folder_key(record: ListRecord) -> FolderKey:
    own = record.folder_id.key if record.folder_id is not None else None
    return own or ("folder", record.id)


def _unlisted_folders(listing: Listing) -> set[FolderKey]:
    entries = [*listing.programs.values(), *listing.campaigns.values()]
    return {
        key
        for entry in entries
        for key in listing.ancestors(entry.record.folder)
        if key[0] == "folder" and key not in listing.folders
    }
