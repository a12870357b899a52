"""Campaigns that Marketo itself calls invalid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="smart_list", since="0.1", source=sources.CHECK)
def smart_list_invalid(instance: Instance) -> Iterator[Finding]:
    """A campaign's smart list has an error.

    Executable campaigns have a rule of their own, as their callers go on without an error.

    ## Why

    A red squiggle on the Smart List tab stands for an error or a missing value. Marketo does not
    run such a campaign, neither on its schedule nor by its triggers.

    ## How to fix

    Mend what the tab underlines in red: choose the value anew, or remove the filter. Where nothing
    is underlined, look into the smart lists that its Member of Smart List filters name, and into
    the Flow tab.
    """
    for campaign in instance.campaigns:
        if campaign.is_executable:
            continue
        errors = campaign.smart_list.errors if campaign.smart_list is not None else ()
        for condition in errors:
            said = f" ({condition.error_message})" if condition.error_message else ""
            yield condition.finding(
                f"'{condition.owner.name}' in the smart list of {campaign} has an error{said}: "
                "Marketo does not run the campaign",
                help="mend what its Smart List tab underlines in red",
            )
        if not errors and campaign.has_status("Invalid"):
            yield campaign.finding(
                f"{campaign} has status 'Invalid': Marketo does not run it",
                help="mend what its Smart List tab, or its Flow tab, underlines in red",
            )
