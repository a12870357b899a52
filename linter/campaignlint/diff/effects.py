"""The effects of changes: calls, affected campaigns and broken references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.diff.changes import match_campaigns
from campaignlint.model.calls import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows from the changes, as sentences."""

    calls_added: tuple[str, ...]
    calls_removed: tuple[str, ...]
    affected: tuple[str, ...]
    """Campaigns that lead to a changed one, up to the active ones where people enter."""
    broken: tuple[str, ...]
    """Calls whose target is no longer in the export."""


def find_effects(old: Instance, new: Instance, changed: Iterable[int | None]) -> Effects:
    """Return the effects; `changed` are the ids of the campaigns that changed or were removed."""
    pairs = list(match_campaigns(old, new))
    new_ids = {a.id: b.id for a, b in pairs if a is not None and b is not None}
    before, after = _calls(old, new_ids), _calls(new, {})
    return Effects(
        tuple(text for key, text in after.items() if key not in before),
        tuple(text for key, text in before.items() if key not in after),
        _affected(old, new, changed, new_ids),
        _broken(old, new, new_ids),
    )


def _calls(instance: Instance, ids: dict[int, int]) -> dict[tuple[str, int, int], str]:
    return {
        (
            call.kind,
            ids.get(call.caller.id, call.caller.id),
            ids.get(call.target.id, call.target.id),
        ): f"{call.caller.path_text} {VERBS[call.kind].active} {call.target.path_text}"
        for campaign in instance.campaigns
        for call in campaign.calls_out
    }


def _affected(
    old: Instance, new: Instance, changed: Iterable[int | None], new_ids: dict[int, int]
) -> tuple[str, ...]:
    """Follow the calls of both states backwards, so that callers of removed campaigns count."""
    start = {number for number in changed if number is not None}
    found: dict[int, SmartCampaign] = {}
    pending = sorted(start, reverse=True)
    old_ids = {new_id: old_id for old_id, new_id in new_ids.items()}
    while pending:
        number = pending.pop()
        here = new.campaign(number), old.campaign(old_ids.get(number, number))
        for call in (call for each in here if each is not None for call in each.calls_in):
            caller = new.campaign(new_ids.get(call.caller.id, call.caller.id))
            if caller is not None and caller.id not in found and caller.id not in start:
                found[caller.id] = caller
                pending.append(caller.id)
    return tuple(
        each.path_text + (" (active)" if each.is_active else "")
        for each in sorted(found.values(), key=lambda campaign: campaign.id)
    )


def _broken(old: Instance, new: Instance, new_ids: dict[int, int]) -> tuple[str, ...]:
    known = {
        (new_ids.get(each.choice.campaign.id), each.text)
        for each in old.references
        if not each.resolution.is_absent
    }
    return tuple(
        f"{each.choice.campaign.path_text} > flow step {each.choice.step.number}: "
        f"'{each.text}' is no longer in the export"
        for each in new.references
        if each.resolution.is_absent and (each.choice.campaign.id, each.text) in known
    )
