"""Request Campaign steps that Execute Campaign could replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import call_graph, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, NotChecked, SmartCampaign

_ONLY_REQUESTED = (marketo.WAIT, marketo.CALL_WEBHOOK, marketo.REMOVE_FROM_FLOW)
"""Steps that an executable campaign must not have, or that would also end its caller."""


@rule(
    severity="note",
    confidence="likely",
    category="request",
    profile="strict",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.EXECUTE_OR_REQUEST),
)
def request_could_execute(call: Call) -> Iterator[Finding | NotChecked]:
    """A campaign is requested but could be executed.

    A campaign could be executable if it has no Wait, Call Webhook, or Remove from Flow step, has no
    trigger other than Campaign is Requested, accepts requests only from flows, and is in the same
    workspace as every campaign that requests it. Requests from executable campaigns are covered by
    `request-from-executable`, and requests in a cycle by `request-cycle`.

    ## Why

    A requested campaign runs in parallel with its caller, in no reliable order. An executable
    campaign runs in sequence with the caller's steps, and can use the caller's tokens.

    ## How to fix

    Create a new executable campaign with its steps (Marketo cannot clone a campaign that has
    triggers into one), and call it with Execute Campaign. Leave it as it is if its callers should
    not wait for it, or if executable campaigns would be nested more than three levels deep.
    """
    target = call.target
    if call.kind != marketo.REQUEST_CAMPAIGN or not call.runs or call.caller.is_executable:
        return
    if not target.has_flow or target.request_sources is None:
        yield call.caller.not_checked("the flow and the triggers of the requested campaign")
        return
    graph = call_graph(call.caller.instance)
    if _could_be_executable(target) and not graph.is_inside_cycle(call):
        yield call.choice.finding(
            f"{call.caller} requests {target}, which has no Wait or Call Webhook step and no other "
            "trigger; executed, it would run in order",
            help=f"create an executable campaign with the steps of {target}, and execute it",
            related=[target.related("could be an executable campaign")],
            confidence=call.confidence,
        )


def _could_be_executable(campaign: SmartCampaign) -> bool:
    return (
        campaign.accepts_only_flows
        and len(campaign.triggers) == len(campaign.request_triggers)
        and bool(campaign.step_records)
        and not campaign.steps(*_ONLY_REQUESTED)
        and all(map(_stays_in_workspace, campaign.requested_by))
    )


def _stays_in_workspace(call: Call) -> bool:
    here, there = call.caller.workspace, call.target.workspace
    return here is not None and here == there
