"""Requested campaigns that run once per person."""

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
    subject = f"requested campaign {campaign}"
    yield from check_qualification(
        campaign, subject, calls="requests", callers=campaign.requested_by
    )
