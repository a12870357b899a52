"""A finding whose surroundings are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from campaignlint.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding as it will be reported."""

    fingerprint: str
    rule: str
    severity: Severity
    finding: Finding
