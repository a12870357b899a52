"""Findings of a run, before they are located."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.model.finding import Confidence, Finding, Severity, SymbolicLocation

INCOMPLETE = frozenset(
    {
        "failed-response",
        "invalid-record",
        "rule-crashed",
        "unreadable-file",
        "unrecognized-names",
    }
)
"""The engine's rules whose findings mean that not everything was checked."""

SuppressedBy = Literal["configuration", "description", "baseline"]


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """A finding with its rule, its severity and confidence by the settings, and its fingerprint."""

    rule: str
    severity: Severity
    confidence: Confidence
    fingerprint: str
    finding: Finding
    dormant: bool = False
    """Whether its campaign cannot run; then it is a note."""


def locations_of(finding: Finding) -> Iterator[SymbolicLocation]:
    """Return the location of a finding, and its related locations."""
    yield finding.location
    for related in (*finding.related, *finding.chain):
        yield related.location


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that a suppression or the baseline accepts, and the reason."""

    finding: RuleFinding
    by: SuppressedBy
    reason: str
