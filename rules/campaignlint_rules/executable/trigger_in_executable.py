"""Triggers in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="executable", since="0.1", source=sources.EXEC)
def trigger_in_executable(instance: Instance) -> Iterator[Finding]:
    """An executable campaign has a trigger in its smart list.

    ## Why

    An executable campaign runs only when another campaign calls it, never by a trigger; its smart
    list holds filters alone. Marketo refuses to make a campaign with triggers executable.

    ## How to fix

    Remove the trigger. Where the campaign must also start by itself, put the trigger into a
    campaign of its own that executes this one.
    """
    help_text = "remove it, or put it into a campaign of its own that executes this one"
    for campaign in instance.executables:
        triggers = () if campaign.rules_of is None else campaign.rules_of.triggers
        for trigger in triggers:
            yield trigger.finding(
                f"{campaign} has the trigger '{trigger.name}', but it is an executable campaign "
                f"({campaign.executable_reason}): it runs only when it is called",
                help=help_text,
                related=campaign.executed_by,
            )
        if campaign.has_triggers is None:
            campaign.not_checked()
        elif campaign.has_triggers and not triggers:
            yield campaign.finding(
                f"{campaign} is of type 'trigger', but it is an executable campaign "
                f"({campaign.executable_reason}): it runs only when it is called",
                help=help_text.replace("it,", "its triggers,", 1),
                related=campaign.executed_by,
            )
