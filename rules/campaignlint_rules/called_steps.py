"""The steps that a flow step runs: the step itself, and those of the campaigns that it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import call_graph, execute_graph, marketo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import FlowStep, SmartCampaign


def steps_run(step: FlowStep, *names: str, requests: bool = False) -> Iterator[FlowStep]:
    """Yield a step if it has one of these names, and such steps of the campaigns that it executes.

    With `requests`, also those of the campaigns that it requests.
    """
    if step.name in names:
        yield step
    for campaign in _find_callees(step, requests=requests):
        yield from campaign.steps(*names)


def runs(step: FlowStep, *names: str, requests: bool = False) -> bool:
    """Return whether `steps_run` yields a step."""
    return any(True for _ in steps_run(step, *names, requests=requests))


def _find_callees(step: FlowStep, *, requests: bool) -> Iterator[SmartCampaign]:
    """Yield the campaigns that a step executes or requests, and those that these call."""
    campaign = step.campaign
    is_call = step.name in (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
    calls = [
        call
        for call in (campaign.calls_out if is_call else ())
        if call.choice.step.index == step.index and (requests or call.is_execution)
    ]
    if calls:
        graph = (call_graph if requests else execute_graph)(campaign.instance)
        callees = graph.callees([call.target.id for call in calls])
        yield from campaign.instance.campaigns_by_id(callees)
