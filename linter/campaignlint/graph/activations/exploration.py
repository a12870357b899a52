"""The nodes and edges of the activation graph that are reachable from some nodes.

There are two kinds of nodes: change events, and activations of a campaign by an event. Campaigns
are never connected directly, so the graph has an edge per write and per trigger that listens to it,
not per pair of them.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.graph.activations.events import ChangeEvent
from campaignlint.graph.activations.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from campaignlint.graph.activations.certainty import Certainty, Verdict
    from campaignlint.graph.activations.events import Known, Subject
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.graph.activations.values import Value
    from campaignlint.model.campaign import SmartCampaign

    KnownAfter = Callable[[ChangeEvent, SmartCampaign], Known]
    """Returns the known values of a person after an event has activated a campaign."""

_MAX_VALUES = 64
"""The maximum number of values of a subject; further values count as unknown."""


class Activation(NamedTuple):
    """A campaign, and the change event that activates it; None for an event from outside."""

    campaign: int
    event: ChangeEvent | None


Node = ChangeEvent | Activation


class Edge(NamedTuple):
    """From an event to an activation by a trigger, or from an activation to an event by a write."""

    verdict: Verdict
    listener: Listener | None = None
    outcome: Outcome | None = None

    @property
    def campaign(self) -> SmartCampaign | None:
        """The campaign that listens or writes."""
        if self.listener is not None:
            return self.listener.campaign
        return None if self.outcome is None else self.outcome.write.campaign


class Exploration:
    """The edges of the graph, each computed on demand.

    Edges that are impossible are left out, and those to campaigns other than `only`.
    """

    def __init__(
        self, graph: ActivationGraph, known_after: KnownAfter, only: frozenset[int] | None = None
    ) -> None:
        self._graph = graph
        self._known_after = known_after
        self._only = only
        self._values: dict[Subject, set[Value]] = {}
        self._edges: dict[Node, Mapping[Node, Edge]] = {}

    def edges_from(self, node: Node) -> Mapping[Node, Edge]:
        """Return the nodes that an event or activation leads to."""
        if node not in self._edges:
            if isinstance(node, Activation):
                self._edges[node] = self._events(node)
            else:
                self._edges[node] = self._activations(node)
        return self._edges[node]

    def reach(self, starts: Iterable[Node]) -> dict[Node, Mapping[Node, Edge]]:
        """Return all edges that are reachable from some nodes."""
        queue = deque(starts)
        reached: dict[Node, Mapping[Node, Edge]] = {key: {} for key in queue}
        while queue:
            node = queue.popleft()
            reached[node] = self.edges_from(node)
            for target in reached[node]:
                if target not in reached:
                    reached[target] = {}
                    queue.append(target)
        return reached

    def _events(self, activation: Activation) -> dict[Node, Edge]:
        graph, event = self._graph, activation.event
        campaign = graph.campaign(activation.campaign)
        known = {} if event is None else self._known_after(event, campaign)
        edges: dict[Node, Edge] = {}
        for outcome in graph.outcomes(campaign, known):
            if outcome.change and graph.listeners.listens_to(outcome.write.subject):
                _add(edges, self._event(outcome), Edge(outcome.verdict, outcome=outcome))
        return edges

    def _event(self, outcome: Outcome) -> ChangeEvent:
        event = outcome.event
        values = self._values.setdefault(event.subject, set())
        if event.value not in values and len(values) >= _MAX_VALUES:
            return event._replace(value=UNKNOWN)
        values.add(event.value)
        return event

    def _activations(self, event: ChangeEvent) -> dict[Node, Edge]:
        edges: dict[Node, Edge] = {}
        for listener, fires in self._graph.campaigns_activated_by(event):
            campaign = listener.campaign
            if self._only is not None and campaign.id not in self._only:
                continue
            known = self._known_after(event, campaign)
            verdict = fires.and_then(self._graph.flows.qualification(campaign, known))
            if verdict.certainty:
                _add(edges, Activation(campaign.id, event), Edge(verdict, listener=listener))
        return edges


def _add(edges: dict[Node, Edge], target: Node, edge: Edge) -> None:
    """Add an edge, or replace one that people pass only once or that is less certain."""
    present = edges.get(target)
    if present is None or _rank(present) < _rank(edge):
        edges[target] = edge


def _rank(edge: Edge) -> tuple[bool, Certainty]:
    is_once = edge.outcome is not None and edge.outcome.is_once
    return not is_once, edge.verdict.certainty
