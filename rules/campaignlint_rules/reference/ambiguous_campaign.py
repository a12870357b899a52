"""Steps that name several campaigns at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance

_NAMED = 10
"""How many namesakes a finding spells out; it counts the others."""


@rule(
    severity="warning",
    confidence="likely",
    category="reference",
    since="0.1",
    source=(sources.EXEC, sources.REQ),
)
def ambiguous_campaign(instance: Instance) -> Iterator[Finding]:
    """A step executes or requests a campaign by a name that several campaigns bear.

    ## Why

    The export names a step's target by text. Where several campaigns bear the name, nobody can
    tell from the export which of them runs, and the call is left out of the call graph.

    ## How to fix

    Give the campaigns different names, or name the program too: `Program.Campaign`.
    """
    for reference in instance.references:
        candidates = reference.resolution.candidates
        if len(candidates) > 1:
            verb = "executes" if reference.kind == "Execute Campaign" else "requests"
            names = ", ".join(f"'{one.asset_path}' ({one.id})" for one in candidates[:_NAMED])
            if len(candidates) > _NAMED:
                names += f" and {len(candidates) - _NAMED:,} more"
            yield reference.choice.finding(
                f"{reference.choice.campaign} {verb} '{reference.text}', a name that "
                f"{len(candidates)} campaigns bear: {names}",
                help="rename all but one of them, or name the program too: Program.Campaign",
                related=[
                    one.related(f"campaign {one.id} bears the name") for one in candidates[:_NAMED]
                ],
            )
