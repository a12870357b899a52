"""Steps that no one reaches, because everyone has been removed from the flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="warning",
    category="flow",
    since="0.1",
    source=sources.REMOVE_FROM_FLOW,
    requires="flow",
)
def steps_after_removal(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """Steps follow a Remove from Flow step that removes everyone from the flow.

    Checks Remove from Flow steps of which every choice, including the default choice, targets this
    campaign or all campaigns. Executable campaigns are covered by
    `remove-from-flow-in-executable`.

    ## Why

    A person who is removed from a flow does not go through its later steps.

    ## How to fix

    Move Remove from Flow to the end, add a choice that does nothing, or remove the steps after it.
    """
    if campaign.is_executable:
        return
    for removal in campaign.steps(marketo.REMOVE_FROM_FLOW):
        if not removal.has_every_target:
            yield campaign.not_checked("the target of a Remove from Flow step")
        if not removal.empties_flow:
            continue
        following = campaign.steps()[removal.number :]
        if following:
            steps = "step" if len(following) == 1 else f"{len(following)} steps"
            yield following[0].finding(
                f"flow step {removal.number} removes everyone from {campaign}, so no one reaches "
                f"the {steps} after it",
                help="remove the later steps, move Remove from Flow down, or add a choice to it",
                related=[removal.related("removes everyone")],
            )
        return
