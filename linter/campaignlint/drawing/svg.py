"""A diagram as SVG, for a separate file or for a page with several diagrams.

It has no scripts and no style attributes, so pages with a strict content security policy can
contain it. `STYLE` defines its colors; a page overrides the custom properties with its own theme.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.drawing.diagram import ACTIVATION
from campaignlint.drawing.labels import (
    describe_diagram,
    describe_edge,
    describe_node,
    is_idle,
    start_of,
)
from campaignlint.drawing.layout import BOX_HEIGHT, Box, Layout, Point, Route, lay_out
from campaignlint.drawing.links import safe_link
from campaignlint.drawing.text_width import truncate, width_of
from campaignlint.text import escape_ci_commands_in_xml, escape_for_xml

if TYPE_CHECKING:
    from campaignlint.drawing.diagram import Diagram, Edge, EdgeKind, Node
    from campaignlint.drawing.labels import Start
    from campaignlint.model.finding import Severity

_NAME_SIZE = 13.0
_SMALL_SIZE = 12.0
_LABEL_SIZE = 12.0
_MAX_TEXT_WIDTH = 250.0
_MIN_BOX_WIDTH = 110.0
_TEXT_X = 34.0
"""The position of text in a box, after the icon of what starts the campaign."""
_PADDING = 12.0
_MARK_WIDTH = 26.0


def render(diagram: Diagram, *, title: str, prefix: str = "", with_style: bool = True) -> str:
    """Return the diagram as an `<svg>` element.

    `prefix` begins each id in it, so that a page can contain several diagrams. `with_style`
    includes `STYLE`, which a page needs only once. Control characters in names are escaped.
    """
    widths = {node.id: _box_width(node) for node in diagram.nodes}
    labels = [_label_width(edge) for edge in diagram.edges]
    drawing = _Drawing(diagram, lay_out(diagram, widths, labels), prefix)
    svg = drawing.svg(title, with_style=with_style)
    text: str = ET.tostring(svg, encoding="unicode")
    return escape_ci_commands_in_xml(text)


def render_file(diagram: Diagram, *, title: str) -> str:
    """Return the diagram as an SVG file."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{render(diagram, title=title)}\n'


def start_icon(start: Start) -> str:
    """Return the icon of what starts a campaign, for a legend."""
    sign = ET.Element("path", {"class": "cl-sign", "d": _ICONS[start]})
    return _icon(26, sign, f"cl-{start}", "8 8 22 28")


def box_icon(name: str) -> str:
    """Return a box with this class, for a legend."""
    box = {"class": "cl-box", "x": "2", "y": "4", "width": "30", "height": "14", "rx": "4"}
    return _icon(34, ET.Element("rect", box), name, "0 0 34 22")


def severity_icon(severity: Severity) -> str:
    """Return the mark of a finding, for a legend."""
    return _icon(22, _mark(severity, 0, 0), "", "-11 -11 22 22")


def edge_icon(edge: Edge) -> str:
    """Return an arrow in the style of this edge, for a legend."""
    line = _draw_route(Route(((0.0, 8.0), (52.0, 8.0)), label_at_right=None), 0)
    return _icon(56, _edge(edge, line, ""), "", "0 0 56 16")


def _icon(width: int, shape: ET.Element, name: str, view_box: str) -> str:
    attributes = {
        "class": f"cl-diagram {name}".rstrip(),
        "width": str(width),
        "height": "22",
        "viewBox": view_box,
        "aria-hidden": "true",
    }
    drawing = ET.Element("svg", attributes)
    drawing.append(shape)
    text: str = ET.tostring(drawing, encoding="unicode")
    return text


def _box_width(node: Node) -> float:
    if node.is_event:
        width = width_of(escape_for_xml(node.name), _SMALL_SIZE)
        return 2 * _PADDING + min(_MAX_TEXT_WIDTH, width)
    name = width_of(escape_for_xml(node.name), _NAME_SIZE, bold=True)
    program = width_of(escape_for_xml(_second_line(node)), _SMALL_SIZE)
    text = min(_MAX_TEXT_WIDTH, max(name, program))
    mark = _MARK_WIDTH if node.severity else 0.0
    return max(_MIN_BOX_WIDTH, _TEXT_X + text + mark + _PADDING)


def _label_width(edge: Edge) -> float:
    return width_of(escape_for_xml(edge.label), _LABEL_SIZE)


def _second_line(node: Node) -> str:
    return node.program or "no program"


class _Drawing:
    """Creates the SVG elements of one diagram."""

    def __init__(self, diagram: Diagram, layout: Layout, prefix: str) -> None:
        self.diagram = diagram
        self.layout = layout
        self.prefix = prefix
        self.raw_names = {node.id: node.name for node in diagram.nodes}
        self.names = {node.id: escape_for_xml(node.name) for node in diagram.nodes}

    def svg(self, title: str, *, with_style: bool) -> ET.Element:
        width, height = _number(self.layout.width), _number(self.layout.height)
        has_links = any(safe_link(node.link) for node in self.diagram.nodes)
        svg = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "cl-diagram",
                "width": width,
                "height": height,
                "viewBox": f"0 0 {width} {height}",
                "role": "group" if has_links else "img",
                "aria-labelledby": f"{self.prefix}title {self.prefix}desc",
            },
        )
        ET.SubElement(svg, "title", {"id": f"{self.prefix}title"}).text = escape_for_xml(title)
        ET.SubElement(svg, "desc", {"id": f"{self.prefix}desc"}).text = describe_diagram(
            self.diagram
        )
        if with_style:
            ET.SubElement(svg, "style").text = STYLE
        ET.SubElement(svg, "rect", {"class": "cl-ground", "width": width, "height": height})
        routed = sorted(  # problems are drawn above other edges
            zip(self.diagram.edges, self.layout.routes, strict=True),
            key=lambda pair: (pair[0].in_cycle, pair[0].too_deep),
        )
        lines = [self._line(edge, route) for edge, route in routed]
        svg.extend(
            _edge(edge, line, escape_for_xml(describe_edge(edge, self.raw_names)))
            for (edge, _), line in zip(routed, lines, strict=True)
        )
        for (edge, _), line in zip(routed, lines, strict=True):
            if line.label is not None and edge.label:
                at, anchor = line.label
                _add_text(svg, "cl-label", at, escape_for_xml(edge.label), anchor)
        for node in self.diagram.nodes:
            svg.append(self._node(node, self.layout.boxes[node.id]))
        return svg

    def _line(self, edge: Edge, route: Route) -> _Line:
        if not route.points:
            return _draw_loop(self.layout.boxes[edge.source])
        return _draw_route(route, _label_width(edge) + _LABEL_PADDING)

    # nodes

    def _node(self, node: Node, box: Box) -> ET.Element:
        link = None if node.is_event else safe_link(node.link)
        element = ET.Element("g") if link is None else ET.Element("a", {"href": link})
        element.set("class", " ".join(_node_classes(node)))
        element.set("transform", f"translate({_number(box.x)} {_number(box.y)})")
        ET.SubElement(element, "title").text = escape_for_xml(describe_node(node))
        if node.is_event:
            self._add_event(element, node, box)
        else:
            self._add_campaign(element, node, box)
        # Above a corner of the box; the labels of edges are next to it.
        if node.more_callers:
            _add_text(element, "cl-more", (4.0, -4.0), f"+{node.more_callers}", "start")
        if node.more_callees:
            _add_text(element, "cl-more", (box.width - 4, -4.0), f"+{node.more_callees}", "end")
        return element

    def _add_campaign(self, element: ET.Element, node: Node, box: Box) -> None:
        width, height = _number(box.width), _number(box.height)
        rect = {"class": "cl-box", "width": width, "height": height, "rx": "9"}
        ET.SubElement(element, "rect", rect)
        ET.SubElement(element, "path", {"class": "cl-sign", "d": _ICONS[start_of(node)]})
        space = box.width - _TEXT_X - _PADDING - (_MARK_WIDTH if node.severity else 0)
        name = truncate(self.names[node.id], space, _NAME_SIZE, bold=True)
        _add_text(element, "cl-name", (_TEXT_X, 19.0), name)
        program = truncate(escape_for_xml(_second_line(node)), space, _SMALL_SIZE)
        _add_text(element, "cl-program", (_TEXT_X, 34.0), program)
        if node.severity is not None:
            element.append(_mark(node.severity, box.width - 19, BOX_HEIGHT / 2))

    def _add_event(self, element: ET.Element, node: Node, box: Box) -> None:
        pill = {"y": "5", "width": _number(box.width), "height": "34", "rx": "17"}
        ET.SubElement(element, "rect", {"class": "cl-box", **pill})
        name = truncate(self.names[node.id], box.width - 2 * _PADDING, _SMALL_SIZE)
        _add_text(element, "cl-event-name", (_PADDING, 26.0), name)


_EDGE_CLASSES: dict[EdgeKind, str] = {
    marketo.EXECUTE_CAMPAIGN: "cl-execute",
    marketo.REQUEST_CAMPAIGN: "cl-request",
    ACTIVATION: "cl-activation",
}


def _edge(edge: Edge, line: _Line, words: str) -> ET.Element:
    classes = ["cl-edge", _EDGE_CLASSES[edge.kind]]
    if not edge.is_certain:
        classes.append("cl-possible")
    if edge.change is not None:
        classes.append(f"cl-{edge.change}")
    elif edge.in_cycle:
        classes.append("cl-cycle")
    elif edge.too_deep:
        classes.append("cl-deep")
    group = ET.Element("g", {"class": " ".join(classes)})
    if words:
        ET.SubElement(group, "title").text = words
    ET.SubElement(group, "path", {"class": "cl-line", "d": line.path})
    if "cl-cycle" in classes:  # a double line does not depend on color vision
        ET.SubElement(group, "path", {"class": "cl-inner", "d": line.path})
    ET.SubElement(group, "path", {"class": "cl-head", "d": line.head})
    return group


def _node_classes(node: Node) -> list[str]:
    if node.is_event:
        return ["cl-node", "cl-event"]
    classes = ["cl-node", f"cl-{start_of(node)}"]
    if is_idle(node):
        classes.append("cl-idle")
    if node.is_focus:
        classes.append("cl-focus")
    if node.severity is not None:
        classes.append(f"cl-has-{node.severity}")
    return classes


def _add_text(
    element: ET.Element, name: str, at: Point, text: str, anchor: str | None = None
) -> None:
    attributes = {"class": name, "x": _number(at[0]), "y": _number(at[1])}
    if anchor is not None:
        attributes["text-anchor"] = anchor
    ET.SubElement(element, "text", attributes).text = text


_ICONS = {
    "executable": "M13 15l12 7-12 7z",
    "trigger": "M21 12l-9 12h6l-2 9 9-12h-6z",
    "batch": "M12 15h14v3h-14zM12 20h14v11h-14zM15 23v5h2v-5zM20 23v5h2v-5z",
    "unknown": "M15 18h8v8h-8z",
}
"""A play button, a flash, a calendar, a square."""

_MARK_SHAPES: dict[Severity, tuple[str, str]] = {
    "error": ("M-4.2-10h8.4L10-4.2v8.4L4.2 10h-8.4L-10 4.2v-8.4z", "M-3.5-3.5l7 7m0-7l-7 7"),
    "warning": ("M0-10L10.8 9H-10.8z", "M0-3.5V2.5M0 5.4V5.5"),
    "note": ("M0-9.5a9.5 9.5 0 1 0 .01 0z", "M0-1V5M0-5V-4.9"),
}
"""An octagon with a cross, a triangle with an exclamation mark, a circle with an i."""


def _mark(severity: Severity, x: float, y: float) -> ET.Element:
    shape, sign = _MARK_SHAPES[severity]
    mark = ET.Element(
        "g",
        {"class": f"cl-mark cl-{severity}", "transform": f"translate({_number(x)} {_number(y)})"},
    )
    ET.SubElement(mark, "path", {"class": "cl-mark-shape", "d": shape})
    ET.SubElement(mark, "path", {"class": "cl-mark-sign", "d": sign})
    return mark


_Label = tuple[Point, str]
"""The position of the label of an edge, and its anchor."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The paths of an edge, and the position of its label."""

    path: str
    head: str
    label: _Label | None


_HEAD = 8.0
"""The length of an arrow's head."""
_LABEL_PADDING = 12.0
_LABEL_DISTANCE = 4.0
"""The distance of a label from its line."""


def _draw_route(route: Route, label_width: float) -> _Line:
    """Return a line that is level at the label, for `label_width` pixels."""
    (x, y), (before, _) = route.points[-1], route.points[-2]
    side = 1.0 if before <= x else -1.0
    points = [*route.points[:-1], (x - side * (_HEAD - 1), y)]
    leftwards = points[0] > points[-1]
    level = {
        "left": label_width if route.label_at_right is False else 0.0,
        "right": label_width if route.label_at_right else 0.0,
    }
    parts = [f"M{_point(points[0])}"]
    for index, (one, other) in enumerate(pairwise(points)):
        if index % 2:
            parts.append(f"L{_point(other)}")
            continue
        first, last = index == 0, index == len(points) - 2
        start, end = ("right", "left") if leftwards else ("left", "right")
        parts.append(
            _draw_curve(one, other, level[start] if first else 0.0, level[end] if last else 0.0)
        )
    back = x - side * _HEAD
    head = f"M{_point((x, y))}L{_point((back, y - 4.5))}V{_number(y + 4.5)}z"
    return _Line("".join(parts), head, _place_label(route))


def _draw_curve(one: Point, other: Point, level_first: float, level_last: float) -> str:
    """Return a curve between two points, level and straight for some pixels at both."""
    toward = 1.0 if one[0] <= other[0] else -1.0
    start = (one[0] + toward * level_first, one[1])
    end = (other[0] - toward * level_last, other[1])
    bend = (start[0] + end[0]) / 2
    curve = f"C{_point((bend, start[1]))} {_point((bend, end[1]))} {_point(end)}"
    before = f"L{_point(start)}" if level_first else ""
    return before + curve + (f"L{_point(other)}" if level_last else "")


def _place_label(route: Route) -> _Label | None:
    if route.label_at_right is None:
        return None
    left, right = sorted((route.points[0], route.points[-1]))
    if route.label_at_right:
        return (right[0] - _HEAD - 4, right[1] - _LABEL_DISTANCE), "end"
    return (left[0] + _HEAD + 4, left[1] - _LABEL_DISTANCE), "start"


def _draw_loop(box: Box) -> _Line:
    """Return a loop above the right corner of the box."""
    start, end, top = box.right - 40, box.right - 14, box.y
    path = (
        f"M{_point((start, top))}"
        f"C{_point((start, top - 22))} {_point((end, top - 22))} {_point((end, top - _HEAD + 1))}"
    )
    head = f"M{_point((end, top))}L{_point((end - 4.5, top - _HEAD))}H{_number(end + 4.5)}z"
    return _Line(path, head, ((start - 4, top - 6), "end"))


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    """Format a number with at most one decimal, without `.0`."""
    return f"{value:.1f}".removesuffix(".0")


STYLE = """
.cl-diagram{
--cl-ground:var(--diagram-ground,#fff);--cl-box:var(--diagram-box,#f6f8fa);
--cl-ink:var(--diagram-ink,#1f2328);--cl-soft:var(--diagram-soft,#59636e);
--cl-border:var(--diagram-border,#9aa4af);--cl-line:var(--diagram-line,#6e7781);
--cl-accent:var(--diagram-accent,#0969da);--cl-executable:var(--diagram-executable,#ddf4ff);
--cl-error:var(--diagram-error,#cf222e);--cl-warning:var(--diagram-warning,#9a6700);
--cl-note:var(--diagram-note,#0969da);--cl-on-mark:var(--diagram-on-mark,#fff);
--cl-added:var(--diagram-added,#1a7f37);--cl-event:var(--diagram-event,#8250df);
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
max-width:none}
@media (prefers-color-scheme:dark){.cl-diagram{
--cl-ground:var(--diagram-ground,#0d1117);--cl-box:var(--diagram-box,#161b22);
--cl-ink:var(--diagram-ink,#e6edf3);--cl-soft:var(--diagram-soft,#9198a1);
--cl-border:var(--diagram-border,#545d68);--cl-line:var(--diagram-line,#8b949e);
--cl-accent:var(--diagram-accent,#58a6ff);--cl-executable:var(--diagram-executable,#0c2d4d);
--cl-error:var(--diagram-error,#ff7b72);--cl-warning:var(--diagram-warning,#d9a520);
--cl-note:var(--diagram-note,#58a6ff);--cl-on-mark:var(--diagram-on-mark,#0d1117);
--cl-added:var(--diagram-added,#3fb950);--cl-event:var(--diagram-event,#bc8cff)}}
.cl-ground{fill:var(--cl-ground)}
.cl-box{fill:var(--cl-box);stroke:var(--cl-border);stroke-width:1.2}
.cl-executable .cl-box{fill:var(--cl-executable)}
.cl-idle .cl-box{stroke-dasharray:2 3}
.cl-focus .cl-box{stroke:var(--cl-accent);stroke-width:3}
.cl-has-error .cl-box{stroke:var(--cl-error)}
.cl-has-warning .cl-box{stroke:var(--cl-warning)}
.cl-sign{fill:var(--cl-soft);fill-rule:evenodd}
.cl-executable .cl-sign{fill:var(--cl-accent)}
.cl-name{fill:var(--cl-ink);font-size:13px;font-weight:600;unicode-bidi:isolate}
.cl-idle .cl-name{fill:var(--cl-soft)}
.cl-program{fill:var(--cl-soft);font-size:12px;unicode-bidi:isolate}
.cl-more{fill:var(--cl-soft);font-size:12px}
a.cl-node{cursor:pointer;outline:none;text-decoration:none}
a.cl-node:hover .cl-name{text-decoration:underline}
a.cl-node:focus-visible .cl-box{stroke:var(--cl-accent);stroke-width:3.5}
.cl-line{fill:none;stroke:var(--cl-line);stroke-width:1.4}
.cl-head{fill:var(--cl-line)}
.cl-request .cl-line{stroke-dasharray:6 4}
.cl-activation .cl-line{stroke:var(--cl-event);stroke-width:1.6;stroke-dasharray:10 5}
.cl-activation.cl-possible .cl-line{stroke-dasharray:2 4}
.cl-activation .cl-head{fill:var(--cl-event)}
.cl-event .cl-box{fill:var(--cl-ground);stroke:var(--cl-event)}
.cl-event-name{fill:var(--cl-ink);font-size:12px;unicode-bidi:isolate}
.cl-cycle .cl-line{stroke:var(--cl-error);stroke-width:4}
.cl-cycle .cl-inner{fill:none;stroke:var(--cl-ground);stroke-width:1.4}
.cl-cycle .cl-head{fill:var(--cl-error)}
.cl-deep .cl-line{stroke:var(--cl-error);stroke-width:2.2;stroke-dasharray:12 3 2 3}
.cl-deep .cl-head{fill:var(--cl-error)}
.cl-added .cl-line{stroke:var(--cl-added);stroke-width:2.6}
.cl-added .cl-head{fill:var(--cl-added)}
.cl-removed .cl-line{stroke:var(--cl-error);stroke-width:2;stroke-dasharray:2 4}
.cl-removed .cl-head{fill:var(--cl-error)}
.cl-label{fill:var(--cl-soft);font-size:12px;paint-order:stroke;stroke:var(--cl-ground);
stroke-width:3;stroke-linejoin:round}
.cl-edge:hover .cl-line{stroke-width:3}
.cl-mark-sign{fill:none;stroke:var(--cl-on-mark);stroke-width:2.2;stroke-linecap:round}
.cl-error .cl-mark-shape{fill:var(--cl-error)}
.cl-warning .cl-mark-shape{fill:var(--cl-warning)}
.cl-note .cl-mark-shape{fill:var(--cl-note)}
@media (forced-colors:active){.cl-box,.cl-line{stroke:CanvasText}.cl-head{fill:CanvasText}}
@media print{a.cl-node{color:inherit}}
"""
"""The style of every diagram.

A page may set `--diagram-ground`, `--diagram-ink` and the other colors; by default, they follow the
preference for light or dark.
"""
