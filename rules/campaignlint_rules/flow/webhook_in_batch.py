"""Webhooks in batch campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="flow", since="0.1", source=sources.HOOKSC)
def webhook_in_batch(instance: Instance) -> Iterator[Finding]:
    """A batch campaign calls a webhook.

    Silent on a campaign that never ran and has neither schedule nor triggers, which may be an
    executable campaign whose caller was not exported.

    ## Why

    Marketo calls webhooks in trigger campaigns only.

    ## How to fix

    Put the webhook into a trigger campaign with the trigger Campaign is Requested, and request
    that one from the batch campaign.
    """
    for step in instance.steps(marketo.CALL_WEBHOOK):
        if step.campaign.is_batch:
            yield step.finding(
                f"{step.campaign} calls a webhook, but it is a batch campaign: webhooks work in "
                "trigger campaigns only",
                help="call the webhook in a trigger campaign, and request that one here",
            )
