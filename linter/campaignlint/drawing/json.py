"""A diagram as JSON, version 1, and its JSON Schema.

The fields are converted from those with the same names in `diagram` and `queries`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campaignlint import __version__
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.drawing.queries import By  # noqa: TC001 - fields of structs
from campaignlint.json_documents import (
    Campaign,
    Count,
    Number,
    Part,
    Tool,
    convert,
    document_text,
    schema_of,
)
from campaignlint.model.finding import Severity  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.drawing import diagram as model
    from campaignlint.drawing import queries
    from campaignlint.drawing.cascades import CascadeSummary

Kind = Literal["Execute Campaign", "Request Campaign"]


class Node(Campaign):
    is_executable: bool = msgspec.field(name="executable")
    is_active: bool = msgspec.field(name="active")
    is_trigger: Annotated[bool, Meta(description="Whether triggers start it.")] = msgspec.field(
        name="trigger"
    )
    is_batch: Annotated[bool, Meta(description="Whether it runs over a list.")] = msgspec.field(
        name="batch"
    )
    severity: Annotated[
        Severity | None,
        Meta(description="Of its most severe finding; null for none, and without --findings."),
    ]
    findings: Count
    is_focus: Annotated[bool, Meta(description="Whether the query is about it.")] = msgspec.field(
        name="focus"
    )
    more_callers: Annotated[Count, Meta(description="Callers that are not listed here.")]
    more_callees: Annotated[Count, Meta(description="Callees that are not listed here.")]


class Place(Part):
    """The position of a call in the caller's flow."""

    step: Number
    choice: Annotated[Number | None, Meta(description="Null if the step has only one choice.")]


class Call(Part):
    """The calls of one kind from one campaign to another."""

    source: Annotated[int, Meta(description="The caller's id.")] = msgspec.field(name="from")
    target: Annotated[int, Meta(description="The callee's id.")] = msgspec.field(name="to")
    kind: Kind
    sites: list[Place] = msgspec.field(name="places")
    in_cycle: bool
    too_deep: Annotated[
        bool,
        Meta(description="Whether it is part of a chain that is deeper than Marketo runs."),
    ]


class AmbiguousCall(Part):
    """A call by a name that matches several campaigns."""

    caller: Campaign
    kind: Kind
    site: Place = msgspec.field(name="place")


class OtherReference(Part):
    place: Annotated[str, Meta(description="The asset path, such as A > B > flow step 1.")]
    text: Annotated[str, Meta(description="Such as Remove from Flow; empty if redacted.")]


class Callers(Part):
    """The result of `--callers`; complete, whatever --depth and --root show."""

    campaign: Campaign
    direct: Annotated[Count, Meta(description="Campaigns that call it.")]
    executes: Count = msgspec.field(name="executeCalls")
    requests: Count = msgspec.field(name="requestCalls")
    callers: Annotated[Count, Meta(description="Campaigns that reach it.")] = msgspec.field(
        name="all"
    )
    entry_points: Annotated[Count, Meta(description="Those of them that no campaign calls.")] = (
        msgspec.field(name="roots")
    )
    active_triggers: Annotated[Count, Meta(description="Roots that are active trigger campaigns.")]
    scheduled_batches: Annotated[Count, Meta(description="Roots that are scheduled batches.")]
    programs: list[str]
    workspaces: list[str]
    ambiguous: Annotated[
        list[AmbiguousCall], Meta(description="Calls that may mean it or another campaign.")
    ] = msgspec.field(name="ambiguousCalls")
    references: Annotated[
        list[OtherReference],
        Meta(description="Steps, triggers and filters that refer to it but do not run it."),
    ] = msgspec.field(name="alsoReferencedBy")
    without_flow: Annotated[
        Count, Meta(description="Campaigns exported without their flow, which may call it, too.")
    ]
    is_complete: Annotated[
        bool, Meta(description="Whether the export contains everything in the instance.")
    ] = msgspec.field(name="complete")


class Paths(Part):
    """The result of `--path`: a shortest path by kind of call; empty for none."""

    start: Campaign = msgspec.field(name="from")
    end: Campaign = msgspec.field(name="to")
    shortest: dict[By, list[Call]]


class Writer(Part):
    """A campaign whose own steps cause a change."""

    campaign: Annotated[int, Meta(description="Its id.")]
    places: list[Place]
    is_certain: Annotated[
        bool, Meta(description="Whether everyone in the flow reaches one of them.")
    ] = msgspec.field(name="certain")
    reason: Annotated[str, Meta(description="The first reason why it is only possible.")]


class Activated(Part):
    campaign: Annotated[int, Meta(description="Its id.")]
    is_certain: bool = msgspec.field(name="certain")
    reason: str


class Change(Part):
    """Changes that activate the same campaigns."""

    change: Annotated[str, Meta(description="Such as: 'Lead Status' is set to 'Open'.")]
    writers: list[Writer]
    activated: list[Activated]


class Activations(Part):
    """The result of `--activations` or `--from`, without requests, which are calls."""

    changes: list[Change]
    gaps: Annotated[str, Meta(description="What is not known; empty if that is little.")]


class Cascade(Part):
    """The result of `--from`; complete, whatever --depth shows."""

    event: str
    campaigns: Count
    depth: Annotated[
        Count, Meta(description="Activations from the event to the farthest campaign.")
    ]
    steps: Annotated[
        dict[str, int],
        Meta(description="How often the flows send emails and alerts, sync and call webhooks."),
    ]
    is_complete: Annotated[
        bool, Meta(description="False if there were too many campaigns to follow all.")
    ] = msgspec.field(name="complete")


class Outside(Part):
    """The parts of the export that are not in the call graph."""

    lone: Annotated[Count, Meta(description="They neither call nor are called.")] = msgspec.field(
        name="loneCampaigns"
    )
    absent: Annotated[Count, Meta(description="Calls to what is not in the export.")] = (
        msgspec.field(name="absentTargets")
    )
    ambiguous: Annotated[
        Count, Meta(description="Calls by a name that matches several campaigns.")
    ] = msgspec.field(name="ambiguousTargets")
    without_flow: Annotated[Count, Meta(description="Campaigns exported without their flow.")]


class Graph(Part):
    version: Literal[1]
    tool: Tool
    campaigns: Annotated[list[Node], Meta(description="By id.")]
    calls: Annotated[list[Call], Meta(description="By caller, target and kind.")]
    outside: Outside
    callers: Callers | None = None
    path: Paths | None = None
    activations: Activations | None = None
    cascade: Cascade | None = None


def render(
    diagram: model.Diagram,
    outside: queries.Outside,
    *,
    version: str = __version__,
    dependents: queries.Dependents | None = None,
    paths: queries.Paths | None = None,
    gaps: str | None = None,
    cascade: CascadeSummary | None = None,
) -> str:
    """Render the diagram as JSON; `version` is that of campaignlint.

    `gaps` describes unknown activations; None if no activations are drawn.
    """
    document = Graph(
        version=1,
        tool=Tool("campaignlint", version),
        campaigns=convert(diagram.campaigns, list[Node]),
        calls=convert([edge for edge in diagram.edges if edge.kind != ACTIVATION], list[Call]),
        outside=convert(outside, Outside),
        callers=convert(dependents, Callers | None),
        path=convert(paths, Paths | None),
        cascade=convert(cascade, Cascade | None),
        activations=None if gaps is None else Activations(list(_changes(diagram)), gaps),
    )
    return document_text(document)


def _changes(diagram: model.Diagram) -> Iterator[Change]:
    """Yield the changes of a diagram, those with a node first."""
    names = {node.id: node.name for node in diagram.nodes if node.is_event}
    changes: dict[object, Change] = {number: Change(names[number], [], []) for number in names}
    for edge in diagram.edges:
        if edge.kind != ACTIVATION:
            continue
        writer = Writer(edge.source, convert(edge.sites, list[Place]), edge.is_certain, edge.reason)
        activated = Activated(edge.target, edge.is_certain, edge.reason)
        if edge.target in names:
            changes[edge.target].writers.append(writer)
        elif edge.source in names:
            changes[edge.source].activated.append(activated)
        else:
            key = (edge.source, edge.event)
            changes.setdefault(key, Change(edge.event, [writer], [])).activated.append(activated)
    yield from changes.values()


def graph_schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    return schema_of(Graph, "A call graph of campaignlint, version 1")
