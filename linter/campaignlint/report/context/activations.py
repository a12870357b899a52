"""The activations in an instance: loops, the changes with most effect, the largest cascades."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.describe.activations import describe_gaps
from campaignlint.describe.events import describe_events
from campaignlint.describe.sites import format_sites, site_of
from campaignlint.drawing.builder import DiagramBuilder
from campaignlint.drawing.cascades import CascadeSummary, draw_cascade, summarize_cascade
from campaignlint.drawing.diagram import ACTIVATION, Diagram, Edge
from campaignlint.drawing.labels import verb_of
from campaignlint.graph.activations import activation_graph, activation_loops
from campaignlint.graph.activations.cascades import cascades
from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.event_groups import event_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.graph.activations import Loop
    from campaignlint.graph.activations.cascades import Cascade
    from campaignlint.graph.activations.event_groups import EventGroup
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance

_MAX_LISTED = 20
"""Loops, and changes, that are described."""
_MAX_CASCADES = 10
_MAX_ENDS = 50
"""Campaigns of one change that are named, on each side."""
_MAX_CASCADE = 50
"""Campaigns of one cascade that are named."""


@dataclass(frozen=True, slots=True)
class RelatedCampaign:
    """A campaign in a list, and how it is related to the subject of the list."""

    campaign: CampaignName
    text: str
    """`at step 1`, `maybe (filter 2)`, `step 1 executes`; "" for nothing to say."""
    level: int = 0


@dataclass(frozen=True, slots=True)
class LoopFacts:
    """Campaigns that activate each other again and again."""

    campaigns: tuple[CampaignName, ...]
    is_certain: bool
    note: str
    """The reason that it is only possible, or its delay; "" if there is neither."""
    diagram: Diagram


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """Changes of one subject, the campaigns that cause them, and those that they activate."""

    change: str
    writers: tuple[RelatedCampaign, ...]
    omitted_writers: int
    activated: tuple[RelatedCampaign, ...]
    omitted_activated: int


@dataclass(frozen=True, slots=True)
class CascadeFacts:
    """The campaigns that follow an event from outside, each below what starts it."""

    summary: CascadeSummary
    campaigns: tuple[RelatedCampaign, ...]
    omitted: int


@dataclass(frozen=True, slots=True)
class ActivationFacts:
    """The activations of an instance; the most important ones first."""

    loops: tuple[LoopFacts, ...] = ()
    omitted_loops: int = 0
    changes: tuple[ChangeFacts, ...] = ()
    omitted_changes: int = 0
    cascades: tuple[CascadeFacts, ...] = ()
    omitted_cascades: int = 0
    gaps: str = ""
    """The limits of the activation graph in this export; "" if there are hardly any."""

    @property
    def is_empty(self) -> bool:
        return not (self.loops or self.changes or self.cascades or self.gaps)


def collect_activations(instance: Instance) -> ActivationFacts:
    """Collect the activations of an instance."""
    graph = activation_graph(instance)
    builder = DiagramBuilder(instance)
    loops = activation_loops(instance)
    changes = sorted(event_groups(graph), key=_size, reverse=True)
    shared = [change for change in changes if _size(change) > (1, 1)][:_MAX_LISTED]
    long_cascades = [cascade for cascade in cascades(graph) if len(cascade.steps) > 1]
    long_cascades.sort(key=lambda cascade: (-len(cascade.steps), str(cascade.root)))
    return ActivationFacts(
        loops=tuple(_loop(builder, loop) for loop in loops[:_MAX_LISTED]),
        omitted_loops=max(0, len(loops) - _MAX_LISTED),
        changes=tuple(map(_change, shared)),
        omitted_changes=len(changes) - len(shared),
        cascades=tuple(_cascade(builder, cascade) for cascade in long_cascades[:_MAX_CASCADES]),
        omitted_cascades=max(0, len(long_cascades) - _MAX_CASCADES),
        gaps=describe_gaps(instance),
    )


def _loop(builder: DiagramBuilder, loop: Loop) -> LoopFacts:
    edges = []
    for before, hop in zip((loop.hops[-1], *loop.hops), loop.hops, strict=False):
        writer, activated = hop.write.campaign, hop.listener.campaign
        change = describe_events(hop.event.subject, hop.write.name, [hop.event.value])
        sites = (site_of(hop.write.choice),)
        edges.append(
            Edge(
                writer.id,
                activated.id,
                ACTIVATION,
                sites,
                in_cycle=loop.is_certain,
                event=change,
                is_certain=loop.is_certain,
            )
        )
        running = before.listener.campaign
        if running is not writer:  # it executes the campaign with the step
            edges.append(Edge(running.id, writer.id, marketo.EXECUTE_CAMPAIGN, ()))
    ids = {end for edge in edges for end in (edge.source, edge.target)}
    return LoopFacts(
        campaigns=tuple(campaign.as_name().truncate() for campaign in loop.campaigns),
        is_certain=loop.is_certain,
        note=f"each round is slowed: {loop.slowed_by}" if loop.slowed_by else loop.reason,
        diagram=Diagram(
            nodes=tuple(builder.nodes(ids, {})),
            edges=tuple(sorted(edges, key=lambda edge: (edge.source, edge.target, edge.kind))),
        ),
    )


def _size(group: EventGroup) -> tuple[int, int]:
    return len(group.activated), len(group.writers)


def _change(group: EventGroup) -> ChangeFacts:
    writers = tuple(
        RelatedCampaign(
            writer.campaign.as_name().truncate(),
            f"at {format_sites(sorted(set(map(site_of, writer.choices))))}",
        )
        for writer in group.writers[:_MAX_ENDS]
    )
    activated = tuple(
        RelatedCampaign(
            campaign.as_name().truncate(),
            "" if verdict.certainty == Certainty.CERTAIN else f"maybe ({verdict.reason})",
        )
        for campaign, verdict in group.activated[:_MAX_ENDS]
    )
    return ChangeFacts(
        describe_events(group.subject, group.name, group.values),
        writers,
        max(0, len(group.writers) - _MAX_ENDS),
        activated,
        max(0, len(group.activated) - _MAX_ENDS),
    )


def _cascade(builder: DiagramBuilder, cascade: Cascade) -> CascadeFacts:
    diagram = draw_cascade(builder, cascade, max_campaigns=_MAX_CASCADE)
    names = {step.campaign.id: step.campaign.as_name().truncate() for step in cascade.steps}
    campaigns = tuple(
        RelatedCampaign(names[edge.target], _start(edge), level)
        for edge, level in _depth_first(diagram)
    )
    return CascadeFacts(summarize_cascade(cascade), campaigns, diagram.left_out.campaigns)


def _start(edge: Edge) -> str:
    """Return `step 1 executes`, `'Score' changes by +5 at step 2: maybe activates`."""
    words = f"{format_sites(edge.sites)} {verb_of(edge).active}".strip()
    details = ", ".join(filter(None, (edge.event, edge.reason)))
    return f"{words} ({details})" if details else words


def _depth_first(diagram: Diagram) -> Iterator[tuple[Edge, int]]:
    """Yield the edges of a tree, each followed by those below it, with their levels."""
    below: dict[int, list[Edge]] = defaultdict(list)
    for edge in diagram.edges:
        below[edge.source].append(edge)
    targets = {edge.target for edge in diagram.edges}
    stack = [(edge, 0) for edge in reversed(diagram.edges) if edge.source not in targets]
    seen: set[int] = set()
    while stack:
        edge, level = stack.pop()
        if edge.target not in seen:
            seen.add(edge.target)
            yield edge, level
            stack += [(each, level + 1) for each in reversed(below[edge.target])]
