"""Which addresses a picture may lead to."""

from __future__ import annotations

import re

from campaignlint.urls import https_host

_FRAGMENT = re.compile(r"#[!-~]+")


def safe_link(link: str | None) -> str | None:
    """The address where it is a plain one of https:, or a fragment; else None."""
    is_safe = link is not None and (_FRAGMENT.fullmatch(link) or https_host(link))
    return link if is_safe else None
