"""References between smart lists by Member of Smart List filters: cycles and chains.

Filters name a smart list as flow steps name a campaign: `Program.List`, or by its bare name. Only
separate smart lists have such names; a name that several share, or that is not in this export, is
not resolved. Every function takes linear time in the number of references, and none is recursive.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.graph.components import component_of, topological_order

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import Filter, SmartList

Node = tuple[str, int]
"""("campaign" or "smart list", id): the campaign whose own list it is, or the list itself."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A filter for the members of another smart list, or for everyone else."""

    filter: Filter
    target: SmartList

    @property
    def source(self) -> SmartList:
        return self.filter.smart_list


@dataclass(frozen=True, slots=True)
class ListCycle:
    """Smart lists that all reach each other by their filters."""

    entry: Membership
    """The first reference by which the list with the smallest id leads into the cycle."""
    shortest: tuple[Membership, ...]
    """The references of a shortest cycle through that list."""


def memberships(instance: Instance) -> Memberships:
    """Return the references between the smart lists of an instance, computed once."""
    graph = instance.derived.get("memberships")
    if not isinstance(graph, Memberships):
        referring = (
            smart_list for smart_list in instance.every_smart_list() if smart_list.list_filters
        )
        graph = instance.derived["memberships"] = Memberships(instance.smart_lists, referring)
    return graph


class Memberships:
    """The references between the smart lists of an export."""

    def __init__(self, assets: Iterable[SmartList], referring: Iterable[SmartList]) -> None:
        """Take the separate smart lists, and the lists that may refer to them."""
        resolver = _Resolver(assets)
        self._out: dict[Node, list[Membership]] = {}
        """By the list that refers; most lists refer to none."""
        for smart_list in referring:
            for reference in _references(smart_list, resolver):
                self._out.setdefault(_node(smart_list), []).append(reference)

    def of(self, smart_list: SmartList) -> tuple[Membership, ...]:
        """Return the references by a list's own filters, in their order."""
        return tuple(self._out.get(_node(smart_list), ()))

    def to(self, smart_list: SmartList) -> Iterator[Membership]:
        """Yield the references to a smart list."""
        return (
            membership
            for out in self._out.values()
            for membership in out
            if membership.target is smart_list
        )

    def to_invalid_lists(self, smart_list: SmartList) -> Iterator[Membership]:
        """Yield the references of a list to lists in which Marketo marks an error.

        Filters that have an error themselves are left out.
        """
        for reference in self.of(smart_list):
            has_error = any(condition.is_error for condition in reference.filter.conditions)
            if not has_error and reference.target.errors:
                yield reference

    @cached_property
    def _among_lists(self) -> tuple[Membership, ...]:
        """The references by separate lists; no list refers to a campaign's."""
        return tuple(
            membership
            for out in self._out.values()
            for membership in out
            if membership.source.campaign is None
        )

    @cached_property
    def _component_of(self) -> dict[Node, Node]:
        """The component of each list in a cycle, identified by its smallest list."""
        return component_of(_targets(self._among_lists))

    def _is_inside_cycle(self, reference: Membership) -> bool:
        component = self._component_of.get(_node(reference.source))
        return component is not None and component == self._component_of.get(
            _node(reference.target)
        )

    @property
    def cycles(self) -> Iterator[ListCycle]:
        """Every strongly connected component of lists, by its smallest id."""
        for smallest in sorted(set(self._component_of.values())):
            inside = (
                membership
                for membership in self._out[smallest]
                if self._is_inside_cycle(membership)
            )
            yield ListCycle(next(inside), tuple(self._shortest_cycle(smallest)))

    def _shortest_cycle(self, start: Node) -> list[Membership]:
        """Return a shortest cycle through a list; among several, the one with the first filters."""
        reached_by: dict[Node, Membership] = {}
        queue = deque([start])
        while start not in reached_by:
            for reference in self._out[queue.popleft()]:
                if self._is_inside_cycle(reference):
                    target = _node(reference.target)
                    if target not in reached_by:
                        reached_by[target] = reference
                        queue.append(target)
        cycle = [reached_by[start]]
        while _node(cycle[-1].source) != start:
            cycle.append(reached_by[_node(cycle[-1].source)])
        return cycle[::-1]

    def chains_beyond(self, max_depth: int) -> Iterator[tuple[Membership, ...]]:
        """Yield the longest chain to each reference that leads from depth `max_depth` one deeper.

        A list to which no other list refers is at depth 0. References inside a cycle do not count.
        """
        before = self._longest_chains()
        depths: dict[Node, int] = {}
        for node, reference in before.items():
            depths[node] = 0 if reference is None else depths[_node(reference.source)] + 1
        for node, depth in depths.items():
            for last in self._out.get(node, ()) if depth == max_depth else ():
                if not self._is_inside_cycle(last):
                    chain = [last]
                    while (reference := before[_node(chain[-1].source)]) is not None:
                        chain.append(reference)
                    yield tuple(reversed(chain))

    def _longest_chains(self) -> dict[Node, Membership | None]:
        """Return the last reference of a longest chain to each list that refers to another.

        A list comes after the lists of its chain.
        """
        before: dict[Node, Membership | None] = {}
        reached_by: dict[Node, Membership] = {}
        depths: dict[Node, int] = defaultdict(int)
        for node in self._topological_order():
            before[node] = reached_by.get(node)
            for reference in self._out.get(node, ()):
                target = _node(reference.target)
                if not self._is_inside_cycle(reference) and depths[target] <= depths[node]:
                    depths[target] = depths[node] + 1
                    reached_by[target] = reference
        return before

    def _topological_order(self) -> Iterator[Node]:
        """Yield the lists that refer to others, each before those to which it refers."""
        yield from (node for node in self._out if node[0] == "campaign")
        acyclic = _targets(
            membership for membership in self._among_lists if not self._is_inside_cycle(membership)
        )
        nodes = dict.fromkeys(node for source in acyclic for node in (source, *acyclic[source]))
        yield from topological_order(nodes, acyclic)


def _targets(references: Iterable[Membership]) -> dict[Node, list[Node]]:
    """Return the lists to which each list refers, each once."""
    found: dict[Node, dict[Node, None]] = {}
    for reference in references:
        found.setdefault(_node(reference.source), {})[_node(reference.target)] = None
    return {source: list(targets) for source, targets in found.items()}


class _Resolver:
    """Resolves the text in a filter to a smart list."""

    def __init__(self, smart_lists: Iterable[SmartList]) -> None:
        self._by_id: dict[str, SmartList] = {}
        self._exact = _Index(marketo.compose_name)
        self._folded = _Index(marketo.fold_reference)
        for smart_list in smart_lists:
            self._by_id[str(smart_list.id)] = smart_list
            self._exact.add(smart_list)
            self._folded.add(smart_list)

    def resolve(self, text: str, source: SmartList) -> SmartList | None:
        """Return the one list of the first stage with a match; None if there are several, or none.

        The stages are those by which flow steps name campaigns: an id; `Program.List`; a bare
        name in the same program, in the same workspace, anywhere; with case folded last.
        """
        if text.strip() in self._by_id:
            return self._by_id[text.strip()]
        for index in (self._exact, self._folded):
            for smart_lists in index.stages(text, source):
                if smart_lists:
                    return smart_lists[0] if len(smart_lists) == 1 else None
        return None


class _Index:
    """Smart lists by their exact or folded names."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._found: dict[tuple[Hashable, str], list[SmartList]] = defaultdict(list)

    def add(self, smart_list: SmartList) -> None:
        name = self._fold(smart_list.name)
        self._found["anywhere", name].append(smart_list)
        self._found[("workspace", smart_list.workspace), name].append(smart_list)
        if smart_list.program_id is not None:
            self._found[("program", smart_list.program_id), name].append(smart_list)
        if smart_list.program is not None:
            full_name = self._fold(f"{smart_list.program}.{smart_list.name}")
            self._found["full name", full_name].append(smart_list)

    def stages(self, text: str, source: SmartList) -> Iterator[list[SmartList]]:
        name = self._fold(text)
        yield self._found.get(("full name", name), [])
        if source.asset.program_id is not None:
            yield self._found.get((("program", source.asset.program_id), name), [])
        if source.asset.workspace is not None:
            yield self._found.get((("workspace", source.asset.workspace), name), [])
        yield self._found.get(("anywhere", name), [])


def _references(smart_list: SmartList, resolver: _Resolver) -> Iterator[Membership]:
    for filter_ in smart_list.list_filters:
        for text in filter_.primary.values if filter_.primary is not None else ():
            target = resolver.resolve(text, smart_list)
            if target is not None:
                yield Membership(filter_, target)


def _node(smart_list: SmartList) -> Node:
    campaign = smart_list.campaign
    return ("smart list", smart_list.id or 0) if campaign is None else ("campaign", campaign.id)
