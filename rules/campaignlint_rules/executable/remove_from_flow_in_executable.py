"""Remove from Flow steps that also remove people from an executable campaign's caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked, SmartCampaign


@rule(
    severity="warning",
    category="executable",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.REMOVE_FROM_FLOW),
    steps=marketo.REMOVE_FROM_FLOW,
)
def remove_from_flow_in_executable(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """A Remove from Flow step is in an executable campaign or targets one.

    ## Why

    Removing a person from an executable campaign also removes the person from its caller: the
    caller's later steps never run.

    ## How to fix

    Use a choice to skip the steps that must not run. To end the caller's flow on purpose, put
    Remove from Flow into the caller, where it is visible.
    """
    campaign = step.campaign
    if campaign.is_executable:
        yield step.finding(
            f"executable campaign {campaign} ({campaign.executable_reason}) has a Remove from Flow "
            f"step; people removed from {campaign} also leave the flow of its caller",
            help="use choices to skip steps, or move Remove from Flow into the caller",
            related=campaign.executed_by,
        )
    elif (target := _executable_target(step)) is not None:
        yield step.finding(
            f"{campaign} removes people from executable campaign {target} "
            f"({target.executable_reason}), which also removes them from the flow of its caller",
            help="remove them from the caller instead",
            related=[target.related("executable campaign"), *target.executed_by],
        )
    elif not step.has_every_target:
        yield campaign.not_checked("the target of a Remove from Flow step")


def _executable_target(step: FlowStep) -> SmartCampaign | None:
    resolver = step.campaign.instance.resolver
    for choice in step.choices:
        if choice.target is not None:
            target = resolver.resolve(choice.target, step.campaign).campaign
            if target is not None and target.is_executable:
                return target
    return None
