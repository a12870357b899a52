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

    Where the caller is a trigger campaign that is switched off itself, nobody loses anything yet:
    that is a note, under profile strict and above. A target that lacks the trigger Campaign is
    Requested is left to request-target-without-trigger.

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
        caller_is_off = bool(call.caller.has_triggers) and call.caller.is_switched_off
        outcome = f"nor is {call.caller} itself" if caller_is_off else "so the request does nothing"
        yield call.choice.finding(
            f"{call.caller} requests {call.target}, which is not active, {outcome}",
            help=_help(call),
            related=[call.target.related("the campaign that is not active")],
            severity="note" if caller_is_off else None,
            confidence=call.confidence,
            profile="strict" if caller_is_off else None,
        )


def _help(call: Call) -> str:
    if call.target.is_executable:
        return f"{call.target} is an executable campaign: call it with Execute Campaign"
    return f"activate {call.target}, or remove the request"
