"""A diagram in the language of Graphviz.

Source: https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.drawing.labels import describe_edge, describe_node
from campaignlint.drawing.links import safe_link
from campaignlint.text import escape_ci_commands_in_xml, escape_for_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.drawing.diagram import Diagram, Edge, Node
    from campaignlint.model.finding import Severity

_COLORS: Mapping[Severity, str] = {"error": "#cf222e", "warning": "#9a6700", "note": "#0969da"}
_SIGNS: Mapping[Severity, str] = {"error": "✖", "warning": "▲", "note": "ⓘ"}

_ACTIVATION = "#8250df"
_MAX_EVENT = 60
"""The maximum number of characters of an event in its box."""
_MAX_LENGTH = 1_500
"""The maximum number of characters of a text; Graphviz limits strings to 16,384 bytes."""


def render(diagram: Diagram, *, title: str) -> str:
    """Return a digraph from left to right; the name of a node is `c` and its id."""
    names = {node.id: node.name for node in diagram.nodes}
    lines = [
        "digraph campaignlint {",
        f'  graph [rankdir=LR, charset="UTF-8", tooltip={_quote(title)}];',
        '  node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", fontname="sans-serif"];',
        '  edge [fontname="sans-serif", fontsize=10];',
        *(_node(node) for node in diagram.nodes),
        *(_edge(edge, names) for edge in diagram.edges),
        "}",
    ]
    return escape_ci_commands_in_xml("\n".join(lines) + "\n")  # Graphviz interprets references


def _node(node: Node) -> str:
    if node.is_event:
        label = _quote(_truncate(node.name, _MAX_EVENT))
        attributes = {
            "label": label,
            "tooltip": _quote(node.name),
            "fontsize": "10",
            "fillcolor": '"#fbefff"',
            "color": f'"{_ACTIVATION}"',
            "margin": '"0.1,0.03"',
        }
        return f"  {_name(node.id)} [{_join(attributes)}];"
    label = f"{_escape(node.name)}\\n{_escape(node.program or '')}"
    attributes = {"label": f'"{label}"', "tooltip": _quote(describe_node(node))}
    if node.is_executable:
        attributes["fillcolor"] = '"#ddf4ff"'
    if node.severity is not None:
        attributes["label"] = f'"{_SIGNS[node.severity]} {label}"'
        attributes["color"] = f'"{_COLORS[node.severity]}"'
    if node.severity is not None or node.is_focus:
        attributes["penwidth"] = "3" if node.is_focus else "2"
    link = safe_link(node.link)
    if link is not None:
        attributes["URL"] = _quote(link)
    return f"  {_name(node.id)} [{_join(attributes)}];"


def _name(number: int) -> str:
    return f"e{-number}" if number < 0 else f"c{number}"


def _truncate(text: str, max_length: int) -> str:
    return text if len(text) <= max_length else f"{text[:max_length]}…"


def _edge(edge: Edge, names: Mapping[int, str]) -> str:
    attributes = {"label": _quote(edge.label), "tooltip": _quote(describe_edge(edge, names))}
    if edge.kind == marketo.REQUEST_CAMPAIGN:
        attributes["style"] = "dashed"
    elif edge.kind == ACTIVATION:
        color = f'"{_ACTIVATION}"'
        style = "dashed" if edge.is_certain else "dotted"
        attributes |= {"style": style, "color": color, "fontcolor": color, "arrowhead": "vee"}
    if edge.in_cycle:
        attributes |= {"color": f'"{_COLORS["error"]}:white:{_COLORS["error"]}"'}
    elif edge.too_deep:
        attributes |= {"color": f'"{_COLORS["error"]}"', "penwidth": "2.5"}
    return f"  {_name(edge.source)} -> {_name(edge.target)} [{_join(attributes)}];"


def _join(attributes: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def _quote(text: str) -> str:
    return f'"{_escape(text)}"'


def _escape(text: str) -> str:
    r"""Escape a text for Graphviz, which interprets escapes such as `\G`, and HTML entities."""
    shown = _truncate(escape_for_xml(text), _MAX_LENGTH)
    return shown.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
