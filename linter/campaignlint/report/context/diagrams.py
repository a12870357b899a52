"""Which parts of the call graph are drawn: findings of one neighbourhood share one picture."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from campaignlint.drawing.builder import Mark, Picture
from campaignlint.drawing.diagram import Diagram, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from campaignlint.engine.findings import RuleFinding
    from campaignlint.graph.calls import CallGraph
    from campaignlint.model.instance import Instance

MOST_DRAWN = 4_000
"""So many campaigns are drawn in all pictures together."""
_MOST_IN_ONE = 20
_LONGEST_CHAIN = 40
_CALLS_UP = 3
"""How far callers are drawn: Marketo runs so many levels of executables."""
_CALLS_DOWN = 2


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A part of the call graph, and the findings that it is drawn for."""

    diagram: Diagram
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagrams:
    """What is drawn, and for how many findings there is no room."""

    drawn: tuple[Neighbourhood, ...] = ()
    findings_left_out: int = 0


def draw(instance: Instance, findings: Sequence[RuleFinding]) -> Diagrams:
    """Diagrams of who calls whom around findings; those of the first ones, as far as there is room.

    A finding of a campaign that neither calls nor is called has none.
    """
    picture = Picture(instance, marks=_marks(findings))
    wanted: dict[_Around, list[str]] = defaultdict(list)
    for standing in findings:
        starts = tuple(each for each in _starts(standing) if each in picture.graph.campaigns)
        if starts:
            wanted[_around(picture.graph, starts)].append(standing.fingerprint)
    shared = _Shared()
    for around in sorted(wanted, key=lambda each: -len(each.members)):
        shared.add(around)
    drawn: dict[_Around, list[str]] = defaultdict(list)
    room, left_out = MOST_DRAWN, 0
    for around, fingerprints in wanted.items():
        whole = shared.holding(around)
        if whole not in drawn:
            if len(whole.members) > room:
                left_out += len(fingerprints)
                continue
            room -= len(whole.members)
        drawn[whole] += fingerprints
    return Diagrams(
        tuple(
            Neighbourhood(
                picture.diagram(around.members, left_out=LeftOut(campaigns=around.left_out)),
                tuple(fingerprints),
            )
            for around, fingerprints in drawn.items()
        ),
        left_out,
    )


def _marks(findings: Sequence[RuleFinding]) -> dict[int, Mark]:
    """The gravest finding of each campaign, which comes first, and how many there are."""
    named = [
        (campaign.id, each.severity)
        for each in findings
        if (campaign := each.finding.location.campaign) is not None
    ]
    counts = Counter(number for number, _ in named)
    return {number: Mark(severity, counts[number]) for number, severity in reversed(named)}


def _starts(standing: RuleFinding) -> Iterator[int]:
    """The campaigns that a finding is about: its own, and those of its chain or circle."""
    finding = standing.finding
    places = (finding.location, *(each.location for each in finding.chain))
    return iter(dict.fromkeys(each.campaign.id for each in places if each.campaign is not None))


@dataclass(frozen=True, slots=True)
class _Around:
    """Campaigns that are drawn together, and how many belong to them and are not drawn."""

    members: frozenset[int]
    left_out: int


def _around(graph: CallGraph, starts: tuple[int, ...]) -> _Around:
    """The campaigns themselves, and who reaches them or is reached; the nearest first."""
    callers = ((far, number) for number, far in graph.callers(starts, _CALLS_UP).items())
    callees = ((far, number) for number, far in graph.callees(starts, _CALLS_DOWN).items())
    nearest = dict.fromkeys((*starts, *(number for _, number in sorted((*callers, *callees)))))
    most = min(max(len(starts), _MOST_IN_ONE), _LONGEST_CHAIN)
    members = frozenset(islice(nearest, most))
    return _Around(members, len(nearest) - len(members))


class _Shared:
    """Parts of the graph, of which a larger one serves for all that it holds."""

    def __init__(self) -> None:
        self._holding: dict[int, list[_Around]] = defaultdict(list)

    def add(self, around: _Around) -> None:
        """Add one; the largest must come first."""
        if self._found(around) is None:
            for member in around.members:
                self._holding[member].append(around)

    def holding(self, around: _Around) -> _Around:
        """The first added one that holds all of its members."""
        return self._found(around) or around

    def _found(self, around: _Around) -> _Around | None:
        rarest = min(around.members, key=lambda member: len(self._holding[member]))
        for other in self._holding[rarest]:
            if around.members <= other.members:
                return other
        return None
