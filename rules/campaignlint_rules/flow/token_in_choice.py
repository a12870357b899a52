"""Tokens in the conditions of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(severity="error", category="flow", since="0.1", source=sources.ADD_CHOICE)
def token_in_choice(step: FlowStep) -> Iterator[Finding]:
    """A choice compares a field with a token.

    ## Why

    Tokens do not work in choice conditions. The field is compared with the token's literal text,
    braces included, which hardly ever matches.

    ## How to fix

    Use the value itself in the condition. To compare two fields, decide in the smart list of a
    separate campaign, or store the result in a field that the choice then reads.
    """
    if step.is_unconditional:  # most steps are
        return
    for choice in step.choices:
        tokens = choice.condition_tokens
        if tokens:
            yield choice.finding(
                f"choice '{choice.condition}' compares with a token; Marketo does not resolve it "
                f"there and compares with the literal text {' or '.join(tokens)}",
                help="compare with a value, or decide earlier and store the result in a field",
                focus=choice.condition,
            )
