"""Requested campaigns that run once per person."""

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
    category="request",
    profile="strict",
    since="0.1",
    source=(sources.QUALIFICATION_RULES, sources.REQUEST_CAMPAIGN),
    requires="smart_list",
)
def request_runs_once(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A campaign that other campaigns request runs only once per person.

    A campaign that runs once in an interval is reported as a note. Campaigns that no flow in the
    export requests are not reported, nor are those without a Campaign is Requested trigger.

    ## Why

    Qualification rules apply to requests too, and a new campaign's rule is "only once". From the
    second request on, the campaign skips the person, and the caller continues without an error.

    ## How to fix

    On the Schedule tab, set the qualification rule to "every time". Leave it if each person should
    go through the campaign only once, such as a campaign that sends a welcome email.
    """
    if campaign.is_executable or not campaign.requested_by or not campaign.request_triggers:
        return
    if campaign.qualification == "once":
        yield campaign.finding(
            f"requested campaign {campaign} runs only once per person; later requests silently "
            "skip the person",
            help='set its qualification rule to "every time"',
            related=campaign.requested_by,
        )
    elif campaign.qualification == "interval":
        yield campaign.finding(
            f"requested campaign {campaign} runs once in {campaign.qualification_interval} per "
            "person; requests in between silently skip the person",
            help='set its qualification rule to "every time", unless the interval is intended',
            related=campaign.requested_by,
            severity="note",
        )
    elif not campaign.qualification:
        yield campaign.not_checked("the qualification rule")
