"""A diagram as a Mermaid flowchart, which GitHub, GitLab and wikis draw in Markdown.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.drawing.diagram import Diagram, Edge, Node
    from campaignlint.model.finding import Severity

MAX_EDGES = 500
MAX_TEXT = 50_000
"""The limits of Mermaid's default configuration: edges, and characters."""
_MAX_LENGTH = 500
_SIGNS: Mapping[Severity, str] = {"error": "✖", "warning": "▲", "note": "ⓘ"}
_CHANGES = {
    "added": "stroke:#1a7f37,stroke-width:3px",
    "removed": "stroke:#cf222e,stroke-width:2px,stroke-dasharray:2 4",
}
_PLAIN = frozenset(" _")
_OWN = frozenset("ﬂ°¶ß")
"""Characters that Mermaid uses for entities while it parses."""


def render(diagram: Diagram) -> str:
    """Return a flowchart from left to right; a node's name is `c` and the campaign's id."""
    return "\n".join(_lines(diagram)) + "\n"


def _lines(diagram: Diagram) -> Iterator[str]:
    yield "flowchart LR"
    yield from (f"  {_name(node.id)}{_box(node)}" for node in diagram.nodes)
    yield from map(_edge, diagram.edges)
    yield from _classes(diagram)
    for numbers, style in (
        ([n for n, edge in enumerate(diagram.edges) if edge.in_cycle], "stroke-width:4px"),
        (
            [n for n, edge in enumerate(diagram.edges) if edge.too_deep and not edge.in_cycle],
            "stroke-width:2px,stroke-dasharray:12 3 2 3",
        ),
    ):
        if numbers:
            yield f"  linkStyle {','.join(map(str, numbers))} stroke:#cf222e,{style}"
    for change, style in _CHANGES.items():
        numbers = [n for n, edge in enumerate(diagram.edges) if edge.change == change]
        if numbers:
            yield f"  linkStyle {','.join(map(str, numbers))} {style}"
    for is_certain, dashes in ((True, "8 5"), (False, "2 5")):
        activations = [
            str(number)
            for number, edge in enumerate(diagram.edges)
            if edge.kind == ACTIVATION and edge.is_certain == is_certain and not edge.in_cycle
        ]
        if activations:
            yield f"  linkStyle {','.join(activations)} stroke:#8250df,stroke-dasharray:{dashes}"


def _name(number: int) -> str:
    return f"e{-number}" if number < 0 else f"c{number}"


def _box(node: Node) -> str:
    if node.is_event:
        return f'{{{{"{_escaped(node.name)}"}}}}'
    lines = [_escaped(node.name), *([_escaped(node.program)] if node.program else [])]
    sign = f"{_SIGNS[node.severity]} " if node.severity is not None else ""
    label = f'"{sign}{"<br/>".join(lines)}"'
    return f"([{label}])" if node.is_executable else f"[{label}]"


def _edge(edge: Edge) -> str:
    arrow = "-->" if edge.kind == marketo.EXECUTE_CAMPAIGN else "-.->"
    label = f'|"{_escaped(edge.label)}"|' if edge.label else ""
    return f"  {_name(edge.source)} {arrow}{label} {_name(edge.target)}"


def _classes(diagram: Diagram) -> Iterator[str]:
    """Yield the colors, which are legible on light and dark."""
    classes = {
        "error": "stroke:#cf222e,stroke-width:2px",
        "warning": "stroke:#9a6700,stroke-width:2px",
        "note": "stroke:#0969da,stroke-width:2px",
        "focus": "stroke-width:4px",
        "event": "stroke:#8250df",
    }
    for name, style in classes.items():
        members = [
            _name(node.id)
            for node in diagram.nodes
            if name == node.severity
            or (name == "focus" and node.is_focus)
            or (name == "event" and node.is_event)
        ]
        if members:
            yield f"  classDef {name} {style}"
            yield f"  class {','.join(members)} {name}"


def _escaped(text: str) -> str:
    """Escape a text for Mermaid: characters that may have a meaning become numbers."""
    shown = escape_control_characters(text)
    if len(shown) > _MAX_LENGTH:
        shown = f"{shown[:_MAX_LENGTH]}…"
    return "".join(
        character if _is_plain(character) else f"#{ord(character)};" for character in shown
    )


def _is_plain(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in _PLAIN
    return character not in _OWN
