"""The documentation pages that a rule pack carries: one a rule, under `docs/` in its package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.rule import Rule


def page(rule: Rule) -> str:
    """The Markdown page of a rule; "" where its pack carries none."""
    package = sys.modules[rule.function.__module__.partition(".")[0]]
    for folder in _folders(Path(package.__file__ or "").parent):
        path = folder / f"{rule.id}.md"
        if path.is_file():
            return path.read_text("utf-8")
    return ""


def _folders(package: Path) -> Iterator[Path]:
    """Where pages lie: in an installed package, else in the source tree around it."""
    yield package / "docs"
    yield package.parents[1] / "docs" / "rules"


def section(text: str, *titles: str) -> str:
    """The sections of a page with these titles, their headings included."""
    parts = ("\n" + text).split("\n## ")[1:]
    return "\n".join(f"## {part}" for part in parts if part.partition("\n")[0] in titles).strip()
