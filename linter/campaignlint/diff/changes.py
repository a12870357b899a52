"""The changes of each asset between two states, in the terms of Marketo's UI."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from campaignlint.describe.limits import Limits
from campaignlint.describe.settings import describe_settings
from campaignlint.describe.smart_list import describe_smart_list
from campaignlint.diff.alignment import Detail, change_detail, compare_lists
from campaignlint.diff.items import rule_items, step_items
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.smart_list import SmartList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.diff.matching import Matches
    from campaignlint.marketo.records import FolderResponse
    from campaignlint.model.folders import FolderKey, MyToken, Program
    from campaignlint.model.instance import Instance

_WHOLE = Limits(*[1_000_000_000] * 5)
_SETTINGS = (
    "Description",
    "Schedule",
    "Each person",
    "Communication limits",
    "Maximum members",
)

Kind = Literal["campaign", "program", "smart list", "folder", "token"]


@dataclass(frozen=True, slots=True)
class Sides:
    """A campaign that is in both states."""

    old: SmartCampaign
    new: SmartCampaign
    matches: Matches


@dataclass(frozen=True, slots=True)
class Change:
    """An asset that was added, removed or changed."""

    kind: Kind
    id: int | None
    name: str
    change: Literal["added", "removed", "changed"]
    details: tuple[Detail, ...] = ()
    owner: FolderKey | None = None
    """Of a token: the program or folder that defines it."""
    sides: Sides | None = field(default=None, repr=False, compare=False)
    """Of a changed campaign."""

    @property
    def title(self) -> str:
        """`campaign OP > Intake`, `token OP > {{my.Owner}} removed`."""
        lead = "" if self.name.startswith(f"{self.kind} ") else f"{self.kind} "
        return f"{lead}{self.name}{'' if self.change == 'changed' else f' {self.change}'}"


def find_changes(matches: Matches) -> Iterator[Change]:
    """Yield the changes of campaigns, programs, smart lists, folders and tokens."""
    for old, new in matches.campaigns:
        details: tuple[Detail, ...] = ()
        sides = None
        if old is not None and new is not None:
            details = tuple(_campaign(old, new, matches))
            sides = Sides(old, new, matches)
            old.release_views()
            new.release_views()
        yield from _change("campaign", old, new, details, sides)
    for before, after in matches.programs:
        details = tuple(_program(before, after, matches)) if before and after else ()
        yield from _change("program", before, after, details)
    for left, right in matches.smart_lists:
        details = tuple(_separate_list(left, right, matches)) if left and right else ()
        yield from _change("smart list", left, right, details)
    for folder, newer in matches.folders:
        details = tuple(_folder(folder, newer, matches)) if folder and newer else ()
        yield from _change("folder", folder, newer, details)
    yield from _tokens(matches)


class _Asset(Protocol):
    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str | None: ...


def _change(
    kind: Kind,
    old: _Asset | None,
    new: _Asset | None,
    details: tuple[Detail, ...],
    sides: Sides | None = None,
) -> Iterator[Change]:
    asset = new or old
    if asset is None:
        return
    name = asset.name or f"{kind} {asset.id}"
    program = asset.program_name if isinstance(asset, SmartCampaign) else None
    program = asset.program if isinstance(asset, SmartList) else program
    name = f"{program} > {name}" if program else name
    if old is None or new is None:
        yield Change(kind, asset.id, name, "added" if old is None else "removed")
    elif details:
        yield Change(kind, asset.id, name, "changed", details, sides=sides)


def _compare_names(old: str | None, new: str | None) -> Iterator[Detail]:
    if old != new:
        yield change_detail("name", old or "", new or "")


# Campaigns


def _campaign(old: SmartCampaign, new: SmartCampaign, matches: Matches) -> Iterator[Detail]:
    yield from _compare_names(old.name, new.name)
    yield from _compare_folders(old.folders[:1], new.folders[:1], matches)
    if old.data is not new.data and old.data != new.data:
        yield from _activation(old, new)
        before, after = _settings_by_label(old), _settings_by_label(new)
        for label in _SETTINGS:
            if before.get(label) != after.get(label):
                yield change_detail(label.lower(), before.get(label, ""), after.get(label, ""))
    if old.smart_list is not None and new.smart_list is not None:
        yield from _smart_list(old.smart_list, new.smart_list, matches)
    if old.has_flow and new.has_flow and old.step_records != new.step_records:
        yield from compare_lists(
            "flow step", step_items(old, matches.rename_old), step_items(new, matches.rename_new)
        )


def _settings_by_label(campaign: SmartCampaign) -> dict[str, str]:
    return {row.label: row.text for row in describe_settings(campaign, _WHOLE)}


def _activation(old: SmartCampaign, new: SmartCampaign) -> Iterator[Detail]:
    """Yield one edit, however many fields of the API change with it."""
    if old.is_active != new.is_active:
        text = "activated" if new.is_active else "deactivated"
        yield Detail(
            "activation",
            _activation_state(old),
            _activation_state(new),
            text,
            "changed",
            "activation",
            text,
        )
    elif old.data.status and new.data.status and old.data.status != new.data.status:
        yield change_detail("status", old.data.status, new.data.status)


def _activation_state(campaign: SmartCampaign) -> str:
    return "active" if campaign.is_active else "not active"


# Smart lists


def _separate_list(old: SmartList, new: SmartList, matches: Matches) -> Iterator[Detail]:
    yield from _compare_names(old.name, new.name)
    if old.program_id is not None and new.program_id is not None:
        program, newer = ("program", old.program_id), ("program", new.program_id)
        yield from _compare_folders((program,), (newer,), matches)
    yield from _smart_list(old, new, matches)


def _smart_list(old: SmartList, new: SmartList, matches: Matches) -> Iterator[Detail]:
    if old.rules == new.rules:
        return
    if old.knows_triggers and new.knows_triggers:
        triggers = rule_items(old.triggers, matches.rename_old)
        yield from compare_lists("trigger", triggers, rule_items(new.triggers, matches.rename_new))
    if old.knows_filters and new.knows_filters:
        filters = rule_items(old.filters, matches.rename_old)
        yield from compare_lists("filter", filters, rule_items(new.filters, matches.rename_new))
    before, after = describe_smart_list(old, _WHOLE).logic, describe_smart_list(new, _WHOLE).logic
    if before != after:
        yield change_detail("filters match", before, after)


# Programs, folders and tokens


def _program(old: Program, new: Program, matches: Matches) -> Iterator[Detail]:
    yield from _compare_names(old.name, new.name)
    yield from _compare_folders(old.folders[1:2], new.folders[1:2], matches)
    for label in ("description", "type", "channel"):
        before, after = getattr(old.data, label) or "", getattr(new.data, label) or ""
        if before != after:
            yield change_detail(label, before, after)


def _folder(old: FolderResponse, new: FolderResponse, matches: Matches) -> Iterator[Detail]:
    yield from _compare_names(old.name, new.name)
    yield from _compare_folders(_parent(old), _parent(new), matches)
    if bool(old.is_archive) != bool(new.is_archive):
        text = "archived" if new.is_archive else "taken out of the archive"
        yield Detail(
            "archive", _archive_state(old), _archive_state(new), text, "changed", "archive", text
        )


def _parent(folder: FolderResponse) -> tuple[FolderKey, ...]:
    key = None if folder.parent is None else folder.parent.key
    return () if key is None else (key,)


def _archive_state(folder: FolderResponse) -> str:
    return "archived" if folder.is_archive else "not archived"


def _compare_folders(
    before: tuple[FolderKey, ...], after: tuple[FolderKey, ...], matches: Matches
) -> Iterator[Detail]:
    if before and after and matches.new_key(before[0]) != after[0]:
        left, right = _name_of(matches.old, before[0]), _name_of(matches.new, after[0])
        text = f"moved from {left} to {right}"
        yield Detail("location", left, right, text, "moved", "location", "moved")


def _name_of(instance: Instance, key: FolderKey) -> str:
    """Return the name of a folder or program; its id if it was not exported."""
    kind, number = key
    folder = instance.owner(key)
    return f"{kind} {number}" if folder is None else folder.name


def _tokens(matches: Matches) -> Iterator[Change]:
    old = {matches.new_key(owner): (owner, tokens) for owner, tokens in matches.old.tokens.items()}
    for owner in dict.fromkeys((*matches.new.tokens, *old)):
        old_owner, before = old.get(owner, (owner, {}))
        after = matches.new.tokens.get(owner, {})
        for key in dict.fromkeys((*after, *before)):
            token = after.get(key) or before.get(key)
            if token is not None and before.get(key) != after.get(key):
                place = (matches.new, owner) if key in after else (matches.old, old_owner)
                name = f"{_name_of(*place)} > {{{{my.{token.name}}}}}"
                yield from _token(name, owner, before.get(key), after.get(key))


def _token(
    name: str, owner: FolderKey, old: MyToken | None, new: MyToken | None
) -> Iterator[Change]:
    if old is None or new is None:
        yield Change("token", None, name, "added" if old is None else "removed", owner=owner)
        return
    details = tuple(
        change_detail(name, getattr(old, name), getattr(new, name))
        for name in ("name", "type", "value")
        if getattr(old, name) != getattr(new, name)
    )
    if details:
        yield Change("token", None, name, "changed", details, owner=owner)
