"""Phrases that the messages of several rules share."""

from __future__ import annotations

_MAX_NAMES = 10
"""The number of names in a message."""


def join_names(names: list[str], plural: str) -> str:
    """Return `A, B and C`; of many names the first ones, and the number of other `plural`."""
    others = len(names) - _MAX_NAMES
    if others > 1:
        return f"{', '.join(names[:_MAX_NAMES])} and {others} more {plural}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
