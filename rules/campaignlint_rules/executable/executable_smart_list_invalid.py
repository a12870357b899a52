"""Executable campaigns for which no one qualifies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, memberships, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Filter, Finding, NotChecked, SmartCampaign


@rule(
    severity="error",
    category="executable",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
    executable=True,
)
def executable_smart_list_invalid(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """An executable campaign's smart list is invalid.

    The error may also be in a separate smart list that a Member of Smart List filter names. Of the
    constraints of a filter, only the main one must have a value.

    ## Why

    If the smart list is invalid, no one qualifies for the campaign. The caller continues as if it
    had run, and Marketo shows no error.

    ## How to fix

    Fix the errors underlined in red on the Smart List tab. Adobe recommends keeping an executable
    campaign's criteria in a separate smart list and referencing it with a Member of Smart List
    filter.
    """
    errors = list(_errors(campaign))
    yield from errors
    if not errors and campaign.has_status("Invalid"):
        yield campaign.finding(
            f"executable campaign {campaign} has status 'Invalid', so no one qualifies",
            help="fix the errors underlined in red on the Smart List tab",
            related=campaign.executed_by,
        )
    elif campaign.smart_list is None:
        yield campaign.not_checked("the smart list")
    elif not errors and any(_lacks_value(filter_) is None for filter_ in campaign.filters):
        yield campaign.not_checked("the constraints of a filter")


def _errors(campaign: SmartCampaign) -> Iterator[Finding]:
    smart_list = campaign.smart_list
    if smart_list is None:
        return
    for condition in smart_list.errors:
        yield condition.finding(
            f"'{condition.owner.name}' in the smart list of executable campaign {campaign} has an "
            f"error{condition.error_suffix}, so no one qualifies",
            help="fix the errors underlined in red on the Smart List tab",
            related=campaign.executed_by,
        )
    for reference in memberships(campaign.instance).to_invalid_lists(smart_list):
        error = reference.target.errors[0]
        yield reference.filter.finding(
            f"executable campaign {campaign} references {reference.target}, which has an error"
            f"{error.error_suffix}, so no one qualifies",
            help="fix the errors underlined in red in that smart list",
            related=[
                reference.target.related("the smart list with the error"),
                *campaign.executed_by,
            ],
            confidence="likely",
        )
    for filter_ in smart_list.filters:
        if _lacks_value(filter_):
            yield filter_.finding(
                f"filter '{filter_.name}' of executable campaign {campaign} has no value, so no "
                "one qualifies",
                help="set a value, or remove the filter",
                related=campaign.executed_by,
            )


def _lacks_value(item: Filter) -> bool | None:
    """Return whether a filter needs a value and has none; None if that is unknown.

    A filter with an error of its own is reported for that.
    """
    if any(condition.is_error for condition in item.conditions):
        return False
    if not item.conditions:
        needs_value = not item.is_activity and marketo.needs_value(item.operator)
        return needs_value if item.has_conditions or not needs_value else None
    lacking = [
        condition
        for condition in item.conditions
        if marketo.needs_value(condition.operator)
        and not any(value.strip() for value in condition.values)
    ]
    if item.primary is None:
        return None if lacking else False
    return any(condition.index == item.primary.index for condition in lacking)
