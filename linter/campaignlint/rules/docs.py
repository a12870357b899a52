"""The documentation pages that a rule pack carries: one a rule, under `docs/` in its package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.rules.rule import Rule


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


def section(page: str, title: str) -> str:
    """What stands under a heading of a page; "" where there is no such heading."""
    for part in f"\n{page}".split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        if heading == title:
            return body.strip()
    return ""
