"""Batch campaigns that wait for the date of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep


@rule(
    severity="error",
    category="flow",
    since="0.1",
    source=sources.WAIT_DATE_TOKEN,
    steps=marketo.WAIT,
)
def date_token_wait_in_batch(step: FlowStep) -> Iterator[Finding]:
    """A batch campaign waits for a date token.

    Does not report campaigns that have never run and have neither a schedule nor triggers, or My
    Tokens whose type is known not to be a date.

    ## Why

    Only trigger campaigns can wait for a date token.

    ## How to fix

    Wait for a fixed date or a duration, or have the batch campaign request a trigger campaign that
    waits for the token's date.
    """
    if not step.campaign.is_batch:
        return
    for choice in step.choices:
        tokens = _date_tokens(choice)
        if tokens:
            yield step.finding(
                f"batch campaign {step.campaign} waits for the date in {' or '.join(tokens)}; only "
                "trigger campaigns can",
                help="wait for a fixed date, or request a trigger campaign that waits",
                focus=choice,
            )


def _date_tokens(choice: Choice) -> list[str]:
    """Return the tokens that can be a date, as written."""
    tokens = []
    for token in choice.tokens:
        defined = choice.campaign.my_token(token.name) if token.kind == "my" else None
        is_date = defined is None or marketo.same_name(defined.type or "date", "date")
        if token.kind in marketo.DATE_TOKENS and is_date:
            tokens.append(token.text)
    return tokens
