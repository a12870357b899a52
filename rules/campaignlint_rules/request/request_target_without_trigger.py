"""Requests to campaigns without a Campaign is Requested trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, NotChecked


@rule(
    severity="error",
    category="request",
    since="0.1",
    source=(sources.REQUEST_CAMPAIGN, sources.CAMPAIGN_IS_REQUESTED),
)
def request_target_without_trigger(call: Call) -> Iterator[Finding | NotChecked]:
    """A campaign requests a campaign that has no Campaign is Requested trigger.

    ## Why

    Only a campaign with the Campaign is Requested trigger can be requested. The request does
    nothing, Marketo shows no error, and people continue with the next step.

    ## How to fix

    Add the Campaign is Requested trigger to the target, and activate it. If the target is
    executable, use Execute Campaign. If it is a batch campaign, request a trigger campaign instead.
    """
    if call.kind != marketo.REQUEST_CAMPAIGN:
        return
    listens = call.target.has_request_trigger
    if listens is None:
        yield call.caller.not_checked("the triggers of the requested campaign")
    elif not listens:
        yield call.choice.finding(
            f"{call.caller} requests {call.target}, which has no "
            f"'{marketo.CAMPAIGN_IS_REQUESTED}' trigger, so the request does nothing",
            help=_help(call),
            related=[call.target.related("campaign without the trigger")],
            confidence=call.confidence,
        )


def _help(call: Call) -> str:
    target = call.target
    if target.is_executable:
        return advice.execute_instead(call)
    if not target.has_triggers:
        return "request a campaign that has the trigger, or remove the request"
    if target.is_active:
        return f"add the trigger to {target}, or remove the request"
    return f"add the trigger to {target} and activate it, or remove the request"
