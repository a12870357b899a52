"""Wait steps with nothing after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.WAIT,
)
def wait_last(instance: Instance) -> Iterator[Finding]:
    """A flow ends with a Wait step.

    In an executable campaign that is wait-in-executable's.

    ## Why

    People wait, and then nothing happens. Most often a step was removed, or never added.

    ## How to fix

    Add the step that the wait is for, or remove the wait.
    """
    for step in instance.steps(marketo.WAIT):
        campaign = step.campaign
        if step.number == len(campaign.step_records) and not campaign.is_executable:
            yield step.finding(
                f"{campaign} ends with a Wait: people wait, and then nothing happens",
                help="add the step that the wait is for, or remove the wait",
            )
