"""Trigger tokens in executable campaigns that are empty for some callers."""

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
    source=sources.EXECUTE_CAMPAIGN,
    requires="flow",
)
def trigger_token_in_executable(instance: Instance) -> Iterator[Finding]:
    """An executable campaign uses a trigger token that is empty for some callers.

    ## Why

    An executable campaign gets trigger tokens only from a trigger campaign that passes its token
    context. The token is empty if the chain starts at a batch campaign, or if any call in it is
    made without Use Parent Campaign Token Context.

    ## How to fix

    Pass the token context in every call. Have batch campaigns set a field that the executable
    campaign reads instead of the token.
    """
    emptying = _emptying_calls(instance)
    for campaign in instance.executables:
        call = emptying.get(campaign.id)
        if call is None:
            continue
        for step in campaign.steps():
            tokens = [token.text for token in step.tokens("trigger")]
            if tokens:
                yield step.finding(
                    f"{' and '.join(tokens)} {'is' if len(tokens) == 1 else 'are'} empty when "
                    f"executable campaign {campaign} is reached through {call.choice.step}, "
                    f"{_reason(call)}",
                    help="use a person field, or pass the token context in every call",
                    related=[call],
                )


def _emptying_calls(instance: Instance) -> dict[int, Call]:
    """Return, by campaign id, the first call that leaves a campaign without trigger tokens."""
    graph = execute_graph(instance)
    calls: dict[int, Call] = {}
    for call in graph.calls:
        if _drops_tokens(call):
            calls.setdefault(call.target.id, call)
    pending = list(calls)
    for campaign in pending:
        for call in graph.calls_out.get(campaign, ()):
            if call.target.id not in calls:
                calls[call.target.id] = calls[campaign]
                pending.append(call.target.id)
    return calls


def _drops_tokens(call: Call) -> bool:
    return call.caller.is_batch or call.choice.uses_parent_context is False


def _reason(call: Call) -> str:
    if call.caller.is_batch:
        return "which is in a batch campaign"
    return "which does not pass the token context"
