"""Lookup of a campaign by the text that a user enters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint import marketo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance

_ID = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Lookup:
    """The campaigns that match a text; without a match, the most similar name."""

    matches: tuple[SmartCampaign, ...]
    """By program, name and id."""
    nearest: str | None = None

    @property
    def campaign(self) -> SmartCampaign | None:
        """The campaign, if only one matches."""
        return self.matches[0] if len(self.matches) == 1 else None


def look_up(instance: Instance, text: str) -> Lookup:
    """Return the campaigns that match a text; the first stage with a match decides.

    The stages: an id; then `Program.Campaign` (also as reports print it, `Program > Campaign`) and
    the whole name, each exactly, then with case folded; then a part of `Program.Campaign`, with
    case folded.
    """
    if _ID.fullmatch(text):
        by_id = instance.campaign(int(text))
        if by_id is not None:
            return Lookup((by_id,))
    for is_meant in _stages(text):
        matches = [campaign for campaign in instance.campaigns if is_meant(campaign)]
        if matches:
            return Lookup(tuple(sorted(matches, key=_by_name)))
    return Lookup((), instance.resolver.nearest_name(text))


def _stages(text: str) -> Iterator[Callable[[SmartCampaign], bool]]:
    if not text.strip():
        return
    for fold in (marketo.compose_name, marketo.fold_name):
        for name_of in (_full_name, _name):
            yield _is(fold(text), fold, name_of)
    part = marketo.fold_name(text)
    yield lambda campaign: any(part in marketo.fold_name(name) for name in _whole_names(campaign))


def _is(
    wanted: str, fold: Callable[[str], str], names_of: Callable[[SmartCampaign], tuple[str, ...]]
) -> Callable[[SmartCampaign], bool]:
    return lambda campaign: any(fold(name) == wanted for name in names_of(campaign))


def _name(campaign: SmartCampaign) -> tuple[str, ...]:
    return (campaign.name,)


def _whole_names(campaign: SmartCampaign) -> tuple[str, ...]:
    return campaign.full_name, campaign.path_text


def _full_name(campaign: SmartCampaign) -> tuple[str, ...]:
    return _whole_names(campaign) if campaign.program_name else ()


def _by_name(campaign: SmartCampaign) -> tuple[str, str, int]:
    return campaign.program_name or "", campaign.name, campaign.id
