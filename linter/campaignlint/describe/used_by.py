"""Summaries of the uses of a field, campaign or other asset, and of the events that follow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from campaignlint.describe.activations import describe_gaps
from campaignlint.describe.events import describe_events
from campaignlint.graph.activations import activation_graph
from campaignlint.graph.activations.cascades import cascade_of, outside_events
from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.events import subject_of
from campaignlint.graph.activations.neighbors import (
    activates,
    consequences,
    consequences_of_campaign,
    only_activator,
)
from campaignlint.graph.used_by import SECTIONS, used_by_index
from campaignlint.locating.locations import locate
from campaignlint.marketo.events import listening_of
from campaignlint.marketo.names import fold_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.graph.activations import ActivationGraph
    from campaignlint.graph.activations.certainty import Verdict
    from campaignlint.graph.activations.events import Subject
    from campaignlint.graph.activations.neighbors import Consequence
    from campaignlint.graph.used_by import Section, Target, TargetKind, Use
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance

_MAX_USES = 500
"""The maximum number of uses listed in a section."""
_MAX_EVENTS = 500
"""The maximum number of events listed."""


@dataclass(frozen=True, slots=True)
class UsePlace:
    """A place that uses the target."""

    campaign: CampaignName | None
    """None for a separate smart list."""
    place: str
    """`Program > Campaign > flow step 1`."""
    text: str
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class UseSection:
    section: Section
    uses: tuple[UsePlace, ...]
    omitted: int


@dataclass(frozen=True, slots=True)
class Activated:
    """A campaign that an event activates."""

    campaign: CampaignName
    is_certain: bool
    reason: str
    """The first reason why it is only possible; "" if it is certain."""


@dataclass(frozen=True, slots=True)
class FollowingEvent:
    """An event, or several that activate the same campaigns."""

    event: str
    depth: int
    writers: tuple[CampaignName, ...]
    """Campaigns that cause it; of an event that follows, the first one that is found."""
    activated: tuple[Activated, ...]


@dataclass(frozen=True, slots=True)
class Dependent:
    """A campaign that would no longer run."""

    campaign: CampaignName
    reason: str


@dataclass(frozen=True, slots=True)
class UsedBy:
    """The uses of a target, the events that follow, and uses that the export does not contain."""

    kind: TargetKind
    name: str
    definitions: tuple[str, ...]
    """Of a token: the programs and folders that define it, with its value there."""
    sections: tuple[UseSection, ...]
    """Only those with uses."""
    then: tuple[FollowingEvent, ...]
    omitted_events: int
    dependents: tuple[Dependent, ...]
    not_exported: tuple[str, ...]
    gaps: str
    """The activations that are unknown; "" if there are few."""

    @property
    def uses(self) -> int:
        return sum(len(section.uses) + section.omitted for section in self.sections)


def describe_used_by(instance: Instance, target: Target, name: str, *, depth: int) -> UsedBy:
    """Describe the uses of a target, and the events that follow up to a depth of activations."""
    graph = activation_graph(instance)
    then = list(islice(_following_events(graph, target, name, depth), _MAX_EVENTS + 1))
    return UsedBy(
        kind=target.kind,
        name=name,
        definitions=tuple(_definitions(instance, target)),
        sections=_sections(used_by_index(instance).uses_of(target)),
        then=tuple(then[:_MAX_EVENTS]),
        omitted_events=max(0, len(then) - _MAX_EVENTS),
        dependents=tuple(_dependents(graph, target)),
        not_exported=_NOT_EXPORTED[target.kind],
        gaps=describe_gaps(instance),
    )


def _sections(uses: list[Use]) -> tuple[UseSection, ...]:
    listed = {
        section: [use for use in uses if use.section == section][:_MAX_USES] for section in SECTIONS
    }
    numbers = {section: sum(use.section == section for use in uses) for section in SECTIONS}
    locations = locate(use.place.location for each in listed.values() for use in each)
    return tuple(
        UseSection(
            section,
            tuple(
                UsePlace(location.campaign, location.text, use.text, where.file, where.line)
                for use in listed[section]
                for location in [use.place.location]
                for where in [locations[location]]
            ),
            numbers[section] - len(listed[section]),
        )
        for section in SECTIONS
        if listed[section]
    )


def _definitions(instance: Instance, target: Target) -> Iterator[str]:
    for owner, tokens in instance.tokens.items() if target.kind == "token" else ():
        token = tokens.get(target.key)
        if token is not None:
            kind, number = owner
            folder = instance.folders.get(owner)
            program = instance.programs.get(number) if kind == "program" else None
            above = program.name if program else folder.name if folder else str(number)
            yield f"{kind} '{above}': '{token.value}' ({token.type})"


# Events that follow

_SUBJECTS: dict[TargetKind, tuple[str, ...]] = {
    "field": ("field",),
    "list": ("list",),
    "program": ("status", "nurture", "stream", "cadence"),
    "webhook": ("webhook",),
    "email": ("delivery", "alert"),
}
"""The kinds of events that a target is the subject of."""


def _subjects(target: Target) -> tuple[Subject, ...]:
    return tuple(subject_of(kind, target.key) for kind in _SUBJECTS.get(target.kind, ()))


def _following_events(
    graph: ActivationGraph, target: Target, name: str, depth: int
) -> Iterator[FollowingEvent]:
    if target.kind == "campaign":
        campaign = graph.campaign(int(target.key))
        yield from _merge(consequences_of_campaign(graph, campaign, depth))
    elif target.kind == "form":
        yield from _after_form(graph, target, name, depth)
    else:
        yield from _merge(consequences(graph, _subjects(target), depth))


def _merge(found: Iterable[Consequence]) -> Iterator[FollowingEvent]:
    """Yield events, merged if they change the same subject and activate the same campaigns."""
    groups: dict[tuple[object, ...], list[Consequence]] = defaultdict(list)
    for consequence in found:
        activated = tuple((campaign.id, verdict) for campaign, verdict in consequence.activated)
        groups[consequence.depth, consequence.event.subject, activated].append(consequence)
    for group in groups.values():
        first = group[0]
        values = [consequence.event.value for consequence in group]
        writers = dict.fromkeys(writer for consequence in group for writer in consequence.writers)
        yield FollowingEvent(
            describe_events(first.event.subject, first.name, values),
            first.depth,
            tuple(writer.as_name() for writer in writers),
            tuple(
                _summarize_activation(campaign, verdict) for campaign, verdict in first.activated
            ),
        )


def _summarize_activation(campaign: SmartCampaign, verdict: Verdict) -> Activated:
    is_certain = verdict.certainty == Certainty.CERTAIN
    return Activated(campaign.as_name(), is_certain, "" if is_certain else verdict.reason)


def _after_form(
    graph: ActivationGraph, target: Target, name: str, depth: int
) -> Iterator[FollowingEvent]:
    for root, triggers in outside_events(graph).items():
        if fold_reference(root.subject) != target.key:
            continue
        groups: dict[tuple[str, int, CampaignName | None], list[Activated]] = defaultdict(list)
        for step in cascade_of(graph, root, triggers).steps:
            activated = _summarize_activation(step.campaign, step.verdict)
            if step.event is not None and step.write is not None and step.depth <= depth:
                event = describe_events(step.event.subject, step.write.name, [step.event.value])
                groups[event, step.depth, step.write.campaign.as_name()].append(activated)
            elif step.depth == 1 and step.call is None:
                groups[f"form '{name}' is filled out", 1, None].append(activated)
        for (event, level, writer), campaigns in groups.items():
            yield FollowingEvent(event, level, (writer,) if writer else (), tuple(campaigns))


# Campaigns that would no longer run


def _dependents(graph: ActivationGraph, target: Target) -> Iterator[Dependent]:
    if target.kind == "campaign":
        yield from _dependents_of(graph, graph.campaign(int(target.key)))
        return
    uses = used_by_index(graph.instance).uses_of(target)
    triggers = {
        (use.place.location.campaign.id, use.place.location.path)
        for use in uses
        if use.section == "triggers" and use.place.location.campaign is not None
    }
    for number in sorted({number for number, _ in triggers}):
        campaign = graph.campaign(number)
        if campaign.is_active and all(
            (number, trigger.location.path) in triggers for trigger in campaign.triggers
        ):
            yield Dependent(campaign.as_name(), "all its triggers depend on it")


def _dependents_of(graph: ActivationGraph, campaign: SmartCampaign) -> Iterator[Dependent]:
    called = {call.target.id: call.target for call in campaign.calls_out if call.runs}
    for number, target in called.items():
        callers = {call.caller.id for call in target.calls_in}
        if callers == {campaign.id} and number != campaign.id and _starts_by_calls(target):
            yield Dependent(target.as_name(), "no other campaign calls it")
    for number in dict.fromkeys(link.campaign.id for link in activates(graph, campaign)):
        activated = graph.campaign(number)
        if number not in called and only_activator(graph, activated) == campaign.id != number:
            reason = "no other campaign makes the change that activates it"
            yield Dependent(activated.as_name(), reason)


def _starts_by_calls(campaign: SmartCampaign) -> bool:
    """Return whether a campaign runs only when it is called."""
    return campaign.is_executable or all(
        listening is not None and listening.kind == "request"
        for listening in (listening_of(trigger.name) for trigger in campaign.triggers)
    )


_NOT_EXPORTED: dict[TargetKind, tuple[str, ...]] = {
    "field": (
        "forms, list imports, API calls and the CRM sync that write it",
        "response mappings of webhooks",
        "segmentations, emails and landing pages that read it",
    ),
    "campaign": ("requests by the API and by Sales Insight",),
    "smart-list": ("reports, engagement programs and email programs that use it",),
    "list": ("imports and API calls that add people", "reports that use it"),
    "program": (
        "forms and API calls that change a status",
        "the sync with an SFDC campaign",
    ),
    "token": ("emails, landing pages and snippets that contain it",),
    "email": ("engagement programs and email programs that send it",),
    "form": ("landing pages and websites with the form", "the fields that it writes"),
    "webhook": ("its URL and payload", "its response mappings, and so the fields that it writes"),
    "segmentation": (
        "its rules, and so the fields that it reads",
        "emails, landing pages and snippets with dynamic content",
    ),
}


def candidates(targets: Iterable[Target], names: Iterable[str]) -> list[str]:
    """Return the argument that selects each target: `field:Lead Status`."""
    return [f"{target.kind}:{name}" for target, name in zip(targets, names, strict=True)]
