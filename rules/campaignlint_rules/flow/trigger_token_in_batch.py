"""Trigger tokens in batch campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="warning", category="flow", since="0.1", source=sources.FTOK)
def trigger_token_in_batch(instance: Instance) -> Iterator[Finding]:
    """A batch campaign uses a trigger token.

    Silent on tokens that bring a default along, and on a campaign that never ran and has neither
    schedule nor triggers.

    ## Why

    A trigger token holds what started the campaign. A batch campaign is started by no trigger, so
    the token is empty.

    ## How to fix

    Use a person's field, a My Token, or plain text.
    """
    for campaign in instance.campaigns:
        for step in campaign.steps_with_tokens("trigger") if campaign.is_batch else ():
            tokens = [token.text for token in step.tokens("trigger") if not token.has_default]
            if tokens:
                yield step.finding(
                    f"{campaign} uses {', '.join(tokens)}, but it is a batch campaign: no trigger "
                    f"starts it, so {'the token is' if len(tokens) == 1 else 'the tokens are'} "
                    "empty",
                    help="use a person field, a My Token, or plain text",
                )
