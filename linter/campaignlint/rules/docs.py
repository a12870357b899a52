"""The documentation pages of a rule pack: one per rule, in `docs/` of its package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.rules.rule import Rule


def page(rule: Rule) -> str:
    """Return the Markdown page of a rule; "" if its pack has none."""
    package = sys.modules[rule.function.__module__.partition(".")[0]]
    for folder in _folders(Path(package.__file__ or "").parent):
        path = folder / f"{rule.id}.md"
        if path.is_file():
            return path.read_text("utf-8")
    return ""


def _folders(package: Path) -> Iterator[Path]:
    """Yield the folders of pages: in an installed package, or in its source tree."""
    yield package / "docs"
    yield package.parents[1] / "docs" / "rules"


def section(page: str, title: str) -> str:
    """Return the text under a heading of a page; "" if there is no such heading."""
    for part in f"\n{page}".split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        if heading == title:
            return body.strip()
    return ""
