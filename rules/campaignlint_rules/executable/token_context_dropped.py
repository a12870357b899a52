"""Execute Campaign steps that do not pass the caller's My Tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.wording import join_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, NotChecked, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="executable",
    since="0.1",
    source=(sources.TOKEN_CONTEXT, sources.EXECUTE_CAMPAIGN),
)
def token_context_dropped(call: Call) -> Iterator[Finding | NotChecked]:
    """A call without the parent token context resolves My Tokens differently from its caller.

    ## Why

    With Use Parent Campaign Token Context set to False, an executable campaign uses its own
    program's My Tokens. Values that the caller's program defines for it are ignored.

    ## How to fix

    Set Use Parent Campaign Token Context to True, or remove the token from the caller's program.
    """
    if not call.is_execution or call.choice.uses_parent_context:
        return
    tokens = _my_tokens(call.target)
    dropped = [text for text, name in tokens.items() if _is_dropped(call, name)]
    if tokens and not call.caller.instance.has_tokens:
        yield call.caller.not_checked("the My Tokens")
    elif dropped and call.choice.uses_parent_context is None:
        yield call.caller.not_checked("whether a call passes the token context")
    elif dropped:
        yield call.choice.finding(
            f"{call} without its token context, so {call.target} does not get the caller's value "
            f"of {join_names(dropped, 'tokens')}",
            help="set Use Parent Campaign Token Context to True",
            related=[
                step.related("used here")
                for step in call.target.steps()
                if any(token.text in dropped for token in step.tokens("my"))
            ],
            confidence=call.confidence,
        )


def _my_tokens(campaign: SmartCampaign) -> dict[str, str]:
    """Return the names of the My Tokens in a flow, by their text."""
    return {token.text: token.name for step in campaign.steps() for token in step.tokens("my")}


def _is_dropped(call: Call, name: str) -> bool:
    """Return whether the caller has a value of a My Token that the target does not use."""
    own, token = call.caller.my_token(name), call.target.my_token(name)
    return own is not None and (token is None or token.value != own.value)
