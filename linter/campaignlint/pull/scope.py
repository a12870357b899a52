"""What of an instance to pull: all of it, or some programs, folders, workspaces, or what is new."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaignlint.marketo.dates import parse_datetime
from campaignlint.pull.faults import RefusedError
from campaignlint.text import globs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from campaignlint.marketo import records as api
    from campaignlint.pull.listing import FolderKey, Listing


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids or names, which may be globs, case apart. What is empty does not narrow."""

    programs: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    """Also paths; what stands anywhere below counts."""
    workspaces: tuple[str, ...] = ()
    since: date | None = None
    """Only campaigns that were changed on this day (UTC) or later."""

    @property
    def is_everything(self) -> bool:
        return not (self.programs or self.folders or self.workspaces or self.since)

    def to_json(self) -> dict[str, Any]:
        """As instance.json says it."""
        return {
            "programs": list(self.programs) or None,
            "folders": list(self.folders) or None,
            "workspaces": list(self.workspaces) or None,
            "since": self.since and self.since.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids of what to pull, sorted."""

    programs: list[int]
    campaigns: list[int]
    owners: list[FolderKey]
    """Programs and folders that hold a campaign, at whatever depth: they may hold My Tokens."""


def select(listing: Listing, scope: Scope) -> Selection:
    """What the scope leaves. Raises RefusedError where a part of it means nothing that exists."""
    _refuse_what_means_nothing(listing, scope)
    campaigns = [
        number
        for number, entry in sorted(listing.campaigns.items())
        if _holds_for(scope, listing, entry.record)
    ]
    owners = {
        place
        for number in campaigns
        for place in listing.places_of(listing.campaigns[number].record)
    }
    programs = set(listing.programs)
    if not scope.is_everything:
        programs &= {number for kind, number in owners if kind == "program"}
    return Selection(sorted(programs), campaigns, sorted(owners))


def _holds_for(scope: Scope, listing: Listing, campaign: api.SmartCampaignResponseWithFlow) -> bool:
    if scope.is_everything:
        return True
    places = listing.places_of(campaign)
    programs = [place for place in places if place[0] == "program"]
    changed = parse_datetime(campaign.updated_at)
    return (
        (not scope.programs or _is_meant(scope.programs, _texts(listing, programs)))
        and (not scope.folders or _is_meant(scope.folders, _texts(listing, places)))
        and (not scope.workspaces or _is_meant(scope.workspaces, [campaign.workspace or ""]))
        and (scope.since is None or changed is None or changed.date() >= scope.since)
    )


def _texts(listing: Listing, places: Iterable[FolderKey]) -> list[str]:
    """By what the places may be named: ids, names, paths."""
    texts = []
    for place in places:
        texts += [str(place[1]), listing.name_of(place) or ""]
        if place in listing.folders:
            texts.append(listing.folders[place].record.path or "")
    return texts


def _is_meant(patterns: Iterable[str], texts: Iterable[str]) -> bool:
    known = list(texts)
    return any(_means(pattern, text) for pattern in patterns for text in known)


def _means(pattern: str, text: str) -> bool:
    """Whether it is the text itself, which may hold what a glob would understand, or a glob."""
    return pattern.casefold() == text.casefold() or globs(pattern, text)


def _refuse_what_means_nothing(listing: Listing, scope: Scope) -> None:
    programs: list[FolderKey] = [("program", number) for number in listing.programs]
    folders = list(listing.folders)
    workspaces = [
        entry.record.workspace or ""
        for entries in (listing.campaigns.values(), listing.programs.values())
        for entry in entries
    ]
    for option, patterns, texts in (
        ("--program", scope.programs, _texts(listing, programs)),
        ("--folder", scope.folders, _texts(listing, [*folders, *programs])),
        ("--workspace", scope.workspaces, workspaces),
    ):
        for pattern in patterns:
            if not _is_meant([pattern], texts):
                raise RefusedError(f"{option} {pattern}: there is none{_nearest(pattern, texts)}")


def _nearest(pattern: str, texts: list[str]) -> str:
    near = difflib.get_close_matches(pattern, sorted({text for text in texts if text}), 1)
    return f"; did you mean '{near[0]}'?" if near else " that this API user can see"
