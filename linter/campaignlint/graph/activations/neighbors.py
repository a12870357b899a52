"""Activations of and by a campaign, and the consequences of events."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.graph.activations.certainty import Verdict, impossible
from campaignlint.graph.activations.exploration import Activation
from campaignlint.marketo.events import listening_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.graph.activations.events import ChangeEvent, Subject, Write
    from campaignlint.graph.activations.exploration import Edge, Node
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice
    from campaignlint.model.smart_list import Trigger


class Link(NamedTuple):
    """A write and a trigger that listens to it; the verdict is whether it fires."""

    writer: SmartCampaign
    """The campaign that runs; the write may be in one that it executes."""
    write: Write
    event: ChangeEvent
    listener: Listener
    verdict: Verdict

    @property
    def campaign(self) -> SmartCampaign:
        return self.listener.campaign


def activates(graph: ActivationGraph, campaign: SmartCampaign) -> list[Link]:
    """Return the certain and possible activations by a campaign.

    Of several writes or triggers between the same step and campaign, the likeliest counts.
    """
    return links_from(graph, campaign)[0]


def links_from(graph: ActivationGraph, campaign: SmartCampaign) -> tuple[list[Link], list[Link]]:
    """Return the activations by a campaign, and the campaigns that listen but are not activated.

    The latter are listed once each, with the first reason.
    """
    links: dict[tuple[Choice, SmartCampaign], Link] = {}
    first: dict[SmartCampaign, Link] = {}
    for outcome in graph.effects_of(campaign):
        if not outcome.change:
            continue
        write, event = outcome.write, outcome.event
        for listener, response in graph.responses_to(event).items():
            verdict = outcome.verdict.and_then(response)
            key = (write.choice, listener.campaign)
            present = links.get(key)
            if present is None or present.verdict.certainty < verdict.certainty:
                links[key] = Link(campaign, write, event, listener, verdict)
                first.setdefault(listener.campaign, links[key])
    activated = [link for link in links.values() if link.verdict.certainty]
    for link in _links_to_inactive(graph, campaign):
        first.setdefault(link.campaign, link)
    names = {link.campaign for link in activated}
    return activated, [link for other, link in first.items() if other not in names]


def _links_to_inactive(graph: ActivationGraph, campaign: SmartCampaign) -> Iterator[Link]:
    inactive = graph.inactive_listeners
    for outcome in graph.effects_of(campaign):
        for listener in inactive.of(outcome.write.subject):
            if listener.verdict(outcome.event).certainty:
                verdict = impossible("it is not active")
                yield Link(campaign, outcome.write, outcome.event, listener, verdict)


class Activator(NamedTuple):
    """A trigger of a campaign, and the writes that fire it."""

    trigger: Trigger
    links: tuple[Link, ...]


def activated_by(graph: ActivationGraph, campaign: SmartCampaign) -> list[Activator]:
    """Return each trigger of a campaign with the writes that fire it."""
    listeners = {
        listener.trigger.index: listener
        for listener in graph.listeners.by_campaign.get(campaign.id, ())
    }
    return [
        Activator(
            trigger,
            tuple(_links_to(graph, listeners[trigger.index])) if trigger.index in listeners else (),
        )
        for trigger in (campaign.triggers if campaign.smart_list is not None else ())
    ]


def only_activator(graph: ActivationGraph, activated: SmartCampaign) -> int | None:
    """Return the one campaign whose own steps activate another; None if anything else may, too."""
    if any(listening_of(trigger.name) is None for trigger in activated.triggers):
        return None
    writers: set[int] = set()
    for listener in graph.listeners.by_campaign.get(activated.id, ()):
        for link in _links_to(graph, listener):
            writers.add(link.writer.id)
            if len(writers) > 1:
                return None
    return writers.pop() if writers else None


def _links_to(graph: ActivationGraph, listener: Listener) -> Iterator[Link]:
    written = graph.writers_by_subject
    for subject in written if listener.subjects is None else listener.subjects:
        for writer in written.get(subject, ()) if listener.listens_to(subject) else ():
            for outcome in graph.effects_of(writer):
                if outcome.write.subject == subject and outcome.write.campaign is writer:
                    event = outcome.event
                    response = graph.responses_to(event).get(listener)
                    verdict = response and outcome.verdict.and_then(response)
                    if verdict and verdict.certainty:
                        yield Link(writer, outcome.write, event, listener, verdict)


# Consequences of events


class Consequence(NamedTuple):
    """An event, and the campaigns that it activates."""

    event: ChangeEvent
    name: str
    """The subject as a step spells it."""
    depth: int
    """1 for the events of the query, 2 for those that follow from them."""
    writers: tuple[SmartCampaign, ...]
    """Campaigns that cause the event; of an event that follows, the first one that is found."""
    activated: tuple[tuple[SmartCampaign, Verdict], ...]


def consequences(
    graph: ActivationGraph, subjects: Iterable[Subject], max_depth: int
) -> Iterator[Consequence]:
    """Yield the events by which flows change some subjects, and the events that follow.

    Events of greater depths are those that the activated campaigns cause. Each is yielded once.
    """
    outcomes: dict[ChangeEvent, list[Outcome]] = {}
    for subject in subjects:
        for writer in graph.writers_by_subject.get(subject, ()):
            for outcome in graph.effects_of(writer):
                if outcome.write.subject == subject and outcome.change:
                    outcomes.setdefault(_anywhere(outcome.event), []).append(outcome)
    return _follow(graph, [outcomes[event] for event in sorted(outcomes)], max_depth)


def consequences_of_campaign(
    graph: ActivationGraph, campaign: SmartCampaign, max_depth: int
) -> Iterator[Consequence]:
    """Yield the events that a campaign causes, and the events that follow."""
    outcomes: dict[ChangeEvent, list[Outcome]] = {}
    for outcome in graph.effects_of(campaign):
        if outcome.change and graph.listeners.listens_to(outcome.write.subject):
            outcomes.setdefault(_anywhere(outcome.event), []).append(outcome)
    return _follow(graph, list(outcomes.values()), max_depth)


def _anywhere(event: ChangeEvent) -> ChangeEvent:
    return event._replace(workspace="")


def _follow(
    graph: ActivationGraph, starts: list[list[Outcome]], max_depth: int
) -> Iterator[Consequence]:
    """Follow events, each of which some outcomes cause."""
    queue = deque((outcomes, 1) for outcomes in starts)
    seen = {_anywhere(outcomes[0].event) for outcomes in starts}
    exploration = graph.exploration
    while queue:
        outcomes, depth = queue.popleft()
        edges = _likeliest(graph, {outcome.event for outcome in outcomes})
        event, name = _anywhere(outcomes[0].event), outcomes[0].write.name
        writers = dict.fromkeys(outcome.write.campaign for outcome in outcomes)
        activated = tuple((edge.listener.campaign, edge.verdict) for edge in edges if edge.listener)
        yield Consequence(event, name, depth, tuple(writers), activated)
        for campaign, _ in activated if depth < max_depth else ():
            for edge in exploration.edges_from(Activation(campaign.id, event)).values():
                outcome = edge.outcome
                if outcome is not None and _anywhere(outcome.event) not in seen:
                    seen.add(_anywhere(outcome.event))
                    queue.append(([outcome], depth + 1))


def _likeliest(graph: ActivationGraph, events: Iterable[ChangeEvent]) -> list[Edge]:
    """Return the edges from events that differ in their workspaces only, one for each campaign."""
    edges: dict[Node, Edge] = {}
    for event in sorted(events):
        for target, edge in graph.exploration.edges_from(event).items():
            key = target._replace(event=None) if isinstance(target, Activation) else target
            present = edges.get(key)
            if present is None or present.verdict.certainty < edge.verdict.certainty:
                edges[key] = edge
    return list(edges.values())
