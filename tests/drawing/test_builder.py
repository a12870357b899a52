"""What is drawn of a call graph, as plain data."""

from __future__ import annotations

import pickle
from typing import Final

from campaignlint.describe.sites import Site
from campaignlint.drawing.builder import DiagramBuilder, FindingCount
from campaignlint.drawing.diagram import Edge, Node
from campaignlint.testing import campaign, condition, executing, otherwise, program, when
from drawing.diagrams import chain_of_executables, diagram_of
from loading.reading import instance_of

EXECUTE: Final = "Execute Campaign"
REQUEST: Final = "Request Campaign"


def test_a_node_says_what_the_campaign_is_and_what_starts_it() -> None:
    scoring = program("OP Scoring", workspace="Europe")
    diagram = diagram_of(
        scoring,
        campaign("01 Form", program=scoring, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "F"))
        .executes("EX Score"),
        campaign("02 Nightly", program=scoring, recurrence={"interval": 1}).executes("EX Score"),
        campaign("EX Score", program=scoring),
        campaign("Calls nobody", program=scoring),
    )
    form = Node(1001, "01 Form", "OP Scoring", "Europe", is_active=True, is_trigger=True)
    assert diagram.nodes == (
        form,
        Node(1002, "02 Nightly", "OP Scoring", "Europe", is_batch=True),
        Node(1003, "EX Score", "OP Scoring", "Europe", is_executable=True),
    )
    assert diagram.edges == (
        Edge(1001, 1003, EXECUTE, (Site(1),)),
        Edge(1002, 1003, EXECUTE, (Site(1),)),
    )


def test_calls_of_one_kind_between_two_are_one_edge() -> None:
    caller = (
        campaign("Caller")
        .executes("EX Callee")
        .waits("1 day")
        .choices(
            EXECUTE,
            when("Country", "is", "Germany", executing("EX Callee")),
            otherwise(executing("EX Callee")),
        )
        .requests("EX Callee")
    )
    execute, request = diagram_of(caller, campaign("EX Callee")).edges
    assert execute.sites == (Site(1), Site(3, 1), Site(3, 2))
    assert (execute.kind, request.kind) == (EXECUTE, REQUEST)
    assert list(map(str, execute.sites)) == [
        "flow step 1",
        "flow step 3 > choice 1",
        "flow step 3 > choice 2",
    ]
    assert (execute.label, request.label) == ("steps 1, 3", "step 4")


def test_the_label_of_many_steps_is_their_number() -> None:
    caller = campaign("Caller")
    for _ in range(4):
        caller.executes("EX Callee")
    (edge,) = diagram_of(caller, campaign("EX Callee")).edges
    assert edge.label == "4 steps"


def test_calls_in_a_cycle_are_marked_and_no_others() -> None:
    diagram = diagram_of(
        campaign("Enters").executes("EX A"),
        campaign("EX A").executes("EX B"),
        campaign("EX B").executes("EX A").executes("EX C"),
        campaign("EX C"),
    )
    in_cycle = {(edge.source, edge.target) for edge in diagram.edges if edge.in_cycle}
    assert in_cycle == {(1002, 1003), (1003, 1002)}


def test_the_whole_of_a_chain_that_is_too_deep_is_marked() -> None:
    parts = chain_of_executables("Root", "EX 1", "EX 2", "EX 3", "EX 4", "EX 5")
    marked = {edge.source for edge in diagram_of(*parts).edges if edge.too_deep}
    assert marked == {1001, 1002, 1003, 1004}
    assert not any(edge.too_deep for edge in diagram_of(*parts, max_depth=5).edges)


def test_of_one_kind_the_other_makes_no_cycle() -> None:
    parts = (campaign("One").executes("Two"), campaign("Two").requests("One"))
    assert [edge.in_cycle for edge in diagram_of(*parts).edges] == [True, True]
    (edge,) = diagram_of(*parts, kind=EXECUTE).edges
    assert (edge.kind, edge.in_cycle) == (EXECUTE, False)


def test_who_is_not_drawn_is_counted_at_the_campaigns_that_are() -> None:
    instance = instance_of(
        campaign("A").executes("EX").executes("EX"),
        campaign("B").executes("EX"),
        campaign("EX").requests("C").requests("D"),
        campaign("C"),
        campaign("D"),
    )
    picture = DiagramBuilder(
        instance, marks={1003: FindingCount("error", 2)}, link=lambda each: f"#{each.id}"
    )
    only, called = picture.diagram([1003, 1004], focus=[1003]).nodes
    assert (only.more_callers, only.more_callees) == (2, 1)
    assert (only.severity, only.findings, only.is_focus, only.link) == ("error", 2, True, "#1003")
    assert (called.more_callers, called.severity, called.is_focus) == (0, None, False)


def test_a_diagram_is_plain_data() -> None:
    diagram = diagram_of(*chain_of_executables("A", "EX B"))
    assert pickle.loads(pickle.dumps(diagram)) == diagram  # noqa: S301 - our own
    assert hash(diagram) == hash(diagram_of(*chain_of_executables("A", "EX B")))
