"""The page of `graph -f html`: the diagram, its campaigns and calls as text, nothing that acts."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

import pytest

from campaignlint.describe.sites import Site
from campaignlint.drawing.diagram import Diagram, Edge, Node
from campaignlint.report.html import graph_page as page
from report.hostile import EVERY_TEXT, acting_characters

EXECUTE: Final = "Execute Campaign"


@dataclass
class Parsed(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def diagram(name: str = "01 Form", program: str = "WEB") -> Diagram:
    return Diagram(
        (
            Node(1, name, program, program, is_trigger=True, is_active=True, link=name),
            Node(2, "EX Score", "OP", is_executable=True, severity="error", findings=1),
        ),
        (
            Edge(1, 2, EXECUTE, (Site(1),)),
            Edge(2, 2, EXECUTE, (Site(3, 1),), in_cycle=True),
        ),
    )


def parsed(text: str) -> Parsed:
    reader = Parsed()
    reader.feed(text)
    reader.close()
    return reader


def test_the_page_lists_all_campaigns_and_calls() -> None:
    text = page.render(diagram(), title="Call graph", summary=["2 campaigns, 2 calls."])
    words = " ".join(parsed(text.partition("</style>")[2]).text.split())
    assert words.startswith(
        "campaignlint graph Call graph 2 campaigns, 2 calls. Diagram Call graph"
    )
    assert words.partition(" Written by ")[0].endswith(
        "Campaigns OP > EX Score id 2, executable campaign: 1 finding, an error "
        "Calls step 3 choice 1 executes OP > EX Score (in a cycle) "
        "Called by executed at step 1 by WEB > 01 Form "
        "executed at step 3 choice 1 by OP > EX Score (in a cycle) "
        "WEB > 01 Form id 1, trigger campaign, active, workspace WEB "
        "Calls step 1 executes OP > EX Score"
    )


def test_the_legend_explains_the_icons_of_the_diagram() -> None:
    def explained(of: Diagram) -> str:
        legend = page.render(of, title="x").partition('<ul class="legend"')[2]
        return " ".join(parsed(legend.partition(">")[2].partition("</ul>")[0]).text.split())

    assert explained(diagram()) == (
        "executable campaign trigger campaign most severe finding: error executes part of a cycle"
    )
    idle = Node(1, "A", is_focus=True, more_callers=2, more_callees=1)
    assert explained(Diagram((idle,), ())) == (
        "other campaign not active selected campaign"
        "+2 on the left number of callers not drawn"
        "+2 on the right number of callees not drawn"
    )


def test_links_lead_from_the_picture_to_the_words_and_nowhere_else() -> None:
    reader = parsed(page.render(diagram(), title="Call graph"))
    ids = [attributes["id"] for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {each["href"] for each in reader.attributes("a")}
    assert targets == {"#campaign-1", "#campaign-2"}
    assert {target.removeprefix("#") for target in targets if target} <= set(ids)


def test_the_policy_admits_the_one_style_and_nothing_else() -> None:
    text = page.render(diagram(), title="Call graph")
    reader = parsed(text)
    (policy,) = [
        each["content"] for each in reader.attributes("meta") if each.get("http-equiv") is not None
    ]
    style = text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    assert not {"script", "img", "iframe", "object"} & {tag for tag, _ in reader.tags}
    assert not any(
        name == "style" or name.startswith("on") for _, each in reader.tags for name in each
    )


@pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT.keys())
def test_no_name_acts(text: str) -> None:
    output = page.render(diagram(text, text), title=text, summary=[text])
    assert acting_characters(output) == set()
    harmless = parsed(page.render(diagram(), title="A", summary=["A"]))
    reader = parsed(output)
    assert sorted((tag, *sorted(each)) for tag, each in reader.tags) == sorted(
        (tag, *sorted(each)) for tag, each in harmless.tags
    )
    assert {each["href"] for each in reader.attributes("a")} == {"#campaign-1", "#campaign-2"}
    output.encode()
