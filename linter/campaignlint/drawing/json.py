"""A diagram as JSON, version 1, for programs; its JSON Schema is made from the same classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campaignlint.drawing.queries import By  # noqa: TC001 - msgspec asks for them
from campaignlint.json_documents import Campaign, Count, Number, Part, Tool
from campaignlint.loading.export_schema import DIALECT
from campaignlint.model.finding import Severity  # noqa: TC001
from campaignlint.text import escape_marked_ci_commands

if TYPE_CHECKING:
    from campaignlint.drawing import diagram as model
    from campaignlint.drawing import queries as answers
    from campaignlint.model.finding import CampaignName

VERSION: Literal[1] = 1
Kind = Literal["Execute Campaign", "Request Campaign"]


class Node(Campaign):
    executable: bool
    active: bool
    trigger: Annotated[bool, Meta(description="Whether triggers start it.")]
    batch: Annotated[bool, Meta(description="Whether it runs over a list.")]
    severity: Annotated[
        Severity | None,
        Meta(description="Of its gravest finding; null for none, and without --findings."),
    ]
    findings: Count
    focus: Annotated[bool, Meta(description="Whether it is what was asked about.")]
    more_callers: Annotated[Count, Meta(description="Campaigns that call it and are not here.")]
    more_callees: Annotated[Count, Meta(description="Campaigns that it calls and are not here.")]


class SymbolicLocation(Part):
    """Where in the caller's flow a call stands."""

    step: Number
    choice: Annotated[Number | None, Meta(description="Null where the step has one choice alone.")]


class Call(
    Part, rename={"source": "from", "target": "to", "in_cycle": "inCycle", "too_deep": "tooDeep"}
):
    """The calls of one kind from one campaign to another."""

    source: Annotated[int, Meta(description="The caller's id.")]
    target: Annotated[int, Meta(description="The id of the campaign that is called.")]
    kind: Kind
    places: list[SymbolicLocation]
    in_cycle: bool
    too_deep: Annotated[
        bool,
        Meta(description="Whether it is part of a chain that is deeper than Marketo runs."),
    ]


class UnsureCall(Part):
    """A call by a name that several campaigns bear."""

    caller: Campaign
    kind: Kind
    place: SymbolicLocation


class Callers(Part):
    """The answer to `--callers`; whole, whatever --depth and --root show."""

    campaign: Campaign
    direct: Annotated[Count, Meta(description="Campaigns that call it.")]
    execute_calls: Count
    request_calls: Count
    all: Annotated[Count, Meta(description="Campaigns that reach it.")]
    roots: Annotated[Count, Meta(description="Those of them that nobody calls.")]
    active_triggers: Annotated[Count, Meta(description="Roots that are active trigger campaigns.")]
    scheduled_batches: Annotated[Count, Meta(description="Roots that are scheduled batches.")]
    programs: list[str]
    workspaces: list[str]
    unsure_calls: Annotated[
        list[UnsureCall], Meta(description="Calls that may mean it or another campaign.")
    ]
    without_flow: Annotated[
        Count, Meta(description="Campaigns exported without their flow, which may call it, too.")
    ]
    complete: Annotated[
        bool, Meta(description="Whether what is not in the export is not in Marketo either.")
    ]


class Ways(Part):
    """The answer to `--path`: a shortest way, by kind of call; empty for no way."""

    start: Campaign = msgspec.field(name="from")
    end: Campaign = msgspec.field(name="to")
    shortest: dict[By, list[Call]]


class Outside(Part):
    """What of the export is in no call graph."""

    lone_campaigns: Annotated[Count, Meta(description="They neither call nor are called.")]
    absent_targets: Annotated[Count, Meta(description="Calls to what is not in the export.")]
    ambiguous_targets: Annotated[
        Count, Meta(description="Calls by a name that several campaigns bear.")
    ]
    without_flow: Annotated[Count, Meta(description="Campaigns exported without their flow.")]


class Graph(Part):
    version: Literal[1]
    tool: Tool
    campaigns: Annotated[list[Node], Meta(description="By id.")]
    calls: Annotated[list[Call], Meta(description="By caller, target and kind.")]
    outside: Outside
    callers: Callers | None = None
    path: Ways | None = None


def render(
    diagram: model.Diagram,
    outside: answers.Outside,
    *,
    version: str,
    dependents: answers.Dependents | None = None,
    ways: answers.Ways | None = None,
) -> str:
    """The diagram as JSON text; `version` is the tool's own."""
    document = Graph(
        version=VERSION,
        tool=Tool(name="campaignlint", version=version),
        campaigns=[_node(node) for node in diagram.nodes],
        calls=[_call(edge) for edge in diagram.edges],
        outside=Outside(
            lone_campaigns=outside.lone,
            absent_targets=outside.absent,
            ambiguous_targets=outside.ambiguous,
            without_flow=outside.without_flow,
        ),
        callers=None if dependents is None else _callers(dependents),
        path=None if ways is None else _ways(ways),
    )
    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    return f"{escape_marked_ci_commands(text)}\n"


def graph_schema() -> dict[str, Any]:
    """The schema, as plain data."""
    schema = msgspec.json.schema(Graph)
    return {"$schema": DIALECT, "title": "A call graph of campaignlint, version 1", **schema}


def _node(node: model.Node) -> Node:
    return Node(
        id=node.id,
        name=node.name,
        program=node.program,
        workspace=node.workspace,
        executable=node.is_executable,
        active=node.is_active,
        trigger=node.is_trigger,
        batch=node.is_batch,
        severity=node.severity,
        findings=node.findings,
        focus=node.is_focus,
        more_callers=node.more_callers,
        more_callees=node.more_callees,
    )


def _call(edge: model.Edge) -> Call:
    return Call(
        source=edge.source,
        target=edge.target,
        kind=edge.kind,
        places=list(map(_place, edge.spots)),
        in_cycle=edge.in_cycle,
        too_deep=edge.too_deep,
    )


def _place(spot: model.Spot) -> SymbolicLocation:
    return SymbolicLocation(step=spot.step, choice=spot.choice)


def _callers(found: answers.Dependents) -> Callers:
    return Callers(
        campaign=_campaign(found.campaign),
        direct=found.direct,
        execute_calls=found.executes,
        request_calls=found.requests,
        all=found.callers,
        roots=found.roots,
        active_triggers=found.active_triggers,
        scheduled_batches=found.scheduled_batches,
        programs=list(found.programs),
        workspaces=list(found.workspaces),
        unsure_calls=[
            UnsureCall(caller=_campaign(each.caller), kind=each.kind, place=_place(each.spot))
            for each in found.unsure
        ],
        without_flow=found.without_flow,
        complete=found.is_complete,
    )


def _ways(found: answers.Ways) -> Ways:
    return Ways(
        start=_campaign(found.start),
        end=_campaign(found.end),
        shortest={by: list(map(_call, edges)) for by, edges in found.shortest.items()},
    )


def _campaign(name: CampaignName) -> Campaign:
    return Campaign(id=name.id, name=name.name, program=name.program, workspace=name.workspace)
