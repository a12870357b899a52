"""The HTML audit: one file that needs nothing else, for whoever answers for an instance.

Nothing of an export can act in it. Jinja2 escapes all that the template prints, after what moves a
cursor, hides or turns the reading order has become visible; a link leads nowhere but to https; and
the page's own Content-Security-Policy admits its one style sheet and its one script by their
hashes, and nothing else: no other script, no image, no form, no connection.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from campaignlint.printable import printable
from campaignlint.report.html.page import page

if TYPE_CHECKING:
    import jinja2

    from campaignlint.results import Report

__all__ = ["render"]


def render(report: Report, *, version: str) -> str:
    """The report as a page; `version` is the tool's own. The same report gives the same bytes."""
    from markupsafe import Markup  # noqa: PLC0415 - of the extra `audit`

    from campaignlint.diagram import svg  # noqa: PLC0415 - as above

    style, script = _source("audit.css") + svg.STYLE, _source("audit.js")
    return _template().render(
        page=page(report),
        version=version,
        style=Markup(style),  # noqa: S704 - our own, as the script
        script=Markup(script),  # noqa: S704
        policy="; ".join(
            (
                "default-src 'none'",
                f"style-src '{_hash(style)}'",
                f"script-src '{_hash(script)}'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
    )


@cache
def _template() -> jinja2.Template:
    import jinja2  # noqa: PLC0415 - of the extra `audit`
    from markupsafe import Markup  # noqa: PLC0415 - as above

    def visible(value: object) -> object:
        return printable(value) if isinstance(value, str) and type(value) is not Markup else value

    environment = jinja2.Environment(
        autoescape=True,
        finalize=visible,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawn"] = Markup  # a picture escapes what it holds itself
    return environment.from_string(_source("audit.html.jinja"))


@cache
def _source(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def _hash(source: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
