"""The call graph: which campaign executes or requests which, its cycles and its depth.

Everything here is linear in the number of calls, and nothing recurses: an instance may hold chains
and cycles of any length.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.graph.components import component_of, topological_order

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from campaignlint.model.calls import Call, CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance

_VISITS = 2_000_000
"""How many campaigns are visited to count those that reach a cycle, over all cycles."""
_FEWEST_VISITS = 100


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, or at least are where counting on would take too long."""

    number: int
    is_exact: bool = True

    def __str__(self) -> str:
        return f"{self.number:,}" if self.is_exact else f"more than {self.number:,}"


@dataclass(frozen=True, slots=True)
class Cycle:
    """A strongly connected component: campaigns that all reach each other by calls."""

    members: frozenset[int]
    entry: Call
    """The first call by which its campaign with the smallest id leads into it."""
    shortest: tuple[Call, ...]
    """The calls of a shortest cycle through that campaign, from it and back to it."""
    callers: Count
    """How many campaigns outside reach it."""


class CallGraph:
    """The calls of some kinds between campaigns, one edge for each choice."""

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
        """The same without the calls of the other kind."""
        return CallGraph(call for call in self.calls if call.kind == kind)

    def within(self, campaigns: Collection[int]) -> CallGraph:
        """The same between these campaigns alone."""
        return CallGraph(self.calls_within(campaigns))

    def calls_within(self, campaigns: Collection[int]) -> Iterator[Call]:
        """The calls that lead from one of these campaigns to one of them."""
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
        """Who calls a campaign directly."""
        return frozenset(call.caller.id for call in self.calls_in.get(campaign, ()))

    def callees_of(self, campaign: int) -> frozenset[int]:
        """Whom a campaign calls directly."""
        return frozenset(call.target.id for call in self.calls_out.get(campaign, ()))

    def callers(self, starts: Iterable[int], depth: int | None = None) -> dict[int, int]:
        """Who reaches one of these campaigns, and by how many calls at least; they by none.

        Nearest first, and no farther than `depth` calls, where that is given.
        """
        return _reached(starts, self.callers_of, depth)

    def callees(self, starts: Iterable[int], depth: int | None = None) -> dict[int, int]:
        """Whom one of these campaigns reaches, and by how many calls at least; see `callers`."""
        return _reached(starts, self.callees_of, depth)

    def around(self, start: int) -> dict[int, int]:
        """What hangs together with a campaign by calls in either direction, nearest first."""
        return _reached(
            [start], lambda campaign: self.callers_of(campaign) | self.callees_of(campaign)
        )

    def between(self, start: int, end: int) -> frozenset[int]:
        """The campaigns on the ways from one campaign to another, those two included.

        A way may pass a campaign twice, where there are cycles. Empty where no way leads there.
        """
        reached = self.callees([start])
        if end not in reached or (start == end and start not in self._component_of):
            return frozenset()
        return frozenset(reached.keys() & self.callers([end]).keys())

    def shortest_path(self, start: int, end: int) -> tuple[Call, ...]:
        """The calls of a shortest way of at least one call; () where no way leads there.

        Among equals it is the one whose calls come first in their flows.
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
        """The campaigns that hang together by calls in either direction; the largest first.

        Among equals the one with the smallest id comes first, as it does within each.
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
        """The campaigns that call others, and that none calls but themselves; by id."""
        return tuple(
            campaign
            for campaign in sorted(self.calls_out)
            if self.callers_of(campaign) <= {campaign}
        )

    @cached_property
    def _component_of(self) -> dict[int, int]:
        """The component of each campaign in a cycle, known by its smallest campaign id."""
        targets = {
            caller: [call.target.id for call in calls] for caller, calls in self.calls_out.items()
        }
        return component_of(targets)

    def is_inside_cycle(self, call: Call) -> bool:
        """Whether a call leads from a campaign to one that reaches it again."""
        component = self._component_of.get(call.caller.id)
        return component is not None and component == self._component_of.get(call.target.id)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """Every strongly connected component that has an edge inside, by its smallest id."""
        if not self.calls:
            return ()
        members: dict[int, set[int]] = {}
        for campaign, component in self._component_of.items():
            members.setdefault(component, set()).add(campaign)
        visits = max(_FEWEST_VISITS, _VISITS // max(1, len(members)))
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
        """Breadth first, as the flows run, so that the first call wins among equals."""
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
        """One whole chain for every call that leads from level `max_depth` one deeper.

        Calls inside a cycle do not count. A campaign that is not executable stands at level 0, an
        executable without a caller at level 1, and an executable called from level n at n + 1; it
        may stand at several levels. A chain begins at its root and ends with the call in question;
        among equals the callers with the smallest ids make it up.
        """
        max_depth = min(max_depth, len(self.campaigns))  # no chain without a cycle is longer
        levels = self._levels(max_depth)
        before: dict[tuple[int, int], Call | None] = {}
        for call in self.calls:
            if levels[call.caller.id] >> max_depth & 1 and not self.is_inside_cycle(call):
                yield self._chain_to(call, max_depth, levels, before)

    def _levels(self, max_depth: int) -> dict[int, int]:
        """The levels at which each campaign can stand, as bits; deeper ones are left out."""
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
        """The first call to a campaign from a caller that can stand at `level`."""
        for call in self.calls_in.get(campaign, ()):
            if levels[call.caller.id] >> level & 1 and not self.is_inside_cycle(call):
                return call
        return None


def _reached(
    starts: Iterable[int],
    neighbours: Callable[[int], Iterable[int]],
    depth: int | None = None,
) -> dict[int, int]:
    found = dict.fromkeys(starts, 0)
    queue = deque(found)
    while queue:
        campaign = queue.popleft()
        if found[campaign] == depth:
            break
        for neighbour in sorted(neighbours(campaign)):
            if neighbour not in found:
                found[neighbour] = found[campaign] + 1
                queue.append(neighbour)
    return found


def _back_to(start: int, last: Call, reached_by: dict[int, Call]) -> list[Call]:
    calls = [last]
    while calls[-1].caller.id != start:
        calls.append(reached_by[calls[-1].caller.id])
    return calls[::-1]


def execute_graph(instance: Instance) -> CallGraph:
    """The Execute Campaign calls that run: those to campaigns that are executable.

    A call to a campaign that is active, scheduled or a system's is a fault of its own and leads
    nowhere.
    """
    return _graph(instance, "execute graph", (marketo.EXECUTE_CAMPAIGN,), only_running=True)


def call_graph(instance: Instance) -> CallGraph:
    """Every Execute and Request Campaign call."""
    kinds: tuple[CallKind, ...] = (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
    return _graph(instance, "call graph", kinds, only_running=False)


def _graph(
    instance: Instance, name: str, kinds: tuple[CallKind, ...], *, only_running: bool
) -> CallGraph:
    graph = instance.derived.get(name)
    if not isinstance(graph, CallGraph):
        graph = CallGraph(
            call
            for campaign in instance.campaigns
            for call in campaign.calls_out
            if call.kind in kinds and (call.target.is_executable or not only_running)
        )
        instance.derived[name] = graph
    return graph
