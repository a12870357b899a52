"""Requests to campaigns that are not active."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding


@rule(
    severity="error",
    category="request",
    since="0.1",
    source=(sources.REQUEST_CAMPAIGN, sources.ARCHIVING),
)
def request_target_inactive(call: Call) -> Iterator[Finding]:
    """A campaign requests a campaign that is not active.

    Targets without a Campaign is Requested trigger, such as batch campaigns, are covered by
    request-target-without-trigger.

    ## Why

    Only an active campaign can be requested. The request does nothing, Marketo shows no error, and
    people continue with the next step. Usually the target was deactivated for a test, by a
    colleague, or by Marketo's cleanup of idle campaigns. Since August 2026, archiving a folder also
    deactivates the campaigns in it.

    ## How to fix

    Activate the target, or remove the request.
    """
    target = call.target
    if call.kind != marketo.REQUEST_CAMPAIGN or not target.is_known_inactive:
        return
    if target.has_request_trigger is not False:
        yield call.choice.finding(
            f"{call.caller} requests {target}, which is not active{_likely_cause(call)}, so the "
            "request does nothing",
            help=_help(call),
            related=[target.related("campaign that is not active")],
            confidence=call.confidence,
        )


def _likely_cause(call: Call) -> str:
    archive = call.target.archive
    if archive is None or call.target.is_executable:
        return ""
    return f" (likely because folder '{archive.name}' was archived)"


def _help(call: Call) -> str:
    target = call.target
    if target.is_executable:
        return advice.execute_instead(call)
    if target.archive is not None:
        return f"move {target} out of the archive and activate it, or remove the request"
    return f"activate {target}, or remove the request"
