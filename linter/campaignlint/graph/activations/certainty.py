"""Three-valued answers (certain, possible, impossible) with reasons."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Certainty(IntEnum):
    """Whether something happens to every person, to some, or to none.

    "And" of several is their minimum, "or" is their maximum.
    """

    IMPOSSIBLE = 0
    POSSIBLE = 1
    CERTAIN = 2

    @property
    def negated(self) -> Certainty:
        return Certainty(2 - self)


class Verdict(NamedTuple):
    """An answer, and the reason if it is not certain."""

    certainty: Certainty
    reason: str = ""

    def and_then(self, other: Verdict) -> Verdict:
        """Return the less certain verdict; of equals, the first."""
        return other if other.certainty < self.certainty else self


CERTAIN = Verdict(Certainty.CERTAIN)


def possible(reason: str) -> Verdict:
    return Verdict(Certainty.POSSIBLE, reason)


def impossible(reason: str) -> Verdict:
    return Verdict(Certainty.IMPOSSIBLE, reason)
