"""Executable campaigns that each person may run through once only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="warning",
    confidence="likely",
    category="executable",
    since="0.1",
    source=(sources.QUAL, sources.EXEC),
)
def executable_runs_once(instance: Instance) -> Iterator[Finding]:
    """An executable campaign lets each person through only once.

    ## Why

    Qualification rules hold for executable campaigns too, and a new campaign's rule is "only
    once". From the second call on such a campaign skips the person for ever, and the caller goes
    on as if it had run.

    ## How to fix

    Set the qualification rule in the Schedule tab to "every time".
    """
    for campaign in instance.executables:
        if campaign.qualification == "once":
            yield campaign.finding(
                f"{campaign} is an executable campaign ({campaign.executable_reason}) that each "
                "person may run through once: every later call skips the person in silence",
                help='set its qualification rule to "every time"',
                related=campaign.executed_by,
            )
        elif campaign.qualification == "interval":
            yield campaign.finding(
                f"{campaign} is an executable campaign ({campaign.executable_reason}) that each "
                f"person may run through once in {campaign.qualification_interval}: calls in "
                "between skip the person in silence",
                help='set its qualification rule to "every time", unless the pause is meant',
                related=campaign.executed_by,
                severity="note",
            )
        elif not campaign.qualification:
            campaign.not_checked()
