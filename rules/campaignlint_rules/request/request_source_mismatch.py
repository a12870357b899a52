"""Requests that the target does not admit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="request", since="0.1", source=sources.CISREQ)
def request_source_mismatch(instance: Instance) -> Iterator[Finding]:
    """A campaign requests one that admits no requests of flows.

    ## Why

    The constraint Source of the trigger Campaign is Requested says whose requests are honoured. A
    target that names the Web Service API or Sales Insight alone passes over those of other
    campaigns, and no error shows.

    ## How to fix

    Add the source that stands for flows to the target's trigger, or set Source to "is any".
    """
    for call in instance.calls(marketo.REQUEST_CAMPAIGN):
        target = call.target
        admitted = target.request_sources
        if admitted is None:
            if target.listens_for_requests is not False:
                call.caller.not_checked()
        elif target.refuses_flows:
            names = " and ".join(f"'{source}'" for source in sorted(admitted))
            yield call.choice.finding(
                f"{call.caller} requests {target}, which honours requests from {names} alone: "
                "the request does nothing",
                help="let the target's trigger admit flows too, or set its Source to 'is any'",
                related=[
                    trigger.related("the trigger that admits no flow")
                    for trigger in target.request_triggers
                ],
                confidence=call.confidence,
            )
