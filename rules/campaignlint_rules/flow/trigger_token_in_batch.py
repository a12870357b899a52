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

    Silent on a campaign that never ran and has neither schedule nor triggers.

    ## Why

    A trigger token holds what started the campaign. A batch campaign is started by no trigger, so
    the token is empty, or always its default, where it brings one along.

    ## How to fix

    Use a person's field, a My Token, or plain text.
    """
    for campaign in instance.campaigns:
        for step in campaign.steps_with_tokens("trigger") if campaign.is_batch else ():
            tokens = step.tokens("trigger")
            yield step.finding(
                f"{campaign} uses {', '.join(token.text for token in tokens)}, but it is a batch "
                "campaign: no trigger starts it, so "
                f"{_outcome([token.has_default for token in tokens])}",
                help="use a person field, a My Token, or plain text",
            )


def _outcome(have_defaults: list[bool]) -> str:
    """What stands in place of the tokens."""
    is_one = len(have_defaults) == 1
    if all(have_defaults):
        return "only the default is used" if is_one else "only the defaults are used"
    return "the token is empty" if is_one else "the tokens are empty"
