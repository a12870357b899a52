"""Takes the README's pictures of fixtures/acme, terminal and audit; --check says what is stale.

The terminal is SVG, and the same in every run. A browser's pictures are not, from one version of
it to the next; so what is written down beside them, and checked, is which page they are taken of.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from browsing import browsing, opened
from campaignlint import config, lint
from campaignlint.packs import load_rules
from campaignlint.report import html as audit
from campaignlint.report import text
from generated import ROOT, hold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from campaignlint.results import Report

PICTURES = ROOT / "docs" / "pictures"
SHOWN = "unreachable-choice,webhook-in-executable"
COMMAND = f"campaignlint check fixtures/acme \\\n    --select {SHOWN}"
DAY = date(2026, 9, 14)
THEMES = ("light", "dark")


def report(*select: str) -> Report:
    """What the command finds in fixtures/acme."""
    settings = config.Settings(select=select or None, today=DAY)
    plan = replace(config.plan(settings, load_rules()), surroundings=True)
    return lint.run(["fixtures/acme"], settings, plan).report


def drawn() -> dict[Path, bytes]:
    """The pictures that are the same in every run, and which page the others are taken of."""
    page = audit.render(report(), version="")
    taken_of = {"sha256 of the audit": hashlib.sha256(page.encode()).hexdigest()}
    screen = terminal(COMMAND, text.render(report(*SHOWN.split(",")), color=True))
    return {
        PICTURES / "terminal.svg": screen.encode(),
        PICTURES / "taken-of.json": (json.dumps(taken_of, indent=2) + "\n").encode(),
    }


# The terminal

_COLUMNS = 80
_LINE = 18
_COLUMN = 8.43
_MARGIN = 16
_STYLE = """
text{font:14px/18px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;
white-space:pre;fill:#1f2328}
.ground{fill:#f6f8fa;stroke:#d1d9e0}.bold{font-weight:700}.prompt{fill:#59636e}
.red{fill:#b3151d}.yellow{fill:#8a5300}.cyan{fill:#0b6376}.blue{fill:#0550ae}.green{fill:#116329}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#0d1117;stroke:#3d444d}
.prompt{fill:#9198a1}.red{fill:#ff8a87}.yellow{fill:#f2b45c}.cyan{fill:#56d4dd}
.blue{fill:#79b8ff}.green{fill:#7ee787}}
"""
_CODES = {"1": "bold", "31": "red", "32": "green", "33": "yellow", "34": "blue", "36": "cyan"}
_SEQUENCE = re.compile(r"\x1b\[([\d;]*)m")


def terminal(command: str, output: str) -> str:
    """A screen as SVG, in the reader's preference for light or dark.

    Raises ValueError for a line that is longer than the screen is wide.
    """
    said = " ".join(command.replace("\\\n", "").split())
    typed, *rest = map(html.escape, command.split("\n"))
    lines = [f'<tspan class="prompt">$</tspan> {typed}', *rest, ""]
    lines += map(_coloured, output.rstrip("\n").split("\n"))
    longest = max(map(len, [*f"$ {command}".split("\n"), *_SEQUENCE.sub("", output).split("\n")]))
    if longest > _COLUMNS:
        raise ValueError(f"a line of {longest} columns on a screen of {_COLUMNS}")
    width, height = round(_COLUMNS * _COLUMN) + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    rows = (
        f'<text x="{_MARGIN}" y="{_MARGIN + number * _LINE - 5}">{line}</text>\n'
        for number, line in enumerate(lines, 1)
        if line
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(said)}">\n'
        f"<style>{_STYLE}</style>\n"
        f'<rect class="ground" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>\n'
        f"{''.join(rows)}</svg>\n"
    )


def _coloured(line: str) -> str:
    """A line of output with its colours as classes."""
    parts = _SEQUENCE.split(line)
    classes: list[str] = []
    shown = html.escape(parts[0], quote=False)
    for codes, part in zip(parts[1::2], parts[2::2], strict=True):
        for code in codes.split(";"):
            classes = [] if code in ("", "0") else [*classes, _CODES[code]]
        escaped = html.escape(part, quote=False)
        shown += f'<tspan class="{" ".join(classes)}">{escaped}</tspan>' if classes else escaped
    return shown


# The audit


def take() -> Iterator[Path]:
    """Take pictures of the audit: its top, and a finding unfolded."""
    with browsing() as browser, tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "audit.html")
        file.write_text(audit.render(report(), version=""), "utf-8")
        for theme in THEMES:
            size = {"width": 1280, "height": 880}
            with opened(browser, file, color_scheme=theme, viewport=size) as at:
                page = at.open()
                yield _shot(page, f"audit-{theme}")
                cycle = page.locator('[data-rule="execute-cycle"] .finding').first
                page = at.open(cycle.get_attribute("id") or "")
                page.locator(".finding summary:focus").wait_for()
                yield _shot(page, f"finding-{theme}")


def _shot(page: Page, name: str) -> Path:
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    return path


def main(arguments: list[str]) -> int:
    """Take the pictures, or say which are stale; returns the exit code."""
    if not arguments:
        for path in take():
            print(f"took {path.relative_to(ROOT).as_posix()}")
    wanted = drawn()
    kept = {path: path.read_bytes() for path in PICTURES.glob("*.png")}
    return hold([PICTURES], {**wanted, **kept}, arguments, "tests/build_pictures.py")


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
