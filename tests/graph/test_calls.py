"""The call graph: its cycles, its depth, and that size alone never matters."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from campaignlint.graph.calls import CallGraph, Count, call_graph, execute_graph
from campaignlint.testing import campaign, executing, otherwise, when
from loading.reading import instance_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from campaignlint.graph.calls import Cycle
    from campaignlint.model.calls import Call
    from campaignlint.model.instance import Instance
    from campaignlint.testing import Campaign

Edge = tuple[int, int]


def executing_each(edges: Iterable[Edge], *, active: Iterable[int] = ()) -> Instance:
    """Campaigns by number, each executing others in the order of the edges; some are active."""
    campaigns: dict[int, Campaign] = {}
    for edge in edges:
        for number in edge:
            is_active = number in set(active)
            campaigns.setdefault(number, campaign(f"C{number}", id=number, isActive=is_active))
        campaigns[edge[0]].executes(edge[1])
    return instance_of(*campaigns.values())


def graph_of(*edges: Edge, active: Iterable[int] = ()) -> CallGraph:
    return execute_graph(executing_each(edges, active=active))


def in_words(calls: Iterable[Call]) -> list[str]:
    return [f"{call.caller.id} step {call.choice.step.number} > {call.target.id}" for call in calls]


def chains(graph: CallGraph, max_depth: int) -> list[str]:
    return [_way(chain) for chain in graph.chains_beyond(max_depth)]


def _way(chain: Sequence[Call]) -> str:
    return " > ".join(str(call.caller.id) for call in chain) + f" > {chain[-1].target.id}"


# What is a call


def test_an_edge_stands_for_each_choice_that_resolves() -> None:
    route = campaign("Route", id=1).choices(
        "Execute Campaign",
        when("Country", "is", "Germany", executing("EX A")),
        when("Country", "is", "France", executing("EX A")),
        otherwise(executing("EX Unknown")),
    )
    parts = (route.requests("EX B"), campaign("EX A", id=2), campaign("EX B", id=3))
    instance = instance_of(*parts)
    assert in_words(execute_graph(instance).calls) == ["1 step 1 > 2", "1 step 1 > 2"]
    assert in_words(call_graph(instance).calls) == ["1 step 1 > 2", "1 step 1 > 2", "1 step 2 > 3"]
    assert [call.choice.number for call in execute_graph(instance).calls] == [1, 2]


def test_a_call_to_what_is_no_executable_leads_nowhere() -> None:
    instance = executing_each([(1, 2), (2, 1), (1, 3)], active=[2])
    assert in_words(execute_graph(instance).calls) == ["1 step 2 > 3", "2 step 1 > 1"]
    assert len(call_graph(instance).calls) == 3


def test_a_graph_is_made_once() -> None:
    instance = executing_each([(1, 2)])
    assert execute_graph(instance) is execute_graph(instance)
    assert execute_graph(instance) is not call_graph(instance)


# Cycles


def test_a_campaign_that_calls_itself_is_a_cycle() -> None:
    (cycle,) = graph_of((5, 5)).cycles
    assert cycle.members == {5}
    assert in_words(cycle.shortest) == ["5 step 1 > 5"]
    assert cycle.entry is cycle.shortest[0]
    assert cycle.callers == Count(0)


def test_a_tree_has_no_cycle() -> None:
    assert graph_of((1, 2), (1, 3), (2, 4), (3, 4)).cycles == ()
    assert graph_of().cycles == ()


def test_a_cycle_begins_at_its_smallest_id_and_where_that_first_leads_into_it() -> None:
    graph = graph_of((3, 9), (9, 4), (2, 8), (2, 4), (4, 3), (3, 2), (2, 9))
    (cycle,) = graph.cycles
    assert cycle.members == {2, 3, 4, 9}
    assert in_words([cycle.entry]) == ["2 step 2 > 4"]
    assert in_words(cycle.shortest) == ["2 step 2 > 4", "4 step 1 > 3", "3 step 2 > 2"]


def test_the_shortest_way_round_is_told_though_another_leads_in_first() -> None:
    (cycle,) = graph_of((1, 2), (2, 3), (3, 1), (1, 4), (4, 1)).cycles
    assert in_words([cycle.entry]) == ["1 step 1 > 2"]
    assert in_words(cycle.shortest) == ["1 step 2 > 4", "4 step 1 > 1"]


def test_of_two_shortest_ways_the_flows_order_decides() -> None:
    (cycle,) = graph_of((1, 3), (1, 2), (2, 1), (3, 1)).cycles
    assert in_words(cycle.shortest) == ["1 step 1 > 3", "3 step 1 > 1"]


def test_a_campaign_may_lead_into_the_cycle_by_a_later_choice() -> None:
    entry = campaign("C1", id=1).choices(
        "Execute Campaign",
        when("Country", "is", "Germany", executing("C9")),
        otherwise(executing("C2")),
    )
    parts = (entry, campaign("C2", id=2).executes("C1"), campaign("C9", id=9))
    (cycle,) = execute_graph(instance_of(*parts)).cycles
    assert cycle.entry.choice.location.text == "C1 > flow step 1 > choice 2"


def test_cycles_are_told_apart_and_come_by_their_smallest_id() -> None:
    cycles = graph_of((7, 8), (8, 7), (3, 4), (4, 3), (4, 7)).cycles
    assert [sorted(cycle.members) for cycle in cycles] == [[3, 4], [7, 8]]


def test_those_who_reach_a_cycle_are_counted() -> None:
    cycles = graph_of((1, 2), (9, 1), (2, 3), (3, 2), (3, 4), (8, 3), (8, 2), (4, 5), (5, 4)).cycles
    assert [(min(cycle.members), str(cycle.callers)) for cycle in cycles] == [(2, "3"), (4, "5")]


def test_a_count_says_when_it_gave_up() -> None:
    assert str(Count(2000)) == "2,000"
    assert str(Count(2000, is_exact=False)) == "more than 2,000"


# Depth


def test_three_levels_below_the_root_are_allowed() -> None:
    assert chains(graph_of((1, 2), (2, 3), (3, 4)), 3) == []


def test_a_depth_beyond_all_campaigns_takes_no_memory() -> None:
    assert chains(graph_of((1, 2), (2, 3), (3, 4)), 10**11) == []


def test_a_fourth_level_is_told_with_its_whole_chain() -> None:
    graph = graph_of((1, 2), (2, 3), (3, 4), (4, 5))
    assert chains(graph, 3) == ["1 > 2 > 3 > 4 > 5"]
    assert chains(graph, 2) == ["1 > 2 > 3 > 4"]


def test_each_call_too_deep_is_told_once_whatever_leads_to_it() -> None:
    graph = graph_of((1, 3), (2, 3), (3, 4), (4, 5), (5, 6), (5, 7), (5, 6))
    assert [in_words(chain[-1:]) for chain in graph.chains_beyond(3)] == [
        ["5 step 1 > 6"],
        ["5 step 2 > 7"],
        ["5 step 3 > 6"],
    ]
    assert chains(graph, 3) == ["1 > 3 > 4 > 5 > 6", "1 > 3 > 4 > 5 > 7", "1 > 3 > 4 > 5 > 6"]


def test_a_campaign_may_stand_at_several_levels() -> None:
    graph = graph_of((1, 5), (1, 2), (2, 3), (3, 5), (5, 6))
    assert chains(graph, 3) == ["1 > 2 > 3 > 5 > 6"]
    assert chains(graph, 1) == ["1 > 2 > 3", "1 > 5 > 6"]


def test_what_lies_deeper_still_is_not_told_again() -> None:
    edges = [(number, number + 1) for number in range(1, 9)]
    assert chains(graph_of(*edges), 3) == ["1 > 2 > 3 > 4 > 5"]


def test_an_active_campaign_is_a_root_though_it_is_called() -> None:
    graph = graph_of((1, 2), (2, 3), (3, 4), (4, 5), (5, 6), active=[3])
    assert chains(graph, 2) == ["3 > 4 > 5 > 6"]


def test_calls_inside_a_cycle_do_not_count() -> None:
    graph = graph_of((1, 2), (2, 3), (3, 2), (3, 4), (4, 5), (5, 6))
    assert chains(graph, 3) == ["3 > 4 > 5 > 6"]
    assert chains(graph, 2) == ["3 > 4 > 5"]


# The same, said once more and naively

EDGES = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=14)


def reachable(edges: Iterable[Edge]) -> set[Edge]:
    """The transitive closure."""
    found = set(edges)
    while more := {(a, d) for a, b in found for c, d in found if b == c} - found:
        found |= more
    return found


@settings(max_examples=300, deadline=None)
@given(edges=EDGES)
def test_cycles_are_those_of_a_naive_search(edges: list[Edge]) -> None:
    reaches = reachable(edges)
    around = {frozenset(b for a, b in reaches if a == n and (b, n) in reaches) for n in range(1, 8)}
    cycles = graph_of(*edges).cycles
    members = [cycle.members for cycle in cycles]
    assert members == sorted(around - {frozenset()}, key=min)
    for cycle in cycles:
        _check_cycle(cycle, edges, reaches)


def _check_cycle(cycle: Cycle, edges: list[Edge], reaches: set[Edge]) -> None:
    first = min(cycle.members)
    assert cycle.entry.caller.id == first
    inside = [target for caller, target in edges if caller == first and target in cycle.members]
    assert cycle.entry.target.id == inside[0]
    assert len(cycle.shortest) == _length_of_shortest(first, edges)
    assert {cycle.shortest[0].caller.id, cycle.shortest[-1].target.id} == {first}
    assert all(one.target is other.caller for one, other in pairwise(cycle.shortest))
    outside = {a for a, b in reaches if b in cycle.members and a not in cycle.members}
    assert cycle.callers == Count(len(outside))


def _length_of_shortest(start: int, edges: list[Edge]) -> int:
    length, here = 1, {target for caller, target in edges if caller == start}
    while start not in here:
        length, here = length + 1, {target for caller, target in edges if caller in here}
    return length


@settings(max_examples=500, deadline=None)
@given(edges=EDGES, active=st.sets(st.integers(1, 7), max_size=2), max_depth=st.integers(1, 4))
def test_chains_too_deep_are_those_of_a_naive_search(
    edges: list[Edge], active: set[int], max_depth: int
) -> None:
    running = [edge for edge in edges if edge[1] not in active]
    reaches = reachable(running)
    kept = [edge for edge in running if edge[::-1] not in reaches]
    executables = {target for _, target in running}

    def levels(number: int) -> set[int]:
        if number not in executables:
            return {0}
        callers = [caller for caller, target in kept if target == number]
        return {level + 1 for caller in callers for level in levels(caller)} or {1}

    found = list(graph_of(*edges, active=active).chains_beyond(max_depth))
    said = sorted((chain[-1].caller.id, chain[-1].target.id) for chain in found)
    assert said == sorted(edge for edge in kept if max_depth in levels(edge[0]))
    for chain in found:
        _check_chain([(call.caller.id, call.target.id) for call in chain])
        root = chain[0].caller.id
        assert root not in {target for _, target in kept}
        assert len(chain) == max_depth + (root not in executables)


def distances(edges: Iterable[Edge], starts: Iterable[int]) -> dict[int, int]:
    """Each node that is reached, and over how many edges at least."""
    found = dict.fromkeys(starts, 0)
    while further := {
        target: found[source] + 1
        for source, target in edges
        if source in found and target not in found
    }:
        found |= further
    return found


NODES = st.integers(1, 7)


@settings(max_examples=300, deadline=None)
@given(
    edges=EDGES,
    starts=st.lists(NODES, max_size=3, unique=True),
    depth=st.none() | st.integers(0, 4),
)
def test_whom_one_reaches_and_how_far_is_what_a_naive_search_finds(
    edges: list[Edge], starts: list[int], depth: int | None
) -> None:
    graph = graph_of(*edges)
    for found, ways in (
        (graph.callees(starts, depth), edges),
        (graph.callers(starts, depth), [(target, source) for source, target in edges]),
    ):
        known = distances(ways, starts)
        near = {node: far for node, far in known.items() if depth is None or far <= depth}
        assert found == near
        assert list(found.values()) == sorted(found.values())


@settings(max_examples=200, deadline=None)
@given(edges=EDGES)
def test_ways_from_one_to_another_are_those_of_a_naive_search(edges: list[Edge]) -> None:
    graph = graph_of(*edges)
    reaches = reachable(edges)
    for start, end in product(range(1, 8), repeat=2):
        if (start, end) in reaches:
            onwards = reaches | {(start, start), (end, end)}
            on_ways = {node for node in range(1, 8) if {(start, node), (node, end)} <= onwards}
            assert graph.between(start, end) == on_ways
            _check_shortest(graph.shortest_path(start, end), start, end, edges)
        else:
            assert graph.between(start, end) == frozenset()
            assert graph.shortest_path(start, end) == ()


def _check_shortest(calls: Sequence[Call], start: int, end: int, edges: list[Edge]) -> None:
    path = [(call.caller.id, call.target.id) for call in calls]
    after_one = {target for source, target in edges if source == start}
    assert len(path) == distances(edges, after_one)[end] + 1
    assert (path[0][0], path[-1][1]) == (start, end)
    assert set(path) <= set(edges)
    _check_chain(path)


@settings(max_examples=300, deadline=None)
@given(edges=EDGES)
def test_what_hangs_together_and_who_is_a_root_is_what_a_naive_search_finds(
    edges: list[Edge],
) -> None:
    graph = graph_of(*edges)
    either_way = [*edges, *((target, source) for source, target in edges)]
    nodes = {node for edge in edges for node in edge}
    for node in nodes:
        assert graph.connected_to(node) == distances(either_way, [node])
        assert graph.callees_of(node) == {target for source, target in edges if source == node}
        assert graph.callers_of(node) == {source for source, target in edges if target == node}
    parts = {tuple(sorted(distances(either_way, [node]))) for node in nodes}
    assert graph.components == tuple(sorted(parts, key=lambda part: (-len(part), part[0])))
    called = {target for source, target in edges if source != target}
    assert graph.entry_points == tuple(sorted({source for source, _ in edges} - called))


def _check_chain(chain: list[Edge]) -> None:
    assert all(one[1] == other[0] for one, other in pairwise(chain))


# Size

MANY = 20_000


def test_a_chain_of_any_length_is_followed() -> None:
    graph = graph_of(*((number, number + 1) for number in range(1, MANY)))
    assert chains(graph, 3) == ["1 > 2 > 3 > 4 > 5"]
    assert graph.cycles == ()
    (deepest,) = graph.chains_beyond(MANY - 2)
    assert len(deepest) == MANY - 1
    assert len(graph.shortest_path(1, MANY)) == len(graph.between(1, MANY)) - 1 == MANY - 1
    assert len(graph.callers([MANY])) == len(graph.components[0]) == MANY
    assert graph.entry_points == (1,)


def test_a_cycle_of_any_length_is_followed() -> None:
    graph = graph_of(*((number, number % MANY + 1) for number in range(1, MANY + 1)))
    (cycle,) = graph.cycles
    assert len(cycle.members) == len(cycle.shortest) == MANY
    assert in_words(cycle.shortest[-1:]) == [f"{MANY} step 1 > 1"]
    assert chains(graph, 3) == []
    assert graph.callees([1])[MANY] == graph.callers([MANY])[1] == MANY - 1
    assert len(graph.between(1, 1)) == MANY
    assert graph.entry_points == ()


def test_a_fan_of_any_width_is_followed() -> None:
    out = [(1, number) for number in range(2, MANY)]
    back = [(number, MANY) for number in range(2, MANY)]
    graph = graph_of(*out, *back, (MANY, MANY + 1))
    assert chains(graph, 2) == [f"1 > 2 > {MANY} > {MANY + 1}"]
    assert graph.cycles == ()
    assert graph.callees([1]).keys() == graph.between(1, MANY + 1)
    assert len(graph.callers_of(MANY)) == len(graph.callees_of(1)) == MANY - 2


def test_callers_are_counted_as_far_as_so_many_cycles_allow() -> None:
    chain = [(number, number + 1) for number in range(1, 102)]
    loops = [(number, number) for number in range(103, MANY + 104)]
    ways = [(102, number) for number in range(103, MANY + 104)]
    cycles = graph_of(*chain, *loops, *ways).cycles
    assert len(cycles) == MANY + 1
    assert {cycle.callers for cycle in cycles} == {Count(100, is_exact=False)}


# Paths through it


def test_callers_and_callees_are_told_with_their_distance_nearest_first() -> None:
    graph = graph_of((1, 2), (2, 3), (1, 3), (3, 4), (5, 3))
    assert list(graph.callers([4]).items()) == [(4, 0), (3, 1), (1, 2), (2, 2), (5, 2)]
    assert list(graph.callees([1]).items()) == [(1, 0), (2, 1), (3, 1), (4, 2)]
    assert list(graph.callers([4], depth=1)) == [4, 3]
    assert list(graph.callees([2, 5], depth=1)) == [2, 5, 3]
    assert graph.callers([4], depth=0) == {4: 0}


def test_a_cycle_is_gone_round_once() -> None:
    graph = graph_of((1, 2), (2, 3), (3, 1))
    assert graph.callees([1]) == {1: 0, 2: 1, 3: 2}
    assert graph.callers([1]) == {1: 0, 3: 1, 2: 2}


def test_roots_call_and_are_called_by_none_but_themselves() -> None:
    assert graph_of((1, 2), (3, 3), (4, 5), (5, 4), (3, 2)).entry_points == (1, 3)


def test_between_two_are_the_campaigns_on_the_ways_from_one_to_the_other() -> None:
    graph = graph_of((1, 2), (2, 4), (1, 3), (3, 4), (4, 5), (6, 2), (2, 7))
    assert graph.between(1, 4) == {1, 2, 3, 4}
    assert graph.between(2, 5) == {2, 4, 5}
    assert graph.between(4, 1) == frozenset()
    assert graph.between(1, 99) == frozenset()


def test_a_campaign_is_between_itself_where_it_reaches_itself() -> None:
    graph = graph_of((1, 2), (2, 1), (2, 3))
    assert graph.between(1, 1) == {1, 2}
    assert graph.between(3, 3) == frozenset()


def test_a_shortest_path_is_of_calls_and_the_first_in_the_flows_wins() -> None:
    graph = graph_of((1, 3), (1, 2), (3, 4), (2, 4), (4, 1))
    assert in_words(graph.shortest_path(1, 4)) == ["1 step 1 > 3", "3 step 1 > 4"]
    assert in_words(graph.shortest_path(1, 1)) == ["1 step 1 > 3", "3 step 1 > 4", "4 step 1 > 1"]
    assert graph.shortest_path(1, 9) == ()
    assert graph.shortest_path(9, 1) == ()


def test_what_hangs_together_is_told_largest_first() -> None:
    assert graph_of((7, 8), (1, 2), (5, 4), (3, 4)).components == ((3, 4, 5), (1, 2), (7, 8))


def test_a_graph_of_one_kind_has_no_calls_of_the_other() -> None:
    one = campaign("One", id=1).executes("EX Two").requests("Three")
    graph = call_graph(instance_of(one, campaign("EX Two", id=2), campaign("Three", id=3)))
    assert in_words(graph.of_kind("Request Campaign").calls) == ["1 step 2 > 3"]
    assert in_words(graph.of_kind("Execute Campaign").calls_within({1, 2, 3})) == ["1 step 1 > 2"]
    assert list(graph.calls_within({2, 3})) == []


def test_a_graph_within_campaigns_has_the_calls_between_them_alone() -> None:
    graph = graph_of((1, 2), (2, 3), (3, 1), (2, 4)).within({1, 2, 4})
    assert in_words(graph.calls) == ["1 step 1 > 2", "2 step 2 > 4"]
    assert graph.campaigns.keys() == {1, 2, 4}
