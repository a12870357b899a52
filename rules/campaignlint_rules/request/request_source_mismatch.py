"""Requests that the target does not accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, NotChecked


@rule(severity="error", category="request", since="0.1", source=sources.CAMPAIGN_IS_REQUESTED)
def request_source_mismatch(call: Call) -> Iterator[Finding | NotChecked]:
    """A campaign requests a campaign that does not accept requests from flows.

    ## Why

    The Source constraint of the Campaign is Requested trigger says whose requests are accepted. A
    target that accepts only Web Service API or Sales Insight ignores requests from other campaigns,
    and so does a target whose Source is not Marketo Flow Action. Marketo shows no error.

    ## How to fix

    Add Marketo Flow Action to the sources of the target's trigger, or set Source to "is any".
    """
    if call.kind != marketo.REQUEST_CAMPAIGN:
        return
    target = call.target
    accepted = target.request_sources
    if accepted is None:
        if target.has_request_trigger is not False:
            yield call.caller.not_checked("the sources that the requested campaign accepts")
    elif target.rejects_flows:
        yield call.choice.finding(
            f"{call.caller} requests {target}, which {_accepts(accepted)}, so the request does "
            "nothing",
            help="allow flows in the target's trigger, or set its Source to 'is any'",
            related=[
                trigger.related("trigger that does not accept requests from flows")
                for trigger in target.request_triggers
            ],
            confidence=call.confidence,
        )


def _accepts(sources: frozenset[str]) -> str:
    if marketo.OTHER_SOURCES in sources:
        return "does not accept requests from flows"
    names = " and ".join(f"'{source}'" for source in sorted(sources))
    return f"accepts requests only from {names}"
