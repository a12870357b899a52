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
"""The number of characters of an event that its box shows."""
_MAX_LENGTH = 1_500
"""The number of characters of a text; Graphviz limits strings to 16,384 bytes, with escapes."""


def render(diagram: Diagram, *, title: str) -> str:
    """Return a digraph from left to right; a node's name is `c` and the campaign's id."""
    names = {node.id: node.name for node in diagram.nodes}
    lines = [
        "digraph campaignlint {",
        f'  graph [rankdir=LR, charset="UTF-8", tooltip={_quoted(title)}];',
        '  node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", fontname="sans-serif"];',
        '  edge [fontname="sans-serif", fontsize=10];',
        *(_node(node) for node in diagram.nodes),
        *(_edge(edge, names) for edge in diagram.edges),
        "}",
    ]
    return escape_ci_commands_in_xml("\n".join(lines) + "\n")  # it reads such references, too


def _node(node: Node) -> str:
    if node.is_event:
        label = _quoted(_shortened(node.name))
        attributes = {"label": label, "tooltip": _quoted(node.name), "fontsize": "10"}
        attributes |= {
            "fillcolor": '"#fbefff"',
            "color": f'"{_ACTIVATION}"',
            "margin": '"0.1,0.03"',
        }
        return f"  {_name(node.id)} [{_listed(attributes)}];"
    label = f"{_escaped(node.name)}\\n{_escaped(node.program or '')}"
    attributes = {"label": f'"{label}"', "tooltip": _quoted(describe_node(node))}
    if node.is_executable:
        attributes["fillcolor"] = '"#ddf4ff"'
    if node.severity is not None:
        attributes["label"] = f'"{_SIGNS[node.severity]} {label}"'
        attributes["color"] = f'"{_COLORS[node.severity]}"'
    if node.severity is not None or node.is_focus:
        attributes["penwidth"] = "3" if node.is_focus else "2"
    link = safe_link(node.link)
    if link is not None:
        attributes["URL"] = _quoted(link)
    return f"  {_name(node.id)} [{_listed(attributes)}];"


def _name(number: int) -> str:
    return f"e{-number}" if number < 0 else f"c{number}"


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_EVENT else f"{text[:_MAX_EVENT]}…"


def _edge(edge: Edge, names: Mapping[int, str]) -> str:
    attributes = {"label": _quoted(edge.label), "tooltip": _quoted(describe_edge(edge, names))}
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
    return f"  {_name(edge.source)} -> {_name(edge.target)} [{_listed(attributes)}];"


def _listed(attributes: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    r"""Escape a text for Graphviz, which reads `\n`, `\G` and such, and entities of HTML."""
    shown = escape_for_xml(text)
    if len(shown) > _MAX_LENGTH:
        shown = f"{shown[:_MAX_LENGTH]}…"
    return shown.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
