"""Identities of steps, choices, triggers and filters within a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def id_or_name(number: int | None, name: str) -> str:
    return name if number is None else str(number)


def disambiguate(identities: Iterable[str]) -> list[tuple[str, ...]]:
    """Return unique keys: each identity, numbered if it repeats."""
    seen: dict[str, int] = {}
    keys: list[tuple[str, ...]] = []
    for index, identity in enumerate(identities):
        before = seen.get(identity, 0)
        seen[identity] = before + 1
        if not identity:
            keys.append(("at", str(index)))
        else:
            keys.append((identity, str(before)) if before else (identity,))
    return keys
