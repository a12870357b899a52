"""The comparison of two states: findings, changes and effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.diff.changes import Change, find_changes
from campaignlint.diff.effects import Effects, find_effects

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


def compare(old: Analysis, new: Analysis) -> Comparison:
    """Compare the results of two states that were checked in the same way."""
    before = {finding.fingerprint for finding in old.report.findings}
    after = {finding.fingerprint for finding in new.report.findings}
    changes = tuple(find_changes(old.instance, new.instance))
    changed = (each.id for each in changes if each.kind == "campaign" and each.change != "added")
    return Comparison(
        tuple(each for each in new.report.findings if each.fingerprint not in before),
        tuple(each for each in old.report.findings if each.fingerprint not in after),
        sum(each.fingerprint in before for each in new.report.findings),
        changes,
        find_effects(old.instance, new.instance, changed),
    )
