"""Campaigns that Marketo marks as invalid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import memberships, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign, SmartList


@rule(severity="error", category="smart_list", since="0.1", source=sources.CAMPAIGN_CHECKLIST)
def smart_list_invalid(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A campaign's smart list has an error.

    The error may also be in a separate smart list that a Member of Smart List filter names.
    Executable campaigns are covered by `executable-smart-list-invalid`, because their callers
    continue without an error.

    ## Why

    A red squiggle on the Smart List tab marks an error or a missing value. Marketo does not run
    such a campaign, neither on schedule nor on its triggers.

    ## How to fix

    Fix the errors underlined in red: select the value again, or remove the filter. If nothing is
    underlined, check the smart lists that its Member of Smart List filters name, and the Flow tab.
    """
    if campaign.is_executable:
        return
    smart_list = campaign.smart_list
    if smart_list is None:
        yield campaign.not_checked("its smart list")
    errors = [] if smart_list is None else list(_errors(campaign, smart_list))
    yield from errors
    if not errors and campaign.has_status("Invalid"):
        yield campaign.finding(
            f"{campaign} has status 'Invalid', so Marketo does not run it",
            help="fix the errors underlined in red on the Smart List or Flow tab",
        )


def _errors(campaign: SmartCampaign, smart_list: SmartList) -> Iterator[Finding]:
    for condition in smart_list.errors:
        yield condition.finding(
            f"'{condition.owner.name}' in the smart list of {campaign} has an error"
            f"{condition.error_suffix}, so Marketo does not run the campaign",
            help="fix the errors underlined in red on the Smart List tab",
        )
    for reference in memberships(campaign.instance).to_invalid_lists(smart_list):
        error = reference.target.errors[0]
        yield reference.filter.finding(
            f"{campaign} references {reference.target}, which has an error{error.error_suffix}, so "
            "Marketo does not run the campaign",
            help="fix the errors underlined in red in that smart list",
            related=[reference.target.related("the smart list with the error")],
            confidence="likely",
        )
