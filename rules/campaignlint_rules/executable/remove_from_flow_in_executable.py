"""Remove from Flow steps that end the caller of an executable campaign too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, Instance, SmartCampaign


@rule(severity="warning", category="executable", since="0.1", source=(sources.EXEC, sources.RFF))
def remove_from_flow_in_executable(instance: Instance) -> Iterator[Finding]:
    """A Remove from Flow step stands in an executable campaign, or is aimed at one.

    ## Why

    Removing a person from an executable campaign removes the person from its caller as well: the
    caller's later steps never run.

    ## How to fix

    Put the steps that must not run behind a choice. To end the caller on purpose, put Remove from
    Flow into the caller, where it can be seen.
    """
    for step in instance.steps(marketo.REMOVE_FROM_FLOW):
        campaign = step.campaign
        if campaign.is_executable:
            yield step.finding(
                f"{campaign} removes people from a flow, but it is an executable campaign "
                f"({campaign.executable_reason}): they leave the caller's flow too",
                help="skip steps by choices, or put Remove from Flow into the caller",
                related=campaign.executed_by,
            )
        elif (target := _executable_target(step)) is not None:
            yield step.finding(
                f"{campaign} removes people from {target}, an executable campaign "
                f"({target.executable_reason}): they leave the flow of its caller too",
                help="remove them from the caller instead",
                related=[target.related("the executable campaign"), *target.executed_by],
            )
        elif not step.has_every_target:
            campaign.not_checked()


def _executable_target(step: FlowStep) -> SmartCampaign | None:
    resolver = step.campaign.instance.resolver
    for choice in step.choices:
        if choice.target is not None:
            target = resolver.resolve(choice.target, step.campaign).campaign
            if target is not None and target.is_executable:
                return target
    return None
