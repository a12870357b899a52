"""Takes pictures of the HTML audit of fixtures/acme; --check lists stale ones.

Browsers of different versions draw slightly different pixels, so the check does not compare the
pictures, but the page that they show.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from browsing import browsing, opened
from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.report import html as audit
from campaignlint.rules.registry import load_rules
from generated import ROOT, hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

PICTURES = ROOT / "docs" / "pictures"
DAY = date(2026, 9, 14)
THEMES = ("light", "dark")


def page_of_acme() -> str:
    """Return the HTML audit of fixtures/acme."""
    settings = config.Settings(today=DAY)
    plan = replace(config.plan(settings, load_rules()), context=True)
    return audit.render(api.analyze(["fixtures/acme"], plan).report, version="")


def digest() -> bytes:
    """Return the content of taken-of.json: which page the pictures show."""
    taken_of = {"sha256 of the audit": hashlib.sha256(page_of_acme().encode()).hexdigest()}
    return (json.dumps(taken_of, indent=2) + "\n").encode()


def take() -> Iterator[Path]:
    """Take pictures of the top of the audit, and of an open finding."""
    with browsing() as browser, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "audit.html")
        file.write_text(page_of_acme(), "utf-8")
        for theme in THEMES:
            size = {"width": 1280, "height": 880}
            with opened(browser, file, color_scheme=theme, viewport=size) as at:
                page = at.open()
                yield _screenshot(page, f"audit-{theme}")
                cycle = page.locator('[data-rule="execute-cycle"] .finding').first
                page = at.open(cycle.get_attribute("id") or "")
                page.locator(".finding summary:focus").wait_for()
                yield _screenshot(page, f"finding-{theme}")


def _screenshot(page: Page, name: str) -> Path:
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path


def main(arguments: list[str]) -> int:
    """Take the pictures, or list the stale ones; return the exit code."""
    if not arguments:
        for path in take():
            print(f"took {path.relative_to(ROOT).as_posix()}")
    wanted = {path: path.read_bytes() for path in PICTURES.glob("*.png")}
    wanted[PICTURES / "taken-of.json"] = digest()
    return hold([PICTURES], wanted, arguments, "tests/build_pictures.py")


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
