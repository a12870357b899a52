"""Steps that nobody reaches, because everybody has left the flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="warning", category="flow", since="0.1", source=sources.RFF)
def steps_after_removal(instance: Instance) -> Iterator[Finding]:
    """Steps follow a Remove from Flow step that takes everybody out of this flow.

    Only one without choices counts, aimed at this campaign or at all. In an executable campaign
    that is remove-from-flow-in-executable's.

    ## Why

    Whoever is removed from a flow goes through none of its later steps.

    ## How to fix

    Move Remove from Flow to the end, give it choices, or remove the steps after it.
    """
    left: set[int] = set()
    for removal in instance.steps(marketo.REMOVE_FROM_FLOW):
        campaign = removal.campaign
        if not removal.has_every_target:
            campaign.not_checked()
        if campaign.id in left or campaign.is_executable or not removal.empties_flow:
            continue
        left.add(campaign.id)
        following = campaign.steps()[removal.number :]
        if following:
            what = "step" if len(following) == 1 else f"{len(following)} steps"
            yield following[0].finding(
                f"flow step {removal.number} takes everybody out of {campaign}, so nobody reaches "
                f"the {what} after it",
                help="remove what follows, move Remove from Flow down, or give it choices",
                related=[removal.related("everybody is removed here")],
            )
