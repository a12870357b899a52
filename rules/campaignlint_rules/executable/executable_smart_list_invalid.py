"""Executable campaigns whose smart list lets nobody through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Filter, Finding, Instance, SmartCampaign


@rule(severity="error", category="executable", since="0.1", source=sources.EXEC)
def executable_smart_list_invalid(instance: Instance) -> Iterator[Finding]:
    """An executable campaign's smart list is invalid.

    ## Why

    With an invalid smart list nobody qualifies for the campaign. The caller goes on as if it had
    run, and no error shows.

    ## How to fix

    Mend what the Smart List tab underlines in red. Adobe advises to keep an executable's criteria
    in a smart list of its own, and to refer to that with a Member of Smart List filter.
    """
    for campaign in instance.executables:
        found = list(_faults(campaign))
        yield from found
        if not found and campaign.has_status("Invalid"):
            yield campaign.finding(
                f"{campaign} is an executable campaign with status 'Invalid': nobody qualifies",
                help="mend what its Smart List tab underlines in red",
                related=campaign.executed_by,
            )
        elif not found and any(map(_may_lack_value, campaign.filters)):
            campaign.not_checked()


def _faults(campaign: SmartCampaign) -> Iterator[Finding]:
    for condition in campaign.smart_list.errors if campaign.smart_list is not None else ():
        said = f" ({condition.error_message})" if condition.error_message else ""
        yield condition.finding(
            f"'{condition.owner.name}' in the smart list of {campaign} has an error{said}: nobody "
            "qualifies for this executable campaign",
            help="mend what its Smart List tab underlines in red",
            related=campaign.executed_by,
        )
    for item in campaign.filters:
        if lacks_value(item):
            yield item.finding(
                f"the filter '{item.name}' of {campaign} has no value to compare with: nobody "
                "qualifies for this executable campaign",
                help="give it a value, or remove it",
                related=campaign.executed_by,
            )


def _may_lack_value(item: Filter) -> bool:
    """Whether a filter needs a value, and the export does not say whether it has one."""
    return not (item.has_conditions or item.is_activity) and marketo.needs_value(item.operator)


def lacks_value(item: Filter) -> bool:
    """Whether a filter needs a value and has none; one that Marketo marks itself is told apart."""
    if any(condition.is_error for condition in item.conditions):
        return False
    if item.has_conditions and not item.conditions:
        return not item.is_activity and marketo.needs_value(item.operator)
    return any(
        marketo.needs_value(condition.operator)
        and not any(value.strip() for value in condition.values)
        for condition in item.conditions
    )
