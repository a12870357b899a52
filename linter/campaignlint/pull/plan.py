"""The assets to download, their files, and the number of API calls."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from campaignlint.pull import requests
from campaignlint.pull.export_folder import CHANNELS, FLOW_STEP_TYPES
from campaignlint.pull.rate_limit import WINDOW_SECONDS, RateLimit
from campaignlint.pull.requests import AssetRequest, PageRequest

if TYPE_CHECKING:
    from collections.abc import Collection

    from campaignlint.pull.listing import FolderKey, Listing
    from campaignlint.pull.scope import Selection

Kind = Literal[
    "program", "smart campaign", "smart list", "My Tokens", "channels", "flow step types"
]


@dataclass(frozen=True, slots=True)
class Asset:
    """Something to download, and the file for it."""

    kind: Kind
    label: str
    """For messages; contains the id, not the name."""
    file: str
    request: AssetRequest | PageRequest
    stamp: str | None = None
    """The state of the asset in Marketo's lists; None if it is in no list."""
    id: int | None = None
    """The id that the record must have."""
    is_optional: bool = False
    """Whether the export is complete without it."""
    is_flow_optional: bool = False
    """Whether the export is complete without the flow of this campaign."""

    @property
    def calls(self) -> int:
        """The expected number of API calls. The end of a list takes one more."""
        return 1 if isinstance(self.request, AssetRequest) else 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """The number of assets to download, and of API calls."""

    listed: Counter[str]
    """The number of assets of each kind in the scope."""
    outdated: Counter[Kind]
    """The number of assets of each kind to download."""
    calls_made: int
    calls_to_make: int
    max_extra_calls: int
    """Calls for smart lists that the downloaded assets may refer to."""

    @property
    def calls(self) -> int:
        return self.calls_made + self.calls_to_make

    def min_seconds(self, rate_limit: RateLimit) -> float:
        return self.calls_to_make / rate_limit.requests * WINDOW_SECONDS


def plan(listing: Listing, selection: Selection) -> list[Asset]:
    """Return all assets of a selection, without the smart lists that they refer to."""
    smart_lists = (_own_smart_list(listing, number) for number in selection.campaigns)
    return [
        *(_program(listing, number) for number in selection.programs),
        *(_campaign(listing, number) for number in selection.campaigns),
        *(asset for asset in smart_lists if asset is not None),
        *(_my_tokens(listing, owner) for owner in selection.token_owners),
        Asset("channels", "channels", CHANNELS, requests.channels),
        Asset("flow step types", "flow step types", FLOW_STEP_TYPES, requests.flow_step_types()),
    ]


def estimate(
    listing: Listing,
    selection: Selection,
    outdated: Collection[Asset],
    calls_made: int,
    max_extra_calls: int,
) -> Estimate:
    """Return the cost of downloading assets, and of listing everything again afterwards."""
    counts = {
        "program": len(selection.programs),
        "folder": len(listing.folders),
        "smart campaign": len(selection.campaigns),
    }
    return Estimate(
        Counter(counts),
        Counter(asset.kind for asset in outdated),
        calls_made,
        sum(asset.calls for asset in outdated) + calls_made,
        max_extra_calls,
    )


def shared_smart_lists(listing: Listing) -> list[Asset]:
    """Return the smart lists that are not a campaign's own, so that others can refer to them."""
    own = {campaign.record.smart_list_id for campaign in listing.campaigns.values()}
    return [smart_list(listing, number) for number in listing.smart_lists if number not in own]


def smart_list(listing: Listing, number: int) -> Asset:
    """Return a smart list that is not a campaign's own."""
    return Asset(
        "smart list",
        f"smart list {number}",
        _smart_list_file(number),
        requests.smart_list(number),
        listing.smart_lists[number].stamp,
        number,
    )


def _program(listing: Listing, number: int) -> Asset:
    return Asset(
        "program",
        f"program {number}",
        f"programs/{number}.json",
        requests.program(number),
        listing.programs[number].stamp,
        number,
    )


def _campaign(listing: Listing, number: int) -> Asset:
    entry = listing.campaigns[number]
    return Asset(
        "smart campaign",
        f"smart campaign {number}",
        f"campaigns/{number}.json",
        requests.smart_campaign(number),
        entry.stamp,
        number,
        is_flow_optional=bool(entry.record.is_system),  # undocumented whether these have flows
    )


def _own_smart_list(listing: Listing, campaign: int) -> Asset | None:
    """Return the smart list of a campaign. It changes if its entry or that of the campaign does."""
    entry = listing.campaigns[campaign]
    number = entry.record.smart_list_id
    if number is None:
        return None
    smart_list = listing.smart_lists.get(number)
    return Asset(
        "smart list",
        f"smart list of smart campaign {campaign}",
        _smart_list_file(number),
        requests.smart_list_of_campaign(campaign),
        f"{entry.stamp}+{smart_list.stamp}" if smart_list else entry.stamp,
        # The API supports user-created smart lists only.
        is_optional=bool(entry.record.is_system),
    )


def _smart_list_file(number: int) -> str:
    return f"smart-lists/{number}.json"


def _my_tokens(listing: Listing, owner: FolderKey) -> Asset:
    kind, number = owner
    folder = listing.folders.get(owner)
    return Asset(
        "My Tokens",
        f"My Tokens of {kind} {number}",
        f"tokens/{kind}-{number}.json",
        requests.my_tokens("Program" if kind == "program" else "Folder", number),
        # It is undocumented whether the root folder of a workspace can have tokens.
        is_optional=folder is not None and folder.record.folder_type == "Zone",
    )
