"""Summaries of the activations of and by a campaign, and of other references to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.describe.events import describe_events
from campaignlint.describe.limits import REPORT_LIMITS, Limits
from campaignlint.describe.sites import Site, format_sites, site_of
from campaignlint.graph.activations import activation_graph
from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.neighbors import activated_by, links_from
from campaignlint.graph.used_by import Target, used_by_index
from campaignlint.marketo.events import is_known_trigger, listening_of
from campaignlint.text import format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.graph.activations import ActivationGraph
    from campaignlint.graph.activations.certainty import Verdict
    from campaignlint.graph.activations.events import Subject
    from campaignlint.graph.activations.neighbors import Activator, Link
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance

_MAX_PLACES = 2
"""The maximum number of writing campaigns in the description of a change."""
_MIN_SHARE = 0.05
"""The share of steps, triggers or campaigns that must be unknown to be mentioned."""


@dataclass(frozen=True, slots=True)
class ActivationSummary:
    """Changes of one subject by which a campaign activates another, seen from one end."""

    campaign: CampaignName
    """The campaign at the other end."""
    change: str
    """`'Lead Status' is set to 'Open'`."""
    place: str
    """`step 1`, with the campaign if the change is made by an executed campaign."""
    is_certain: bool = True
    reason: str = ""
    """The first reason why the activation is only possible, or why there is none."""


@dataclass(frozen=True, slots=True)
class TriggerSummary:
    """A trigger and the activations that fire it."""

    number: int
    name: str
    activators: tuple[ActivationSummary, ...]
    omitted: int = 0
    note: str = ""
    """The reason that no activators are listed; "" if there are some."""


@dataclass(frozen=True, slots=True)
class OtherReference:
    """A step, trigger or filter that refers to a campaign but does not run it."""

    asset: str
    """The asset by kind and id: `campaign 1021`, `smart list 3001`."""
    place: str
    """The asset path."""
    text: str
    """`Remove from Flow`, `Member of Smart Campaign`."""


@dataclass(frozen=True, slots=True)
class CampaignActivations:
    """The activations of a campaign, and other references to it."""

    triggers: tuple[TriggerSummary, ...] = ()
    activates: tuple[ActivationSummary, ...] = ()
    omitted_activates: int = 0
    does_not_activate: tuple[ActivationSummary, ...] = ()
    omitted_does_not_activate: int = 0
    references: tuple[OtherReference, ...] = ()
    omitted_references: int = 0


def describe_activations(
    campaign: SmartCampaign, limits: Limits = REPORT_LIMITS
) -> CampaignActivations:
    """Describe the activations of and by a campaign, and other references to it."""
    graph = activation_graph(campaign.instance)
    maximum = limits.calls
    links, impossible_links = links_from(graph, campaign)
    activated, omitted_activates = _summarize(links, campaign, limits)
    impossible, omitted_impossible = _summarize(impossible_links, campaign, limits)
    references = other_references(campaign, limits)
    return CampaignActivations(
        triggers=tuple(
            _trigger(graph, activator, campaign, limits)
            for activator in activated_by(graph, campaign)
        ),
        activates=activated,
        omitted_activates=omitted_activates,
        does_not_activate=impossible,
        omitted_does_not_activate=omitted_impossible,
        references=references[:maximum],
        omitted_references=max(0, len(references) - maximum),
    )


def describe_activation(activation: ActivationSummary) -> str:
    """Return `OP Sync > 01 Sync [2140] (filter 2): 'Score' is set to '5' at step 1`."""
    campaign = activation.campaign
    reason = f" ({activation.reason})" if activation.reason else ""
    change = f"{activation.change} at {activation.place}"
    return f"{campaign.path} [{campaign.id}]{reason}: {change}"


def other_references(
    campaign: SmartCampaign, limits: Limits = REPORT_LIMITS
) -> tuple[OtherReference, ...]:
    """Return the steps, triggers and filters that refer to a campaign but do not run it."""
    uses = used_by_index(campaign.instance).uses_of(Target("campaign", str(campaign.id)))
    return tuple(
        OtherReference(location.asset, limits.truncate(location.text), limits.truncate(use.text))
        for use in uses
        if use.section == "also referenced by"
        for location in [use.place.location]
    )


def describe_gaps(instance: Instance) -> str:
    """Return which activations are unknown, if there may be many; otherwise ""."""
    coverage = activation_graph(instance).coverage
    campaigns = instance.campaigns
    gaps = (
        (
            coverage.writing_steps_not_understood,
            coverage.writing_steps,
            "what {} of {:,} flow steps change",
        ),
        (
            coverage.triggers_not_understood,
            coverage.triggers,
            "what {} of {:,} triggers listen to",
        ),
        (len(instance.without_flow), len(campaigns), "the flows of {} of {:,} campaigns"),
        (
            sum(campaign.smart_list is None and campaign.is_active for campaign in campaigns),
            sum(campaign.is_active for campaign in campaigns),
            "the triggers of {} of {:,} active campaigns",
        ),
    )
    unknown = [
        text.format(f"{number:,}", whole)
        for number, whole, text in gaps
        if number > whole * _MIN_SHARE
    ]
    return f"Unknown: {format_list(unknown)}; activations may be missing." if unknown else ""


def _trigger(
    graph: ActivationGraph, activator: Activator, campaign: SmartCampaign, limits: Limits
) -> TriggerSummary:
    trigger = activator.trigger
    activators, omitted = _summarize(activator.links, campaign, limits)
    return TriggerSummary(
        trigger.number,
        limits.truncate(trigger.name),
        activators,
        omitted,
        "" if activators else _explain_no_activators(graph, activator, campaign),
    )


def _explain_no_activators(
    graph: ActivationGraph, activator: Activator, campaign: SmartCampaign
) -> str:
    trigger = activator.trigger
    listening = listening_of(trigger.name)
    if not campaign.is_active:
        return "fired by nothing, because the campaign is not active"
    if listening is None:
        is_known = is_known_trigger(trigger.name)
        return "fired by no flow step" if is_known else "not known, so its events are not either"
    if listening.kind == "request":
        return (
            "fired by the callers" if campaign.calls_in else "fired by no campaign in this export"
        )
    if not any(
        listener.trigger.index == trigger.index
        for listener in graph.listeners.by_campaign.get(campaign.id, ())
    ):
        return "not understood, because its constraints were not exported"
    return "fired by no flow step in this export"


def _summarize(
    links: Iterable[Link], campaign: SmartCampaign, limits: Limits
) -> tuple[tuple[ActivationSummary, ...], int]:
    """Return activations by the other campaign and by the subject, and how many are omitted.

    Certain ones come first. Requests are left out: they are calls.
    """
    groups: dict[tuple[SmartCampaign, Subject], list[Link]] = defaultdict(list)
    for link in links:
        if link.event.kind != "request" or not link.verdict.certainty:
            other = link.campaign if link.writer is campaign else link.writer
            groups[other, link.event.subject].append(link)
    ordered = sorted(groups.items(), key=lambda each: -_verdict(each[1]).certainty)
    summaries = [_summary(other, group, limits) for (other, _), group in ordered[: limits.calls]]
    return tuple(summaries), len(ordered) - len(summaries)


def _verdict(links: list[Link]) -> Verdict:
    return max((link.verdict for link in links), key=lambda each: each.certainty)


def _summary(other: SmartCampaign, links: list[Link], limits: Limits) -> ActivationSummary:
    """Describe activations by one subject: all that are as certain as the most certain one."""
    verdict = _verdict(links)
    alike = [link for link in links if link.verdict.certainty == verdict.certainty]
    first = alike[0]
    values = list(dict.fromkeys(link.event.value for link in alike))
    sites: dict[SmartCampaign, list[Site]] = defaultdict(list)
    for link in alike:
        sites[link.write.campaign].append(site_of(link.write.choice))
    return ActivationSummary(
        other.as_name().truncate(),
        limits.truncate(describe_events(first.event.subject, first.write.name, values)),
        limits.truncate(_places(sites, first.writer)),
        is_certain=verdict.certainty == Certainty.CERTAIN,
        reason=limits.truncate(verdict.reason),
    )


def _places(sites: dict[SmartCampaign, list[Site]], writer: SmartCampaign) -> str:
    """Return `step 1`, or `step 1 of OP Scoring > EX Score [1021]` for another campaign."""
    texts = [
        format_sites(sorted(set(found)))
        + (
            ""
            if campaign is writer
            else f" of {campaign.as_name().truncate().path} [{campaign.id}]"
        )
        for campaign, found in sites.items()
    ]
    if len(texts) > _MAX_PLACES:
        more = pluralize(len(texts) - _MAX_PLACES, "more campaign")
        texts[_MAX_PLACES:] = [more]
    return format_list(texts)
