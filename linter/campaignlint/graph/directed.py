"""Directed graphs whose nodes have ids: campaigns and the calls between them, for example.

Every function takes linear time in the number of edges, and none is recursive: paths and cycles
may have any length.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from campaignlint.graph.components import component_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


class Edge(Protocol):
    """An edge from a caller to a target."""

    @property
    def caller(self) -> Any: ...
    @property
    def target(self) -> Any: ...


NodeT_co = TypeVar("NodeT_co", bound=_HasId, covariant=True)
EdgeT_co = TypeVar("EdgeT_co", bound=Edge, covariant=True)


class DirectedGraph(Generic[NodeT_co, EdgeT_co]):
    """Nodes, by convention campaigns, and the edges between them, by convention calls."""

    def __init__(self, calls: Iterable[EdgeT_co]) -> None:
        self.calls = tuple(calls)
        self.campaigns: dict[int, NodeT_co] = {}
        self.calls_out: dict[int, list[EdgeT_co]] = {}
        self.calls_in: dict[int, list[EdgeT_co]] = {}
        for call in self.calls:
            caller, target = call.caller, call.target
            self.campaigns[caller.id] = caller
            self.campaigns[target.id] = target
            self.calls_out.setdefault(caller.id, []).append(call)
            self.calls_in.setdefault(target.id, []).append(call)

    def within(self, campaigns: Collection[int]) -> Self:
        """Return the graph with only the calls between these campaigns."""
        return type(self)(self.calls_within(campaigns))

    def calls_within(self, campaigns: Collection[int]) -> Iterator[EdgeT_co]:
        """Yield the calls between these campaigns."""
        for caller in sorted(campaigns):
            for call in self.calls_out.get(caller, ()):
                if call.target.id in campaigns:
                    yield call

    def with_end_in(self, campaigns: Collection[int]) -> Self:
        """Return the calls from or to one of these campaigns."""
        return type(self)(
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
        return _search(starts, self.callers_of, depth)

    def callees(self, starts: Iterable[int], depth: int | None = None) -> dict[int, int]:
        """Return the campaigns reachable from one of these, like `callers`."""
        return _search(starts, self.callees_of, depth)

    def connected_to(self, start: int) -> dict[int, int]:
        """Return the connected component of a campaign, like `callers`."""
        return _search(
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

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """The connected components, the largest first, then by their smallest id.

        The campaigns of each are in the order of their ids.
        """
        found = []
        seen: set[int] = set()
        for start in sorted(self.campaigns):
            if start not in seen:
                component = self.connected_to(start)
                seen.update(component)
                found.append(tuple(sorted(component)))
        return tuple(sorted(found, key=len, reverse=True))

    @cached_property
    def entry_points(self) -> tuple[int, ...]:
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

    @cached_property
    def cyclic(self) -> tuple[frozenset[int], ...]:
        """The strongly connected components that contain a cycle, by their smallest ids."""
        members: dict[int, set[int]] = {}
        for campaign, component in self._component_of.items():
            members.setdefault(component, set()).add(campaign)
        return tuple(frozenset(members[smallest]) for smallest in sorted(members))

    def is_inside_cycle(self, call: Edge) -> bool:
        """Return whether the target of a call can reach its caller again."""
        component = self._component_of.get(call.caller.id)
        return component is not None and component == self._component_of.get(call.target.id)


def _search(
    starts: Iterable[int],
    neighbors: Callable[[int], Iterable[int]],
    depth: int | None = None,
) -> dict[int, int]:
    """Search breadth first; a node with a negative id (a hub) does not add to the length."""
    distances = dict.fromkeys(starts, 0)
    queue = deque(distances)
    while queue:
        node = queue.popleft()
        if distances[node] == depth:
            break
        for neighbor in sorted(neighbors(node)):
            beyond = sorted(neighbors(neighbor)) if neighbor < 0 else ()
            for each in (neighbor, *beyond):
                if each not in distances:
                    distances[each] = distances[node] + 1
                    if each >= 0:
                        queue.append(each)
    return distances
