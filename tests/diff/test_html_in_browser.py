"""A comparison as an HTML page in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browsing import browsing, opened
from campaignlint.api import analyze
from campaignlint.config.settings import Settings, plan
from campaignlint.diff import html
from campaignlint.diff.comparison import compare
from campaignlint.rules.registry import load_rules
from diff.exports import write_export

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

PHONE = {"width": 320, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    planned = plan(Settings(), load_rules(()))
    old = write_export(folder / "a", active=False, target=False)
    new = write_export(folder / "b", days="3 days")
    comparison = compare(analyze([str(old)], planned), analyze([str(new)], planned))
    path = folder / "diff.html"
    path.write_text(html.render(comparison, title="a to b"), "utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(browser: Browser, file: Path, scheme: str) -> None:
    with opened(browser, file, color_scheme=scheme) as at:
        at.open()
        assert at.axe() == []
        assert at.faults == []


def test_a_phone_does_not_scroll_sideways(browser: Browser, file: Path) -> None:
    with opened(browser, file, viewport=PHONE) as at:
        shown = at.open()
        assert shown.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
