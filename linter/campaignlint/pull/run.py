"""A pull from beginning to end: list, ask for what changed, list again, put the rest in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from campaignlint.marketo import records as api
from campaignlint.pull import calls
from campaignlint.pull import folder as folders
from campaignlint.pull.client import Client, Limits
from campaignlint.pull.faults import AnswerError, BrokenOffError, PassingError
from campaignlint.pull.listing import get_whole_list, list_instance
from campaignlint.pull.pace import Pace
from campaignlint.pull.plan import Estimate, estimate, plan, referable, smart_list
from campaignlint.pull.references import SmartListNames
from campaignlint.pull.scope import Scope, select
from campaignlint.pull.together import together

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from campaignlint.pull.answers import Answer
    from campaignlint.pull.credentials import Credentials
    from campaignlint.pull.folder import Change, Folder
    from campaignlint.pull.listing import Listing
    from campaignlint.pull.plan import Asset


class Watcher(Protocol):
    """Is told how a pull goes on."""

    def lists(self) -> None:
        """Everything is listed, which comes first, and tells how much there is to do."""

    def planned(self, estimate: Estimate, *, is_resumed: bool) -> None:
        """What is to be done, before anything is written."""

    def begins(self, calls: int) -> None:
        """So many more assets are asked for now."""

    def has_one_more(self) -> None:
        """One of them was answered, or given up."""

    def pauses(self, reason: str) -> None:
        """A call failed for this reason and is repeated after a pause."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to pull, and how."""

    scope: Scope = field(default_factory=Scope)
    pace: Pace = field(default_factory=Pace)
    limits: Limits = field(default_factory=Limits)
    full: bool = False
    """Ask for everything again, also for what has not changed by Marketo's lists."""
    dry_run: bool = False
    agent: str = "campaignlint"
    """As what to introduce oneself to Marketo."""


@dataclass(slots=True)
class Outcome:
    """What came of a pull."""

    changes: Counter[Change] = field(default_factory=Counter)
    """How many files are new, changed or removed, and how many are as they were before."""
    missing: list[str] = field(default_factory=list)
    """What could not be pulled, each with the reason."""
    left: list[str] = field(default_factory=list)
    """Files of assets that are gone from Marketo, which somebody changed: they were not removed."""
    others: list[str] = field(default_factory=list)
    """Files between those of the export that pull did not write."""
    calls: int = 0

    @property
    def is_partial(self) -> bool:
        return bool(self.missing)


async def pull(path: Path, credentials: Credentials, request: Request, watcher: Watcher) -> Outcome:
    """Pull an instance's definitions into a folder.

    Raises PullError where it could not, or not to its end.
    """
    now = datetime.now(UTC)
    async with Client(
        credentials, request.pace, request.limits, on_pause=watcher.pauses, agent=request.agent
    ) as client:
        if request.dry_run:
            here = folders.look_into(path, credentials.instance, now)
            return await _Pull(client, here, request, watcher).run()
        with folders.opened(path, credentials.instance, now) as here:
            return await _Pull(client, here, request, watcher).run()


_PASSES = 4
"""How often to list, at most, until nothing changes while it is pulled."""
_PROBES = 5
"""How many campaigns to ask for again, to see whether this instance gives flows by now."""
_FAILURES = 10
"""After so many failures in a row it is time to look whether Marketo serves at all."""
_HOPELESS = 50
"""After so many that seemed to pass it is not: each took two minutes of pauses."""


class _Pull:
    def __init__(self, client: Client, here: Folder, request: Request, watcher: Watcher) -> None:
        self._client = client
        self._folder = here
        self._request = request
        self._watcher = watcher
        self._outcome = Outcome()
        self._wanted: dict[str, Asset] = {}
        self._missing: dict[str, str] = {}
        """Why a file is not there, or not up to date."""
        self._done: set[tuple[str, str | None]] = set()
        """Files, with their stamps, that this pull asked for."""
        self._failures = 0
        """In a row, and none of them about the asset that was asked for."""
        self._looking = asyncio.Lock()
        """Held by the one call that looks whether Marketo serves."""
        self._has_succeeded = False
        """Whether any asset was ever had, by this pull or by an earlier one."""
        self._changes: dict[str, Change] = {}
        """What became of each file that was written."""
        self._gives_flows = False
        """Whether any campaign came with its flow, to this pull or to an earlier one."""
        self._asked_again: set[str] = set()
        """Files of campaigns that were asked for once more, since they came without flows."""

    async def run(self) -> Outcome:
        scope = self._request.scope
        self._watcher.lists()
        listing = await self._list()
        selection = select(listing, scope)
        planned = plan(listing, selection)
        await self._look_for_flows(planned)
        asked = self._outdated(planned)
        self._watcher.planned(
            estimate(
                listing,
                selection,
                asked,
                self._client.calls,
                self._outdated(referable(listing)) if asked else [],
            ),
            is_resumed=self._folder.is_resumed,
        )
        if self._request.dry_run:
            return self._counted()
        self._has_succeeded = len(asked) < len(planned)
        self._folder.begin(scope.to_json(), full=self._request.full)
        is_settled = False
        for _ in range(_PASSES):
            is_still = await self._fetch(listing, plan(listing, select(listing, scope)))
            newer = listing if is_still else await self._list()
            is_settled = newer.agrees_with(listing)
            listing = newer
            if is_settled:
                break
        return self._finish(listing, is_settled=is_settled)

    async def _list(self) -> Listing:
        """List everything, and write down which list is empty all of a sudden.

        A role that lost its workspaces gives empty lists as well. Who asks for everything once
        more says by it that it is so.
        """
        listing = await list_instance(self._client)
        if not self._request.full:
            listing.missing += self._emptied(listing)
        return listing

    def _emptied(self, listing: Listing) -> list[str]:
        """What was pulled here, and is listed no more at all."""
        lists = (
            ("programs", listing.programs, "programs/"),
            ("folders", listing.folders, folders.FOLDERS),
            ("smart campaigns", listing.campaigns, "campaigns/"),
        )
        return [
            f"{what}: Marketo lists none any more, though some were pulled before: check in which "
            "workspaces the API user has its role, or use --full where they are deleted"
            for what, entries, files in lists
            if not entries and self._folder.wrote_any(files)
        ]

    async def _look_for_flows(self, assets: list[Asset]) -> None:
        """Find out whether this instance gives flows.

        Where no campaign has come with one so far, some are asked for again: the API may give them
        now. That would show in no list, and files without flows would stay so for ever.
        """
        self._gives_flows = any(
            self._folder.has(each.file, each.stamp)
            for each in assets
            if each.kind == "smart campaign" and not each.may_lack_flow
        )
        if self._gives_flows or self._request.dry_run:
            return
        for each in list(filter(self._is_without_flow, assets))[:_PROBES]:
            with suppress(AnswerError):
                answer = await self._get(each)
                self._gives_flows = self._gives_flows or _has_flow(answer.to_file())

    def _is_without_flow(self, asset: Asset) -> bool:
        """Whether a campaign is on disk as it is in Marketo, but for the flow that did not come."""
        return asset.kind == "smart campaign" and self._folder.has(asset.file, _without_flow(asset))

    def _outdated(self, assets: Iterable[Asset]) -> list[Asset]:
        return [each for each in assets if not self._has(each)]

    def _has(self, asset: Asset) -> bool:
        """Whether the asset is on disk as it is in Marketo, as far as the lists tell."""
        if (asset.file, asset.stamp) in self._done:
            return True
        if self._request.full and not self._folder.goes_on_with_full:
            return False
        if self._folder.has(asset.file, asset.stamp):
            return True
        return not self._gives_flows and self._is_without_flow(asset)

    async def _fetch(self, listing: Listing, assets: list[Asset]) -> bool:
        """Ask for what is not up to date; says whether nothing but what no list tells of was."""
        self._wanted = {each.file: each for each in assets}
        self._write_folders(listing)
        outdated = self._outdated(assets)
        await self._ask(outdated)
        await self._ask_again_for_flows(assets)
        outdated += await self._fetch_referred(listing, assets)
        is_unchanged = all(each.stamp is None for each in outdated)
        is_everything = self._request.scope.is_everything
        return is_unchanged and not (is_everything and self._folder.would_lose(self._files()))

    async def _ask_again_for_flows(self, assets: list[Asset]) -> None:
        """Ask once more for campaigns that came without flows though others have them."""
        if self._gives_flows:
            without = [each for each in assets if self._is_without_flow(each)]
            again = [each for each in without if each.file not in self._asked_again]
            self._asked_again.update(each.file for each in again)
            await self._ask(again)

    def _write_folders(self, listing: Listing) -> None:
        if listing.folders_file is None and not self._request.full:
            return  # see _emptied
        change = self._folder.write(folders.FOLDERS, _FROM_LISTS, listing.folders_file)
        self._note(folders.FOLDERS, change)

    async def _fetch_referred(self, listing: Listing, assets: list[Asset]) -> list[Asset]:
        """Ask for smart lists that are referred to, and for those to which these refer."""
        names = SmartListNames(listing)
        asked: list[Asset] = []
        pending = [each.file for each in assets if each.kind in {"smart campaign", "smart list"}]
        while pending:
            meant = {n for file in pending for n in names.meant_in(self._folder.read(file))}
            found = [smart_list(listing, number) for number in sorted(meant)]
            new = [each for each in found if each.file not in self._wanted]
            self._wanted |= {each.file: each for each in new}
            outdated = self._outdated(new)
            await self._ask(outdated)
            asked += outdated
            pending = [each.file for each in new]
        return asked

    async def _ask(self, assets: list[Asset]) -> None:
        self._watcher.begins(len(assets))
        await together(map(self._ask_for, assets))

    async def _ask_for(self, asset: Asset) -> None:
        """Ask for one asset and write it down; a failure costs this asset alone."""
        try:
            self._write(asset, _content(asset, await self._get(asset)))
        except AnswerError as error:
            if _is_no_loss(asset, error):
                self._write(asset, None)
            else:
                await self._fail(asset, error)
        self._watcher.has_one_more()

    async def _get(self, asset: Asset) -> Answer:
        if isinstance(asset.call, calls.Call):
            return await self._client.get(asset.call)
        return await get_whole_list(self._client, asset.call)

    def _write(self, asset: Asset, content: bytes | None) -> None:
        stamp = asset.stamp
        if asset.kind == "smart campaign" and content is not None:
            stamp = self._stamp_by_flow(asset, content)
        self._note(asset.file, self._folder.write(asset.file, stamp, content))
        self._done.add((asset.file, asset.stamp))
        self._missing.pop(asset.file, None)
        self._failures = 0
        self._has_succeeded = True

    def _stamp_by_flow(self, asset: Asset, content: bytes) -> str | None:
        has_flow = _has_flow(content)
        self._gives_flows = self._gives_flows or has_flow
        return asset.stamp if has_flow or asset.may_lack_flow else _without_flow(asset)

    def _note(self, file: str, change: Change) -> None:
        """Write down what became of a file, which may be written several times."""
        if self._changes.get(file, "unchanged") == "unchanged":
            self._changes[file] = change

    async def _fail(self, asset: Asset, error: AnswerError) -> None:
        self._missing[asset.file] = f"{asset.words}: {error.reason}"
        self._failures = 0 if error.is_about_the_asset else self._failures + 1
        failures = self._failures
        if not failures or failures % _FAILURES:
            return
        async with self._looking:
            if not await self._is_served(error, failures):
                raise BrokenOffError(
                    f"{failures} calls in a row failed, the last one ({asset.words}) for this "
                    f"reason: {error.reason}"
                )

    async def _is_served(self, error: AnswerError, failures: int) -> bool:
        """Whether failures in a row are those of single assets, and others can still be had.

        Otherwise so many assets that always fail would end each pull at the same place.
        """
        is_hopeless = isinstance(error, PassingError) and failures >= _HOPELESS
        if is_hopeless or not self._has_succeeded:
            return False
        try:
            await self._client.get(calls.programs(0))
        except AnswerError:
            return False
        return True

    def _finish(self, listing: Listing, *, is_settled: bool) -> Outcome:
        scope = self._request.scope
        self._write_folders(listing)
        missing = [text for file, text in sorted(self._missing.items()) if file in self._wanted]
        missing += sorted(listing.missing)
        missing += self._missing_flows()
        missing += self._missing_smart_lists(listing)
        if not is_settled:
            missing.append(
                f"what changed in Marketo while it was pulled: {_PASSES} lists in a row differed"
            )
        self._outcome.missing = missing
        # What is gone is told by the lists: a single asset that always fails may be missing.
        if scope.is_everything and is_settled and not listing.missing:
            removed, self._outcome.left = self._folder.remove_all_but(self._files())
            self._outcome.changes["removed"] += len(removed)
            self._outcome.others = self._folder.others(self._files())
        self._folder.finish(scope.to_json(), missing, complete=scope.is_everything and not missing)
        return self._counted()

    def _files(self) -> set[str]:
        return {*self._wanted, folders.FOLDERS}

    def _missing_flows(self) -> list[str]:
        """What is to be said of campaigns that came without flows: older APIs give none at all."""
        without = sum(map(self._is_without_flow, self._wanted.values()))
        if not without:
            return []
        if not self._gives_flows:
            return [NO_FLOWS]
        campaigns = sum(each.kind == "smart campaign" for each in self._wanted.values())
        return [f"flows: {without} of {campaigns} smart campaigns came without one"]

    def _missing_smart_lists(self, listing: Listing) -> list[str]:
        """What is to be said of campaigns that are listed without the id of a smart list.

        Every campaign has one; but those of the system may have none that the API gives.
        """
        numbers = [each.number for each in self._wanted.values() if each.kind == "smart campaign"]
        records = [listing.campaigns[n].record for n in numbers if n in listing.campaigns]
        without = sum(each.smart_list_id is None and not each.is_system for each in records)
        if not without:
            return []
        said = f"{without} of {len(numbers)} smart campaigns are listed without the id of one"
        return [f"smart lists: {said}, so theirs were not asked for"]

    def _counted(self) -> Outcome:
        kept = [
            file
            for file in self._wanted.keys() - self._changes.keys()
            if self._folder.is_there(file)
        ]
        self._outcome.changes.update(self._changes.values())
        self._outcome.changes["unchanged"] += len(kept)
        self._outcome.calls = self._client.calls
        return self._outcome


def _without_flow(asset: Asset) -> str:
    """The stamp of a campaign that came without its flow: one that no list will ever give."""
    return f"{asset.stamp}-without-flow"


NO_FLOWS = (
    "flows: no campaign came with one, so this instance's edition of the API seems to give none"
)
_FROM_LISTS = "-"
"""The stamp of what is written from the lists themselves, and never asked for."""


class _Flow(api.Struct):
    flow: Any = None


class _Campaigns(api.Struct):
    result: list[_Flow]


class _WithId(api.Struct):
    id: api.Integer


class _TokenRecords(api.Struct):
    result: list[api.TokenResponse]


_CAMPAIGNS = msgspec.json.Decoder(_Campaigns, strict=False)
_WITH_ID = msgspec.json.Decoder(_WithId, strict=False)
_TOKENS = msgspec.json.Decoder(_TokenRecords, strict=False)


def _content(asset: Asset, answer: Answer) -> bytes | None:
    """What to write for an answer; None where there is nothing to write.

    Raises AnswerError for an answer that is not about the asset.
    """
    if not answer.records:
        if asset.kind == "My Tokens" or asset.may_be_absent:
            return None
        raise AnswerError("Marketo has none", _NOT_FOUND)
    if asset.number is not None:
        _check_id(asset.number, answer)
    content = answer.to_file()
    if asset.kind == "My Tokens" and not _has_tokens(content):
        return None
    return content


_NOT_FOUND = 610


def _is_no_loss(asset: Asset, error: AnswerError) -> bool:
    """Whether Marketo says by its error that there is nothing to have."""
    if asset.may_be_absent:
        return error.is_about_the_asset
    return asset.kind == "My Tokens" and error.is_absence


def _check_id(number: int, answer: Answer) -> None:
    try:
        found = [_WITH_ID.decode(raw).id for raw in answer.records]
    except (msgspec.DecodeError, RecursionError):
        raise AnswerError("the answer holds a record without an id") from None
    if found != [number]:
        raise AnswerError("the answer is about something else")


def _has_tokens(content: bytes) -> bool:
    try:
        return any(record.tokens for record in _TOKENS.decode(content).result)
    except (msgspec.DecodeError, RecursionError):
        return True  # the linter says what is wrong with it


def _has_flow(content: bytes) -> bool:
    try:
        return any(record.flow is not None for record in _CAMPAIGNS.decode(content).result)
    except (msgspec.DecodeError, RecursionError):
        return False
