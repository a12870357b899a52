"""The nodes and edges of the activation graph that some activations reach.

There are two kinds of nodes: change events, and activations of a campaign by an event. Campaigns
are never joined directly, so the graph has an edge per write and per trigger that listens to it,
not per pair of them.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.graph.activations.events import ChangeEvent
from campaignlint.graph.activations.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from campaignlint.graph.activations.certainty import Verdict
    from campaignlint.graph.activations.events import Known, Subject
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.graph.activations.values import Value
    from campaignlint.model.campaign import SmartCampaign

    KnownAfter = Callable[[ChangeEvent, SmartCampaign], Known]
    """Returns what is known of a person when an event has activated a campaign."""

_MAX_VALUES = 64
"""Values of one subject that are told apart; all further ones count as unknown."""


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


class Exploration:
    """Every event and activation that some activations reach, found breadth first.

    Edges that are impossible are left out.
    """

    def __init__(
        self, graph: ActivationGraph, starts: Iterable[Activation], known_after: KnownAfter
    ) -> None:
        self.edges: dict[Node, dict[Node, Edge]] = {}
        self._graph = graph
        self._known_after = known_after
        self._values: dict[Subject, set[Value]] = {}
        self._writers: dict[ChangeEvent, set[str | None]] = {}
        """The workspaces of the campaigns that cause each event."""
        self._queue: deque[Node] = deque(starts)
        self._seen: set[Node] = set(self._queue)
        while self._queue:
            node = self._queue.popleft()
            if isinstance(node, Activation):
                self._add_outcomes(node)
            else:
                self._add_activations(node)

    def _add_outcomes(self, activation: Activation) -> None:
        graph, event = self._graph, activation.event
        campaign = graph.campaign(activation.campaign)
        known = {} if event is None else self._known_after(event, campaign)
        for outcome in graph.outcomes(campaign, known):
            if outcome.change and graph.listeners.may_hear(outcome.write.subject):
                caused = self._event(outcome)
                workspace = outcome.write.campaign.workspace
                self._writers.setdefault(caused, set()).add(workspace)
                self._add_edge(activation, caused, Edge(outcome.verdict, outcome=outcome))

    def _event(self, outcome: Outcome) -> ChangeEvent:
        event = outcome.event
        values = self._values.setdefault(event.subject, set())
        if event.value not in values and len(values) >= _MAX_VALUES:
            return ChangeEvent(event.subject, UNKNOWN)
        values.add(event.value)
        return event

    def _add_activations(self, event: ChangeEvent) -> None:
        for workspace in self._writers[event]:
            for listener, heard in self._graph.activated_by(event, workspace):
                if heard.certainty:
                    campaign = listener.campaign
                    known = self._known_after(event, campaign)
                    verdict = heard.and_then(self._graph.flows.qualification(campaign, known))
                    if verdict.certainty:
                        activation = Activation(campaign.id, event)
                        self._add_edge(event, activation, Edge(verdict, listener=listener))

    def _add_edge(self, source: Node, target: Node, edge: Edge) -> None:
        targets = self.edges.setdefault(source, {})
        present = targets.get(target)
        if present is None or present.verdict.certainty < edge.verdict.certainty:
            targets[target] = edge
        if target not in self._seen:
            self._seen.add(target)
            self._queue.append(target)
