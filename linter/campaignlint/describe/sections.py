"""Descriptions of campaigns, programs, smart lists and My Tokens as sections of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.activations import describe_activation, describe_gaps
from campaignlint.describe.campaign import describe_campaign
from campaignlint.describe.limits import DETAIL_LIMITS
from campaignlint.describe.location import (
    describe_location,
    describe_referenced_lists,
    list_name,
)
from campaignlint.describe.rows import Row, Section
from campaignlint.describe.settings import (
    describe_program_settings,
    describe_start,
    describe_tokens,
)
from campaignlint.describe.smart_list import describe_smart_list
from campaignlint.graph.memberships import memberships
from campaignlint.graph.used_by import Target, used_by_index
from campaignlint.marketo.names import fold_reference
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.folders import Program
from campaignlint.model.smart_list import SmartList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.describe.activations import ActivationSummary, CampaignActivations
    from campaignlint.describe.campaign import CallSummary, CampaignSummary
    from campaignlint.describe.smart_list import SmartListSummary
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.folders import FolderKey
    from campaignlint.model.instance import Instance
    from campaignlint.model.lookup import Asset, TokenName


def describe_asset(asset: Asset) -> tuple[Section, ...]:
    """Return the sections of a description that have rows."""
    if isinstance(asset, SmartCampaign):
        sections = _campaign(asset)
    elif isinstance(asset, Program):
        sections = _program(asset)
    else:
        sections = _smart_list(asset) if isinstance(asset, SmartList) else _token(asset)
    return tuple(section for section in sections if section.rows)


# Campaigns


def _campaign(campaign: SmartCampaign) -> tuple[Section, ...]:
    summary = describe_campaign(campaign, DETAIL_LIMITS)
    activations = summary.activations
    own_list = campaign.smart_list
    references = () if own_list is None else describe_referenced_lists(own_list)
    return (
        Section("Where it is", describe_location(campaign)),
        Section("Settings", summary.settings),
        Section("Smart list", tuple(_rules(summary.smart_list))),
        Section("Smart lists that it refers to", references),
        Section("Flow", tuple(_flow(summary))),
        Section("Called by", tuple(_called_by(summary))),
        Section("Calls", tuple(_calls(summary))),
        Section("Activated by", tuple(_activated_by(activations))),
        Section("Activates", tuple(_activates(summary))),
        Section("Does not activate", tuple(_does_not_activate(activations))),
        Section("Also referenced by", tuple(_references(activations))),
        Section("Missing activations", tuple(_gaps(campaign))),
    )


def _rules(smart_list: SmartListSummary | None) -> Iterator[Row]:
    if smart_list is None:
        yield Row("", "not exported")
        return
    for line in smart_list.lines():
        label, _, text = line.partition(": ")
        yield Row(label, text)
    yield from _omission(smart_list.omitted)
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
    yield from _omission(summary.omitted_steps)
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
    yield from _omission(summary.omitted_callers)


def _calls(summary: CampaignSummary) -> Iterator[Row]:
    for call in summary.callees:
        yield Row(call.site, f"{call.verb} {_target(call)}")
    yield from _omission(summary.omitted_callees)


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
    for activation in activations:
        yield Row(
            "certain" if activation.is_certain else "possible", describe_activation(activation)
        )
    yield from _omission(omitted)


def _does_not_activate(activations: CampaignActivations) -> Iterator[Row]:
    for summary in activations.does_not_activate:
        yield Row("", describe_activation(summary))
    yield from _omission(activations.omitted_does_not_activate)


def _references(activations: CampaignActivations) -> Iterator[Row]:
    for reference in activations.references:
        yield Row(reference.text, reference.place)
    yield from _omission(activations.omitted_references)


def _gaps(campaign: SmartCampaign) -> Iterator[Row]:
    gaps = describe_gaps(campaign.instance)
    if gaps:
        yield Row("", gaps)


def _name(campaign: CampaignName) -> str:
    return f"{campaign.path} [{campaign.id}]"


def _omission(number: int) -> Iterator[Row]:
    if number:
        yield Row("", f"and {number:,} more")


# Other assets


def _program(program: Program) -> tuple[Section, ...]:
    instance = program.instance
    campaigns = (
        Row(str(campaign.id), f"{campaign.name}: {describe_start(campaign)}")
        for campaign in instance.campaigns
        if campaign.program_id == program.id
    )
    lists = (
        Row(str(smart_list.id), smart_list.name)
        for smart_list in instance.smart_lists
        if smart_list.program_id == program.id
    )
    return (
        Section("Where it is", describe_location(program)),
        Section("Settings", _limit(describe_program_settings(program))),
        Section("My Tokens", _limit(_program_tokens(program))),
        Section("Campaigns", _limit(campaigns)),
        Section("Smart lists", _limit(lists)),
        Section("Used by", _uses(instance, Target("program", fold_reference(program.name)))),
    )


def _program_tokens(program: Program) -> Iterator[Row]:
    """Describe the tokens that a program defines and inherits; the nearest definition counts."""
    seen: set[str] = set()
    for owner in program.folders:
        tokens = program.instance.tokens.get(owner, {})
        for row in describe_tokens(tokens[key] for key in tokens.keys() - seen):
            inherited = owner != ("program", program.id)
            source = f" (from {_owner(program.instance, owner)})" if inherited else ""
            yield Row(row.label, f"{row.text}{source}")
        seen |= tokens.keys()


def _smart_list(smart_list: SmartList) -> tuple[Section, ...]:
    users = (
        Row(f"filter {membership.filter.number}", _name_source(membership.source))
        for membership in memberships(smart_list.instance).to(smart_list)
    )
    return (
        Section("Where it is", describe_location(smart_list)),
        Section("Rules", tuple(_rules(describe_smart_list(smart_list, DETAIL_LIMITS)))),
        Section("Smart lists that it refers to", describe_referenced_lists(smart_list)),
        Section("Used by", _limit(users)),
    )


def _name_source(smart_list: SmartList) -> str:
    if smart_list.campaign is None:
        return f"smart list {list_name(smart_list)}"
    return f"campaign {_name(smart_list.campaign.as_name())}"


def _token(token: TokenName) -> tuple[Section, ...]:
    instance = token.instance
    definitions = (
        Row("", f"{_owner(instance, owner)}: {found.value} ({found.type})")
        for owner, tokens in sorted(instance.tokens.items())
        for found in [tokens.get(token.key)]
        if found is not None
    )
    return (
        Section("Defined by", _limit(definitions)),
        Section("Used by", _uses(instance, Target("token", token.key))),
    )


def _owner(instance: Instance, key: FolderKey) -> str:
    kind, number = key
    folder = instance.owner(key)
    return f"{kind} {folder.name} [{number}]" if folder is not None else f"{kind} {number}"


def _uses(instance: Instance, target: Target) -> tuple[Row, ...]:
    uses = used_by_index(instance).uses_of(target)
    return _limit(
        Row(
            use.section,
            f"{use.place.location.text}: {use.text}" if use.text else use.place.location.text,
        )
        for use in uses
    )


def _limit(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the first rows with truncated texts, and a row that counts the others."""
    truncated = [
        Row(DETAIL_LIMITS.truncate(row.label), DETAIL_LIMITS.truncate(row.text)) for row in rows
    ]
    listed = truncated[: DETAIL_LIMITS.calls]
    return (*listed, *_omission(len(truncated) - len(listed)))
