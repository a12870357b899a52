"""Wait steps with nothing after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.WAIT,
    steps=marketo.WAIT,
)
def wait_last(step: FlowStep) -> Iterator[Finding]:
    """A flow ends with a Wait step.

    Executable campaigns are covered by `wait-in-executable`.

    ## Why

    People wait, and then nothing happens. Usually a step was removed or never added.

    ## How to fix

    Add the step that should follow, or remove the Wait step.
    """
    campaign = step.campaign
    if step.number == len(campaign.step_records) and not campaign.is_executable:
        yield step.finding(
            f"{campaign} ends with a Wait step: people wait, and then nothing happens",
            help="add the step that should follow, or remove the Wait step",
        )
