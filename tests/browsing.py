"""A real browser for tests: Chromium, controlled by Playwright, with axe-core or Mermaid.

If they are not installed (`make browser` does that), tests that need them are skipped; in CI they
fail.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

_MODULES = Path(__file__).parents[1] / ".tools/browser/node_modules"
AXE = _MODULES / "axe-core/axe.min.js"
MERMAID = _MODULES / "@mermaid-js/tiny/dist/mermaid.tiny.js"


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium, without a window."""
    chromium = shutil.which("chromium")
    if chromium is None or not AXE.is_file() or not MERMAID.is_file():
        if os.environ.get("CI"):
            pytest.fail("chromium, axe-core or Mermaid is missing: run make browser")
        pytest.skip("chromium, axe-core or Mermaid is missing: run make browser")
    # Its own sandbox needs rights that containers seldom have; the pages are our own.
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser,
    ):
        yield browser


class Opened:
    """A page, and what went wrong in it or left it: each of these lists should stay empty."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page = page
        self.file = file
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", self._refuse)
        page.on("request", self._note)

    def _refuse(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, request: Any) -> None:
        own = self.file.as_uri()
        if request.url.partition("#")[0] != own and not request.url.startswith("data:"):
            self.faults.append(f"request: {request.url}")

    def open(self, fragment: str = "") -> Page:
        """Reload the file at a fragment."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.file.as_uri()}{'#' if fragment else ''}{fragment}")
        return self.page

    def axe(self) -> list[str]:
        """Return the violations that axe-core reports, with their elements."""
        # A script that is evaluated by the browser's own tools is not subject to the page's policy.
        self.page.evaluate(AXE.read_text("utf-8"))
        violations: list[str] = self.page.evaluate(
            """async () => {
                const { violations } = await axe.run(document, {
                    resultTypes: ["violations"],
                    rules: { "target-size": { enabled: true } },
                });
                return violations.flatMap(({ id, nodes }) =>
                    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
            }"""
        )
        return violations


@contextmanager
def opened(browser: Browser, file: Path, **options: Any) -> Iterator[Opened]:
    """A page of its own for a file; `options` are those of a browser's context."""
    with browser.new_context(**options) as context:
        page = context.new_page()
        yield Opened(page, file)
