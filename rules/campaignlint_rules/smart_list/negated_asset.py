"""Activity filters with a negated asset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Filter, Finding, NotChecked, SmartList, Trigger


@rule(
    severity="note",
    confidence="likely",
    category="smart_list",
    profile="strict",
    since="0.1",
    source=sources.FILTER_OPERATORS,
)
def negated_asset(smart_list: SmartList) -> Iterator[Finding | NotChecked]:
    """An activity filter excludes an asset instead of the people with that activity.

    Checks constraints on a form, page, link, email, program, list, or campaign. For triggers, the
    finding is in the `audit` profile: a trigger for all other assets may be intended.

    ## Why

    "Was Sent Email is not Newsletter" finds people who were sent any other email. People who were
    also sent the newsletter qualify, and people who were never sent an email do not.

    ## How to fix

    Use the negative filter and name the asset: "Not Was Sent Email is Newsletter".
    """
    if not all(trigger.has_conditions for trigger in smart_list.triggers):
        yield smart_list.not_checked("the constraints of a trigger")
    for filter_ in smart_list.filters:
        if filter_.is_activity and not filter_.is_negative and _negates_asset(filter_):
            yield filter_.finding(
                f"filter '{filter_.name}' in {smart_list} excludes an asset, not people; it "
                "matches everyone with this activity on any other asset",
                help=f"use the filter 'Not {filter_.name}', and name the asset with \"is\"",
            )
    for trigger in smart_list.triggers:
        if _negates_asset(trigger):
            yield trigger.finding(
                f"trigger '{trigger.name}' in {smart_list} excludes an asset; it fires for this "
                "activity on any other asset",
                help="name the assets that the trigger is about",
                confidence="heuristic",
                profile="audit",
            )


def _negates_asset(item: Filter | Trigger) -> bool:
    asset = item.condition(*marketo.ASSET_ATTRIBUTES)
    return asset is not None and asset.constrains and marketo.is_negated(asset.operator)
