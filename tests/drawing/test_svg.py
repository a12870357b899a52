"""Diagrams as SVG, read back with an XML parser: what is in them, and that no name acts there."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from campaignlint.describe.sites import Site
from campaignlint.drawing import svg
from campaignlint.drawing.diagram import Diagram, Edge, LeftOut, Node
from campaignlint.drawing.links import safe_link
from drawing.diagrams import abstract, chain
from report.hostile import EVERY_TEXT, acting_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
EXECUTE: Final = "Execute Campaign"
REQUEST: Final = "Request Campaign"

DIAGRAM = Diagram(
    (
        Node(1, "01 Form", "WEB Demo", "Default", is_active=True, is_trigger=True),
        Node(2, "EX Score", None, "Europe", is_executable=True, severity="error", findings=2),
        Node(3, "Idle", "OP", more_callers=3, more_callees=1, is_focus=True, link="#c3"),
    ),
    (
        Edge(1, 2, EXECUTE, (Site(1), Site(2, 3))),
        Edge(1, 3, REQUEST, (Site(4),)),
        Edge(2, 2, EXECUTE, (Site(1),), in_cycle=True, too_deep=True),
    ),
    LeftOut(campaigns=7, calls=9),
)


def parsed(diagram: Diagram, *, title: str = "Calls", prefix: str = "") -> ET.Element:
    return ET.fromstring(svg.render(diagram, title=title, prefix=prefix))  # noqa: S314 - our own


def classed(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (each for each in element.iter() if name in (each.get("class") or "").split())


def titles(elements: Iterator[ET.Element]) -> list[str | None]:
    return [each.findtext(f"{SVG}title") for each in elements]


def test_every_campaign_is_said_in_words() -> None:
    assert titles(classed(parsed(DIAGRAM), "cl-node")) == [
        "WEB Demo > 01 Form (id 1, trigger campaign, active)",
        (
            "EX Score (id 2, executable campaign, workspace Europe): 2 findings, "
            "the most severe is an error"
        ),
        (
            "OP > Idle (id 3, campaign); 3 more callers are not drawn; "
            "1 more campaign that it calls is not drawn"
        ),
    ]


def test_every_call_is_said_in_words_and_what_is_wrong_is_drawn_last() -> None:
    assert titles(classed(parsed(DIAGRAM), "cl-edge")) == [
        "01 Form executes EX Score: flow step 1, flow step 2 > choice 3",
        "01 Form requests Idle: flow step 4",
        "EX Score executes EX Score: flow step 1; in a cycle; in a chain that is too deep",
    ]


def test_the_picture_says_what_it_shows_and_what_it_leaves_out() -> None:
    root = parsed(DIAGRAM, title="Who calls whom", prefix="p1-")
    assert root.findtext(f"{SVG}title") == "Who calls whom"
    assert root.findtext(f"{SVG}desc") == (
        "3 campaigns, 4 calls between them; 7 more campaigns are not drawn."
    )
    assert root.get("aria-labelledby") == "p1-title p1-desc"
    assert [each.get("id") for each in root.iter() if each.get("id")] == ["p1-title", "p1-desc"]


def test_what_differs_in_colour_differs_in_shape_too() -> None:
    root = parsed(DIAGRAM)
    (cycle,) = classed(root, "cl-cycle")
    assert len(list(classed(cycle, "cl-inner"))) == 1  # a double line
    assert "stroke-dasharray" in rule(".cl-deep .cl-line")
    assert "stroke-dasharray" in rule(".cl-request .cl-line")
    shapes = {
        path.get("d")
        for severity in ("error", "warning", "note")
        for path in classed(
            parsed(Diagram((Node(1, "A", severity=severity, findings=1),), ())), "cl-mark-shape"
        )
    }
    assert len(shapes) == 3


def rule(selector: str) -> str:
    found = re.search(re.escape(selector) + r"\{([^}]*)\}", svg.STYLE)
    assert found is not None
    return found[1]


def test_a_link_is_one_that_the_keyboard_reaches_and_makes_the_picture_a_group() -> None:
    root = parsed(DIAGRAM)
    (link,) = root.iter(f"{SVG}a")
    assert (link.get("href"), root.get("role")) == ("#c3", "group")
    assert parsed(chain(2)).get("role") == "img"


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://app-sj99.marketo.com/#SC1A1", True),
        ("#finding-1", True),
        ("http://example.com", False),
        ("HTTPS://example.com", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.com", False),
        ("https://", False),
        ("https://app-sj99.marketo.com@evil.example/", False),
        ("https://a b", False),
        ("https://a\nb", False),
        ("https://a\u202eb", False),
        ("#", False),
        ("", False),
        (None, False),
    ],
)
def test_only_safe_addresses_are_links(link: str | None, *, kept: bool) -> None:
    assert safe_link(link) == (link if kept else None)
    root = parsed(Diagram((Node(1, "A", link=link),), ()))
    assert [each.get("href") for each in root.iter(f"{SVG}a")] == ([link] if kept else [])


def test_an_overlong_name_is_cut_and_whole_in_the_title() -> None:
    name = "EX " + "x" * 500
    root = parsed(Diagram((Node(1, name),), ()))
    (shown,) = classed(root, "cl-name")
    assert shown.text is not None
    assert name.startswith(shown.text.removesuffix("…"))
    assert shown.text.endswith("…")
    assert name in (titles(classed(root, "cl-node"))[0] or "")
    assert float(root.get("width") or 0) < 400


def test_a_picture_has_nothing_that_a_strict_page_refuses() -> None:
    root = parsed(DIAGRAM)
    allowed = {"svg", "title", "desc", "style", "rect", "g", "a", "path", "text"}
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == allowed
    names = {name for each in root.iter() for name in each.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert not re.search(r"url\(|@import|expression|[<>&]", svg.STYLE)


def test_style_can_be_left_to_the_page() -> None:
    text = svg.render(DIAGRAM, title="Calls", with_style=False)
    assert "<style>" not in text


def test_a_file_stands_alone() -> None:
    text = svg.render_file(DIAGRAM, title="Calls")
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/')
    ET.fromstring(text.encode())  # noqa: S314 - our own


@pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT.keys())
def test_no_name_acts(text: str) -> None:
    diagram = Diagram(
        (
            Node(1, text, text, text, link=text, severity="note", findings=1),
            Node(2, "EX B", is_executable=True),
        ),
        (Edge(1, 2, EXECUTE, (Site(1),)),),
    )
    output = svg.render(diagram, title=text)
    root = ET.fromstring(output)  # noqa: S314 - our own
    shape = structure(
        parsed(
            replace(
                diagram,
                nodes=(Node(1, "A", "P", "W", severity="note", findings=1), diagram.nodes[1]),
            )
        )
    )
    assert structure(root) == shape
    assert acting_characters(output) == set()
    output.encode()


def structure(element: ET.Element) -> list[tuple[str, list[str]]]:
    """The elements and their attributes' names; what is text or a number may differ."""
    return [(each.tag, sorted(each.attrib)) for each in element.iter()]


def test_lone_nodes_are_drawn() -> None:
    assert len(list(classed(parsed(abstract([], lone=3)), "cl-node"))) == 3
