"""The HTML audit: one file that needs nothing else, for whoever answers for an instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.report.html import pages as html_pages
from campaignlint.report.html.page import page

if TYPE_CHECKING:
    from campaignlint.report.model import Report

__all__ = ["render"]


def render(report: Report, *, version: str) -> str:
    """The report as a page; `version` is the tool's own. The same report gives the same bytes."""
    from campaignlint.drawing import svg

    return html_pages.render(
        html_pages.source(__package__, "audit.html.jinja"),
        style=html_pages.source(__package__, "audit.css") + svg.STYLE,
        script=html_pages.source(__package__, "audit.js"),
        has_icon=True,
        page=page(report),
        version=version,
    )
