"""Comparing names."""

from __future__ import annotations

from functools import lru_cache


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two of Marketo's own names are the same but for case and surrounding space."""
    return one == other or (one or "").strip().casefold() == (other or "").strip().casefold()


@lru_cache(maxsize=4096)
def folded(name: str | None) -> str:
    return (name or "").strip().casefold()
