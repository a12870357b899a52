"""The call graph: its cycles, its depth, and that size alone never matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.graph import CallGraph, Count, call_graph, execute_graph
from factories import campaign, executing, otherwise, when
from instance.reading import instance_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from campaignlint.instance.model import Call, Instance
    from factories import Campaign

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
    assert cycle.entry.choice.place.text == "C1 > flow step 1 > choice 2"


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
