"""Webhooks in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="executable", since="0.1", source=sources.EXEC)
def webhook_in_executable(instance: Instance) -> Iterator[Finding]:
    """An executable campaign calls a webhook.

    ## Why

    Marketo supports no Call Webhook step in an executable campaign, and says that it never will.
    The campaign saves all the same.

    ## How to fix

    Call the webhook from a trigger campaign with the Campaign is Requested trigger, and start that
    campaign with Request Campaign. Put steps that depend on the webhook's response after the call,
    or in a campaign with the Webhook is Called trigger.
    """
    for campaign in instance.executables:
        for step in campaign.steps(marketo.CALL_WEBHOOK):
            yield step.finding(
                f"{campaign} calls a webhook, but it is an executable campaign "
                f"({campaign.executable_reason}): Marketo supports no webhook there",
                help="request a trigger campaign that calls the webhook",
                related=campaign.executed_by,
            )
