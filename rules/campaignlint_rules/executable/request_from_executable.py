"""Request Campaign steps in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(
    severity="note",
    confidence="likely",
    category="executable",
    profile="strict",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.WORKFLOW_PRO_EXECUTE_OR_REQUEST),
    executable=True,
    steps=marketo.REQUEST_CAMPAIGN,
)
def request_from_executable(step: FlowStep) -> Iterator[Finding]:
    """An executable campaign requests another campaign.

    ## Why

    A caller waits for the campaign that it executes, but not for campaigns that one requests: a
    requested campaign runs in parallel. The caller's next step may run first and see the person's
    old values.

    ## How to fix

    Make the request the last step of the caller, or execute an executable campaign with the same
    steps, if they include neither Wait nor Call Webhook. If the order does not matter, nothing is
    wrong.
    """
    campaign = step.campaign
    names = dict.fromkeys(f"'{choice.target}'" for choice in step.choices if choice.target)
    if names:
        yield step.finding(
            f"executable campaign {campaign} ({campaign.executable_reason}) requests "
            f"{' or '.join(names)}; its caller does not wait for requested campaigns",
            help=_help(step),
            related=campaign.executed_by,
        )


def _help(step: FlowStep) -> str:
    campaign = step.campaign
    move = f"make the request the last step of {advice.caller_of(campaign)}"
    targets = [call.target for call in campaign.calls_out if call.choice.step.index == step.index]
    if targets and all(map(advice.fits_executable, targets)):
        return f"{move}, or execute a campaign with the same steps"
    return move
