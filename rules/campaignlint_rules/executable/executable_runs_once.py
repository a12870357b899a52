"""Executable campaigns that run once per person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.qualification import check_qualification

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
    return check_qualification(campaign, subject, calls="calls", callers=campaign.executed_by)
