"""Which smart lists refer to which: Member of Smart List filters, their circles and chains.

Filters name a smart list as flow steps name a campaign: `Program.List`, or by its bare name. Only
lists that stand on their own are named so; one that several lists bear, or that is not in this
export, leads nowhere. Everything here is linear in the number of references, and nothing recurses.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint.graph.components import component_of, topological_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from campaignlint.model.smart_list import Filter, SmartList

Node = tuple[str, int]
"""("campaign" or "smart list", id): the campaign whose own list it is, or the list itself."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A filter that asks for the members of another smart list, or for those who are none."""

    filter: Filter
    target: SmartList

    @property
    def source(self) -> SmartList:
        return self.filter.smart_list


@dataclass(frozen=True, slots=True)
class Circle:
    """Smart lists that all lead to each other by their filters."""

    entry: Membership
    """The first by which the list with the smallest id leads into it."""
    shortest: tuple[Membership, ...]
    """The way from that list back to it."""


class Memberships:
    """The references between the smart lists of an export."""

    def __init__(self, assets: Iterable[SmartList], referring: Iterable[SmartList]) -> None:
        """By the lists that stand on their own, and those that may refer to some of these."""
        names = _Names(assets)
        self._out: dict[Node, list[Membership]] = {}
        """By the list that refers; most refer to none."""
        for each in referring:
            for reference in _references(each, names):
                self._out.setdefault(_node(each), []).append(reference)

    def of(self, smart_list: SmartList) -> tuple[Membership, ...]:
        """The references by a list's own filters, in their order."""
        return tuple(self._out.get(_node(smart_list), ()))

    @cached_property
    def _among_lists(self) -> tuple[Membership, ...]:
        """The references by lists that stand on their own; no list refers to a campaign's."""
        return tuple(
            each for out in self._out.values() for each in out if each.source.campaign is None
        )

    @cached_property
    def _circle_of(self) -> dict[Node, Node]:
        """The circle that each list stands in, known by the smallest of its lists."""
        return component_of(_targets(self._among_lists))

    def _is_inside_circle(self, reference: Membership) -> bool:
        circle = self._circle_of.get(_node(reference.source))
        return circle is not None and circle == self._circle_of.get(_node(reference.target))

    @property
    def circles(self) -> Iterator[Circle]:
        """Every set of lists that lead to each other, by the smallest id in it."""
        for smallest in sorted(set(self._circle_of.values())):
            inside = (each for each in self._out[smallest] if self._is_inside_circle(each))
            yield Circle(next(inside), tuple(self._way_back(smallest)))

    def _way_back(self, start: Node) -> list[Membership]:
        """A shortest way from a list of a circle to itself; the first filter wins among equals."""
        reached_by: dict[Node, Membership] = {}
        queue = deque([start])
        while start not in reached_by:
            for reference in self._out[queue.popleft()]:
                if self._is_inside_circle(reference):
                    target = _node(reference.target)
                    if target not in reached_by:
                        reached_by[target] = reference
                        queue.append(target)
        way = [reached_by[start]]
        while _node(way[-1].source) != start:
            way.append(reached_by[_node(way[-1].source)])
        return way[::-1]

    def chains_beyond(self, max_depth: int) -> Iterator[tuple[Membership, ...]]:
        """The longest chain to each reference that leads from depth `max_depth` one deeper.

        A list to which no other refers is at depth 0. References inside a circle do not count.
        """
        before = self._longest_chains()
        depths: dict[Node, int] = {}
        for node, reference in before.items():
            depths[node] = 0 if reference is None else depths[_node(reference.source)] + 1
        for node, depth in depths.items():
            for last in self._out.get(node, ()) if depth == max_depth else ():
                if not self._is_inside_circle(last):
                    chain = [last]
                    while (reference := before[_node(chain[-1].source)]) is not None:
                        chain.append(reference)
                    yield tuple(reversed(chain))

    def _longest_chains(self) -> dict[Node, Membership | None]:
        """For each list that refers to another, the last reference of a longest chain to it.

        It stands behind the lists of that chain.
        """
        before: dict[Node, Membership | None] = {}
        reached_by: dict[Node, Membership] = {}
        depths: dict[Node, int] = defaultdict(int)
        for node in self._callers_first():
            before[node] = reached_by.get(node)
            for reference in self._out.get(node, ()):
                target = _node(reference.target)
                if not self._is_inside_circle(reference) and depths[target] <= depths[node]:
                    depths[target] = depths[node] + 1
                    reached_by[target] = reference
        return before

    def _callers_first(self) -> Iterator[Node]:
        """The lists that refer to others, each before those to which it refers."""
        yield from (node for node in self._out if node[0] == "campaign")
        acyclic = _targets(each for each in self._among_lists if not self._is_inside_circle(each))
        nodes = dict.fromkeys(node for source in acyclic for node in (source, *acyclic[source]))
        yield from topological_order(nodes, acyclic)


def _targets(references: Iterable[Membership]) -> dict[Node, list[Node]]:
    """The lists to which each list refers, each once."""
    found: dict[Node, dict[Node, None]] = {}
    for each in references:
        found.setdefault(_node(each.source), {})[_node(each.target)] = None
    return {source: list(targets) for source, targets in found.items()}


class _Names:
    """Finds the smart list that a filter means by a text."""

    def __init__(self, smart_lists: Iterable[SmartList]) -> None:
        self._by_id: dict[str, SmartList] = {}
        self._exact = _Index(str)
        self._folded = _Index(str.casefold)
        for each in smart_lists:
            self._by_id[str(each.id)] = each
            self._exact.add(each)
            self._folded.add(each)

    def resolve(self, text: str, source: SmartList) -> SmartList | None:
        """The one list of the first stage with a match; None for several, and for none at all.

        The stages are those by which flow steps name campaigns: an id; `Program.List`; a bare
        name in the same program, in the same workspace, anywhere; with case folded last.
        """
        if text in self._by_id:
            return self._by_id[text]
        for index in (self._exact, self._folded):
            for found in index.stages(text, source):
                if found:
                    return found[0] if len(found) == 1 else None
        return None


class _Index:
    """Smart lists by name, under one way of comparing names."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._found: dict[tuple[str, str], list[SmartList]] = defaultdict(list)

    def add(self, smart_list: SmartList) -> None:
        name = self._fold(smart_list.name)
        self._found["anywhere", name].append(smart_list)
        self._found[f"workspace {smart_list.workspace}", name].append(smart_list)
        if smart_list.program is not None:
            program = self._fold(smart_list.program)
            self._found["full name", f"{program}.{name}"].append(smart_list)
            self._found[f"program {program}", name].append(smart_list)

    def stages(self, text: str, source: SmartList) -> Iterator[list[SmartList]]:
        name = self._fold(text)
        campaign = source.campaign
        program = source.program if campaign is None else campaign.program_name
        workspace = source.asset.workspace
        yield self._found.get(("full name", name), [])
        if program is not None:
            yield self._found.get((f"program {self._fold(program)}", name), [])
        if workspace is not None:
            yield self._found.get((f"workspace {workspace}", name), [])
        yield self._found.get(("anywhere", name), [])


def _references(smart_list: SmartList, names: _Names) -> Iterator[Membership]:
    for each in smart_list.list_filters:
        for text in each.conditions[0].values if each.conditions else ():
            target = names.resolve(text, smart_list)
            if target is not None:
                yield Membership(each, target)


def _node(smart_list: SmartList) -> Node:
    campaign = smart_list.campaign
    return ("smart list", smart_list.id or 0) if campaign is None else ("campaign", campaign.id)
