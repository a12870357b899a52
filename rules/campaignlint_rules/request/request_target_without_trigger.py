"""Requests to campaigns that do not listen for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, Instance


@rule(severity="error", category="request", since="0.1", source=(sources.REQ, sources.CISREQ))
def request_target_without_trigger(instance: Instance) -> Iterator[Finding]:
    """A campaign requests one that has no Campaign is Requested trigger.

    ## Why

    Only a campaign with the trigger Campaign is Requested can be requested. The request does
    nothing, no error shows, and people go on to the next step.

    ## How to fix

    Give the target the trigger Campaign is Requested and activate it. Call an executable campaign
    with Execute Campaign instead.
    """
    for call in instance.calls(marketo.REQUEST_CAMPAIGN):
        listens = call.target.listens_for_requests
        if listens is None:
            call.caller.not_checked()
        elif not listens:
            yield call.choice.finding(
                f"{call.caller} requests {call.target}, which has no trigger "
                f"'{marketo.CAMPAIGN_IS_REQUESTED}': the request does nothing",
                help=_help(call),
                related=[call.target.related("the campaign without the trigger")],
                confidence=call.confidence,
            )


def _help(call: Call) -> str:
    if call.target.is_executable:
        return f"{call.target} is an executable campaign: call it with Execute Campaign"
    if call.target.is_active:
        return f"give {call.target} the trigger, or remove the request"
    return f"give {call.target} the trigger and activate it, or remove the request"
