"""Limits on the length of descriptions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The maximum number of parts of each kind, and of characters per line."""

    steps: int = 100
    choices: int = 50
    rules: int = 100
    """The number of triggers, and of filters."""
    calls: int = 12
    """The number of callers, and of callees."""
    characters: int = 500

    def truncate(self, text: str) -> str:
        """Return the start of a text that is too long."""
        return text if len(text) <= self.characters else f"{text[: self.characters - 3]}..."


REPORT_LIMITS = Limits()
"""For reports about many campaigns."""
DETAIL_LIMITS = Limits(steps=2_000, choices=1_000, rules=1_000, calls=500, characters=2_000)
"""For one campaign."""
