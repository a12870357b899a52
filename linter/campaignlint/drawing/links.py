"""Validation of the URLs that a diagram links to."""

from __future__ import annotations

import re

from campaignlint.urls import https_host

_FRAGMENT = re.compile(r"#[!-~]+")


def safe_link(link: str | None) -> str | None:
    """Return the URL if it is a plain https URL or a fragment; None otherwise."""
    is_safe = link is not None and (_FRAGMENT.fullmatch(link) or https_host(link))
    return link if is_safe else None
