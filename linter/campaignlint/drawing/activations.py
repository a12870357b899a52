"""Activations as edges of a diagram, with hubs for changes that several campaigns share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.describe.events import describe_events
from campaignlint.describe.sites import Site, site_of
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.graph.activations import activation_graph, activation_loops
from campaignlint.graph.activations.certainty import Certainty, Verdict
from campaignlint.graph.activations.event_groups import EventGroup, event_groups
from campaignlint.graph.calls import CallGraph
from campaignlint.graph.directed import DirectedGraph
from campaignlint.model.calls import Call
from campaignlint.model.campaign import SmartCampaign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from campaignlint.drawing.diagram import EdgeKind
    from campaignlint.graph.activations.events import Subject
    from campaignlint.graph.activations.values import Value
    from campaignlint.graph.directed import Edge
    from campaignlint.model.instance import Instance

_MAX_DIRECT = 2
"""The maximum number of direct edges of a change; with more, a hub replaces them."""


@dataclass(frozen=True, eq=False, slots=True)
class Hub:
    """A node between the campaigns that cause changes and those that the changes activate."""

    id: int
    """Negative, unlike the ids of campaigns."""
    change: str


class ActivationLink(NamedTuple):
    """An edge from a campaign to one that it activates, or from or to a hub."""

    caller: SmartCampaign | Hub
    target: SmartCampaign | Hub
    change: str = ""
    """The change; "" at a hub, whose node has it."""
    sites: tuple[Site, ...] = ()
    is_certain: bool = True
    reason: str = ""
    """The first reason why it is only possible; "" if it is redacted."""
    in_loop: bool = False
    """Whether it is part of a certain loop."""

    @property
    def kind(self) -> EdgeKind:
        return ACTIVATION


class CombinedGraph(DirectedGraph[SmartCampaign | Hub, Call | ActivationLink]):
    """Calls and activations."""

    def __init__(self, edges: Iterable[Call | ActivationLink]) -> None:
        super().__init__(edges)
        self._calls = CallGraph(edge for edge in self.calls if isinstance(edge, Call))

    def is_inside_cycle(self, call: Edge) -> bool:
        """Return whether an edge is in a cycle of calls, or in a certain loop of activations.

        Most cycles of activations are harmless: the values stop changing.
        """
        return (
            call.in_loop if isinstance(call, ActivationLink) else self._calls.is_inside_cycle(call)
        )


AnyGraph = DirectedGraph[SmartCampaign | Hub, Call | ActivationLink]
"""A graph of calls, or of calls and activations."""


def combine(
    calls: CallGraph,
    instance: Instance,
    *,
    connected_to: Collection[int] | None = None,
    is_redacted: bool = False,
) -> CombinedGraph:
    """Return a graph of calls and of the activations of an instance.

    `connected_to` limits the activations to those that begin or end at these campaigns. Redacted
    graphs have no values of the export.
    """
    graph = activation_graph(instance)
    looping: dict[Subject, set[tuple[int, int]]] = defaultdict(set)
    for loop in activation_loops(instance):
        for hop in loop.hops if loop.is_certain else ():
            pair = (hop.write.campaign.id, hop.listener.campaign.id)
            looping[hop.event.subject].add(pair)
    links: list[ActivationLink] = []
    for group in event_groups(graph):
        limited = group if connected_to is None else _limit(group, connected_to)
        if limited is not None:
            links += _links(
                limited, -len(links) - 1, looping[group.subject], is_redacted=is_redacted
            )
    return CombinedGraph((*calls.calls, *links))


def _limit(group: EventGroup, connected_to: Collection[int]) -> EventGroup | None:
    """Return a group with only the activations that begin or end at some campaigns."""
    writers = tuple(writer for writer in group.writers if writer.campaign.id in connected_to)
    activated = tuple(each for each in group.activated if each[0].id in connected_to)
    if not writers and not activated:
        return None
    return group._replace(
        writers=group.writers if activated else writers,
        activated=group.activated if writers else activated,
    )


def _links(
    group: EventGroup, hub_id: int, looping: set[tuple[int, int]], *, is_redacted: bool
) -> Iterator[ActivationLink]:
    """Yield the edges of a group; `looping` are pairs of campaigns in certain loops."""
    change = describe_change(group.subject, group.name, group.values, is_redacted=is_redacted)

    def certainty_of(verdict: Verdict) -> tuple[bool, str]:
        is_certain = verdict.certainty == Certainty.CERTAIN
        return is_certain, "" if is_certain or is_redacted else verdict.reason

    writers = [
        (writer.campaign, tuple(sorted(set(map(site_of, writer.choices)))), writer.verdict)
        for writer in group.writers
    ]
    if len(writers) * len(group.activated) <= _MAX_DIRECT:
        for caller, sites, reached in writers:
            for target, verdict in group.activated:
                certainty = certainty_of(reached.and_then(verdict))
                in_loop = (caller.id, target.id) in looping
                yield ActivationLink(caller, target, change, sites, *certainty, in_loop)
        return
    hub = Hub(hub_id, change)
    for caller, sites, reached in writers:
        in_loop = any(writer == caller.id for writer, _ in looping)
        yield ActivationLink(caller, hub, "", sites, *certainty_of(reached), in_loop)
    for target, verdict in group.activated:
        in_loop = any(activated == target.id for _, activated in looping)
        yield ActivationLink(hub, target, "", (), *certainty_of(verdict), in_loop)


def describe_change(
    subject: Subject, name: str, values: Sequence[Value], *, is_redacted: bool
) -> str:
    """Describe changes of a subject; if values are redacted, only their kind."""
    return f"{subject[0]} change" if is_redacted else describe_events(subject, name, values)
