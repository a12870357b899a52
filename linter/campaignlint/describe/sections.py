"""The description of a campaign as headings and rows, which formats lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.activations import describe_activation, describe_gaps
from campaignlint.describe.campaign import describe_campaign
from campaignlint.describe.limits import DETAIL_LIMITS
from campaignlint.describe.location import describe_location, describe_referenced_lists
from campaignlint.describe.rows import Row, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.describe.activations import ActivationSummary, CampaignActivations
    from campaignlint.describe.campaign import CallSummary, CampaignSummary
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName


def campaign_sections(campaign: SmartCampaign) -> Iterator[Section]:
    """Yield the sections of a description that have rows."""
    summary = describe_campaign(campaign, DETAIL_LIMITS)
    activations = summary.activations
    sections = (
        Section("Where it is", describe_location(campaign)),
        Section("Settings", summary.settings),
        Section("Smart list", tuple(_smart_list(summary))),
        Section("Smart lists that it refers to", describe_referenced_lists(campaign)),
        Section("Flow", tuple(_flow(summary))),
        Section("Called by", tuple(_called_by(summary))),
        Section("Calls", tuple(_calls(summary))),
        Section("Activated by", tuple(_activated_by(activations))),
        Section("Activates", tuple(_activates(summary))),
        Section("Does not activate", tuple(_does_not_activate(activations))),
        Section("Also referenced by", tuple(_references(activations))),
        Section("Missing activations", tuple(_gaps(campaign))),
    )
    return (section for section in sections if section.rows)


def _smart_list(summary: CampaignSummary) -> Iterator[Row]:
    smart_list = summary.smart_list
    if smart_list is None:
        yield Row("", "not exported")
        return
    for line in smart_list.lines():
        label, _, text = line.partition(": ")
        yield Row(label, text)
    yield from _omitted(smart_list.omitted)
    if not smart_list.triggers and not smart_list.filters:
        yield Row("", "no triggers and no filters")
    elif len(smart_list.filters) > 1 and smart_list.logic == "all":
        yield Row("filters match", "all")


def _flow(summary: CampaignSummary) -> Iterator[Row]:
    if summary.steps is None:
        yield Row("", "not exported")
        return
    for step in summary.steps:
        yield Row(f"{step.number}.", step.text)
        yield from (Row("", choice) for choice in step.choices)
    yield from _omitted(summary.omitted_steps)
    if not summary.steps:
        yield Row("", "no steps")


def _called_by(summary: CampaignSummary) -> Iterator[Row]:
    if not summary.callers:
        yield Row("", "no campaign in this export")
    for call in summary.callers:
        text = f"by {_name(call.campaigns[0])} at {call.site}"
        if call.is_certain:
            yield Row(call.passive, text)
        else:
            yield Row(f"maybe {call.passive}", f"{text}, as '{call.target}'")
    yield from _omitted(summary.omitted_callers)


def _calls(summary: CampaignSummary) -> Iterator[Row]:
    for call in summary.callees:
        yield Row(call.site, f"{call.verb} {_target(call)}")
    yield from _omitted(summary.omitted_callees)


def _target(call: CallSummary) -> str:
    if not call.campaigns:
        return f"'{call.target}', which is not in this export"
    if len(call.campaigns) > 1:
        return f"'{call.target}', which may be any of {', '.join(map(_name, call.campaigns))}"
    return f"{_name(call.campaigns[0])}{'' if call.is_certain else ', most likely'}"


def _activated_by(activations: CampaignActivations) -> Iterator[Row]:
    for trigger in activations.triggers:
        if trigger.note:
            yield Row(f"trigger {trigger.number}", f"{trigger.name}: {trigger.note}")
        yield from _activation_rows(trigger.activators, trigger.omitted)


def _activates(summary: CampaignSummary) -> Iterator[Row]:
    activations = summary.activations
    if summary.steps and not activations.activates:
        yield Row("", "no campaign in this export")
    yield from _activation_rows(activations.activates, activations.omitted_activates)


def _activation_rows(activations: Iterable[ActivationSummary], omitted: int) -> Iterator[Row]:
    for each in activations:
        yield Row("certain" if each.is_certain else "possible", describe_activation(each))
    yield from _omitted(omitted)


def _does_not_activate(activations: CampaignActivations) -> Iterator[Row]:
    for each in activations.does_not_activate:
        yield Row("", describe_activation(each))
    yield from _omitted(activations.omitted_does_not_activate)


def _references(activations: CampaignActivations) -> Iterator[Row]:
    for each in activations.references:
        yield Row(each.text, each.place)
    yield from _omitted(activations.omitted_references)


def _gaps(campaign: SmartCampaign) -> Iterator[Row]:
    gaps = describe_gaps(campaign.instance)
    if gaps:
        yield Row("", gaps)


def _name(campaign: CampaignName) -> str:
    return f"{campaign.path} [{campaign.id}]"


def _omitted(number: int) -> Iterator[Row]:
    if number:
        yield Row("", f"and {number:,} more")
