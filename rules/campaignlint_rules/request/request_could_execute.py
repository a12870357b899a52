"""Requests of campaigns that could as well be executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import call_graph, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, Instance, SmartCampaign

_ONLY_REQUESTED = (marketo.WAIT, marketo.CALL_WEBHOOK, marketo.REMOVE_FROM_FLOW)
"""Steps that an executable campaign must not have, or that would end its caller as well."""


@rule(
    severity="note",
    confidence="likely",
    category="request",
    profile="strict",
    since="0.1",
    source=(sources.EXEC, sources.EXVSREQ),
)
def request_could_execute(instance: Instance) -> Iterator[Finding]:
    """A campaign is requested although it could be executed.

    That is so where it neither waits, nor calls a webhook, nor removes people from a flow, has no
    trigger but Campaign is Requested, admits requests from flows alone, and stands in the same
    workspace as all who request it. Requests from executable campaigns and in a circle are left to
    request-from-executable and request-cycle.

    ## Why

    A requested campaign runs beside its caller, in an order that nobody can rely on. An executable
    campaign runs in its place among the caller's steps, and takes the caller's tokens along.

    ## How to fix

    Make a new executable campaign with its steps, as Marketo clones none that has triggers, and
    call that with Execute Campaign. Leave it as it is where its callers should not wait for it, or
    would nest executables more than three levels deep.
    """
    graph = call_graph(instance)
    suited = {one.id for one in instance.campaigns if _could_be_executable(one)}
    for call in instance.calls(marketo.REQUEST_CAMPAIGN):
        target = call.target
        if not call.runs or call.caller.is_executable or graph.is_inside_cycle(call):
            continue
        if not target.has_flow or target.request_sources is None:
            call.caller.not_checked()
        elif target.id in suited:
            yield call.choice.finding(
                f"{call.caller} requests {target}, which neither waits nor calls a webhook, and is "
                "started by nothing else: executed, it would run in order",
                help=f"make an executable campaign with the steps of {target}, and execute that",
                related=[target.related("the campaign that could be executable")],
                confidence=call.confidence,
            )


def _could_be_executable(campaign: SmartCampaign) -> bool:
    return (
        campaign.admits_flows_alone
        and len(campaign.triggers) == len(campaign.request_triggers)
        and bool(campaign.step_records)
        and not campaign.steps(*_ONLY_REQUESTED)
        and all(map(_stays_in_workspace, campaign.requested_by))
    )


def _stays_in_workspace(call: Call) -> bool:
    here, there = call.caller.workspace, call.target.workspace
    return here is not None and here == there
