"""The parts of the call graph that are drawn; findings in one neighborhood share a diagram."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from campaignlint.drawing.builder import DiagramBuilder, FindingCount
from campaignlint.drawing.diagram import Diagram, LeftOut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.drawing.activations import AnyGraph
    from campaignlint.engine.findings import RuleFinding
    from campaignlint.model.instance import Instance

MAX_DRAWN = 4_000
"""The number of campaigns in all diagrams together."""
_MAX_MEMBERS = 20
_MAX_CHAIN = 40
_CALLER_LEVELS = 3
"""As many levels of executable campaigns as Marketo runs."""
_CALLEE_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """A part of the call graph, and the fingerprints of the findings that it is drawn for."""

    diagram: Diagram
    fingerprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagrams:
    """The neighborhoods, and the number of findings that have none because of the limit."""

    neighborhoods: tuple[Neighborhood, ...] = ()
    omitted_findings: int = 0


def draw(instance: Instance, findings: Sequence[RuleFinding]) -> Diagrams:
    """Draw callers and callees around findings, from the first finding on, up to the limit.

    A finding in a campaign without callers and callees has no diagram.
    """
    builder = DiagramBuilder(instance, marks=_marks(findings))
    fingerprints_by_members: dict[_Members, list[str]] = defaultdict(list)
    for each in findings:
        starts = tuple(
            campaign for campaign in _starts(each) if campaign in builder.graph.campaigns
        )
        if starts:
            fingerprints_by_members[_neighbors(builder.graph, starts)].append(each.fingerprint)
    supersets = _Supersets()
    for members in sorted(fingerprints_by_members, key=lambda each: -len(each.ids)):
        supersets.add(members)
    drawn: dict[_Members, list[str]] = defaultdict(list)
    room, omitted = MAX_DRAWN, 0
    for members, fingerprints in fingerprints_by_members.items():
        whole = supersets.find(members) or members
        if whole not in drawn:
            if len(whole.ids) > room:
                omitted += len(fingerprints)
                continue
            room -= len(whole.ids)
        drawn[whole] += fingerprints
    return Diagrams(
        tuple(
            Neighborhood(
                builder.diagram(members.ids, left_out=LeftOut(campaigns=members.omitted)),
                tuple(fingerprints),
            )
            for members, fingerprints in drawn.items()
        ),
        omitted,
    )


def _marks(findings: Sequence[RuleFinding]) -> dict[int, FindingCount]:
    """Return the severity of each campaign's first finding, and the number of its findings."""
    severities = [
        (campaign.id, finding.severity)
        for finding in findings
        if (campaign := finding.finding.location.campaign) is not None
    ]
    counts = Counter(campaign for campaign, _ in severities)
    return {
        campaign: FindingCount(severity, counts[campaign])
        for campaign, severity in reversed(severities)
    }


def _starts(rule_finding: RuleFinding) -> dict[int, None]:
    """Return the campaigns of a finding: its own, and those of its call chain or cycle."""
    finding = rule_finding.finding
    locations = (finding.location, *(related.location for related in finding.chain))
    return dict.fromkeys(
        location.campaign.id for location in locations if location.campaign is not None
    )


@dataclass(frozen=True, slots=True)
class _Members:
    """The campaigns of a neighborhood, and how many more belong to it."""

    ids: frozenset[int]
    omitted: int


def _neighbors(graph: AnyGraph, starts: tuple[int, ...]) -> _Members:
    """Return the campaigns with their callers and callees, the nearest first."""
    callers = ((far, number) for number, far in graph.callers(starts, _CALLER_LEVELS).items())
    callees = ((far, number) for number, far in graph.callees(starts, _CALLEE_LEVELS).items())
    nearest = dict.fromkeys((*starts, *(number for _, number in sorted((*callers, *callees)))))
    maximum = min(max(len(starts), _MAX_MEMBERS), _MAX_CHAIN)
    ids = frozenset(islice(nearest, maximum))
    return _Members(ids, len(nearest) - len(ids))


class _Supersets:
    """Finds a larger neighborhood that contains another one."""

    def __init__(self) -> None:
        self._containing: dict[int, list[_Members]] = defaultdict(list)

    def add(self, members: _Members) -> None:
        """Add one; the largest must come first."""
        if self.find(members) is None:
            for member in members.ids:
                self._containing[member].append(members)

    def find(self, members: _Members) -> _Members | None:
        """Return the first added one that contains all of these members."""
        rarest = min(members.ids, key=lambda member: len(self._containing[member]))
        for other in self._containing[rarest]:
            if members.ids <= other.ids:
                return other
        return None
