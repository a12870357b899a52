"""Trigger tokens in executable campaigns that no trigger fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, Instance


@rule(
    severity="warning", confidence="likely", category="executable", since="0.1", source=sources.EXEC
)
def trigger_token_in_executable(instance: Instance) -> Iterator[Finding]:
    """An executable campaign uses a trigger token that some caller cannot fill.

    ## Why

    An executable campaign has trigger tokens only from a trigger campaign that passes its token
    context on. Called from a batch campaign, or anywhere on the way without Use Parent Campaign
    Token Context, such a token is empty.

    ## How to fix

    Pass the context on at every call, and let batch campaigns set a field that the executable
    reads in place of the token.
    """
    emptied = _emptied(instance)
    for campaign in instance.executables:
        if campaign.id not in emptied:
            continue
        call = emptied[campaign.id]
        for step in campaign.steps_with_tokens("trigger"):
            tokens = step.tokens("trigger")
            yield step.finding(
                f"{' and '.join(token.text for token in tokens)} "
                f"{'is' if len(tokens) == 1 else 'are'} empty when {campaign} is reached by "
                f"{call.choice.step}: {_reason(call)}",
                help="use a person field, or pass the trigger's context on at every call",
                related=[call],
            )


def _emptied(instance: Instance) -> dict[int, Call]:
    """The executables that some chain reaches without trigger tokens, and where those were lost."""
    graph = execute_graph(instance)
    emptied: dict[int, Call] = {}
    pending: list[Call] = [call for call in graph.calls if _drops_tokens(call)]
    for call in pending:
        if call.target.id not in emptied:
            emptied[call.target.id] = call
    reached = list(emptied)
    for campaign in reached:
        for call in graph.calls_out.get(campaign, ()):
            if call.target.id not in emptied:
                emptied[call.target.id] = emptied[campaign]
                reached.append(call.target.id)
    return emptied


def _drops_tokens(call: Call) -> bool:
    return call.caller.is_batch or call.choice.uses_parent_context is False


def _reason(call: Call) -> str:
    if call.caller.is_batch:
        return f"{call.caller} is a batch campaign, which has no trigger"
    return f"{call.caller} does not pass its token context on"
