"""Selects what to pull: everything, or some programs, folders, workspaces, or recent changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaignlint import marketo
from campaignlint.marketo.dates import parse_datetime
from campaignlint.pull.errors import SetupError
from campaignlint.text import did_you_mean, globs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from campaignlint.pull.listing import FolderKey, Listing, ListRecord


@dataclass(frozen=True, slots=True)
class Scope:
    """The options that narrow a pull: ids, names, or globs, without regard to case."""

    programs: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    """Also paths. Everything below a folder is included."""
    workspaces: tuple[str, ...] = ()
    since: date | None = None
    """Only campaigns that changed on this day (UTC) or later."""

    @property
    def is_everything(self) -> bool:
        return not (self.programs or self.folders or self.workspaces or self.since)

    def to_json(self) -> dict[str, Any]:
        """Return the scope as instance.json contains it."""
        return {
            "programs": list(self.programs) or None,
            "folders": list(self.folders) or None,
            "workspaces": list(self.workspaces) or None,
            "since": self.since and self.since.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Selection:
    """Sorted ids of the assets in a scope."""

    programs: list[int]
    campaigns: list[int]
    token_owners: list[FolderKey]
    """Programs and folders that contain a campaign, at any depth."""


def select(listing: Listing, scope: Scope) -> Selection:
    """Return the assets in the scope. Raises SetupError if an option matches nothing."""
    _check_options(listing, scope)
    campaigns = [
        number
        for number, entry in sorted(listing.campaigns.items())
        if scope.is_everything or _is_in_scope(scope, listing, entry.record)
    ]
    owners = {
        key for number in campaigns for key in listing.containers(listing.campaigns[number].record)
    }
    programs = set(listing.programs)
    if not scope.is_everything:
        programs &= {number for kind, number in owners if kind == "program"}
    return Selection(sorted(programs), campaigns, sorted(owners))


def _is_in_scope(scope: Scope, listing: Listing, campaign: ListRecord) -> bool:
    containers = listing.containers(campaign)
    programs = [key for key in containers if key[0] == "program"]
    changed = parse_datetime(campaign.updated_at)
    return (
        (not scope.programs or _matches_any(scope.programs, _names(listing, programs)))
        and (not scope.folders or _matches_any(scope.folders, _names(listing, containers)))
        and (not scope.workspaces or _matches_any(scope.workspaces, [campaign.workspace or ""]))
        and (scope.since is None or changed is None or changed.date() >= scope.since)
    )


def _names(listing: Listing, keys: Iterable[FolderKey]) -> list[str]:
    """Return the ids, names, and paths of programs and folders."""
    names = []
    for key in keys:
        names += [str(key[1]), listing.name(key)]
        if key in listing.folders:
            names.append(listing.folders[key].record.path or "")
    return names


def _matches_any(patterns: Iterable[str], names: list[str]) -> bool:
    """Return whether a pattern matches a name, literally or as a glob."""
    return any(
        marketo.fold_name(pattern) == marketo.fold_name(name) or globs(pattern, name)
        for pattern in patterns
        for name in names
    )


def _check_options(listing: Listing, scope: Scope) -> None:
    programs: list[FolderKey] = [("program", number) for number in listing.programs]
    assets = [*listing.campaigns.values(), *listing.programs.values()]
    for option, patterns, names in (
        ("--program", scope.programs, _names(listing, programs)),
        ("--folder", scope.folders, _names(listing, [*listing.folders, *programs])),
        ("--workspace", scope.workspaces, [asset.record.workspace or "" for asset in assets]),
    ):
        for pattern in patterns:
            if not _matches_any([pattern], names):
                hint = did_you_mean(pattern, names, "check the workspaces of this API user's role")
                raise SetupError(f"{option} '{pattern}' matches nothing{hint}")
