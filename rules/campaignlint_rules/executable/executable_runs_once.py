"""Executable campaigns that run once per person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="executable",
    since="0.1",
    source=(sources.QUALIFICATION_RULES, sources.EXECUTE_CAMPAIGN),
    executable=True,
)
def executable_runs_once(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """An executable campaign runs only once per person.

    A campaign that runs once in an interval is reported as a note.

    ## Why

    Qualification rules apply to executable campaigns too, and a new campaign's rule is "only once".
    From the second call on, the campaign skips the person for good, and the caller continues as if
    it had run.

    ## How to fix

    On the Schedule tab, set the qualification rule to "every time".
    """
    subject = f"executable campaign {campaign} ({campaign.executable_reason})"
    if campaign.qualification == "once":
        yield campaign.finding(
            f"{subject} runs only once per person; later calls silently skip the person",
            help='set its qualification rule to "every time"',
            related=campaign.executed_by,
        )
    elif campaign.qualification == "interval":
        yield campaign.finding(
            f"{subject} runs once in {campaign.qualification_interval} per person; calls in "
            "between silently skip the person",
            help='set its qualification rule to "every time", unless the interval is intended',
            related=campaign.executed_by,
            severity="note",
        )
    elif not campaign.qualification:
        yield campaign.not_checked("the qualification rule")
