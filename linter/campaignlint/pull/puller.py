"""Runs a pull: list everything, download what changed, list again, and clean up."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from campaignlint.pull import export_folder, requests
from campaignlint.pull.client import Client
from campaignlint.pull.concurrency import run_all
from campaignlint.pull.contents import file_content, has_flow
from campaignlint.pull.errors import InterruptedPullError, ResponseError, TransientError
from campaignlint.pull.export_folder import ExportFolder
from campaignlint.pull.listing import get_whole_list, list_instance
from campaignlint.pull.plan import Estimate, estimate, plan, shared_smart_lists, smart_list
from campaignlint.pull.rate_limit import RateLimit
from campaignlint.pull.references import SmartListIndex
from campaignlint.pull.requests import AssetRequest
from campaignlint.pull.scope import Scope, select

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from campaignlint.pull.credentials import Credentials
    from campaignlint.pull.listing import Listing
    from campaignlint.pull.plan import Asset
    from campaignlint.pull.responses import Response


class ProgressListener(Protocol):
    """Receives the progress of a pull."""

    def start_listing(self) -> None:
        """Show that the lists are being requested."""

    def show_plan(self, estimate: Estimate, *, is_resumed: bool) -> None:
        """Show the plan, before the download starts."""

    def add_total(self, assets: int) -> None:
        """Add to the number of assets to download."""

    def advance(self) -> None:
        """Count an asset that was downloaded or has failed."""

    def show_retry(self, reason: str) -> None:
        """Show why a request is repeated after a wait."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a pull."""

    scope: Scope = field(default_factory=Scope)
    rate_limit: RateLimit = field(default_factory=RateLimit)
    full: bool = False
    """Download everything, even if unchanged."""
    dry_run: bool = False
    user_agent: str = "campaignlint"


@dataclass(slots=True)
class Result:
    """The result of a pull."""

    changes: dict[str, int] = field(default_factory=dict)
    """The number of new, changed, unchanged, and removed files."""
    missing: list[str] = field(default_factory=list)
    """Assets that could not be pulled, with the reason."""
    others: list[str] = field(default_factory=list)
    """Files in the export that pull did not write, or that were changed since."""
    calls: int = 0


async def pull(
    path: Path, credentials: Credentials, options: Options, progress: ProgressListener
) -> Result:
    """Pull an instance into a folder. Raises PullError if it cannot finish."""
    with nullcontext() if options.dry_run else export_folder.lock(path):
        now = datetime.now(UTC)
        folder = ExportFolder(path, credentials.instance, now, full=options.full)
        async with Client(
            credentials,
            options.rate_limit,
            on_retry=progress.show_retry,
            user_agent=options.user_agent,
        ) as client:
            return await _Puller(client, folder, options, progress).run()


_MAX_PASSES = 4
"""Passes until nothing changes in Marketo while it is pulled."""
_FAILURES_BEFORE_CHECK = 10
"""Failures in a row after which pull checks whether Marketo is available."""
_MAX_TRANSIENT_FAILURES = 50
"""Failures in a row that end a pull even if Marketo can be listed; each took two minutes."""
_UNCHANGING = "-"
"""The stamp of a file that is made from the lists, and so never downloaded."""

_NO_FLOWS = (
    "flows: no smart campaign has one, so this instance's API does not seem to support flows"
)


class _Puller:
    def __init__(
        self, client: Client, folder: ExportFolder, options: Options, progress: ProgressListener
    ) -> None:
        self._client = client
        self._folder = folder
        self._options = options
        self._progress = progress
        self._wanted: dict[str, Asset] = {}
        """By file."""
        self._missing: dict[str, str] = {}
        """The reason why a file is missing or outdated."""
        self._without_flow: set[str] = set()
        """Files of campaigns that came without their flow."""
        self._failures = 0
        """Failures in a row that were not about the requested asset."""
        self._has_succeeded = False
        """Whether any asset was downloaded, now or earlier."""

    async def run(self) -> Result:
        scope = self._options.scope
        self._progress.start_listing()
        listing = await self._list()
        selection = select(listing, scope)
        planned = plan(listing, selection)
        outdated = self._find_outdated(planned)
        extra = len(self._find_outdated(shared_smart_lists(listing)))
        self._progress.show_plan(
            estimate(listing, selection, outdated, self._client.calls, extra),
            is_resumed=self._folder.is_resumed,
        )
        if self._options.dry_run:
            return Result(calls=self._client.calls)
        self._has_succeeded = len(outdated) < len(planned)
        self._folder.start(scope.to_json())
        is_settled = False
        for _ in range(_MAX_PASSES):
            await self._download_selection(listing)
            newer = await self._list()
            is_settled = newer == listing
            listing = newer
            if is_settled:
                break
        return self._finish(listing, is_settled=is_settled)

    async def _list(self) -> Listing:
        listing = await list_instance(self._client)
        if not self._options.full:
            listing.missing += self._find_emptied_lists(listing)
        return listing

    def _find_emptied_lists(self, listing: Listing) -> list[str]:
        """Return messages for lists that are empty now, but were not earlier.

        A role without workspaces gives empty lists too. With --full, the user says that all assets
        have been deleted.
        """
        lists = (
            ("programs", listing.programs, "programs/"),
            ("folders", listing.folders, export_folder.FOLDERS),
            ("smart campaigns", listing.campaigns, "campaigns/"),
        )
        return [
            f"{noun}: Marketo lists none, but some were pulled earlier; check the workspaces of "
            "the API user's role, or use --full if they have been deleted"
            for noun, entries, prefix in lists
            if not entries and self._folder.has_own(prefix)
        ]

    def _find_outdated(self, assets: Iterable[Asset]) -> list[Asset]:
        return [
            asset for asset in assets if not self._folder.is_current(asset.file, self._stamp(asset))
        ]

    def _stamp(self, asset: Asset) -> str:
        return self._folder.run_stamp if asset.stamp is None else asset.stamp

    async def _download_selection(self, listing: Listing) -> None:
        assets = plan(listing, select(listing, self._options.scope))
        self._wanted = {asset.file: asset for asset in assets}
        if listing.folders_file is not None or self._options.full:
            self._folder.write(export_folder.FOLDERS, _UNCHANGING, listing.folders_file)
        await self._download(self._find_outdated(assets))
        await self._download_referenced(listing, assets)

    async def _download_referenced(self, listing: Listing, assets: list[Asset]) -> None:
        """Download the smart lists that assets refer to, and those that these refer to."""
        index = SmartListIndex(listing)
        worklist = [
            asset.file for asset in assets if asset.kind in {"smart campaign", "smart list"}
        ]
        while worklist:
            ids = {n for file in worklist for n in index.find_references(self._folder.read(file))}
            found = [smart_list(listing, number) for number in sorted(ids)]
            new = {asset.file: asset for asset in found if asset.file not in self._wanted}
            self._wanted |= new
            await self._download(self._find_outdated(new.values()))
            worklist = list(new)

    async def _download(self, assets: list[Asset]) -> None:
        self._progress.add_total(len(assets))
        await run_all(map(self._download_one, assets))

    async def _download_one(self, asset: Asset) -> None:
        try:
            response = await self._request(asset)
            content = file_content(asset, response)
            self._without_flow.discard(asset.file)
            needs_flow = asset.kind == "smart campaign" and not asset.is_flow_optional
            if needs_flow and not has_flow(response):
                self._without_flow.add(asset.file)
            self._write(asset, content)
        except ResponseError as error:
            is_absent = asset.kind == "My Tokens" and error.is_not_found
            if is_absent or (asset.is_optional and error.is_about_asset):
                self._write(asset, None)
            else:
                await self._record_failure(asset, error)
        self._progress.advance()

    async def _request(self, asset: Asset) -> Response:
        if isinstance(asset.request, AssetRequest):
            return await self._client.get(asset.request)
        return await get_whole_list(self._client, asset.request)

    def _write(self, asset: Asset, content: bytes | None) -> None:
        is_without_flow = asset.file in self._without_flow
        stamp = export_folder.OUTDATED if is_without_flow else self._stamp(asset)
        self._folder.write(asset.file, stamp, content)
        self._missing.pop(asset.file, None)
        self._failures = 0
        self._has_succeeded = True

    async def _record_failure(self, asset: Asset, error: ResponseError) -> None:
        self._missing[asset.file] = f"{asset.label}: {error.reason}"
        self._failures = 0 if error.is_about_asset else self._failures + 1
        failures = self._failures
        if failures and failures % _FAILURES_BEFORE_CHECK == 0:
            is_hopeless = isinstance(error, TransientError) and failures >= _MAX_TRANSIENT_FAILURES
            if is_hopeless or not self._has_succeeded or not await self._is_available():
                raise InterruptedPullError(
                    f"{failures} requests in a row failed, the last one with: {asset.label}: "
                    f"{error.reason}"
                )

    async def _is_available(self) -> bool:
        """Return whether Marketo still responds, so that only some assets fail."""
        try:
            await self._client.get(requests.programs(0))
        except ResponseError:
            return False
        return True

    def _finish(self, listing: Listing, *, is_settled: bool) -> Result:
        scope = self._options.scope
        wanted = {*self._wanted, export_folder.FOLDERS}
        missing = [text for file, text in sorted(self._missing.items()) if file in wanted]
        missing += sorted(listing.missing)
        missing += self._describe_missing_parts(listing)
        if not is_settled:
            missing.append(f"recent changes: Marketo's lists differed {_MAX_PASSES} times in a row")
        others = []
        # Only the lists tell what has been deleted, so assets that failed do not matter here.
        if scope.is_everything and is_settled and not listing.missing:
            self._folder.remove_all_except(wanted)
            others = self._folder.find_others(wanted)
        changes = self._folder.count_changes(wanted)
        is_complete = scope.is_everything and not missing
        self._folder.finish(scope.to_json(), missing, is_complete=is_complete)
        return Result(changes, missing, others, self._client.calls)

    def _describe_missing_parts(self, listing: Listing) -> list[str]:
        """Return messages for campaigns that lack a flow or smart list, except system campaigns."""
        campaigns = [asset for asset in self._wanted.values() if asset.kind == "smart campaign"]
        records = [
            listing.campaigns[n].record
            for campaign in campaigns
            if (n := campaign.id) in listing.campaigns
        ]
        without_flow = sum(campaign.file in self._without_flow for campaign in campaigns)
        without_list = sum(
            record.smart_list_id is None and not record.is_system for record in records
        )
        of_all = f"of {len(campaigns)} smart campaigns"
        messages = []
        if without_flow and without_flow == sum(
            not campaign.is_flow_optional for campaign in campaigns
        ):
            messages.append(_NO_FLOWS)
        elif without_flow:
            messages.append(f"flows: {without_flow} {of_all} came without one")
        if without_list:
            messages.append(f"smart lists: {without_list} {of_all} are listed without one")
        return messages
