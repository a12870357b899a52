"""The HTML audit: a single file for the people who are responsible for an instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import __version__
from campaignlint.report.html import pages
from campaignlint.report.html.page import create_page

if TYPE_CHECKING:
    from campaignlint.report.model import Report

__all__ = ["render"]


def render(report: Report, *, version: str = __version__) -> str:
    """Render the report as a page; the same report gives the same bytes."""
    page = create_page(report)
    return pages.render(
        "audit.html.jinja",
        script=pages.read_file("audit.js") if page.total else "",
        version=version,
        kind="audit",
        title=page.title,
        page=page,
    )
