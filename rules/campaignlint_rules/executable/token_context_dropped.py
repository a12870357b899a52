"""Execute Campaign steps that keep the caller's My Tokens from the campaign they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, Instance


@rule(
    severity="warning",
    confidence="likely",
    category="executable",
    since="0.1",
    source=(sources.TOKCTX, sources.EXEC),
)
def token_context_dropped(instance: Instance) -> Iterator[Finding]:
    """A call without the parent's token context runs with other My Token values than its caller's.

    ## Why

    With Use Parent Campaign Token Context set to False an executable campaign sees its own
    program's My Tokens. A value that the caller's program defines for it is passed over.

    ## How to fix

    Set Use Parent Campaign Token Context to True, or remove the token from the caller's program.
    """
    for call in execute_graph(instance).calls:
        if call.choice.uses_parent_context is not False:
            continue
        if not instance.has_tokens:
            call.caller.not_judged()
            continue
        dropped = _dropped(call)
        if dropped:
            yield call.choice.finding(
                f"{call.caller} executes {call.target} without its token context, so "
                f"{call.target} does not get the value of {' and '.join(dropped)} that "
                f"{call.caller} sees",
                help="set Use Parent Campaign Token Context to True",
                related=[
                    step.related("used here")
                    for step in call.target.steps()
                    if any(token.text in dropped for token in step.tokens("my"))
                ],
                confidence=call.confidence,
            )


def _dropped(call: Call) -> list[str]:
    """The My Tokens in the flow of the called campaign that the caller defines otherwise."""
    dropped: dict[str, None] = {}
    for step in call.target.steps():
        for token in step.tokens("my"):
            given = call.caller.my_token(token.name)
            seen = call.target.my_token(token.name)
            if given is not None and (seen is None or seen.value != given.value):
                dropped[token.text] = None
    return list(dropped)
