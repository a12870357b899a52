"""A diagram as an HTML page in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browsing import browsing, opened
from campaignlint.report.html import graph_page as page
from drawing.diagrams import chain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

WIDTH = "one => one.getBoundingClientRect().width"
NARROW = {"width": 700, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "graph.html"
    path.write_text(page.render(chain(9), title="A chain", summary=["Nine."]), "utf-8")
    return path


def test_axe_finds_nothing_wrong(browser: Browser, file: Path) -> None:
    with opened(browser, file) as at:
        at.open()
        assert at.axe() == []


def test_a_picture_shrinks_before_it_scrolls(browser: Browser, file: Path) -> None:
    with opened(browser, file, viewport=NARROW) as at:
        picture = at.open().locator(".whole > svg")
        whole = float(picture.get_attribute("width") or "")
        assert picture.evaluate(WIDTH) == pytest.approx(whole * 0.85, abs=1)
        assert at.faults == []


def test_on_paper_all_of_it_is_there(browser: Browser, file: Path) -> None:
    with opened(browser, file, viewport=NARROW) as at:
        shown = at.open()
        shown.emulate_media(media="print")
        room = shown.locator(".whole").evaluate(WIDTH)
        assert shown.locator(".whole > svg").evaluate(WIDTH) <= room
        assert at.faults == []
