"""The call graph: which campaign executes or requests which, its cycles and its depth.

Everything here is linear in the number of calls, and nothing recurses: call chains and cycles may
have any length.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint.graph.components import component_of, topological_order

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from campaignlint.model.calls import Call, CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance

_MAX_VISITS = 2_000_000
"""The number of campaigns that are visited to count the callers of all cycles."""
_MIN_VISITS = 100
"""The number of campaigns that may be visited to count the callers of one cycle."""


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


class CallGraph:
    """Campaigns and the calls between them, one edge for each choice."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self.calls = tuple(calls)
        self.campaigns: dict[int, SmartCampaign] = {}
        self.calls_out: dict[int, list[Call]] = {}
        self.calls_in: dict[int, list[Call]] = {}
        for call in self.calls:
            caller, target = call.caller, call.target
            self.campaigns[caller.id] = caller
            self.campaigns[target.id] = target
            self.calls_out.setdefault(caller.id, []).append(call)
            self.calls_in.setdefault(target.id, []).append(call)

    def of_kind(self, kind: CallKind) -> CallGraph:
        """Return the graph without the calls of the other kind."""
        return CallGraph(call for call in self.calls if call.kind == kind)

    def within(self, campaigns: Collection[int]) -> CallGraph:
        """Return the graph with only the calls between these campaigns."""
        return CallGraph(self.calls_within(campaigns))

    def calls_within(self, campaigns: Collection[int]) -> Iterator[Call]:
        """Yield the calls between these campaigns."""
        for caller in sorted(campaigns):
            for call in self.calls_out.get(caller, ()):
                if call.target.id in campaigns:
                    yield call

    def with_end_in(self, campaigns: Collection[int]) -> CallGraph:
        """Return the calls from or to one of these campaigns."""
        return CallGraph(
            call
            for call in self.calls
            if call.caller.id in campaigns or call.target.id in campaigns
        )

    def callers_of(self, campaign: int) -> frozenset[int]:
        """Return the direct callers of a campaign."""
        return frozenset(call.caller.id for call in self.calls_in.get(campaign, ()))

    def callees_of(self, campaign: int) -> frozenset[int]:
        """Return the direct callees of a campaign."""
        return frozenset(call.target.id for call in self.calls_out.get(campaign, ()))

    def callers(self, starts: Iterable[int], depth: int | None = None) -> dict[int, int]:
        """Return the campaigns that reach one of these, with the length of the shortest path.

        The nearest come first, with these campaigns at length 0; none is farther than `depth`.
        """
        return _reached(starts, self.callers_of, depth)

    def callees(self, starts: Iterable[int], depth: int | None = None) -> dict[int, int]:
        """Return the campaigns reachable from one of these, like `callers`."""
        return _reached(starts, self.callees_of, depth)

    def around(self, start: int) -> dict[int, int]:
        """Return the connected component of a campaign, like `callers`."""
        return _reached(
            [start], lambda campaign: self.callers_of(campaign) | self.callees_of(campaign)
        )

    def between(self, start: int, end: int) -> frozenset[int]:
        """Return the campaigns on all paths from one campaign to another, including both.

        A path may contain a campaign twice if there are cycles. Empty if there is no path.
        """
        reached = self.callees([start])
        if end not in reached or (start == end and start not in self._component_of):
            return frozenset()
        return frozenset(reached.keys() & self.callers([end]).keys())

    def shortest_path(self, start: int, end: int) -> tuple[Call, ...]:
        """Return the calls of a shortest path of at least one call; () if there is none.

        Among equally short paths it is the one whose calls come first in their flows.
        """
        reached_by: dict[int, Call] = {}
        queue = deque([start])
        while queue:
            for call in self.calls_out.get(queue.popleft(), ()):
                target = call.target.id
                if target == end:
                    return tuple(_back_to(start, call, reached_by))
                if target != start and target not in reached_by:
                    reached_by[target] = call
                    queue.append(target)
        return ()

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """The connected components, the largest first, then by their smallest id.

        The campaigns of each are in the order of their ids.
        """
        found = []
        seen: set[int] = set()
        for start in sorted(self.campaigns):
            if start not in seen:
                component = self.around(start)
                seen.update(component)
                found.append(tuple(sorted(component)))
        return tuple(sorted(found, key=len, reverse=True))

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The campaigns that call others, and that no other campaign calls; by id."""
        return tuple(
            campaign
            for campaign in sorted(self.calls_out)
            if self.callers_of(campaign) <= {campaign}
        )

    @cached_property
    def _component_of(self) -> dict[int, int]:
        """The component of each campaign in a cycle, identified by its smallest campaign id."""
        targets = {
            caller: [call.target.id for call in calls] for caller, calls in self.calls_out.items()
        }
        return component_of(targets)

    def is_inside_cycle(self, call: Call) -> bool:
        """Return whether the target of a call can reach its caller again."""
        component = self._component_of.get(call.caller.id)
        return component is not None and component == self._component_of.get(call.target.id)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The strongly connected components that contain a cycle, by their smallest ids."""
        if not self.calls:
            return ()
        members: dict[int, set[int]] = {}
        for campaign, component in self._component_of.items():
            members.setdefault(component, set()).add(campaign)
        visits = max(_MIN_VISITS, _MAX_VISITS // max(1, len(members)))
        return tuple(
            Cycle(
                members=frozenset(members[smallest]),
                entry=next(
                    call for call in self.calls_out[smallest] if call.target.id in members[smallest]
                ),
                shortest=self._shortest_cycle(smallest, members[smallest]),
                callers=self._count_callers(members[smallest], visits),
            )
            for smallest in sorted(members)
        )

    def _shortest_cycle(self, start: int, members: set[int]) -> tuple[Call, ...]:
        """Return a shortest cycle; among equals, the one whose calls come first."""
        reached_by: dict[int, Call] = {}
        queue = deque([start])
        while queue:
            for call in self.calls_out[queue.popleft()]:
                target = call.target.id
                if target == start:
                    return tuple(_back_to(start, call, reached_by))
                if target in members and target not in reached_by:
                    reached_by[target] = call
                    queue.append(target)
        raise AssertionError("a strongly connected component has a cycle through each member")

    def _count_callers(self, members: set[int], visits: int) -> Count:
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
        wanted = (1 << (max_depth + 1)) - 1
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
                levels[campaign] = reached & wanted
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


def _reached(
    starts: Iterable[int],
    neighbors: Callable[[int], Iterable[int]],
    depth: int | None = None,
) -> dict[int, int]:
    found = dict.fromkeys(starts, 0)
    queue = deque(found)
    while queue:
        campaign = queue.popleft()
        if found[campaign] == depth:
            break
        for neighbor in sorted(neighbors(campaign)):
            if neighbor not in found:
                found[neighbor] = found[campaign] + 1
                queue.append(neighbor)
    return found


def _back_to(start: int, last: Call, reached_by: dict[int, Call]) -> list[Call]:
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
