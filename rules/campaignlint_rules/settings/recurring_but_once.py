"""Recurring campaigns that reach each person once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="heuristic",
    category="settings",
    profile="audit",
    since="0.1",
    source=(sources.QUAL, sources.RECURRING),
)
def recurring_but_once(instance: Instance) -> Iterator[Finding]:
    """A recurring batch campaign lets each member of a static list through only once.

    ## Why

    A static list changes only when somebody adds people. From the second run on, a campaign whose
    qualification rule is "only once" does nothing for those who were on it before.

    ## How to fix

    Set the qualification rule to "every time", or run the campaign once. Leave it where each run is
    meant for the people who have come to the list since the last.
    """
    for campaign in instance.campaigns:
        if not campaign.is_scheduled or campaign.has_triggers or campaign.qualification != "once":
            continue
        filters = campaign.filters
        if len(filters) == 1 and marketo.is_member_of_list(filters[0].name):
            yield campaign.finding(
                f"{campaign} recurs, but lets each person through once, and its only filter is a "
                "static list: from its second run on it skips everybody but newcomers to the list",
                help='set its qualification rule to "every time", unless newcomers alone are meant',
                related=[filters[0].related("its only filter")],
            )
