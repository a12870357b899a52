"""Loops: changes that activate campaigns which cause the same changes again.

A component of the graph is only a loop if its values keep changing. Most do not: a campaign that
maps `DE` to `Germany` finds nothing to do the second time. What converges is removed until nothing
more can be. What is left is a certain loop if replaying it never ends, and a possible one if not.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from campaignlint.graph.activations.certainty import CERTAIN, Certainty
from campaignlint.graph.activations.events import ChangeEvent
from campaignlint.graph.activations.exploration import Activation, Exploration
from campaignlint.graph.activations.flows import MAX_VALUES, FlowRun
from campaignlint.graph.activations.replay import Hop, replay
from campaignlint.graph.components import cyclic_components
from campaignlint.marketo.events import WITHOUT_STATE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from campaignlint.graph.activations.events import Known, Subject
    from campaignlint.graph.activations.exploration import Edge, Node
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.values import Value
    from campaignlint.model.campaign import SmartCampaign

_MAX_REPLAYS = 40
"""The maximum number of replays of a component."""

NodeT = TypeVar("NodeT", bound="Hashable")
Edges = dict["Node", "Mapping[Node, Edge]"]
Targets = dict["Node", list["Node"]]


@dataclass(frozen=True, slots=True)
class Loop:
    """Campaigns that activate each other again and again."""

    hops: tuple[Hop, ...]
    """One round; the trigger of the last hop belongs to the campaign that makes the first write."""
    is_certain: bool
    reason: str
    """The first reason why it is only possible; "" if it is certain."""
    size: int
    """Campaigns in the component that the loop belongs to."""
    depends_on: SmartCampaign | None = None
    """The campaign that the reason is about, if it is about one."""

    @property
    def campaigns(self) -> tuple[SmartCampaign, ...]:
        """The activated campaigns in the order of the hops, each once."""
        return tuple(dict.fromkeys(hop.listener.campaign for hop in self.hops))

    @property
    def subject(self) -> Subject:
        return self.hops[0].event.subject

    @property
    def has_only_calls(self) -> bool:
        """Whether it is a cycle of the call graph, too."""
        return all(hop.event.kind == "request" for hop in self.hops)

    @property
    def slowed_by(self) -> str:
        """The delay of each round; "" if there is none."""
        writers = (hop.write.campaign for hop in self.hops)
        for campaign in dict.fromkeys((*self.campaigns, *writers)):
            if campaign.qualification == "interval":
                interval = campaign.qualification_interval
                return f"{campaign} lets each person through once in {interval}"
            if campaign.qualification != "any":
                return f"the qualification rule of {campaign} is not exported"
        for hop in self.hops:
            if hop.is_after_wait:
                return f"{hop.write.campaign} has a Wait step"
        return ""


def find_loops(graph: ActivationGraph) -> tuple[Loop, ...]:
    """Return the certain loops, then the possible ones, one for each subject of a component."""
    edges = _explore(graph)
    targets = _lasting_edges(edges)
    certain: list[Loop] = []
    possible: list[Loop] = []
    for component in _lasting_components(graph, targets):
        loops = list(_certain_loops(graph, component))
        certain += loops
        in_certain = {hop.event.subject for loop in loops for hop in loop.hops}
        possible += _possible_loops(edges, targets, component, in_certain)
    return (*sorted(certain, key=_order), *sorted(possible, key=_order))


def _order(loop: Loop) -> tuple[int, Subject]:
    return min(campaign.id for campaign in loop.campaigns), loop.subject


def _explore(graph: ActivationGraph) -> Edges:
    """Return the edges that lead from the campaigns that may be in a loop.

    In a loop, a subject has one of the values that the campaigns give it. Which one is
    unknown, because runs overtake each other.
    """
    campaigns = _candidates(graph)
    values: dict[Subject, set[Value]] = {}
    for number in campaigns:
        for outcome in graph.effects_of(graph.campaign(number)):
            values.setdefault(outcome.write.subject, set()).add(outcome.value)
    known = {
        subject: frozenset(found)
        for subject, found in values.items()
        if len(found) <= MAX_VALUES and subject[0] not in WITHOUT_STATE
    }

    def known_after(event: ChangeEvent, _: SmartCampaign) -> Known:
        return {event.subject: known[event.subject]} if event.subject in known else {}

    exploration = Exploration(graph, known_after, only=frozenset(campaigns))
    return exploration.reach(Activation(number, None) for number in campaigns)


def _candidates(graph: ActivationGraph) -> list[int]:
    """Return the campaigns that are in a cycle by the subjects of their writes and triggers.

    Values do not count yet. Campaigns that such a cycle reaches are included if they write, too.
    Those that let each person through once are in no loop.
    """
    targets: dict[int | Subject, list[int | Subject]] = {}
    for number in graph.listeners.by_campaign:
        campaign = graph.campaign(number)
        runs_once = campaign.qualification == "once"
        subjects = () if runs_once else graph.writes.subjects_of(campaign)
        targets[number] = [*subjects]
        for subject in subjects:
            if subject not in targets:
                listeners = graph.listeners.of(subject)
                targets[subject] = [*{listener.campaign.id: None for listener in listeners}]
    candidates = _reachable(chain.from_iterable(cyclic_components(targets)), targets)
    return sorted(node for node in candidates if isinstance(node, int) and targets[node])


# Components that do not converge


def _lasting_edges(edges: Edges) -> Targets:
    """Return the edges without those that a person passes only once."""
    return {
        node: [
            target
            for target, edge in out.items()
            if edge.outcome is None or not edge.outcome.is_once
        ]
        for node, out in edges.items()
    }


def _lasting_components(graph: ActivationGraph, targets: Targets) -> list[list[Node]]:
    """Return the strongly connected components whose subjects keep changing.

    The events of each subject that converges are removed from `targets`, until none does.
    """
    while True:
        components = [
            component for component in cyclic_components(targets) if any(map(_is_change, component))
        ]
        live = _reachable(chain.from_iterable(components), targets)
        subjects = dict.fromkeys(
            node.subject
            for node in chain.from_iterable(components)
            if isinstance(node, ChangeEvent) and node.has_state
        )
        converging = _converging(graph, subjects, live, targets)
        if not converging:
            return components
        gone = {
            node for node in live if isinstance(node, ChangeEvent) and node.subject in converging
        }
        for source in live & targets.keys():
            if source in gone:
                del targets[source]
            else:
                targets[source] = [target for target in targets[source] if target not in gone]


def _is_change(node: Node) -> bool:
    """Return whether a node is an event other than a request: calls have rules of their own."""
    return isinstance(node, ChangeEvent) and node.kind != "request"


def _reachable(starts: Iterable[NodeT], targets: Mapping[NodeT, list[NodeT]]) -> set[NodeT]:
    queue = deque(starts)
    reachable = set(queue)
    while queue:
        for target in targets.get(queue.popleft(), ()):
            if target not in reachable:
                reachable.add(target)
                queue.append(target)
    return reachable


def _converging(
    graph: ActivationGraph, subjects: Iterable[Subject], live: set[Node], targets: Targets
) -> set[Subject]:
    """Return the subjects that stop changing however often the live campaigns run."""
    writers: dict[Subject, set[int]] = {subject: set() for subject in subjects}
    values: dict[Subject, set[Value]] = {subject: set() for subject in writers}
    for node in live:
        if isinstance(node, Activation):
            for target in targets.get(node, ()):
                if isinstance(target, ChangeEvent) and target.subject in writers:
                    writers[target.subject].add(node.campaign)
                    values[target.subject].add(target.value)
    return {
        subject
        for subject in writers
        if _converges(graph, subject, sorted(writers[subject]), sorted(values[subject]))
    }


def _converges(
    graph: ActivationGraph, subject: Subject, writers: list[int], values: list[Value]
) -> bool:
    """Return whether the values that these campaigns write never lead back to one of them."""
    if len(_unconditional_values(graph, subject, writers)) > 1 and subject[0] != "status":
        return False
    changes: dict[Value, list[Value]] = {}
    for number in writers:
        campaign = graph.campaign(number)
        for value in values:
            known = {subject: frozenset({value})}
            if not graph.flows.qualification(campaign, known).certainty:
                continue
            for outcome in FlowRun(graph.flows, campaign, known).outcomes():
                if outcome.write.subject != subject or not outcome.verdict.certainty:
                    continue
                if outcome.write.value.nature in ("difference", "unknown"):
                    return False
                if outcome.change:
                    for before in outcome.before or values:
                        changes.setdefault(before, []).append(outcome.value)
    return not cyclic_components(changes)


def _unconditional_values(
    graph: ActivationGraph, subject: Subject, writers: list[int]
) -> set[Value]:
    """Return two of the values that campaigns write whatever the value before; fewer if there are.

    A cheap test for subjects that very many campaigns write.
    """
    values: set[Value] = set()
    for campaign in map(graph.campaign, writers):
        if not graph.flows.compares(campaign, subject):
            outcomes = (effect for effect in graph.effects_of(campaign) if effect.change)
            values.update(outcome.value for outcome in outcomes if outcome.write.subject == subject)
        if len(values) > 1:
            break
    return values


# Certain loops


def _certain_loops(graph: ActivationGraph, component: list[Node]) -> Iterator[Loop]:
    """Yield the loops of a component that go on from some event, whatever the order of runs."""
    events = [node for node in component if isinstance(node, ChangeEvent)]
    size = len({node.campaign for node in component if isinstance(node, Activation)})
    covered: set[ChangeEvent] = set()
    keys: set[Hashable] = set()
    starts = [start for event in sorted(events) for start in _starts(graph, event)]
    for start in list(dict.fromkeys(starts))[:_MAX_REPLAYS]:
        if start in covered:
            continue
        hops = replay(graph, start)
        identities = {hop.identity for hop in hops}
        if hops and keys.isdisjoint(identities):
            yield Loop(_from_smallest_campaign(hops), is_certain=True, reason="", size=size)
        keys |= identities
        covered.update(hop.event for hop in hops)


def _from_smallest_campaign(hops: list[Hop]) -> tuple[Hop, ...]:
    """Return the same round, beginning with the write of the campaign with the smallest id."""
    runs = [hops[index - 1].listener.campaign.id for index in range(len(hops))]
    first = runs.index(min(runs))
    return (*hops[first:], *hops[:first])


def _starts(graph: ActivationGraph, event: ChangeEvent) -> Iterator[ChangeEvent]:
    """Yield an event, and events of the same subject at the limits that triggers name."""
    yield event
    for listener in graph.listeners.of(event.subject):
        for value in listener.limits:
            yield event._replace(value=value)


# Possible loops


def _possible_loops(
    edges: Edges, targets: Targets, component: list[Node], in_certain: set[Subject]
) -> Iterator[Loop]:
    """Yield one loop for each subject of a component that no certain loop changes."""
    inside = set(component)
    size = len({node.campaign for node in component if isinstance(node, Activation)})
    seen = set(in_certain)
    for event in sorted(node for node in component if isinstance(node, ChangeEvent)):
        if event.subject not in seen and event.kind != "request":
            seen.add(event.subject)
            path = _shortest_cycle(edges, targets, event, inside)
            passed = [edges[source][target] for source, target in path]
            weakest = next((edge for edge in passed if edge.verdict < CERTAIN), None)
            *hops, last = _hops(path, passed)
            yield Loop(
                (last, *hops),
                is_certain=False,
                reason=weakest.verdict.reason if weakest else "the values may stop changing",
                size=size,
                depends_on=weakest.campaign if weakest else None,
            )


def _shortest_cycle(
    edges: Edges, targets: Targets, start: Node, inside: set[Node]
) -> list[tuple[Node, Node]]:
    """Return the edges of a cycle with the fewest uncertain edges, then the fewest edges."""
    before: dict[Node, Node] = {}
    queue = deque([start])
    done: set[Node] = set()
    while queue:
        node = queue.popleft()
        if node in done:
            continue
        done.add(node)
        for target in targets.get(node, ()):
            if target == start:
                return _path(start, node, before)
            if target in inside and target not in done:
                before[target] = node
                if edges[node][target].verdict.certainty == Certainty.CERTAIN:
                    queue.appendleft(target)
                else:
                    queue.append(target)
    raise AssertionError("a strongly connected component has a cycle through each member")


def _path(start: Node, last: Node, before: Mapping[Node, Node]) -> list[tuple[Node, Node]]:
    path = [(last, start)]
    while path[-1][0] != start:
        node = path[-1][0]
        path.append((before[node], node))
    return path[::-1]


def _hops(path: list[tuple[Node, Node]], edges: list[Edge]) -> Iterator[Hop]:
    """Join the edges of a cycle, which start at events and activations alternately."""
    writes = [(edge, target) for edge, (_, target) in zip(edges, path, strict=True)][1::2]
    triggers = edges[::2]
    for (edge, event), trigger in zip(writes, triggers[1:] + triggers[:1], strict=True):
        if edge.outcome is not None and trigger.listener is not None:
            outcome = edge.outcome
            if isinstance(event, ChangeEvent):
                yield Hop(outcome.write, event, trigger.listener, outcome.is_after_wait)
