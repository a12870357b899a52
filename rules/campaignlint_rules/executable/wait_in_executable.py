"""Wait steps in executable campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(
    severity="error",
    category="executable",
    since="0.1",
    source=sources.EXEC,
    executable=True,
    steps=marketo.WAIT,
)
def wait_in_executable(step: FlowStep) -> Iterator[Finding]:
    """An executable campaign has a Wait step.

    ## Why

    A parent campaign waits until the campaign that it executes has ended, so Marketo does not
    support Wait steps in an executable campaign. The campaign can still be saved.

    ## How to fix

    Move the Wait step into the parent campaign, before or after its Execute Campaign step. If the
    wait belongs to this campaign, call it with Request Campaign, which does not wait for it.
    """
    campaign = step.campaign
    yield step.finding(
        f"{campaign} waits, but it is an executable campaign ({campaign.executable_reason}): "
        "Marketo supports no Wait step there",
        help="call it with Request Campaign, or move the wait into the caller",
        related=campaign.executed_by,
    )
