"""Webhooks in batch campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(
    severity="error",
    category="flow",
    since="0.1",
    source=sources.WEBHOOKS,
    steps=marketo.CALL_WEBHOOK,
)
def webhook_in_batch(step: FlowStep) -> Iterator[Finding]:
    """A batch campaign calls a webhook.

    Does not report campaigns that have never run and have neither a schedule nor triggers; these
    may be executable campaigns whose caller was not exported.

    ## Why

    Marketo calls webhooks only in trigger campaigns.

    ## How to fix

    Move the webhook to a trigger campaign with the Campaign is Requested trigger, and request it
    from the batch campaign.
    """
    if step.campaign.is_batch:
        yield step.finding(
            f"batch campaign {step.campaign} calls a webhook; webhooks work only in trigger "
            "campaigns",
            help="call the webhook from a trigger campaign, and request that campaign here",
        )
