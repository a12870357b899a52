"""Diagrams as trees of text: the exact lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest

from campaignlint.describe.sites import Site
from campaignlint.drawing import tree
from campaignlint.drawing.diagram import Diagram, Edge, Node
from campaignlint.testing import campaign, executing, otherwise, program, when
from drawing.diagrams import abstract, chain, chain_of_executables, diagram_of
from report.hostile import EVERY_TEXT, acting_characters
from report.test_github import read_by_runner

if TYPE_CHECKING:
    from collections.abc import Iterable

EXECUTE: Final = "Execute Campaign"


def test_a_tree_says_where_each_call_stands_and_what_each_campaign_is() -> None:
    web, scoring = program("WEB Demo"), program("OP Scoring")
    diagram = diagram_of(
        web,
        scoring,
        campaign("01 Form", program=web, isActive=True)
        .trigger("Fills Out Form")
        .choices(
            EXECUTE,
            when("Country", "is", "US", executing("EX Score")),
            when("Country", "is", "DE", executing("EX Score")),
            otherwise(executing("EX Rest")),
        )
        .executes("EX Score")
        .requests("TR Alert"),
        campaign("EX Score", program=scoring).executes("EX Rest"),
        campaign("EX Rest", program=scoring),
        campaign("TR Alert", program=web).trigger("Campaign is Requested"),
    )
    assert tree.render(diagram, width=100) == (
        "WEB Demo > 01 Form [1001, trigger, active]\n"
        "├── step 1 choices 1, 2, step 2 executes OP Scoring > EX Score [1002]\n"
        "│   └── step 1 executes EX Rest [1003]\n"
        "├── step 1 choice 3 executes OP Scoring > EX Rest [1003]\n"
        "└── step 3 requests TR Alert [1004, trigger, not active]\n"
    )


def test_what_is_written_out_already_is_referred_to() -> None:
    assert tree.render(abstract([(1, 2), (1, 3), (2, 4), (3, 4), (4, 5)])) == (
        "C1 [1]\n"
        "├── step 1 executes C2 [2]\n"
        "│   └── step 1 executes C4 [4]\n"
        "│       └── step 1 executes C5 [5]\n"
        "└── step 1 executes C3 [3]\n"
        "    └── step 1 executes C4 [4] (see above)\n"
    )


def test_a_cycle_is_cut_and_named() -> None:
    assert tree.render(abstract([(9, 1), (1, 2), (2, 3), (3, 1), (3, 3)]), width=100) == (
        "C9 [9]\n"
        "└── step 1 executes C1 [1]\n"
        "    └── step 1 executes C2 [2]\n"
        "        └── step 1 executes C3 [3]\n"
        "            ├── step 1 executes C1 [1] (cycle: C1 > C2 > C3 > C1)\n"
        "            └── step 1 executes C3 [3] (cycle: C3 > C3)\n"
    )


def test_a_cycle_that_nobody_enters_begins_at_its_smallest_id() -> None:
    assert tree.render(abstract([(5, 4), (4, 5), (1, 2)])) == (
        "C1 [1]\n"
        "└── step 1 executes C2 [2]\n"
        "\n"
        "C4 [4]\n"
        "└── step 1 executes C5 [5]\n"
        "    └── step 1 executes C4 [4] (cycle: C4 > C5 > C4)\n"
    )


def test_upwards_it_is_who_calls_and_cycles_run_as_the_calls_do() -> None:
    diagram = abstract([(1, 2), (2, 3), (3, 4), (4, 2), (5, 4)])
    assert tree.render(diagram, [4], upwards=True, width=100) == (
        "C4 [4]\n"
        "├── executed at step 1 by C3 [3]\n"
        "│   └── executed at step 1 by C2 [2]\n"
        "│       ├── executed at step 1 by C1 [1]\n"
        "│       └── executed at step 1 by C4 [4] (cycle: C4 > C2 > C3 > C4)\n"
        "└── executed at step 1 by C5 [5]\n"
    )


def test_upwards_a_request_is_one() -> None:
    diagram = diagram_of(
        campaign("TR Alert").trigger("Campaign is Requested"), campaign("A").requests("TR Alert")
    )
    assert tree.render(diagram, [1001], upwards=True) == (
        "TR Alert [1001, trigger, not active]\n└── requested at step 1 by A [1002]\n"
    )


def test_what_lies_too_deep_for_a_line_is_continued_below() -> None:
    lines = tree.render(chain(19)).splitlines()
    assert lines[7:11] == [
        "                        └── step 1 executes C8 [8]",
        "                            └── step 1 executes C9 [9] (continued below)",
        "",
        "continued: C9 [9]",
    ]
    assert lines[-1] == "    └── step 1 executes C19 [19]"


def test_a_long_cycle_is_named_in_part() -> None:
    ring = [(number, number % 8 + 1) for number in range(1, 9)]
    named = "cycle: C1 > C2 > C3 > C4 > C5 > C6 > 1 more > C8 > C1"
    assert named in " ".join(tree.render(abstract(ring), width=200).split())


def test_findings_and_what_is_not_shown_stand_at_the_campaign() -> None:
    diagram = Diagram(
        (
            Node(1, "A", severity="error", findings=3, more_callers=2, more_callees=1),
            Node(2, "B", severity="note", findings=1, more_callers=1),
        ),
        (Edge(1, 2, EXECUTE, (Site(1),)),),
    )
    assert tree.render(diagram) == (
        "A [1] <- error and 2 more (calls 1 more)\n└── step 1 executes B [2] <- note\n"
    )
    assert tree.render(diagram, [2], upwards=True) == (
        "B [2] <- note (1 more caller)\n"
        "└── executed at step 1 by A [1] <- error and 2 more (2 more callers)\n"
    )


def test_lines_fit_and_go_on_beside_the_guides() -> None:
    parts = chain_of_executables("A", "EX " + "word " * 20, "EX C")
    lines = tree.render(diagram_of(*parts), width=60).splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[2].startswith("    word word")


@pytest.mark.parametrize("width", range(40, 61))
def test_no_line_is_broken_within_what_stands_in_brackets(width: int) -> None:
    names = (Node(1, "EX Score the Leads", is_trigger=True), Node(2, "B", is_trigger=True))
    diagram = Diagram(names, (Edge(1, 2, EXECUTE, (Site(1),)),))
    lines = tree.render(diagram, width=width).splitlines()
    assert (
        sum(f"[{number}, trigger, not active]" in line for number in (1, 2) for line in lines) == 2
    )
    assert max(map(len, lines)) <= width


def test_colour_is_only_where_asked_for() -> None:
    diagram = Diagram((Node(1, "A", severity="error", findings=1),), ())
    assert "\x1b[" not in tree.render(diagram)
    assert "\x1b[1;31m <- error\x1b[0m" in tree.render(diagram, color=True)


@pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT.keys())
def test_no_name_acts(text: str) -> None:
    nodes = (Node(1, text, text, text), Node(2, text, "P", text))
    diagram = Diagram(nodes, (Edge(1, 2, EXECUTE, (Site(1),)), Edge(2, 1, EXECUTE, (Site(1),))))
    output = tree.render(diagram)
    assert acting_characters(output) == set()
    assert read_by_runner(output).commands == []
    harmless = tree.render(replace(diagram, nodes=(Node(1, "A", "P"), Node(2, "B", "P"))))
    assert output.count("└──") - "".join(EVERY_TEXT).count("└──") == harmless.count("└──")


def edges_of(shape: str, size: int) -> Iterable[tuple[int, int]]:
    if shape == "fan":
        return ((1, number) for number in range(2, size))
    along = pairwise(range(1, size))
    return along if shape == "chain" else [*along, (size - 1, 1)]


@pytest.mark.parametrize("shape", ["chain", "cycle", "fan"])
def test_size_is_no_obstacle(shape: str) -> None:
    lines = tree.render(abstract(edges_of(shape, 5_000))).splitlines()
    written = sum(" executes " in line for line in lines)
    assert written == 5_000 - (1 if shape == "cycle" else 2)


def test_no_line_is_a_command_of_a_pipeline() -> None:
    diagram = Diagram((Node(1, "::error file=x::owned"), Node(2, "a ##[error]b")), ())
    assert tree.render(diagram) == (":\\u003aerror file=x::owned [1]\n\na #\\u0023[error]b [2]\n")
