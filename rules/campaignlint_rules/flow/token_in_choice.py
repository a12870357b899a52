"""Tokens in the conditions of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="flow", since="0.1", source=sources.CHOICE)
def token_in_choice(instance: Instance) -> Iterator[Finding]:
    """A choice compares a field with a token.

    ## Why

    Tokens do not work in the condition of a choice. The field is compared with the text of the
    token, braces and all, which hardly anybody's value is.

    ## How to fix

    Write the value itself into the condition. To compare two fields, decide it in the smart list
    of a campaign of its own, or keep the outcome in a field that the choice then reads.
    """
    for choice in instance.choices_with_tokens():
        tokens = " or ".join(choice.condition_tokens)
        yield choice.finding(
            f"the choice '{choice.condition}' compares with a token: Marketo puts no "
            f"value in its place there, and compares with the text {tokens} itself",
            help="compare with a value, or decide it before, and keep the outcome in a field",
            focus=choice.condition,
        )
