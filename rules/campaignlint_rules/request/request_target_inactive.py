"""Requests to campaigns that are not active."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, Instance


@rule(severity="error", category="request", since="0.1", source=sources.REQ)
def request_target_inactive(instance: Instance) -> Iterator[Finding]:
    """A campaign requests one that is not active.

    A target that lacks the trigger Campaign is Requested is left to request-target-without-trigger.

    ## Why

    Only an active campaign can be requested. The request does nothing, no error shows, and people
    go on to the next step. Most often the target was switched off for a test, by a colleague, or by
    Marketo's own clean-up of idle campaigns.

    ## How to fix

    Activate the target, or remove the request.
    """
    for call in instance.calls(marketo.REQUEST_CAMPAIGN):
        if not call.target.is_switched_off or call.target.listens_for_requests is False:
            continue
        yield call.choice.finding(
            f"{call.caller} requests {call.target}, which is not active, so the request does "
            "nothing",
            help=_help(call),
            related=[call.target.related("the campaign that is not active")],
            confidence=call.confidence,
        )


def _help(call: Call) -> str:
    if call.target.is_executable:
        return f"{call.target} is an executable campaign: call it with Execute Campaign"
    return f"activate {call.target}, or remove the request"
