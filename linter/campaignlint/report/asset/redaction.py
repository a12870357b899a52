"""Redacted descriptions: the location and the connections of an asset, without values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.campaign import describe_campaign
from campaignlint.describe.limits import DETAIL_LIMITS
from campaignlint.describe.rows import Row, Section
from campaignlint.graph.memberships import memberships
from campaignlint.graph.used_by import Target, used_by_index
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.folders import Program
from campaignlint.model.smart_list import SmartList
from campaignlint.report.redaction import redact_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.describe.activations import ActivationSummary
    from campaignlint.describe.campaign import CallSummary
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.lookup import Asset, TokenName


def redacted_sections(asset: Asset, *, names: bool) -> tuple[Section, ...]:
    """Return the sections of a redacted description; with `names`, ids replace names."""
    if isinstance(asset, SmartCampaign):
        sections = _campaign(asset, names=names)
    elif isinstance(asset, Program):
        sections = _program(asset, names=names)
    else:
        sections = (Section("Used by", tuple(_users(asset, names=names))),)
        if isinstance(asset, SmartList):
            sections = (_location(asset.id, asset.program_id), *sections)
    return tuple(section for section in sections if section.rows)


def _campaign(campaign: SmartCampaign, *, names: bool) -> tuple[Section, ...]:
    summary = describe_campaign(campaign, DETAIL_LIMITS)
    activations = summary.activations
    activators = (activator for trigger in activations.triggers for activator in trigger.activators)
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
        targets = " or ".join(_name(campaign, names=names) for campaign in call.campaigns)
        yield Row(call.site, f"{call.kind}: {targets or 'not in this export'}")


def _activations(activations: Iterable[ActivationSummary], *, names: bool) -> Iterator[Row]:
    certainty_by_name = {
        _name(activation.campaign, names=names): activation.is_certain for activation in activations
    }
    for name, is_certain in certainty_by_name.items():
        yield Row("certain" if is_certain else "possible", name)


def _program(program: Program, *, names: bool) -> tuple[Section, ...]:
    campaigns = (
        campaign for campaign in program.instance.campaigns if campaign.program_id == program.id
    )
    rows = (Row("", _name(campaign.as_name(), names=names)) for campaign in campaigns)
    return _location(program.id, None), Section("Campaigns", tuple(rows))


def _users(asset: SmartList | TokenName, *, names: bool) -> Iterator[Row]:
    """Describe the assets that use a smart list or a My Token, each once."""
    if isinstance(asset, SmartList):
        locations = [
            membership.filter.location for membership in memberships(asset.instance).to(asset)
        ]
    else:
        uses = used_by_index(asset.instance).uses_of(Target("token", asset.key))
        locations = [use.place.location for use in uses]
    for location in {location.asset: location for location in locations}.values():
        campaign = location.campaign
        yield Row("", location.asset if campaign is None else _name(campaign, names=names))


def _name(campaign: CampaignName, *, names: bool) -> str:
    if names:
        return redact_name(campaign).path
    return f"{campaign.path} [{campaign.id}]"
