"""Triggers in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="error",
    category="executable",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
    executable=True,
)
def trigger_in_executable(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """An executable campaign has a trigger.

    ## Why

    An executable campaign runs only when another campaign calls it, never on a trigger; its smart
    list contains only filters. Marketo does not clone a campaign with triggers into an executable
    campaign.

    ## How to fix

    Remove the trigger. If the campaign must also start on its own, put the trigger in a separate
    campaign that executes this one.
    """
    subject = f"executable campaign {campaign} ({campaign.executable_reason})"
    for trigger in campaign.triggers:
        yield trigger.finding(
            f"{subject} has the trigger '{trigger.name}', but runs only when called",
            help="remove it, or move it to a separate campaign that executes this one",
            related=campaign.executed_by,
        )
    if campaign.has_triggers is None:
        yield campaign.not_checked("the triggers")
    elif campaign.has_triggers and not campaign.triggers:
        yield campaign.finding(
            f"{subject} has type 'trigger', but runs only when called",
            help="remove its triggers, or move them to a separate campaign that executes this one",
            related=campaign.executed_by,
        )
