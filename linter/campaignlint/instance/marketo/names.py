"""Comparing names."""

from __future__ import annotations


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two of Marketo's own names are the same but for case and surrounding space."""
    return one == other or (one or "").strip().casefold() == (other or "").strip().casefold()
