"""Redacted descriptions: where an asset is and what it is connected with, without values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.campaign import describe_campaign
from campaignlint.describe.limits import DETAIL_LIMITS
from campaignlint.describe.rows import Row, Section
from campaignlint.graph.memberships import memberships
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.folders import Program
from campaignlint.model.smart_list import SmartList
from campaignlint.report.redaction import redact_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.describe.activations import ActivationSummary
    from campaignlint.describe.campaign import CallSummary
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.lookup import Asset


def redacted_sections(asset: Asset, *, names: bool) -> tuple[Section, ...]:
    """Return the sections of a redacted description; with `names`, ids replace names."""
    if isinstance(asset, SmartCampaign):
        sections = _campaign(asset, names=names)
    elif isinstance(asset, Program):
        sections = _program(asset, names=names)
    else:
        sections = _smart_list(asset, names=names) if isinstance(asset, SmartList) else ()
    return tuple(section for section in sections if section.rows)


def _campaign(campaign: SmartCampaign, *, names: bool) -> tuple[Section, ...]:
    summary = describe_campaign(campaign, DETAIL_LIMITS)
    activations = summary.activations
    activators = (each for trigger in activations.triggers for each in trigger.activators)
    return (
        _location(campaign.id, campaign.program_id),
        Section("Called by", tuple(_calls(summary.callers, names=names))),
        Section("Calls", tuple(_calls(summary.callees, names=names))),
        Section("Activated by", tuple(_activations(activators, names=names))),
        Section("Activates", tuple(_activations(activations.activates, names=names))),
    )


def _location(number: int | None, program: int | None) -> Section:
    above = () if program is None else (Row("Program", str(program)),)
    return Section("Where it is", (Row("Id", str(number)), *above))


def _calls(calls: Iterable[CallSummary], *, names: bool) -> Iterator[Row]:
    for call in calls:
        targets = " or ".join(_name(each, names=names) for each in call.campaigns)
        yield Row(call.site, f"{call.kind}: {targets or 'not in this export'}")


def _activations(activations: Iterable[ActivationSummary], *, names: bool) -> Iterator[Row]:
    found = {_name(each.campaign, names=names): each.is_certain for each in activations}
    for name, is_certain in found.items():
        yield Row("certain" if is_certain else "possible", name)


def _program(program: Program, *, names: bool) -> tuple[Section, ...]:
    campaigns = (each for each in program.instance.campaigns if each.program_id == program.id)
    rows = (Row("", _name(each.as_name(), names=names)) for each in campaigns)
    return _location(program.id, None), Section("Campaigns", tuple(rows))


def _smart_list(smart_list: SmartList, *, names: bool) -> tuple[Section, ...]:
    users = (each.source for each in memberships(smart_list.instance).to(smart_list))
    rows = (
        Row("smart list", str(each.id))
        if each.campaign is None
        else Row("campaign", _name(each.campaign.as_name(), names=names))
        for each in users
    )
    return _location(smart_list.id, smart_list.program_id), Section("Used by", tuple(rows))


def _name(campaign: CampaignName, *, names: bool) -> str:
    if names:
        return redact_name(campaign).path
    return f"{campaign.path} [{campaign.id}]"
