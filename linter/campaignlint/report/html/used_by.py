"""The result of `used-by` as one HTML page that loads nothing and runs no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.report.html import pages
from campaignlint.report.used_by.lines import blocks, title

if TYPE_CHECKING:
    from campaignlint.describe.used_by import UsedBy


def render(used_by: UsedBy) -> str:
    """Render the page."""
    return pages.render(
        "used_by.html.jinja",
        kind="used-by",
        title=title(used_by),
        blocks=list(blocks(used_by)),
    )
