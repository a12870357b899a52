"""What to ask for, in which files it goes, and what that costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from campaignlint.pull import calls
from campaignlint.pull.folder import CHANNELS, FLOW_STEP_TYPES
from campaignlint.pull.pace import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from campaignlint.pull.calls import Call
    from campaignlint.pull.listing import FolderKey, Listing
    from campaignlint.pull.pace import Pace
    from campaignlint.pull.scope import Selection

Kind = Literal["program", "smart campaign", "smart list", "My Tokens", "channels", "catalogue"]
QUOTA = 50_000
"""The daily quota of API calls that Adobe calls typical; no call tells an instance's own."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing to ask for, and the file that it goes into."""

    kind: Kind
    words: str
    """What it is called in messages; with its id, never with its name."""
    file: str
    call: Call | Callable[[int], Call]
    """For what comes in pages, the call for the page at an offset."""
    stamp: str | None = None
    """What tells its state, by the lists; None for what no list tells of."""
    number: int | None = None
    """The id that its record must bear, where it has one of its own."""
    may_be_absent: bool = False
    """Whether it is no loss if Marketo knows nothing of it."""
    may_lack_flow: bool = False
    """Whether it is no loss if a campaign comes without a flow."""

    @property
    def calls(self) -> int:
        """The expected number of calls; the end of pages takes one of its own."""
        return 1 if isinstance(self.call, calls.Call) else 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is about to be asked for."""

    listed: Counter[str]
    """How many assets of each kind the scope holds."""
    asked: Counter[Kind]
    """How many of each kind will be asked for; the others are here, and have not changed."""
    calls_made: int
    """By the lists."""
    calls_to_make: int
    calls_at_most: int
    """How many more there may be, for smart lists that those to be asked for refer to."""

    @property
    def calls(self) -> int:
        return self.calls_made + self.calls_to_make

    @property
    def share_of_quota(self) -> float:
        return self.calls / QUOTA

    def seconds(self, pace: Pace) -> float:
        """How long it takes at least at this pace."""
        return self.calls_to_make / pace.rate * SECONDS


def plan(listing: Listing, selection: Selection) -> list[Asset]:
    """Every asset of a selection, but for smart lists that these refer to."""
    return [
        *(_program(listing, number) for number in selection.programs),
        *(_campaign(listing, number) for number in selection.campaigns),
        *(each for number in selection.campaigns for each in _own_smart_list(listing, number)),
        *(_my_tokens(listing, owner) for owner in selection.owners),
        Asset("channels", "the channels", CHANNELS, calls.channels),
        Asset("catalogue", "the catalogue of flow steps", FLOW_STEP_TYPES, calls.flow_step_types()),
    ]


def estimate(
    listing: Listing,
    selection: Selection,
    asked: Collection[Asset],
    calls_made: int,
    referable: Collection[Asset],
) -> Estimate:
    """What it costs to ask for these, and to list everything once more in the end.

    Which of the `referable` smart lists they refer to is known only when they have come.
    """
    counted = Counter(each.kind for each in asked)
    listed = Counter(
        {
            "program": len(selection.programs),
            "folder": len(listing.folders),
            "smart campaign": len(selection.campaigns),
        }
    )
    again = calls_made if any(each.stamp for each in asked) else 0
    return Estimate(
        listed, counted, calls_made, sum(each.calls for each in asked) + again, len(referable)
    )


def referable(listing: Listing) -> list[Asset]:
    """The smart lists that stand on their own, to which others may refer."""
    own = {each.record.smart_list_id for each in listing.campaigns.values()}
    return [smart_list(listing, number) for number in listing.smart_lists if number not in own]


def smart_list(listing: Listing, number: int) -> Asset:
    """A smart list that stands on its own."""
    return Asset(
        "smart list",
        f"smart list {number}",
        _smart_list_file(number),
        calls.smart_list(number),
        listing.smart_lists[number].stamp,
        number,
    )


def _program(listing: Listing, number: int) -> Asset:
    return Asset(
        "program",
        f"program {number}",
        f"programs/{number}.json",
        calls.program(number),
        listing.programs[number].stamp,
        number,
    )


def _campaign(listing: Listing, number: int) -> Asset:
    return Asset(
        "smart campaign",
        f"smart campaign {number}",
        f"campaigns/{number}.json",
        calls.smart_campaign(number),
        listing.campaigns[number].stamp,
        number,
        # Whether system campaigns have flows is documented nowhere.
        may_lack_flow=bool(listing.campaigns[number].record.is_system),
    )


def _own_smart_list(listing: Listing, campaign: int) -> list[Asset]:
    """A campaign's own smart list. It changes with the campaign, or where the lists say so."""
    entry = listing.campaigns[campaign]
    number = entry.record.smart_list_id
    if number is None:
        return []
    listed = listing.smart_lists.get(number)
    return [
        Asset(
            "smart list",
            f"the smart list of smart campaign {campaign}",
            _smart_list_file(number),
            calls.smart_list_of_campaign(campaign),
            f"{entry.stamp}+{listed.stamp}" if listed else entry.stamp,
            # "These APIs are supported for user-created Smart Lists only"; whether those of system
            # campaigns count as such is documented nowhere.
            may_be_absent=bool(entry.record.is_system),
        )
    ]


def _smart_list_file(number: int) -> str:
    return f"smart-lists/{number}.json"


def _my_tokens(listing: Listing, owner: FolderKey) -> Asset:
    kind, number = owner
    folder = listing.folders.get(owner)
    return Asset(
        "My Tokens",
        f"My Tokens of {kind} {number}",
        f"tokens/{kind}-{number}.json",
        calls.my_tokens("Program" if kind == "program" else "Folder", number),
        # Roots of workspaces are folders by their shape only; whether they can have My Tokens,
        # and what Marketo answers where they cannot, is documented nowhere.
        may_be_absent=folder is not None and folder.record.folder_type == "Zone",
    )
