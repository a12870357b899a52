"""Activations in diagrams: direct edges, and hubs for changes that many campaigns share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.drawing.activations import combine
from campaignlint.drawing.builder import DiagramBuilder
from campaignlint.drawing.selection import limit_similar_callers
from campaignlint.graph.calls import call_graph
from campaignlint.testing import Campaign, campaign, condition, recurring
from loading.reading import instance_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from campaignlint.drawing.diagram import Diagram
    from campaignlint.testing import Part

    Edges = list[tuple[str, str, str]]


def on(name: str, field: str, number: int | None = None) -> Campaign:
    attribute = condition("Attribute", "is", field)
    return campaign(name, id=number, isActive=True).trigger("Data Value Changes", attribute)


def drawn(
    *parts: Part, connected_to: Collection[int] | None = None, redacted: bool = False
) -> Diagram:
    instance = instance_of(*parts)
    calls = call_graph(instance)
    graph = combine(calls, instance, connected_to=connected_to, is_redacted=redacted)
    return DiagramBuilder(instance, graph=graph).diagram(graph.campaigns)


def edges(diagram: Diagram) -> Edges:
    names = {node.id: node.name for node in diagram.nodes}
    return [(names[edge.source], edge.label, names[edge.target]) for edge in diagram.edges]


def test_a_change_of_one_campaign_that_activates_one_is_an_edge() -> None:
    diagram = drawn(campaign("Set").waits("1 day").changes("Stage", "MQL"), on("On", "Stage"))
    assert edges(diagram) == [("Set", "step 2: 'Stage' is set to 'MQL'", "On")]
    assert (diagram.changes, diagram.calls) == (1, 0)


def test_many_writers_and_campaigns_that_they_activate_share_a_hub() -> None:
    diagram = drawn(
        campaign("A").changes("Stage", "MQL"),
        campaign("B").changes("Stage", "SAL"),
        on("X", "Stage"),
        on("Y", "Stage").filter("City", condition("City", "is", "Oslo")),
    )
    hub = "'Stage' is set to 'MQL' or 'SAL'"
    assert edges(diagram) == [
        (hub, "", "X"),
        (hub, "maybe", "Y"),
        ("A", "step 1", hub),
        ("B", "step 1", hub),
    ]
    assert [node.is_event for node in diagram.nodes] == [True, False, False, False, False]


def test_requests_are_calls_and_no_activations() -> None:
    target = campaign("B", isActive=True).trigger(
        "Campaign is Requested", condition("Source", "is", "Marketo Flow Action")
    )
    diagram = drawn(campaign("A").requests("B"), target)
    assert [edge.kind for edge in diagram.edges] == ["Request Campaign"]


def test_activations_are_limited_to_those_at_some_campaigns() -> None:
    parts = (
        campaign("A", id=1).changes("Stage", "MQL"),
        campaign("B", id=2).changes("Stage", "MQL"),
        on("X", "Stage", number=3),
        on("Y", "Stage", number=4),
        on("Z", "Other", number=5),
        campaign("C", id=6).changes("Other", "1"),
    )
    change = "step 1: 'Stage' is set to 'MQL'"
    assert edges(drawn(*parts, connected_to={1})) == [("A", change, "X"), ("A", change, "Y")]
    assert edges(drawn(*parts, connected_to={4})) == [("A", change, "Y"), ("B", change, "Y")]
    assert edges(drawn(*parts, connected_to={5})) == [("C", "step 1: 'Other' is set to '1'", "Z")]


def test_certain_loops_are_marked_and_harmless_cycles_are_not() -> None:
    diagram = drawn(
        on("A", "X").changes("Y", "{{system.dateTime}}"),
        on("B", "Y").changes("X", "{{system.dateTime}}"),
        on("C", "U").changes("V", "1"),
        on("D", "V").changes("U", "1"),
    )
    assert [edge.in_cycle for edge in diagram.edges] == [True, True, False, False]


def test_redacted_diagrams_have_no_values() -> None:
    one = campaign("A").changes("Secret", "Secret")
    other = on("B", "Secret").filter("City", condition("City", "is", "Oslo"))
    (edge,) = drawn(one, other, redacted=True).edges
    assert (edge.event, edge.is_certain, edge.reason) == ("field change", False, "")


def test_a_hub_adds_no_level() -> None:
    instance = instance_of(
        campaign("A", id=1).changes("Stage", "MQL"),
        campaign("B", id=2).changes("Stage", "MQL"),
        on("X", "Stage", number=3).changes("Other", "1"),
        on("Y", "Stage", number=4),
        on("Z", "Other", number=5),
    )
    graph = combine(call_graph(instance), instance)
    assert graph.callees([1]) == {1: 0, -1: 1, 3: 1, 4: 1, 5: 2}
    assert graph.callees([1], depth=1) == {1: 0, -1: 1, 3: 1, 4: 1}
    assert graph.callers([5]) == {5: 0, 3: 1, -1: 2, 1: 2, 2: 2}


def test_of_a_crowd_at_a_hub_some_are_drawn() -> None:
    writers = [
        campaign(f"W{n}", id=100 + n, recurrence=recurring()).changes("Stage", "MQL")
        for n in range(50)
    ]
    listeners = [on(f"L{n}", "Stage", number=200 + n) for n in range(60)]
    instance = instance_of(*writers, *listeners)
    graph = combine(call_graph(instance), instance)
    picture = DiagramBuilder(instance, graph=graph)
    kept = limit_similar_callers(picture, graph.campaigns, ())
    assert len([each for each in kept if 100 <= each < 200]) == 20
    assert len([each for each in kept if each >= 200]) == 20
    hub = picture.diagram(kept).nodes[0]
    assert (hub.more_callers, hub.more_callees) == (30, 40)
