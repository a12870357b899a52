"""A diagram as GraphML, for yEd, Gephi and scripts.

Source: http://graphml.graphdrawing.org
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from campaignlint.text import escape_ci_commands_in_xml, escape_for_xml

if TYPE_CHECKING:
    from campaignlint.drawing.diagram import Diagram, Edge, Node


def render(diagram: Diagram) -> str:
    """Return a directed multigraph; the name of a node is its id."""
    import networkx as nx

    graph: Any = nx.MultiDiGraph()
    for node in diagram.nodes:
        graph.add_node(node.id, **_node(node))
    for number, edge in enumerate(diagram.edges):
        graph.add_edge(edge.source, edge.target, key=f"e{number}", **_edge(edge))
    return escape_ci_commands_in_xml(_lower_booleans("\n".join(nx.generate_graphml(graph)) + "\n"))


def _lower_booleans(document: str) -> str:
    """Write `true` and `false` as in XML Schema; networkx writes them as in Python."""
    for key in re.findall(r'<key id="(\w+)"[^>]* attr\.type="boolean"', document):
        for value in ("True", "False"):
            data = f'<data key="{key}">'
            document = document.replace(f"{data}{value}<", f"{data}{value.lower()}<")
    return document


def _node(node: Node) -> dict[str, str | bool | int]:
    return {
        "label": escape_for_xml(node.name),
        "program": escape_for_xml(node.program or ""),
        "workspace": escape_for_xml(node.workspace or ""),
        "executable": node.is_executable,
        "active": node.is_active,
        "trigger": node.is_trigger,
        "batch": node.is_batch,
        "severity": node.severity or "",
        "findings": node.findings,
        "event": node.is_event,
    }


def _edge(edge: Edge) -> dict[str, str | bool]:
    return {
        "kind": edge.kind,
        "label": escape_for_xml(edge.label),
        "places": ", ".join(map(str, edge.sites)),
        "inCycle": edge.in_cycle,
        "tooDeep": edge.too_deep,
        "change": escape_for_xml(edge.event),
        "certain": edge.is_certain,
        "reason": escape_for_xml(edge.reason),
    }
