"""Execute Campaign steps that keep the caller's My Tokens from the campaign they call."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from campaignlint import execute_graph, rule
from campaignlint_rules import sources
from campaignlint_rules.wording import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView

    from campaignlint import Call, Finding, Instance, Related, SmartCampaign


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
    uses_of = cache(_uses)  # many may call one campaign
    for call in execute_graph(instance).calls:
        passes_on = call.choice.uses_parent_context
        if passes_on:
            continue
        uses = uses_of(call.target)
        dropped = _dropped(call, uses)
        if (uses and not instance.has_tokens) or (dropped and passes_on is None):
            call.caller.not_checked()
        elif dropped:
            yield call.choice.finding(
                f"{call.caller} executes {call.target} without its token context, so "
                f"{call.target} does not get the value of {joined(dropped, 'tokens')} that "
                f"{call.caller} sees",
                help="set Use Parent Campaign Token Context to True",
                related=[use.here for use in uses if not use.texts.isdisjoint(dropped)],
                confidence=call.confidence,
            )


class _Use(NamedTuple):
    """A flow step that uses My Tokens."""

    tokens: dict[str, str]
    """Their names by how they are written."""
    here: Related

    @property
    def texts(self) -> KeysView[str]:
        return self.tokens.keys()


def _uses(campaign: SmartCampaign) -> list[_Use]:
    uses = []
    for step in campaign.steps():
        tokens = {token.text: token.name for token in step.tokens("my")}
        if tokens:
            uses.append(_Use(tokens, step.related("used here")))
    return uses


def _dropped(call: Call, uses: list[_Use]) -> list[str]:
    """The My Tokens in the flow of the called campaign that the caller defines otherwise."""
    dropped = []
    for text, name in {text: name for use in uses for text, name in use.tokens.items()}.items():
        given = call.caller.my_token(name)
        seen = call.target.my_token(name)
        if given is not None and (seen is None or seen.value != given.value):
            dropped.append(text)
    return dropped
