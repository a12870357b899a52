"""Diagrams in formats of other programs, parsed with parsers of these programs.

test_mermaid_in_browser.py renders Mermaid; here, its output is compared as text.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pydot
import pytest
from jsonschema import Draft202012Validator

from campaignlint.describe.sites import Site
from campaignlint.drawing import dot, graphml, mermaid
from campaignlint.drawing import json as document
from campaignlint.drawing.diagram import ACTIVATION, Diagram, Edge, Node
from campaignlint.drawing.queries import Outside
from campaignlint.text import escape_for_xml
from drawing.diagrams import chain
from report.hostile import EVERY_TEXT, acting_characters

if TYPE_CHECKING:
    from collections.abc import Mapping

EXECUTE: Final = "Execute Campaign"
REQUEST: Final = "Request Campaign"
SVG = "{http://www.w3.org/2000/svg}"
EVERY_NAME = pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT.keys())

DIAGRAM = Diagram(
    (
        Node(1, '01 "Form"', "WEB Demo", is_active=True, is_trigger=True, link="https://x.y/#1"),
        Node(2, "EX Score", is_executable=True, severity="error", findings=2, is_focus=True),
        Node(3, "Idle", "OP", link="javascript:alert(1)"),
    ),
    (
        Edge(1, 2, EXECUTE, (Site(1), Site(2, 3)), too_deep=True),
        Edge(1, 3, REQUEST, (Site(4),)),
        Edge(2, 2, EXECUTE, (Site(1),), in_cycle=True),
    ),
)


ACTIVATIONS = Diagram(
    (
        Node(-1, "'Stage' is set to 'MQL'", is_event=True),
        Node(1, "Set MQL"),
        Node(2, "On MQL"),
        Node(3, "On Score"),
    ),
    (
        Edge(-1, 2, ACTIVATION, ()),
        Edge(1, -1, ACTIVATION, (Site(1, 2), Site(1, 3)), in_cycle=True),
        Edge(1, 3, ACTIVATION, (Site(2),), event="S" * 50, is_certain=False, reason="filter 2"),
    ),
)


def named(text: str) -> Diagram:
    """A diagram with the text wherever an export can put one."""
    return Diagram(
        (
            Node(-1, text, is_event=True),
            Node(1, text, text, text, severity="note", findings=1, link=text),
            Node(2, "EX B"),
        ),
        (
            Edge(-1, 2, ACTIVATION, ()),
            Edge(1, -1, ACTIVATION, (Site(1),)),
            Edge(1, 2, EXECUTE, (Site(1),)),
            Edge(2, 1, REQUEST, (Site(1),)),
            Edge(2, 1, ACTIVATION, (Site(1),), event=text, is_certain=False, reason=text),
        ),
    )


# dot


def test_dot_is_a_digraph_from_left_to_right() -> None:
    assert dot.render(DIAGRAM, title="Calls") == (
        "digraph campaignlint {\n"
        '  graph [rankdir=LR, charset="UTF-8", tooltip="Calls"];\n'
        '  node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", '
        'fontname="sans-serif"];\n'
        '  edge [fontname="sans-serif", fontsize=10];\n'
        '  c1 [label="01 \\"Form\\"\\nWEB Demo", '
        'tooltip="WEB Demo > 01 \\"Form\\" (id 1, trigger campaign, active)", '
        'URL="https://x.y/#1"];\n'
        '  c2 [label="✖ EX Score\\n", '
        'tooltip="EX Score (id 2, executable campaign): 2 findings, the most severe is an error", '
        'fillcolor="#ddf4ff", color="#cf222e", penwidth=3];\n'
        '  c3 [label="Idle\\nOP", tooltip="OP > Idle (id 3, campaign)"];\n'
        '  c1 -> c2 [label="steps 1, 2", tooltip="01 \\"Form\\" executes EX Score: flow step 1, '
        'flow step 2 > choice 3; in a chain that is too deep", color="#cf222e", penwidth=2.5];\n'
        '  c1 -> c3 [label="step 4", tooltip="01 \\"Form\\" requests Idle: flow step 4", '
        "style=dashed];\n"
        '  c2 -> c2 [label="step 1", tooltip="EX Score executes EX Score: flow step 1; in a '
        'cycle", color="#cf222e:white:#cf222e"];\n'
        "}\n"
    )


def test_dot_has_dashed_edges_for_activations() -> None:
    lines = dot.render(ACTIVATIONS, title="Calls").splitlines()
    assert lines[4] == (
        """  e1 [label="'Stage' is set to 'MQL'", tooltip="'Stage' is set to 'MQL'", """
        'fontsize=10, fillcolor="#fbefff", color="#8250df", margin="0.1,0.03"];'
    )
    assert lines[8:11] == [
        (
            """  e1 -> c2 [label="", tooltip="'Stage' is set to 'MQL' activates On MQL", """
            'style=dashed, color="#8250df", fontcolor="#8250df", arrowhead=vee];'
        ),
        (
            """  c1 -> e1 [label="step 1, choices 2, 3", tooltip="Set MQL causes 'Stage' is set """
            """to 'MQL': flow step 1 > choice 2, flow step 1 > choice 3; in a loop", """
            'style=dashed, color="#cf222e:white:#cf222e", fontcolor="#8250df", arrowhead=vee];'
        ),
        (
            f'  c1 -> c3 [label="step 2: {"S" * 40}…: maybe", tooltip="Set MQL maybe activates '
            f'On Score: flow step 2: {"S" * 50}: maybe: filter 2", '
            'style=dotted, color="#8250df", fontcolor="#8250df", arrowhead=vee];'
        ),
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # pydot's, of its own parser
@EVERY_NAME
def test_no_name_acts_in_dot(text: str) -> None:
    output = dot.render(named(text), title=text)
    assert acting_characters(output) == set()
    (graph,) = pydot.graph_from_dot_data(output) or []
    nodes = {node.get_name(): node for node in graph.get_nodes()}
    assert {*nodes} - {"node", "edge", "graph"} == {"e1", "c1", "c2"}
    assert set(nodes["c1"].get_attributes()) == {"label", "tooltip", "color", "penwidth"}
    assert [(edge.get_source(), edge.get_destination()) for edge in graph.get_edges()] == [
        ("e1", "c2"),
        ("c1", "e1"),
        ("c1", "c2"),
        ("c2", "c1"),
        ("c2", "c1"),
    ]


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("dot") is None and "CI" not in os.environ, reason="Graphviz is not installed"
)
def test_graphviz_shows_every_name_as_it_is() -> None:
    texts = list(EVERY_TEXT.values())
    nodes = tuple(Node(number, text, text, text) for number, text in enumerate(texts))
    done = subprocess.run(
        ["dot", "-Tsvg"],
        input=dot.render(Diagram(nodes, ()), title="All"),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    root = ET.fromstring(done.stdout)  # noqa: S314 - Graphviz's own
    for drawn in root.iter(f"{SVG}g"):
        if drawn.get("class") == "node":
            wanted = escape_for_xml(texts[int((drawn.findtext(f"{SVG}title") or "")[1:])])
            shown = (drawn.findtext(f".//{SVG}text") or "").replace("\xa0", " ")
            assert (
                shown.rstrip()
                == (wanted if len(wanted) <= 1_500 else f"{wanted[:1_500]}…").rstrip()
            )


# Mermaid


def test_mermaid_is_a_flowchart_from_left_to_right() -> None:
    assert mermaid.render(DIAGRAM) == (
        "flowchart LR\n"
        '  c1["01 #34;Form#34;<br/>WEB Demo"]\n'
        '  c2(["✖ EX Score"])\n'
        '  c3["Idle<br/>OP"]\n'
        '  c1 -->|"steps 1#44; 2"| c2\n'
        '  c1 -.->|"step 4"| c3\n'
        '  c2 -->|"step 1"| c2\n'
        "  classDef error stroke:#cf222e,stroke-width:2px\n"
        "  class c2 error\n"
        "  classDef focus stroke-width:4px\n"
        "  class c2 focus\n"
        "  linkStyle 2 stroke:#cf222e,stroke-width:4px\n"
        "  linkStyle 0 stroke:#cf222e,stroke-width:2px,stroke-dasharray:12 3 2 3\n"
    )


@EVERY_NAME
def test_no_name_acts_in_mermaid(text: str) -> None:
    output = mermaid.render(named(text))
    assert acting_characters(output) == set()
    lines = output.splitlines()
    assert len(lines) == 15
    label = re.fullmatch(r'  c1\["(.*)"\]', lines[2])
    assert label is not None
    for part in label[1].removeprefix("ⓘ ").split("<br/>"):
        assert re.fullmatch(r"(?:[A-Za-z0-9 _]|#\d+;|[^\x00-\x7fﬂ°¶ß])*", part)


def test_mermaid_has_dashed_edges_for_activations() -> None:
    assert mermaid.render(ACTIVATIONS) == (
        "flowchart LR\n"
        '  e1{{"#39;Stage#39; is set to #39;MQL#39;"}}\n'
        '  c1["Set MQL"]\n'
        '  c2["On MQL"]\n'
        '  c3["On Score"]\n'
        "  e1 -.-> c2\n"
        '  c1 -.->|"step 1#44; choices 2#44; 3"| e1\n'
        f'  c1 -.->|"step 2#58; {"S" * 40}…#58; maybe"| c3\n'
        "  classDef event stroke:#8250df\n"
        "  class e1 event\n"
        "  linkStyle 1 stroke:#cf222e,stroke-width:4px\n"
        "  linkStyle 0 stroke:#8250df,stroke-dasharray:8 5\n"
        "  linkStyle 2 stroke:#8250df,stroke-dasharray:2 5\n"
    )


# GraphML


def read_graphml(text: str) -> Any:
    return nx.read_graphml(io.BytesIO(text.encode()), node_type=int)


def test_graphml_is_a_directed_graph() -> None:
    graph = read_graphml(graphml.render(DIAGRAM))
    assert graph.is_directed()
    assert graph.nodes[2] == {
        "label": "EX Score",
        "program": "",
        "workspace": "",
        "executable": True,
        "active": False,
        "trigger": False,
        "batch": False,
        "severity": "error",
        "findings": 2,
        "event": False,
    }
    assert graph.nodes[1]["label"] == '01 "Form"'
    edges = {(source, target): data for source, target, data in graph.edges(data=True)}
    assert edges[1, 2] == {
        "id": "e0",
        "kind": EXECUTE,
        "label": "steps 1, 2",
        "places": "flow step 1, flow step 2 > choice 3",
        "inCycle": False,
        "tooDeep": True,
        "change": "",
        "certain": True,
        "reason": "",
    }
    assert sorted(edges) == [(1, 2), (1, 3), (2, 2)]


def test_graphml_has_the_events_and_changes() -> None:
    graph = read_graphml(graphml.render(ACTIVATIONS))
    assert [number for number, data in graph.nodes(data=True) if data["event"]] == [-1]
    edges = {(source, target): data for source, target, data in graph.edges(data=True)}
    assert edges[1, 3]["change"] == "S" * 50
    assert (edges[1, 3]["certain"], edges[1, 3]["reason"]) == (False, "filter 2")
    assert edges[-1, 2]["places"] == ""


def test_graphml_has_the_booleans_of_xml() -> None:
    text = graphml.render(Diagram((Node(1, "True", is_active=True),), ()))
    assert text.count(">True</data>") == 1, "a name stays as it is"
    assert text.count(">true</data>") == 1
    assert text.count(">false</data>") == 4


@EVERY_NAME
def test_no_name_acts_in_graphml(text: str) -> None:
    output = graphml.render(named(text))
    assert acting_characters(output) == set()
    node = read_graphml(output).nodes[1]
    assert (node["label"], node["program"], node["workspace"]) == (escape_for_xml(text),) * 3


# JSON

NOTHING_OUTSIDE = Outside(lone=0, absent=0, ambiguous=0, without_flow=0)


def decoded(diagram: Diagram, gaps: str | None = None) -> Mapping[str, Any]:
    import json

    text = document.render(diagram, NOTHING_OUTSIDE, version="0.1.0", gaps=gaps)
    text.encode()
    read: Mapping[str, Any] = json.loads(text)
    Draft202012Validator(document.graph_schema()).validate(read)
    return read


def test_json_has_every_campaign_and_every_call() -> None:
    read = decoded(DIAGRAM)
    assert read["version"] == 1
    assert read["tool"] == {"name": "campaignlint", "version": "0.1.0"}
    assert read["campaigns"][1] == {
        "id": 2,
        "name": "EX Score",
        "program": None,
        "workspace": None,
        "executable": True,
        "active": False,
        "trigger": False,
        "batch": False,
        "severity": "error",
        "findings": 2,
        "focus": True,
        "moreCallers": 0,
        "moreCallees": 0,
    }
    assert read["calls"][0] == {
        "from": 1,
        "to": 2,
        "kind": EXECUTE,
        "places": [{"step": 1, "choice": None}, {"step": 2, "choice": 3}],
        "inCycle": False,
        "tooDeep": True,
    }
    assert (read["callers"], read["path"], read["activations"]) == (None, None, None)


def test_json_lists_changes_with_their_writers_and_what_they_activate() -> None:
    read = decoded(ACTIVATIONS, gaps="Unknown.")
    assert [each["id"] for each in read["campaigns"]] == [1, 2, 3]
    assert read["calls"] == []
    writes = [{"step": 1, "choice": 2}, {"step": 1, "choice": 3}]
    assert read["activations"] == {
        "gaps": "Unknown.",
        "changes": [
            {
                "change": "'Stage' is set to 'MQL'",
                "writers": [{"campaign": 1, "places": writes, "certain": True, "reason": ""}],
                "activated": [{"campaign": 2, "certain": True, "reason": ""}],
            },
            {
                "change": "S" * 50,
                "writers": [
                    {
                        "campaign": 1,
                        "places": [{"step": 2, "choice": None}],
                        "certain": False,
                        "reason": "filter 2",
                    }
                ],
                "activated": [{"campaign": 3, "certain": False, "reason": "filter 2"}],
            },
        ],
    }


DECODABLE = {
    what: text
    for what, text in EVERY_TEXT.items()
    if not any("\ud800" <= character <= "\udfff" for character in text)
}
"""No export brings in a lone surrogate, as msgspec decodes none."""


@pytest.mark.parametrize("text", DECODABLE.values(), ids=DECODABLE.keys())
def test_json_gives_every_name_back(text: str) -> None:
    campaign = decoded(named(text))["campaigns"][0]
    assert (campaign["name"], campaign["program"], campaign["workspace"]) == (text,) * 3


# All


@pytest.mark.parametrize("length", [5_000])
def test_length_is_no_obstacle(length: int) -> None:
    diagram = chain(length)
    assert dot.render(diagram, title="x").count(" -> ") == length - 1
    assert mermaid.render(diagram).count(" -->") == length - 1
    assert graphml.render(diagram).count("<edge ") == length - 1
