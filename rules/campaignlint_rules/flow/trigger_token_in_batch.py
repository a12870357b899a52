"""Trigger tokens in batch campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(severity="warning", category="flow", since="0.1", source=sources.TOKENS_IN_FLOW_STEPS)
def trigger_token_in_batch(step: FlowStep) -> Iterator[Finding]:
    """A batch campaign uses a trigger token.

    Does not report campaigns that have never run and have neither a schedule nor triggers.

    ## Why

    A trigger token holds data about the event that started the campaign. No trigger starts a batch
    campaign, so the token is empty or, if it has a default, always the default.

    ## How to fix

    Use a person field, a My Token, or plain text.
    """
    tokens = step.tokens("trigger")
    if tokens and step.campaign.is_batch:
        yield step.finding(
            f"batch campaign {step.campaign} uses {', '.join(token.text for token in tokens)}; no "
            f"trigger starts it, so {_outcome([token.has_default for token in tokens])}",
            help="use a person field, a My Token, or plain text",
        )


def _outcome(have_defaults: list[bool]) -> str:
    """Return the values that replace the tokens."""
    is_one = len(have_defaults) == 1
    if all(have_defaults):
        return "only the default is used" if is_one else "only the defaults are used"
    return "the token is empty" if is_one else "the tokens are empty"
