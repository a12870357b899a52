"""Diagrams of parts of a graph of calls and activations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint.describe.sites import site_of
from campaignlint.drawing.activations import ActivationLink, Hub
from campaignlint.drawing.diagram import ACTIVATION, Diagram, Edge, LeftOut, Node
from campaignlint.graph.calls import call_graph, execute_graph
from campaignlint.model.calls import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from campaignlint.drawing.activations import AnyGraph
    from campaignlint.drawing.diagram import EdgeKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName, Severity
    from campaignlint.model.instance import Instance

DOCUMENTED_DEPTH = 3
"""The number of levels of executable campaigns that Marketo runs."""


@dataclass(frozen=True, slots=True)
class FindingCount:
    """The number of a campaign's findings, and the severity of the most severe one."""

    severity: Severity
    findings: int = 1


class DiagramBuilder:
    """Builds diagrams of one instance.

    Args:
        instance: the instance.
        graph: the calls and activations to draw; by default, all calls.
        max_depth: the maximum number of levels of executable campaigns.
        marks: findings by campaign id.
        link: returns the URL of a campaign.
        name_of: returns the name of a campaign, redacted if names are.

    """

    def __init__(
        self,
        instance: Instance,
        *,
        graph: AnyGraph | None = None,
        max_depth: int = DOCUMENTED_DEPTH,
        marks: Mapping[int, FindingCount] | None = None,
        link: Callable[[SmartCampaign], str | None] | None = None,
        name_of: Callable[[SmartCampaign], CampaignName] | None = None,
    ) -> None:
        self.instance = instance
        self.graph: AnyGraph = call_graph(instance) if graph is None else graph
        self.marks = {} if marks is None else marks
        self._link = link
        self._name_of = name_of
        self.deep_chains = tuple(execute_graph(instance).chains_beyond(max_depth))
        """The whole call chain of each call that is nested too deeply."""
        self._too_deep = frozenset(call for chain in self.deep_chains for call in chain)

    def diagram(
        self,
        campaigns: Iterable[int],
        *,
        calls: Iterable[Call] | None = None,
        focus: Iterable[int] = (),
        left_out: LeftOut | None = None,
    ) -> Diagram:
        """Return a diagram of campaigns and the edges between them, or only of `calls`."""
        members = frozenset(campaigns)
        focused = frozenset(focus)
        edges = self._edges(self.graph.calls_within(members) if calls is None else calls)
        connecting = {edge.source for edge in edges} & {edge.target for edge in edges}
        numbers = frozenset(member for member in members if member >= 0 or member in connecting)
        return Diagram(
            nodes=tuple(self._node(number, members, focused) for number in sorted(numbers)),
            edges=tuple(edge for edge in edges if {edge.source, edge.target} <= numbers),
            left_out=left_out or LeftOut(),
        )

    def nodes(self, campaigns: Iterable[int], remarks: Mapping[int, str]) -> Iterator[Node]:
        """Yield the nodes of a diagram whose edges are not those of the graph, with remarks."""
        for number in sorted(campaigns):
            node = self._node(number, frozenset(), frozenset())
            yield replace(node, more_callers=0, more_callees=0, remark=remarks.get(number, ""))

    def name_of(self, campaign: SmartCampaign) -> CampaignName:
        """Return the name of a campaign, redacted if names are."""
        return campaign.as_name() if self._name_of is None else self._name_of(campaign)

    def _node(self, number: int, members: frozenset[int], focus: frozenset[int]) -> Node:
        more_callers = len(self.graph.callers_of(number) - members)
        more_callees = len(self.graph.callees_of(number) - members)
        hub = self.graph.campaigns.get(number)
        if isinstance(hub, Hub):
            return Node(
                number,
                hub.change,
                more_callers=more_callers,
                more_callees=more_callees,
                is_event=True,
            )
        campaign = self.instance.campaign(number)
        if campaign is None:
            raise KeyError(number)
        mark = self.marks.get(number)
        name = self.name_of(campaign)
        return Node(
            id=number,
            name=name.name,
            program=name.program,
            workspace=name.workspace,
            is_executable=campaign.is_executable,
            is_active=campaign.is_active,
            is_trigger=bool(campaign.has_triggers),
            is_batch=campaign.is_batch,
            severity=None if mark is None else mark.severity,
            findings=0 if mark is None else mark.findings,
            is_focus=number in focus,
            more_callers=more_callers,
            more_callees=more_callees,
            link=None if self._link is None else self._link(campaign),
        )

    def _edges(self, calls: Iterable[Call | ActivationLink]) -> tuple[Edge, ...]:
        merged: dict[tuple[int, int, EdgeKind, str], list[Call | ActivationLink]] = {}
        for call in calls:
            change = call.change if isinstance(call, ActivationLink) else ""
            merged.setdefault((call.caller.id, call.target.id, call.kind, change), []).append(call)
        return tuple(self._edge(merged[key]) for key in sorted(merged))

    def _edge(self, calls: list[Call | ActivationLink]) -> Edge:
        """Return the edge of all calls of one kind, or of an activation."""
        first = calls[0]
        in_cycle = self.graph.is_inside_cycle(first)
        ends = first.caller.id, first.target.id
        if isinstance(first, ActivationLink):
            return Edge(
                *ends,
                ACTIVATION,
                first.sites,
                in_cycle,
                event=first.change,
                is_certain=first.is_certain,
                reason=first.reason,
            )
        sites = sorted(site_of(call.choice) for call in calls if isinstance(call, Call))
        too_deep = any(call in self._too_deep for call in calls)
        return Edge(*ends, first.kind, tuple(sites), in_cycle, too_deep)
