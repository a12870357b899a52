"""Webhooks in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(
    severity="error",
    category="executable",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
    executable=True,
    steps=marketo.CALL_WEBHOOK,
)
def webhook_in_executable(step: FlowStep) -> Iterator[Finding]:
    """An executable campaign calls a webhook.

    ## Why

    Marketo does not support Call Webhook steps in executable campaigns, and says that it never
    will. The campaign can still be saved.

    ## How to fix

    Call the webhook from a trigger campaign with the Campaign is Requested trigger, and start that
    campaign with Request Campaign. Put steps that depend on the webhook's response after the call,
    or in a campaign with the Webhook is Called trigger.
    """
    campaign = step.campaign
    yield step.finding(
        f"executable campaign {campaign} ({campaign.executable_reason}) calls a webhook, which "
        "Marketo does not support there",
        help="request a trigger campaign that calls the webhook",
        related=campaign.executed_by,
    )
