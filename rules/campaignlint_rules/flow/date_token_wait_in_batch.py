"""Batch campaigns that wait for the date of a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, Instance


@rule(severity="error", category="flow", since="0.1", source=sources.WAITTOK)
def date_token_wait_in_batch(instance: Instance) -> Iterator[Finding]:
    """A batch campaign waits for the date of a token.

    Silent on a campaign that never ran and has neither schedule nor triggers, and on My Tokens
    that are known to be of another type than date.

    ## Why

    Only trigger campaigns can wait for the date of a token.

    ## How to fix

    Wait for a fixed date or a duration, or let the batch campaign request a trigger campaign that
    waits for the token's date.
    """
    for step in instance.steps(marketo.WAIT):
        if not step.campaign.is_batch:
            continue
        for choice in step.choices:
            tokens = _date_tokens(choice)
            if tokens:
                yield step.finding(
                    f"{step.campaign} waits for the date of {' or '.join(tokens)}, but it is a "
                    "batch campaign: only trigger campaigns can",
                    help="wait for a fixed date, or request a trigger campaign that waits",
                    focus=choice,
                )


def _date_tokens(choice: Choice) -> list[str]:
    """The tokens that may stand for a date, as written."""
    found = []
    for token in choice.tokens:
        defined = choice.campaign.my_token(token.name) if token.kind == "my" else None
        is_date = defined is None or marketo.same_name(defined.type or "date", "date")
        if token.kind in marketo.DATE_TOKENS and is_date:
            found.append(token.text)
    return found
