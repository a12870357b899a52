"""HTML pages that need nothing else: one file, which loads nothing and sends nothing.

Nothing of an export can act in one. Jinja2 escapes all that a template prints, after what moves a
cursor, hides or turns the reading order has become visible; and the page's own
Content-Security-Policy admits its one style sheet and its one script by their hashes, and nothing
else: no other script, no image but its icon, no form, no connection.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from campaignlint.text import escape_ci_commands_in_xml, escape_for_xml

if TYPE_CHECKING:
    import jinja2


def render(
    template: str,
    *,
    style: str,
    script: str = "",
    has_icon: bool = False,
    **shown: Any,  # noqa: ANN401
) -> str:
    """The page of a template with what it shows; the same gives the same bytes.

    A template finds `policy`, `style` and `script`, and the filter `drawn` for a picture, which
    escapes what it holds itself.
    """
    from markupsafe import Markup

    page = _compiled(template).render(
        policy=_policy(style, script, has_icon=has_icon),
        style=Markup(style),  # noqa: S704 - our own, as the script
        script=Markup(script),  # noqa: S704
        **shown,
    )
    return escape_ci_commands_in_xml(page)


@cache
def source(package: str, name: str) -> str:
    """A template, style sheet or script that stands beside the modules of a package."""
    return (files(package) / name).read_text("utf-8")


def _policy(style: str, script: str, *, has_icon: bool) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            *([f"script-src '{_hash(script)}'"] if script else []),
            *(["img-src data:"] if has_icon else []),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _compiled(template: str) -> jinja2.Template:
    import jinja2
    from markupsafe import Markup

    def visible(value: object) -> object:
        is_text = isinstance(value, str) and not isinstance(value, Markup)
        return escape_for_xml(value) if is_text else value  # type: ignore[arg-type]

    environment = jinja2.Environment(
        autoescape=True,
        finalize=visible,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["drawn"] = Markup
    return environment.from_string(template)
