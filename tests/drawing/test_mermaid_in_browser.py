"""Mermaid flowcharts, rendered by Mermaid in a real browser."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from browsing import MERMAID, browsing
from campaignlint.drawing import mermaid
from drawing.diagrams import chain
from drawing.test_exchange_formats import ACTIVATIONS, DIAGRAM, EVERY_NAME, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from campaignlint.drawing.diagram import Diagram

pytestmark = pytest.mark.slow

RENDER = """async (text) => {
    const { svg } = await mermaid.render("drawing", text);
    document.body.innerHTML = svg;
    const texts = (selector) =>
        [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());
    return {
        nodes: texts("g.node"),
        labels: texts("g.edgeLabel .edgeLabel p"),
        edges: document.querySelectorAll("path.flowchart-link").length,
        scripts: document.body.querySelectorAll("script, img, [onerror], [onload]").length,
    };
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browsing() as browser, browser.new_context(offline=True) as context:
        page = context.new_page()
        page.set_content("<!doctype html><title>Mermaid</title>")
        page.add_script_tag(path=MERMAID)
        page.evaluate("mermaid.initialize({ startOnLoad: false })")
        yield page


def rendered(page: Page, diagram: Diagram) -> dict[str, Any]:
    """Return the texts of what Mermaid draws. Raises an error for text that it cannot parse."""
    drawing: dict[str, Any] = page.evaluate(RENDER, mermaid.render(diagram))
    assert drawing["scripts"] == 0
    return drawing


def letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, text))


def test_calls(page: Page) -> None:
    drawing = rendered(page, DIAGRAM)
    assert drawing["nodes"] == ['01 "Form"WEB Demo', "✖ EX Score", "IdleOP"]
    assert drawing["labels"] == ["steps 1, 2", "step 4", "step 1"]
    assert drawing["edges"] == len(DIAGRAM.edges)


def test_activations(page: Page) -> None:
    drawing = rendered(page, ACTIVATIONS)
    assert drawing["nodes"][0] == "'Stage' is set to 'MQL'"
    assert drawing["edges"] == len(ACTIVATIONS.edges)


def test_as_many_edges_as_mermaid_allows(page: Page) -> None:
    assert rendered(page, chain(mermaid.MAX_EDGES + 1))["edges"] == mermaid.MAX_EDGES


@EVERY_NAME
def test_any_name(text: str, page: Page) -> None:
    diagram = named(text)
    drawing = rendered(page, diagram)
    assert (len(drawing["nodes"]), drawing["edges"]) == (len(diagram.nodes), len(diagram.edges))
    if len(text) <= 500:  # longer names are truncated
        assert letters(text) <= letters(drawing["nodes"][0])
