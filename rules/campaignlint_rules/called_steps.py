"""What a flow step runs: the step itself, and the steps of the campaigns that it calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import call_graph, execute_graph, marketo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import FlowStep, SmartCampaign


def runs(step: FlowStep, *names: str, requests: bool = False) -> bool:
    """Return whether a step has one of these names, or executes a campaign with such a step.

    With `requests`, also whether it requests such a campaign.
    """
    return step.name in names or any(
        campaign.steps(*names) for campaign in _called(step, requests=requests)
    )


def _called(step: FlowStep, *, requests: bool) -> Iterator[SmartCampaign]:
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
        for number in graph.callees([call.target.id for call in calls]):
            called = campaign.instance.campaign(number)
            if called is not None:
                yield called
