"""HTML pages: single files that load nothing and send nothing.

Jinja2 escapes all texts; control characters are printed as escapes. The Content-Security-Policy of
a page allows only its own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from campaignlint import __version__
from campaignlint.text import escape_ci_commands_in_xml, escape_for_xml

if TYPE_CHECKING:
    import jinja2


def render(
    template: str,
    *,
    script: str = "",
    extra_style: str = "",
    version: str = __version__,
    **values: Any,
) -> str:
    """Render a page from a template that extends `base.html.jinja`.

    Templates use the values, among them `kind` and `title`. SVG is escaped already: they print it
    with the filter `safe`.
    """
    from markupsafe import Markup

    from campaignlint.drawing import svg

    style = read_file("page.css") + svg.STYLE + extra_style
    page = (
        _environment()
        .get_template(template)
        .render(
            policy=_policy(style, script),
            style=Markup(style),  # noqa: S704 - a file of this package
            script=Markup(script),  # noqa: S704
            version=version,
            **values,
        )
    )
    return escape_ci_commands_in_xml(page)


@cache
def read_file(name: str) -> str:
    """Read a template, style sheet or script of this package."""
    return (files(__package__) / name).read_text("utf-8")


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            *([f"script-src '{_hash(script)}'"] if script else []),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> jinja2.Environment:
    import jinja2
    from markupsafe import Markup

    def escape(value: object) -> object:
        is_text = isinstance(value, str) and not isinstance(value, Markup)
        return escape_for_xml(value) if is_text else value  # type: ignore[arg-type]

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(read_file),
        autoescape=True,
        finalize=escape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
