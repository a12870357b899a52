"""The nodes and edges of a diagram: data that the formats render."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from campaignlint.model.calls import CallKind

if TYPE_CHECKING:
    from campaignlint.describe.sites import Site
    from campaignlint.model.finding import Severity

ACTIVATION: Literal["activation"] = "activation"
"""The kind of edges that are not calls: a change activates a campaign."""
EdgeKind = CallKind | Literal["activation"]


@dataclass(frozen=True, slots=True)
class Node:
    """A campaign, or an event that activates campaigns."""

    id: int
    name: str
    program: str | None = None
    workspace: str | None = None
    is_executable: bool = False
    is_active: bool = False
    is_trigger: bool = False
    is_batch: bool = False
    severity: Severity | None = None
    """The severity of its most severe finding."""
    findings: int = 0
    is_focus: bool = False
    """Whether this campaign is selected."""
    more_callers: int = 0
    """The number of callers that are not in the diagram."""
    more_callees: int = 0
    """The number of callees that are not in the diagram."""
    link: str | None = None
    """The URL of a link: https, or a fragment."""
    is_event: bool = False
    """Whether it is an event; then its name describes it and its id is negative."""
    remark: str = ""
    """The emails, alerts, syncs and webhooks in a cascade: `2 Send Alert, Call Webhook`."""

    @property
    def path_text(self) -> str:
        """`Program > Campaign`."""
        return f"{self.program} > {self.name}" if self.program else self.name


@dataclass(frozen=True, slots=True)
class Edge:
    """The calls of one kind from one campaign to another, or an activation."""

    source: int
    target: int
    kind: EdgeKind
    sites: tuple[Site, ...]
    """In the order of the flow; () for an activation by an event."""
    in_cycle: bool = False
    """Whether its target reaches its source."""
    too_deep: bool = False
    """Whether it is part of a chain of executable campaigns that is too deep."""
    change: Literal["added", "removed"] | None = None
    """The change of the calls between two states that are compared."""
    event: str = ""
    """The change that activates the target; "" for calls, and from or to an event."""
    is_certain: bool = True
    """Whether an activation is certain."""
    reason: str = ""
    """The first reason why it is only possible."""

    @property
    def label(self) -> str:
        """`step 2, choice 1` or `steps 2, 4`; of many steps, only their number.

        In a comparison, `added` or `removed`. For an activation, with the start of its event, and
        `maybe` if it is not certain.
        """
        if self.change is not None:
            return self.change
        event = self.event
        if len(event) > _MAX_EVENT:
            event = f"{event[:_MAX_EVENT]}…"
        maybe = "" if self.is_certain else "maybe"
        return ": ".join(filter(None, (_sites_label(self.sites), event, maybe)))


_MAX_STEPS = 3
_MAX_EVENT = 40
"""The maximum number of characters of an event in a label."""


def _sites_label(sites: tuple[Site, ...]) -> str:
    steps = list(dict.fromkeys(site.step for site in sites))
    if len(steps) > _MAX_STEPS:
        return f"{len(steps)} steps"
    if len(steps) != 1:
        return f"steps {', '.join(map(str, steps))}" if steps else ""
    choices = [str(site.choice) for site in sites if site.choice is not None]
    if len(choices) > _MAX_STEPS:
        return f"step {steps[0]}, {len(choices)} choices"
    word = "choice" if len(choices) == 1 else "choices"
    return f"step {steps[0]}, {word} {', '.join(choices)}" if choices else f"step {steps[0]}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The numbers of campaigns and calls that are not drawn."""

    campaigns: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Diagram:
    """Campaigns and the calls between them."""

    nodes: tuple[Node, ...]
    """By id."""
    edges: tuple[Edge, ...]
    """By source, target and kind. Both ends of each are among the nodes."""
    left_out: LeftOut = LeftOut()

    @property
    def calls(self) -> int:
        """The number of choices with a call."""
        return sum(len(edge.sites) for edge in self.edges if edge.kind != ACTIVATION)

    @property
    def changes(self) -> int:
        """The number of changes that activate campaigns."""
        events = sum(node.is_event for node in self.nodes)
        return events + len({(edge.source, edge.event) for edge in self.edges if edge.event})

    @property
    def campaigns(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if not node.is_event)
