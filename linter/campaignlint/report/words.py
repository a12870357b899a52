"""Counts and lists as sentences say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """`1 error`, `2,000 errors`."""
    word = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {word}"


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
