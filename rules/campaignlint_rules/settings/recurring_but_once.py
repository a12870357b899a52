"""Recurring campaigns that reach each person once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartCampaign


@rule(
    severity="note",
    confidence="heuristic",
    category="settings",
    profile="audit",
    since="0.1",
    source=(sources.QUALIFICATION_RULES, sources.RECURRING_CAMPAIGNS),
    requires="smart_list",
)
def recurring_but_once(campaign: SmartCampaign) -> Iterator[Finding]:
    """A recurring batch campaign runs only once for each member of a static list.

    ## Why

    A static list changes only when someone adds people. From the second run on, a campaign whose
    qualification rule is "only once" does nothing for people who were already on the list.

    ## How to fix

    Set the qualification rule to "every time", or run the campaign once. Leave it if each run is
    meant only for people added since the last one.
    """
    if not campaign.is_scheduled or campaign.has_triggers or campaign.qualification != "once":
        return
    filters = campaign.filters
    if len(filters) == 1 and marketo.is_member_of_list(filters[0].name):
        yield campaign.finding(
            f"{campaign} recurs but runs only once per person, and its only filter is a static "
            "list; from the second run on, it skips everyone except new list members",
            help='set its qualification rule to "every time", unless it is meant for new members',
            related=[filters[0].related("its only filter")],
        )
