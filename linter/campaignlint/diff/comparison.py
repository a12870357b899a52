"""The comparison of two states: findings, changes and effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.diff.changes import Change, find_changes
from campaignlint.diff.effects import Effects, find_effects
from campaignlint.diff.matching import Matches
from campaignlint.text import pluralize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.api import Analysis
    from campaignlint.report.model import LocatedFinding


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two states."""

    new: tuple[LocatedFinding, ...]
    fixed: tuple[LocatedFinding, ...]
    remaining: int
    changes: tuple[Change, ...]
    effects: Effects

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.fixed or self.changes)

    @property
    def summary(self) -> str:
        """`2 assets changed; findings: 1 new, 0 fixed, 12 remaining`."""
        return (
            f"{pluralize(len(self.changes), 'asset')} changed; findings: {len(self.new):,} new, "
            f"{len(self.fixed):,} fixed, {self.remaining:,} remaining"
        )


def compare(old: Analysis, new: Analysis) -> Comparison:
    """Compare the results of two states that were checked in the same way."""
    before, after = old.report.findings, new.report.findings
    matches = Matches(old.instance, new.instance)
    changes = tuple(find_changes(matches))
    findings, fixed = _find_missing(after, before), _find_missing(before, after)
    remaining = len(after) - len(findings)
    return Comparison(findings, fixed, remaining, changes, find_effects(matches, changes))


def _find_missing(
    findings: Sequence[LocatedFinding], others: Sequence[LocatedFinding]
) -> tuple[LocatedFinding, ...]:
    """Return the findings that are not among others.

    A finding in a live campaign differs from the same one in a dormant campaign.
    """
    live = {finding.fingerprint for finding in others if not finding.dormant}
    fingerprints = {finding.fingerprint for finding in others}
    return tuple(
        finding
        for finding in findings
        if finding.fingerprint not in (fingerprints if finding.dormant else live)
    )
