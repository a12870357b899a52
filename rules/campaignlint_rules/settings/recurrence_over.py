"""Batch campaigns whose schedule has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="settings",
    profile="strict",
    since="0.1",
    source=sources.RECURRING,
)
def recurrence_over(instance: Instance) -> Iterator[Finding]:
    """A recurring batch campaign has reached the end of its recurrence.

    What stands under an archived folder is left alone: it was put away on purpose. "Today" is the
    day of the run, or what `--today` says.

    ## Why

    After its end date Marketo schedules no further run. The campaign still looks like one that
    runs, and what it kept up to date no longer is.

    ## How to fix

    Set a later end date, or none. Where its time is over, set the schedule to none and archive it.
    """
    for campaign in instance.campaigns:
        if not campaign.is_scheduled or campaign.has_triggers or campaign.archive is not None:
            continue
        end = campaign.recurrence_end
        if end is None and campaign.has_recurrence_end:
            campaign.not_checked()
        elif end is not None and end < instance.today:
            yield campaign.finding(
                f"{campaign} recurred until {end}: Marketo schedules no further run",
                help="set a later end date, or none; or archive it",
            )
