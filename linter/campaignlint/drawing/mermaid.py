"""A diagram as a Mermaid flowchart, which GitHub, GitLab and wikis render in Markdown.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from campaignlint.drawing.diagram import Diagram, Edge, Node
    from campaignlint.model.finding import Severity

MAX_EDGES = 500
MAX_TEXT = 50_000
"""The maximum numbers of edges and characters in Mermaid's default configuration."""
_MAX_LENGTH = 500
"""The maximum number of characters of a name or label."""
_SIGNS: Mapping[Severity, str] = {"error": "✖", "warning": "▲", "note": "ⓘ"}
_PLAIN = frozenset(" _")
_ENTITY_CHARACTERS = frozenset("ﬂ°¶ß")
"""Characters that Mermaid uses for entities while it parses."""


def render(diagram: Diagram) -> str:
    """Return a flowchart from left to right; the name of a node is `c` and its id."""
    return "\n".join(_lines(diagram)) + "\n"


def _lines(diagram: Diagram) -> Iterator[str]:
    yield "flowchart LR"
    yield from (f"  {_name(node.id)}{_box(node)}" for node in diagram.nodes)
    yield from map(_edge, diagram.edges)
    yield from _classes(diagram)
    yield from _link_styles(diagram.edges)


def _link_styles(edges: Sequence[Edge]) -> Iterator[str]:
    styles: tuple[tuple[str, Callable[[Edge], bool]], ...] = (
        ("stroke:#cf222e,stroke-width:4px", lambda edge: edge.in_cycle),
        (
            "stroke:#cf222e,stroke-width:2px,stroke-dasharray:12 3 2 3",
            lambda edge: edge.too_deep and not edge.in_cycle,
        ),
        ("stroke:#1a7f37,stroke-width:3px", lambda edge: edge.change == "added"),
        (
            "stroke:#cf222e,stroke-width:2px,stroke-dasharray:2 4",
            lambda edge: edge.change == "removed",
        ),
        (
            "stroke:#8250df,stroke-dasharray:8 5",
            lambda edge: edge.kind == ACTIVATION and edge.is_certain and not edge.in_cycle,
        ),
        (
            "stroke:#8250df,stroke-dasharray:2 5",
            lambda edge: edge.kind == ACTIVATION and not edge.is_certain and not edge.in_cycle,
        ),
    )
    for style, applies in styles:
        numbers = [str(number) for number, edge in enumerate(edges) if applies(edge)]
        if numbers:
            yield f"  linkStyle {','.join(numbers)} {style}"


def _name(number: int) -> str:
    return f"e{-number}" if number < 0 else f"c{number}"


def _box(node: Node) -> str:
    if node.is_event:
        return f'{{{{"{_escape(node.name)}"}}}}'
    lines = [_escape(node.name), *([_escape(node.program)] if node.program else [])]
    sign = f"{_SIGNS[node.severity]} " if node.severity is not None else ""
    label = f'"{sign}{"<br/>".join(lines)}"'
    return f"([{label}])" if node.is_executable else f"[{label}]"


def _edge(edge: Edge) -> str:
    arrow = "-->" if edge.kind == marketo.EXECUTE_CAMPAIGN else "-.->"
    label = f'|"{_escape(edge.label)}"|' if edge.label else ""
    return f"  {_name(edge.source)} {arrow}{label} {_name(edge.target)}"


def _classes(diagram: Diagram) -> Iterator[str]:
    """Yield the styles of nodes, in colors for light and dark backgrounds."""
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


def _escape(text: str) -> str:
    """Escape a text for Mermaid: characters that may be syntax become numbers."""
    shown = escape_control_characters(text)
    if len(shown) > _MAX_LENGTH:
        shown = f"{shown[:_MAX_LENGTH]}…"
    return "".join(
        character if _is_plain(character) else f"#{ord(character)};" for character in shown
    )


def _is_plain(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in _PLAIN
    return character not in _ENTITY_CHARACTERS
