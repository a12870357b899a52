"""Which addresses a picture may lead to."""

from __future__ import annotations

import re

_SAFE = re.compile(r"https://[!-~]+|#[!-~]+")


def safe_link(link: str | None) -> str | None:
    """The address where it is one of https:, or a fragment; else None."""
    return link if link is not None and _SAFE.fullmatch(link) else None
