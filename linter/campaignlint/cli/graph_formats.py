"""The formats of `graph`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from campaignlint import __version__
from campaignlint.cli import output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from campaignlint.cli.graph_selection import Selection
    from campaignlint.cli.view import View


def render(export: View, selected: Selection, options: dict[str, Any]) -> str:
    for note in selected.notes:
        click.echo(f"campaignlint: {note}", err=True)
    return _RENDERERS[options["format_name"]](export, selected, options)


def _text(export: View, selected: Selection, options: dict[str, Any]) -> str:
    from campaignlint.drawing import queries, query_text, tree

    to_file = bool(options["output_file"])
    width = 80 if to_file else max(60, min(100, output.terminal_width()))
    color = not to_file and output.wants_color(options["color"])
    texts = []
    if selected.starts != ():
        diagram = selected.diagram
        texts.append(
            tree.render(
                diagram, selected.starts, upwards=selected.upwards, width=width, color=color
            )
        )
    lines = list(_describe(selected))
    is_query = selected.dependents or selected.cascade or selected.paths
    if not is_query and selected.starts is None and not options["around_findings"]:
        outside = queries.count_outside(export.instance, selected.campaigns_in_graph)
        is_whole = selected.gaps is not None
        lines += query_text.describe_outside(outside, with_activations=is_whole)
    texts.append(query_text.wrap(lines, width))
    return "\n".join(filter(None, texts))


def _describe(selected: Selection) -> Iterable[str]:
    """Return the lines below a graph: the result of a query, or counts."""
    from campaignlint.drawing import query_text

    if selected.dependents is not None:
        return query_text.describe_dependents(selected.dependents)
    if selected.cascade is not None:
        return query_text.describe_cascade(selected.cascade)
    if selected.paths is not None:
        return query_text.describe_paths(selected.paths, selected.diagram)
    return [query_text.count_diagram(selected.diagram)]


def _dot(_seen: View, selected: Selection, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import dot

    return dot.render(selected.diagram, title=selected.title)


def _mermaid(_seen: View, selected: Selection, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import mermaid

    text = mermaid.render(selected.diagram)
    edges = len(selected.diagram.edges)
    if edges > mermaid.MAX_EDGES or len(text) > mermaid.MAX_TEXT:
        click.echo(
            f"campaignlint: {edges:,} edges and {len(text):,} characters are more than Mermaid "
            f"draws by default ({mermaid.MAX_EDGES} and {mermaid.MAX_TEXT:,}); raise its "
            "maxEdges and maxTextSize, or narrow the graph",
            err=True,
        )
    return text


def _graphml(_seen: View, selected: Selection, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import graphml

    return graphml.render(selected.diagram)


def _json(export: View, selected: Selection, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import json, queries

    return json.render(
        selected.diagram,
        queries.count_outside(export.instance, selected.campaigns_in_graph),
        version=__version__,
        dependents=selected.dependents,
        paths=selected.paths,
        gaps=selected.gaps,
        cascade=selected.cascade,
    )


def _svg(_seen: View, selected: Selection, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import svg

    return svg.render_file(selected.diagram, title=selected.title)


def _html(_seen: View, selected: Selection, _options: dict[str, Any]) -> str:
    from campaignlint.drawing import query_text
    from campaignlint.report.html import graph_page

    no_wrapping = 10_000
    summary = query_text.wrap(_describe(selected), no_wrapping).splitlines()
    notes = (note.replace("`", "") for note in selected.notes)  # Markdown for code
    return graph_page.render(selected.diagram, title=selected.title, summary=(*summary, *notes))


_RENDERERS: dict[str, Callable[[View, Selection, dict[str, Any]], str]] = {
    "text": _text,
    "dot": _dot,
    "mermaid": _mermaid,
    "graphml": _graphml,
    "json": _json,
    "svg": _svg,
    "html": _html,
}
