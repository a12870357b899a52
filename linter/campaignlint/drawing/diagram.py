"""A diagram: a part of the call graph as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from campaignlint.describe.sites import Site
    from campaignlint.model.calls import CallKind
    from campaignlint.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Node:
    """A campaign."""

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
    """The URL that it links to: https, or a fragment."""

    @property
    def path_text(self) -> str:
        """`Program > Campaign`."""
        return f"{self.program} > {self.name}" if self.program else self.name


@dataclass(frozen=True, slots=True)
class Edge:
    """The calls of one kind from one campaign to another."""

    source: int
    target: int
    kind: CallKind
    sites: tuple[Site, ...]
    """In the order of the flow."""
    in_cycle: bool = False
    """Whether its target reaches its source."""
    too_deep: bool = False
    """Whether it is part of a chain of executable campaigns that is too deep."""
    change: Literal["added", "removed"] | None = None
    """In a comparison: whether the calls are only in the new or only in the old state."""

    @property
    def label(self) -> str:
        """`step 2` or `steps 2, 4`; of many steps, only their number; of a change, which one."""
        if self.change is not None:
            return self.change
        steps = list(dict.fromkeys(site.step for site in self.sites))
        if len(steps) == 1:
            return f"step {steps[0]}"
        if len(steps) <= _MAX_STEPS:
            return f"steps {', '.join(map(str, steps))}"
        return f"{len(steps)} steps"


_MAX_STEPS = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The part of a diagram that did not fit."""

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
        """The number of choices that the edges consist of."""
        return sum(len(edge.sites) for edge in self.edges)
