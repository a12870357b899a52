"""What the messages of several rules have in common."""

from __future__ import annotations

_NAMED = 10
"""So many things a message names."""


def joined(items: list[str], things: str) -> str:
    """`{{my.Owner}} and {{my.Score}}`; of many the first, and how many more `things` there are."""
    more = len(items) - _NAMED
    if more > 1:
        return " and ".join((*items[:_NAMED], f"{more} more {things}"))
    return " and ".join(items)
