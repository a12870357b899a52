"""The call graph: Execute Campaign and Request Campaign calls, their cycles and call chains.

Every function takes linear time in the number of calls, and none is recursive: call chains and
cycles may have any length.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint.graph.components import topological_order
from campaignlint.graph.directed import DirectedGraph
from campaignlint.model.calls import Call
from campaignlint.model.campaign import SmartCampaign

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from campaignlint.model.calls import CallKind
    from campaignlint.model.instance import Instance

_MAX_VISITS = 2_000_000
"""The maximum number of campaigns visited to count the callers of all cycles."""
_MIN_VISITS = 100
"""The number of campaigns that may always be visited to count the callers of one cycle."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of campaigns; a lower bound if counting all of them takes too long."""

    number: int
    is_exact: bool = True

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_exact else f"more than {self.number:,}"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A strongly connected component: campaigns that can all reach each other."""

    members: frozenset[int]
    entry: Call
    """The first call inside it by the campaign with the smallest id."""
    shortest: tuple[Call, ...]
    """The calls of a shortest cycle through that campaign, in order."""
    callers: Count
    """The number of campaigns outside it that reach it."""


class CallGraph(DirectedGraph[SmartCampaign, Call]):
    """Campaigns and the calls between them, one edge for each choice."""

    def of_kind(self, kind: CallKind) -> CallGraph:
        """Return the graph without the calls of the other kind."""
        return CallGraph(call for call in self.calls if call.kind == kind)

    def shortest_path(self, start: int, end: int) -> tuple[Call, ...]:
        """Return the calls of a shortest path of at least one call; () if there is none.

        Among equally short paths it is the one whose calls come first in their flows.
        """
        return self._shortest_path(start, end, self.campaigns)

    def _shortest_path(self, start: int, end: int, within: Container[int]) -> tuple[Call, ...]:
        reached_by: dict[int, Call] = {}
        queue = deque([start])
        while queue:
            for call in self.calls_out.get(queue.popleft(), ()):
                target = call.target.id
                if target == end:
                    return tuple(_path_to(call, start, reached_by))
                if target != start and target in within and target not in reached_by:
                    reached_by[target] = call
                    queue.append(target)
        return ()

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The strongly connected components that contain a cycle, by their smallest ids."""
        if not self.calls:
            return ()
        visits = max(_MIN_VISITS, _MAX_VISITS // max(1, len(self.cyclic)))
        return tuple(
            Cycle(
                members=members,
                entry=next(
                    call for call in self.calls_out[min(members)] if call.target.id in members
                ),
                shortest=self._shortest_path(min(members), min(members), members),
                callers=self._count_callers(members, visits),
            )
            for members in self.cyclic
        )

    def _count_callers(self, members: frozenset[int], visits: int) -> Count:
        seen: set[int] = set()
        queue = deque(sorted(members))
        while queue:
            for call in self.calls_in.get(queue.popleft(), ()):
                caller = call.caller.id
                if caller not in members and caller not in seen:
                    if len(seen) == visits:
                        return Count(visits, is_exact=False)
                    seen.add(caller)
                    queue.append(caller)
        return Count(len(seen))

    def chains_beyond(self, max_depth: int) -> Iterator[tuple[Call, ...]]:
        """Yield a call chain for each call from level `max_depth` to the next level.

        Calls inside a cycle do not count. A campaign that is not executable is at level 0, an
        executable campaign without callers at level 1, and one called from level n at level n + 1;
        it can be at several levels. The chain starts at an entry point and ends with the call;
        among several chains, the callers with the smallest ids are in it.
        """
        max_depth = min(max_depth, len(self.campaigns))  # no chain without a cycle is longer
        levels = self._levels(max_depth)
        before: dict[tuple[int, int], Call | None] = {}
        for call in self.calls:
            if levels[call.caller.id] >> max_depth & 1 and not self.is_inside_cycle(call):
                yield self._chain_to(call, max_depth, levels, before)

    def _levels(self, max_depth: int) -> dict[int, int]:
        """Return the levels of each campaign up to `max_depth`, as bits."""
        targets: dict[int, list[int]] = {}
        calls_in: dict[int, list[int]] = {}
        for call in self.calls:
            if not self.is_inside_cycle(call):
                targets.setdefault(call.caller.id, []).append(call.target.id)
                calls_in.setdefault(call.target.id, []).append(call.caller.id)
        mask = (1 << (max_depth + 1)) - 1
        levels: dict[int, int] = {}
        for campaign in topological_order(self.campaigns, targets):
            if not self.campaigns[campaign].is_executable:
                levels[campaign] = 1
            elif campaign not in calls_in:
                levels[campaign] = 2
            else:
                reached = 0
                for caller in calls_in[campaign]:
                    reached |= levels[caller] << 1
                levels[campaign] = reached & mask
        return levels

    def _chain_to(
        self,
        last: Call,
        level: int,
        levels: dict[int, int],
        before: dict[tuple[int, int], Call | None],
    ) -> tuple[Call, ...]:
        chain = [last]
        for above in range(level, 0, -1):
            campaign = chain[-1].caller.id
            if (campaign, above) not in before:
                before[campaign, above] = self._call_from(above - 1, campaign, levels)
            call = before[campaign, above]
            if call is None:
                break
            chain.append(call)
        return tuple(reversed(chain))

    def _call_from(self, level: int, campaign: int, levels: dict[int, int]) -> Call | None:
        """Return the first call to a campaign from a caller at `level`."""
        for call in self.calls_in.get(campaign, ()):
            if levels[call.caller.id] >> level & 1 and not self.is_inside_cycle(call):
                return call
        return None


def _path_to(last: Call, start: int, reached_by: dict[int, Call]) -> list[Call]:
    calls = [last]
    while calls[-1].caller.id != start:
        calls.append(reached_by[calls[-1].caller.id])
    return calls[::-1]


def execute_graph(instance: Instance) -> CallGraph:
    """Return the graph of Execute Campaign calls to executable campaigns."""
    return _graph(instance, "execute graph", lambda call: call.is_execution)


def call_graph(instance: Instance) -> CallGraph:
    """Return the graph of all Execute Campaign and Request Campaign calls."""
    return _graph(instance, "call graph", lambda _: True)


def _graph(instance: Instance, name: str, includes: Callable[[Call], bool]) -> CallGraph:
    graph = instance.derived.get(name)
    if not isinstance(graph, CallGraph):
        calls = (call for campaign in instance.campaigns for call in campaign.calls_out)
        graph = CallGraph(filter(includes, calls))
        instance.derived[name] = graph
    return graph
