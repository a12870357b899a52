"""References that match several campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Reference

_MAX_LISTED = 10
"""The number of campaigns in a message."""


@rule(
    severity="warning",
    confidence="likely",
    category="reference",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.REQUEST_CAMPAIGN),
)
def ambiguous_campaign(reference: Reference) -> Iterator[Finding]:
    """A step executes or requests a campaign by a name that several campaigns have.

    ## Why

    The export identifies a step's target by name. If several campaigns have that name, the export
    does not show which one runs, and the call is left out of the call graph.

    ## How to fix

    Give the campaigns different names, or include the program name: `Program.Campaign`.
    """
    if not reference.resolution.is_ambiguous:
        return
    candidates = reference.resolution.candidates
    first = candidates[:_MAX_LISTED]
    names = ", ".join(f"'{campaign.asset_path}' ({campaign.id})" for campaign in first)
    others = len(candidates) - len(first)
    yield reference.choice.finding(
        f"{reference}, which matches {len(candidates)} campaigns: {names}"
        f"{f' and {others:,} more' if others else ''}",
        help="rename all but one of them, or include the program name: Program.Campaign",
        related=[campaign.related(f"campaign {campaign.id} has this name") for campaign in first],
    )
