"""Globs over names, as the configuration writes them."""

from __future__ import annotations

import fnmatch


def globs(pattern: str, text: str) -> bool:
    """Whether a glob matches a whole text, case apart."""
    return fnmatch.fnmatchcase(text.casefold(), pattern.casefold())
