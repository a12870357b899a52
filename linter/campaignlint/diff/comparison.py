"""The comparison of two states: findings, changes and effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.diff.changes import Change, find_changes
from campaignlint.diff.effects import Effects, find_effects
from campaignlint.diff.matching import Matches
from campaignlint.text import counted

if TYPE_CHECKING:
    from campaignlint.api import Analysis
    from campaignlint.report.model import LocatedFinding


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two states."""

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
            f"{counted(len(self.changes), 'asset')} changed; findings: {len(self.new):,} new, "
            f"{len(self.fixed):,} fixed, {self.remaining:,} remaining"
        )


def compare(old: Analysis, new: Analysis) -> Comparison:
    """Compare the results of two states that were checked in the same way."""
    before = {finding.fingerprint for finding in old.report.findings}
    after = {finding.fingerprint for finding in new.report.findings}
    matches = Matches(old.instance, new.instance)
    changes = tuple(find_changes(matches))
    return Comparison(
        tuple(each for each in new.report.findings if each.fingerprint not in before),
        tuple(each for each in old.report.findings if each.fingerprint not in after),
        sum(each.fingerprint in before for each in new.report.findings),
        changes,
        find_effects(matches, changes),
    )
