"""What the call graph says to a question: who depends on a campaign, how one reaches another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from campaignlint import marketo
from campaignlint.drawing.builder import spot_of
from campaignlint.drawing.diagram import Edge, Spot

if TYPE_CHECKING:
    from campaignlint.drawing.builder import Picture
    from campaignlint.graph.calls import CallGraph
    from campaignlint.model.calls import Call, CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance

By = Literal["any", "execute", "request"]
"""By which calls a way leads."""
KINDS: dict[By, CallKind | None] = {
    "any": None,
    "execute": marketo.EXECUTE_CAMPAIGN,
    "request": marketo.REQUEST_CAMPAIGN,
}


@dataclass(frozen=True, slots=True)
class UnsureCall:
    """A call by a name that several campaigns bear, the one in question among them."""

    caller: CampaignName
    kind: CallKind
    spot: Spot


@dataclass(frozen=True, slots=True)
class Dependents:
    """Who depends on a campaign, whether or not all of them are shown."""

    campaign: CampaignName
    by: By
    direct: int
    """How many campaigns call it."""
    executes: int
    """By how many Execute Campaign choices they do."""
    requests: int
    callers: int
    """How many campaigns reach it."""
    roots: int
    """How many of these nobody calls."""
    active_triggers: int
    """How many of the roots are active trigger campaigns."""
    scheduled_batches: int
    """How many of the roots are batch campaigns that recur."""
    programs: tuple[str, ...]
    """Of those that reach it."""
    workspaces: tuple[str, ...]
    unsure: tuple[UnsureCall, ...]
    without_flow: int
    """How many other campaigns were exported without their flow, and may call it, too."""
    is_complete: bool
    """Whether what is not in the export is not in Marketo either."""
    shown_below: CampaignName | None = None
    """Whose callees alone are shown; None for no such limit."""


def dependents(
    picture: Picture,
    campaign: SmartCampaign,
    by: By = "any",
    *,
    whole: CallGraph | None = None,
    root: SmartCampaign | None = None,
) -> Dependents:
    """Who depends on a campaign, by the calls of the picture's graph, or of a `whole` around it.

    `root` is the campaign to whose callees the picture is limited.
    """
    instance, graph = picture.instance, picture.graph if whole is None else whole
    calls = [call for call in graph.calls_in.get(campaign.id, ()) if call.caller.id != campaign.id]
    reaching = [each for each in graph.callers([campaign.id]) if each != campaign.id]
    callers = [graph.campaigns[each] for each in reaching]
    roots = [each for each in callers if graph.callers_of(each.id) <= {each.id}]
    names = [picture.name_of(each) for each in callers]
    return Dependents(
        campaign=picture.name_of(campaign),
        by=by,
        direct=len({call.caller.id for call in calls}),
        executes=sum(call.kind == marketo.EXECUTE_CAMPAIGN for call in calls),
        requests=sum(call.kind == marketo.REQUEST_CAMPAIGN for call in calls),
        callers=len(callers),
        roots=len(roots),
        active_triggers=sum(bool(each.has_triggers) and each.is_active for each in roots),
        scheduled_batches=sum(each.is_scheduled and not each.has_triggers for each in roots),
        programs=tuple(sorted({each.program for each in names if each.program})),
        workspaces=tuple(sorted({each.workspace for each in names if each.workspace})),
        unsure=tuple(_unsure(picture, campaign, by)),
        without_flow=len(instance.without_flow - {campaign.id}),
        is_complete=instance.is_complete,
        shown_below=None if root is None else picture.name_of(root),
    )


def _unsure(picture: Picture, campaign: SmartCampaign, by: By) -> list[UnsureCall]:
    found = []
    for reference in picture.instance.all_references:
        resolution = reference.resolution
        is_of_kind = KINDS[by] in (None, reference.kind)
        if is_of_kind and resolution.is_ambiguous and campaign in resolution.candidates:
            choices = reference.choice.step.data.step_choice or ()
            number = reference.choice.number if len(choices) > 1 else None
            caller = picture.name_of(reference.choice.campaign)
            spot = Spot(reference.choice.step.number, number)
            found.append(UnsureCall(caller, reference.kind, spot))
    return found


@dataclass(frozen=True, slots=True)
class Ways:
    """How one campaign reaches another: by each kind of calls a shortest way, () for none."""

    start: CampaignName
    end: CampaignName
    shortest: dict[By, tuple[Edge, ...]]
    """Each edge stands for one call."""


def ways(picture: Picture, start: SmartCampaign, end: SmartCampaign, by: By = "any") -> Ways:
    """How a campaign reaches another; by calls of one kind alone, where the graph has no others."""
    kinds: tuple[By, ...] = get_args(By) if by == "any" else (by,)
    shortest = {}
    for each in kinds:
        kind = KINDS[each]
        graph = picture.graph if kind is None or by != "any" else picture.graph.of_kind(kind)
        shortest[each] = tuple(map(_edge, graph.shortest_path(start.id, end.id)))
    return Ways(picture.name_of(start), picture.name_of(end), shortest)


def _edge(call: Call) -> Edge:
    return Edge(call.caller.id, call.target.id, call.kind, (spot_of(call),))


@dataclass(frozen=True, slots=True)
class Outside:
    """What of the export is in no call graph."""

    lone: int
    """Campaigns that neither call nor are called."""
    absent: int
    """Calls to what is not in the export."""
    ambiguous: int
    """Calls by a name that several campaigns bear."""
    without_flow: int
    """Campaigns that were exported without their flow."""


def outside(instance: Instance, in_graph: int) -> Outside:
    """What is not in the graph, which holds so many campaigns."""
    references = [each.resolution for each in instance.all_references]
    return Outside(
        lone=len(instance.campaigns) - in_graph,
        absent=sum(each.is_absent for each in references),
        ambiguous=sum(each.is_ambiguous for each in references),
        without_flow=len(instance.without_flow),
    )
