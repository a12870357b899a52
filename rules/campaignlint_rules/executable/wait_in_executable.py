"""Wait steps in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, SmartCampaign


@rule(
    severity="error",
    category="executable",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
    executable=True,
    steps=marketo.WAIT,
)
def wait_in_executable(step: FlowStep) -> Iterator[Finding]:
    """An executable campaign has a Wait step.

    ## Why

    A parent campaign waits until the campaign that it executes has ended, so Marketo does not
    support Wait steps in an executable campaign. The campaign can still be saved.

    ## How to fix

    Move the Wait step into the caller, before or after its Execute Campaign step. If the campaign
    itself must wait, move its steps to a trigger campaign with the Campaign is Requested trigger,
    and request that campaign: it runs in parallel with its caller and may wait.
    """
    campaign = step.campaign
    yield step.finding(
        f"executable campaign {campaign} ({campaign.executable_reason}) has a Wait step, which "
        "Marketo does not support there",
        help=_help(campaign),
        related=campaign.executed_by,
    )


def _help(campaign: SmartCampaign) -> str:
    move = f"move the Wait step into {advice.caller_of(campaign)}"
    if campaign.has_request_trigger and not campaign.rejects_flows:
        return f"activate it and call it with Request Campaign, or {move}"
    return move
