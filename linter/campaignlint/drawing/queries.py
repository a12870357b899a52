"""Queries of the call graph: dependents of a campaign, and paths between campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from campaignlint import marketo
from campaignlint.describe.activations import other_references
from campaignlint.describe.sites import Site, site_of
from campaignlint.drawing.diagram import Edge

if TYPE_CHECKING:
    from campaignlint.describe.activations import OtherReference
    from campaignlint.drawing.builder import DiagramBuilder
    from campaignlint.graph.calls import CallGraph
    from campaignlint.model.calls import Call, CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance

By = Literal["any", "execute", "request"]
"""The kind of calls that a query follows."""
KINDS: dict[By, CallKind | None] = {
    "any": None,
    "execute": marketo.EXECUTE_CAMPAIGN,
    "request": marketo.REQUEST_CAMPAIGN,
}


@dataclass(frozen=True, slots=True)
class AmbiguousCall:
    """A call by a name that matches the campaign of a query and others."""

    caller: CampaignName
    kind: CallKind
    site: Site


@dataclass(frozen=True, slots=True)
class Dependents:
    """All campaigns that depend on a campaign, including those not drawn."""

    campaign: CampaignName
    by: By
    direct: int
    """The number of campaigns that call it."""
    executes: int
    """The number of Execute Campaign choices that call it."""
    requests: int
    callers: int
    """The number of campaigns that reach it."""
    entry_points: int
    """The number of entry points among them."""
    active_triggers: int
    """The number of active trigger campaigns among the entry points."""
    scheduled_batches: int
    """The number of recurring batch campaigns among the entry points."""
    programs: tuple[str, ...]
    """The programs of the campaigns that reach it."""
    workspaces: tuple[str, ...]
    ambiguous: tuple[AmbiguousCall, ...]
    references: tuple[OtherReference, ...]
    """Steps, triggers and filters that refer to it but do not run it."""
    without_flow: int
    """The number of other campaigns whose flow was not exported; they might call it."""
    is_complete: bool
    """Whether the export contains everything in the instance."""
    shown_below: CampaignName | None = None
    """The campaign whose callees the diagram is limited to."""


def find_dependents(
    builder: DiagramBuilder,
    graph: CallGraph,
    campaign: SmartCampaign,
    by: By = "any",
    *,
    root: SmartCampaign | None = None,
) -> Dependents:
    """Return the campaigns that depend on a campaign by the calls of a graph.

    `root` is the campaign whose callees the diagram is limited to.
    """
    instance = builder.instance
    calls = [call for call in graph.calls_in.get(campaign.id, ()) if call.caller.id != campaign.id]
    reaching = [number for number in graph.callers([campaign.id]) if number != campaign.id]
    callers = [graph.campaigns[number] for number in reaching]
    entry_points = [caller for caller in callers if graph.callers_of(caller.id) <= {caller.id}]
    names = [builder.name_of(caller) for caller in callers]
    return Dependents(
        campaign=builder.name_of(campaign),
        by=by,
        direct=len({call.caller.id for call in calls}),
        executes=sum(call.kind == marketo.EXECUTE_CAMPAIGN for call in calls),
        requests=sum(call.kind == marketo.REQUEST_CAMPAIGN for call in calls),
        callers=len(callers),
        entry_points=len(entry_points),
        active_triggers=sum(
            bool(entry_point.has_triggers) and entry_point.is_active for entry_point in entry_points
        ),
        scheduled_batches=sum(
            entry_point.is_scheduled and not entry_point.has_triggers
            for entry_point in entry_points
        ),
        programs=tuple(sorted({name.program for name in names if name.program})),
        workspaces=tuple(sorted({name.workspace for name in names if name.workspace})),
        ambiguous=tuple(_ambiguous_calls(builder, campaign, by)),
        references=other_references(campaign),
        without_flow=len(instance.without_flow - {campaign.id}),
        is_complete=instance.is_complete,
        shown_below=None if root is None else builder.name_of(root),
    )


def _ambiguous_calls(
    builder: DiagramBuilder, campaign: SmartCampaign, by: By
) -> list[AmbiguousCall]:
    calls = []
    for reference in builder.instance.references:
        resolution = reference.resolution
        is_of_kind = KINDS[by] in (None, reference.kind)
        if is_of_kind and resolution.is_ambiguous and campaign in resolution.candidates:
            caller = builder.name_of(reference.choice.campaign)
            calls.append(AmbiguousCall(caller, reference.kind, site_of(reference.choice)))
    return calls


@dataclass(frozen=True, slots=True)
class Paths:
    """A shortest path from one campaign to another by each kind of call, if there is one."""

    start: CampaignName
    end: CampaignName
    shortest: dict[By, tuple[Edge, ...]]
    """Each edge is one call."""


def find_paths(
    builder: DiagramBuilder,
    graph: CallGraph,
    start: SmartCampaign,
    end: SmartCampaign,
    by: By = "any",
) -> Paths:
    """Return the shortest paths from one campaign to another."""
    kinds: tuple[By, ...] = get_args(By) if by == "any" else (by,)
    shortest = {}
    for each in kinds:
        kind = KINDS[each]
        calls = graph if kind is None or by != "any" else graph.of_kind(kind)
        shortest[each] = tuple(map(_edge, calls.shortest_path(start.id, end.id)))
    return Paths(builder.name_of(start), builder.name_of(end), shortest)


def _edge(call: Call) -> Edge:
    return Edge(call.caller.id, call.target.id, call.kind, (site_of(call.choice),))


@dataclass(frozen=True, slots=True)
class Outside:
    """The parts of the export that are not in the call graph."""

    lone: int
    """Campaigns that neither call nor are called."""
    absent: int
    """Calls to campaigns that are not in the export."""
    ambiguous: int
    """Calls by a name that matches several campaigns."""
    without_flow: int
    """Campaigns that were exported without their flow."""


def count_outside(instance: Instance, in_graph: int) -> Outside:
    """Count the campaigns and calls that are not in a graph with this number of campaigns."""
    references = [reference.resolution for reference in instance.references]
    return Outside(
        lone=len(instance.campaigns) - in_graph,
        absent=sum(reference.is_absent for reference in references),
        ambiguous=sum(reference.is_ambiguous for reference in references),
        without_flow=len(instance.without_flow),
    )
