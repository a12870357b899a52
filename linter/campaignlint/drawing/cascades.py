"""Diagrams of cascades, in which each campaign has the edge that first starts it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.describe.sites import site_of
from campaignlint.drawing.activations import describe_change
from campaignlint.drawing.diagram import ACTIVATION, Diagram, Edge, LeftOut, Node
from campaignlint.graph.activations.cascades import COUNTED_STEPS
from campaignlint.graph.activations.certainty import Certainty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from campaignlint.drawing.builder import DiagramBuilder
    from campaignlint.graph.activations.cascades import Cascade, CascadeStep

EVENT = -1
"""The id of the node for the event."""


@dataclass(frozen=True, slots=True)
class CascadeSummary:
    """The size of a cascade."""

    event: str
    campaigns: int
    depth: int
    """The number of activations from the event to the farthest campaign."""
    steps: Mapping[str, int]
    """The number of emails, alerts, syncs and webhooks in the flows, by flow step."""
    is_complete: bool
    """Whether all campaigns were followed."""


def summarize_cascade(cascade: Cascade, *, is_redacted: bool = False) -> CascadeSummary:
    """Return the size of a cascade."""
    return CascadeSummary(
        event=cascade.root.trigger if is_redacted else str(cascade.root),
        campaigns=len(cascade.steps),
        depth=cascade.depth,
        steps={name: cascade.counts[name] for name in COUNTED_STEPS if cascade.counts[name]},
        is_complete=cascade.is_complete,
    )


def draw_cascade(
    builder: DiagramBuilder,
    cascade: Cascade,
    *,
    max_campaigns: int | None = None,
    max_depth: int | None = None,
    is_redacted: bool = False,
) -> Diagram:
    """Return the diagram of the campaigns of a cascade that are nearest to the event."""
    near = [step for step in cascade.steps if max_depth is None or step.depth <= max_depth]
    drawn = near[:max_campaigns]
    ids = {step.campaign.id for step in drawn}
    name = cascade.root.trigger if is_redacted else str(cascade.root)
    return Diagram(
        nodes=(Node(EVENT, name, is_event=True), *builder.nodes(ids, _remarks(drawn))),
        edges=tuple(
            sorted(
                (_edge(step, ids, is_redacted=is_redacted) for step in drawn),
                key=lambda edge: (edge.source, edge.target),
            )
        ),
        left_out=LeftOut(campaigns=len(near) - len(drawn)),
    )


def _remarks(steps: Sequence[CascadeStep]) -> dict[int, str]:
    """Return the emails, alerts, syncs and webhooks by campaign: `2 Send Alert, Call Webhook`."""
    remarks = {}
    for step in steps:
        counts = Counter(each.name for each in step.campaign.steps(*COUNTED_STEPS))
        remarks[step.campaign.id] = ", ".join(
            name if number == 1 else f"{number} {name}" for name, number in counts.items()
        )
    return remarks


def _edge(step: CascadeStep, ids: set[int], *, is_redacted: bool) -> Edge:
    target = step.campaign.id
    is_certain = step.verdict.certainty == Certainty.CERTAIN
    reason = "" if is_certain or is_redacted else step.verdict.reason
    if step.cause is None:
        return Edge(EVENT, target, ACTIVATION, (), is_certain=is_certain, reason=reason)
    if step.call is not None:
        return Edge(step.cause.id, target, step.call.kind, (site_of(step.call.choice),))
    if step.write is None or step.event is None:
        raise AssertionError("an event, a call or a write starts each campaign of a cascade")
    sites = (site_of(step.write.choice),)
    writer = step.write.campaign.id
    source = writer if writer in ids else step.cause.id
    if step.event.kind == "request":
        return Edge(source, target, marketo.REQUEST_CAMPAIGN, sites)
    change = describe_change(
        step.event.subject, step.write.name, [step.event.value], is_redacted=is_redacted
    )
    return Edge(
        source, target, ACTIVATION, sites, event=change, is_certain=is_certain, reason=reason
    )
