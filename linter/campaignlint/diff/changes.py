"""The changes of each asset between two states, in the words of Marketo's screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from campaignlint.describe.campaign import describe_settings
from campaignlint.describe.flow import describe_step
from campaignlint.describe.limits import Limits
from campaignlint.describe.smart_list import describe_smart_list
from campaignlint.diff.alignment import Detail, Item, changed, compare_lists
from campaignlint.diff.matching import match_assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint.diff.matching import AssetT
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import FlowStep
    from campaignlint.model.folders import Folder, FolderKey, Program
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import Filter, SmartList, Trigger

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
class Change:
    """An asset that was added, removed or changed."""

    kind: Kind
    id: int | None
    name: str
    change: Literal["added", "removed", "changed"]
    details: tuple[Detail, ...] = ()


def find_changes(old: Instance, new: Instance) -> Iterator[Change]:
    """Yield the changes of campaigns, programs, smart lists, folders and tokens."""
    for before, after in match_campaigns(old, new):
        details = () if before is None or after is None else tuple(_campaign(before, after))
        yield from _change("campaign", before, after, details, _campaign_name)
    programs = list(old.programs.values()), list(new.programs.values())
    for program, newer in match_assets(*programs, lambda each: (each.workspace, each.name)):
        details = () if program is None or newer is None else tuple(_program(program, newer))
        yield from _change("program", program, newer, details, lambda each: each.name)
    lists = match_assets(
        _separate_lists(old, new),
        _separate_lists(new, old),
        lambda each: (each.workspace, each.program, each.name),
    )
    for before_list, after_list in lists:
        details = ()
        if before_list is not None and after_list is not None:
            details = (
                *_renamed(before_list.name, after_list.name),
                *_smart_list(before_list, after_list),
            )
        yield from _change("smart list", before_list, after_list, details, lambda each: each.name)
    yield from _folders(old, new)
    yield from _tokens(old, new)


def _separate_lists(instance: Instance, other: Instance) -> list[SmartList]:
    """Return the separate smart lists, without those left behind by a removed campaign."""
    owned = {each.data.smart_list_id for each in other.campaigns}
    return [each for each in instance.smart_lists if each.id not in owned]


def match_campaigns(
    old: Instance, new: Instance
) -> Iterator[tuple[SmartCampaign | None, SmartCampaign | None]]:
    """Yield each campaign with its partner in the other state."""
    return match_assets(
        old.campaigns, new.campaigns, lambda each: (each.workspace, each.program_name, each.name)
    )


def _campaign_name(campaign: SmartCampaign) -> str:
    return campaign.path_text


def _change(
    kind: Kind,
    old: AssetT | None,
    new: AssetT | None,
    details: tuple[Detail, ...],
    name_of: Callable[[AssetT], str],
) -> Iterator[Change]:
    asset = old if new is None else new
    if asset is None:
        return
    if old is None or new is None:
        yield Change(kind, asset.id, name_of(asset), "added" if old is None else "removed")
    elif details:
        yield Change(kind, asset.id, name_of(asset), "changed", details)


def _renamed(old: str, new: str) -> Iterator[Detail]:
    if old != new:
        yield changed("name", old, new)


# Campaigns


def _campaign(old: SmartCampaign, new: SmartCampaign) -> Iterator[Detail]:
    yield from _renamed(old.name, new.name)
    yield from _moved(old.instance, old.folders[:1], new.instance, new.folders[:1])
    if old.data != new.data:
        yield from _activation(old, new)
        before, after = _settings(old), _settings(new)
        for label in _SETTINGS:
            if before.get(label) != after.get(label):
                yield changed(label.lower(), before.get(label, ""), after.get(label, ""))
    if old.smart_list is not None and new.smart_list is not None:
        yield from _smart_list(old.smart_list, new.smart_list)
    if old.has_flow and new.has_flow and old.step_records != new.step_records:
        yield from compare_lists("step", _steps(old), _steps(new))
        old.release_views()
        new.release_views()


def _settings(campaign: SmartCampaign) -> dict[str, str]:
    return {row.label: row.text for row in describe_settings(campaign, _WHOLE)}


def _activation(old: SmartCampaign, new: SmartCampaign) -> Iterator[Detail]:
    """Yield one edit, however many fields of the API change with it."""
    if old.is_active != new.is_active:
        text = "activated" if new.is_active else "deactivated"
        yield Detail("activation", _active(old), _active(new), text)
    elif old.data.status and new.data.status and old.data.status != new.data.status:
        yield changed("status", old.data.status, new.data.status)


def _active(campaign: SmartCampaign) -> str:
    return "active" if campaign.is_active else campaign.data.status or "not active"


def _steps(campaign: SmartCampaign) -> list[Item]:
    return [_step(step) for step in campaign.steps()]


def _step(step: FlowStep) -> Item:
    described = describe_step(step, _WHOLE)
    value = described.text.removeprefix(step.name).removeprefix(": ")
    # A step with a single choice is described without it.
    parts = tuple(
        Item(choice.data.id, "", line.partition(": ")[2])
        for choice, line in zip(step.choices, described.choices, strict=False)
    )
    if parts:
        value = "; ".join(described.choices)
    return Item(step.data.id, step.name, value, parts)


# Smart lists


def _smart_list(old: SmartList, new: SmartList) -> Iterator[Detail]:
    if old.rules == new.rules:
        return
    before, after = describe_smart_list(old, _WHOLE), describe_smart_list(new, _WHOLE)
    if old.knows_triggers and new.knows_triggers:
        yield from compare_lists(
            "trigger",
            _rules(old.triggers, before.triggers),
            _rules(new.triggers, after.triggers),
        )
    if old.knows_filters and new.knows_filters:
        yield from compare_lists(
            "filter", _rules(old.filters, before.filters), _rules(new.filters, after.filters)
        )
    if before.logic != after.logic:
        yield changed("filters match", before.logic, after.logic)


def _rules(rules: tuple[Trigger, ...] | tuple[Filter, ...], texts: tuple[str, ...]) -> list[Item]:
    return [
        Item(rule.data.id, rule.name, text.removeprefix(rule.name).removeprefix(":").strip())
        for rule, text in zip(rules, texts, strict=True)
    ]


# Programs, folders and tokens


def _program(old: Program, new: Program) -> Iterator[Detail]:
    yield from _renamed(old.name, new.name)
    yield from _moved(old.instance, old.folders[1:2], new.instance, new.folders[1:2])
    for label in ("description", "type", "channel"):
        before, after = getattr(old.data, label) or "", getattr(new.data, label) or ""
        if before != after:
            yield changed(label, before, after)


def _folders(old: Instance, new: Instance) -> Iterator[Change]:
    keys = dict.fromkeys((*new.folders, *old.folders))
    for key in keys:
        if key[0] != "folder":
            continue
        before, after = old.folders.get(key), new.folders.get(key)
        details: tuple[Detail, ...] = ()
        if before is not None and after is not None:
            details = tuple(_folder(old, before, new, after))
        yield from _folder_change(key[1], before, after, details)


def _folder(old: Instance, before: Folder, new: Instance, after: Folder) -> Iterator[Detail]:
    yield from _renamed(before.name or "", after.name or "")
    yield from _moved(old, _above(before), new, _above(after))
    if before.is_archive != after.is_archive:
        text = "archived" if after.is_archive else "taken out of the archive"
        yield Detail("archive", _archive(before), _archive(after), text)


def _folder_change(
    number: int, old: Folder | None, new: Folder | None, details: tuple[Detail, ...]
) -> Iterator[Change]:
    folder = new or old
    name = (folder.name if folder is not None else None) or f"folder {number}"
    if old is None or new is None:
        yield Change("folder", number, name, "added" if old is None else "removed")
    elif details:
        yield Change("folder", number, name, "changed", details)


def _above(folder: Folder) -> tuple[FolderKey, ...]:
    parent = folder.data.parent
    key = None if parent is None else parent.key
    return () if key is None else (key,)


def _archive(folder: Folder) -> str:
    return "archived" if folder.is_archive else "not archived"


def _moved(
    old: Instance, before: tuple[FolderKey, ...], new: Instance, after: tuple[FolderKey, ...]
) -> Iterator[Detail]:
    if not before or not after or before == after:
        return
    left, right = _folder_name(old, before[0]), _folder_name(new, after[0])
    if left != right or before[0] in new.folders or before[0][1] in new.programs:
        yield Detail("location", left, right, f"moved from {left} to {right}")


def _folder_name(instance: Instance, key: FolderKey) -> str:
    if key[0] == "program" and key[1] in instance.programs:
        return instance.programs[key[1]].name
    folder = instance.folders.get(key)
    return f"{key[0]} {key[1]}" if folder is None or not folder.name else folder.name


def _tokens(old: Instance, new: Instance) -> Iterator[Change]:
    for owner in dict.fromkeys((*new.tokens, *old.tokens)):
        before, after = old.tokens.get(owner, {}), new.tokens.get(owner, {})
        for key in dict.fromkeys((*after, *before)):
            left, right = before.get(key), after.get(key)
            token = right or left
            if token is None or left == right:
                continue
            home = _folder_name(new if right else old, owner)
            name = f"{home} > {{{{my.{token.name}}}}}"
            if left is None or right is None:
                yield Change("token", None, name, "added" if left is None else "removed")
                continue
            details = [
                changed(what, getattr(left, what), getattr(right, what))
                for what in ("name", "type", "value")
                if getattr(left, what) != getattr(right, what)
            ]
            yield Change("token", None, name, "changed", tuple(details))
