"""A part of the call graph as it is drawn: plain frozen data, the same for the same export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    """Of its worst finding."""
    findings: int = 0
    is_focus: bool = False
    """Whether the picture is about this campaign."""
    more_callers: int = 0
    """How many campaigns that call it are not in the picture."""
    more_callees: int = 0
    """How many campaigns that it calls are not in the picture."""
    link: str | None = None
    """Where a click leads. Only addresses of https: and fragments ("#...") are ever written."""

    @property
    def path_text(self) -> str:
        """`Program > Campaign`."""
        return f"{self.program} > {self.name}" if self.program else self.name


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the caller's flow a call stands; the choice where the step has several."""

    step: int
    choice: int | None = None

    def __str__(self) -> str:
        if self.choice is None:
            return f"flow step {self.step}"
        return f"flow step {self.step} > choice {self.choice}"


@dataclass(frozen=True, slots=True)
class Edge:
    """The calls of one kind from one campaign to another."""

    source: int
    target: int
    kind: CallKind
    spots: tuple[Spot, ...]
    """In the flow's order."""
    in_cycle: bool = False
    """Whether its target reaches its source again."""
    too_deep: bool = False
    """Whether it is part of a chain of executables that is deeper than Marketo runs."""

    @property
    def label(self) -> str:
        """`step 2`, `steps 2, 4`; of many their number alone."""
        steps = list(dict.fromkeys(spot.step for spot in self.spots))
        if len(steps) == 1:
            return f"step {steps[0]}"
        if len(steps) <= _STEPS_NAMED:
            return f"steps {', '.join(map(str, steps))}"
        return f"{len(steps)} steps"


_STEPS_NAMED = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What belongs to the picture and is not in it, for want of room."""

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
        """How many choices make up the edges."""
        return sum(len(edge.spots) for edge in self.edges)
