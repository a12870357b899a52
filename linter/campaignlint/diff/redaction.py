"""Redaction of comparisons: values are removed, and names if these are redacted.

Findings are redacted in the reports that are compared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from campaignlint.diff.effects import Effects, Link, Links
from campaignlint.report.redaction import redact_diagram, redact_name

if TYPE_CHECKING:
    from campaignlint.diff.alignment import Detail
    from campaignlint.diff.changes import Change
    from campaignlint.diff.comparison import Comparison
    from campaignlint.model.finding import CampaignName


def redact(comparison: Comparison, *, names: bool) -> Comparison:
    """Return the comparison without values of the export; with `names`, also without names."""
    return replace(
        comparison,
        changes=tuple(_change(change, names=names) for change in comparison.changes),
        effects=_effects(comparison.effects, names=names),
    )


def _change(change: Change, *, names: bool) -> Change:
    details = tuple(map(_detail, change.details))
    name = _name_by_id(change) if names else change.name
    return replace(change, name=name, details=details, sides=None)


def _name_by_id(change: Change) -> str:
    if change.owner is not None:
        kind, number = change.owner
        return f"token of {kind} {number}"
    return f"{change.kind} {change.id}"


def _detail(detail: Detail) -> Detail:
    return replace(detail, what=detail.place, old=None, new=None, text=detail.plain)


def _effects(effects: Effects, *, names: bool) -> Effects:
    def name(campaign: CampaignName) -> CampaignName:
        return redact_name(campaign) if names else campaign

    def links(found: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(Link(name(link.source), link.verb, name(link.target)) for link in found)

    return Effects(
        Links(links(effects.calls.added), links(effects.calls.removed)),
        Links(links(effects.activations.added), links(effects.activations.removed)),
        tuple(replace(effect, campaign=name(effect.campaign)) for effect in effects.affected),
        tuple(
            replace(reference, campaign=name(reference.campaign), target="")
            for reference in effects.broken
        ),
        redact_diagram(effects.diagram, names=names),
    )
