"""Batch campaigns whose schedule has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="settings",
    profile="strict",
    since="0.1",
    source=sources.RECURRING_CAMPAIGNS,
)
def recurrence_over(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """The recurrence of a batch campaign has ended.

    Campaigns in archived folders are not reported, because they were retired on purpose. "Today" is
    the date of the export, or the day given with `--today`.

    ## Why

    After the end date, Marketo schedules no further runs. The campaign still looks active, but
    the data that it maintains is no longer updated.

    ## How to fix

    Set a later end date, or none. If the campaign is no longer needed, set the schedule to none and
    archive it.
    """
    if not campaign.is_scheduled or campaign.has_triggers or campaign.archive is not None:
        return
    end = campaign.recurrence_end
    if end is None and campaign.has_recurrence_end:
        yield campaign.not_checked("an end date that can be read")
    elif end is not None and end < campaign.instance.today:
        yield campaign.finding(
            f"the recurrence of {campaign} ended on {end}; Marketo schedules no further runs",
            help="set a later end date or none, or archive the campaign",
        )
