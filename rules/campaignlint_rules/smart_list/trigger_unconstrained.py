"""Triggers without constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Condition, Finding, NotChecked, Trigger


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    profile="strict",
    since="0.1",
    source=(sources.BEFORE_TRIGGERS, sources.TRIGGER_BEST_PRACTICES),
)
def trigger_unconstrained(trigger: Trigger) -> Iterator[Finding | NotChecked]:
    """A trigger is not limited to a specific form, page, link, email, or field.

    Checks Fills Out Form, Visits Web Page, Clicks Link, Email is Delivered, and Data Value Changes,
    which happen all the time. The finding is a note if other constraints narrow the trigger or the
    campaign is not active. A trigger with several constraints is not checked if none of them has
    the attribute's known name or is marked as primary.

    ## Why

    A trigger set to "is any" starts its campaign whenever anyone fills out any form. Each start
    takes a place in the queue that all trigger campaigns share.

    ## How to fix

    Select the forms, pages, links, emails, or fields you mean. Move work that is not urgent to a
    batch campaign, with a filter instead of the trigger.
    """
    campaign = trigger.smart_list.campaign
    listening = marketo.listens_to(trigger.name)
    if campaign is None or campaign.is_executable or listening is None:
        return
    primary = _primary(trigger, listening)
    if not trigger.has_conditions or (primary is None and trigger.conditions):
        yield campaign.not_checked("the constraints of a trigger")
    elif primary is None or not (primary.constrains or primary.is_error):
        narrowed = any(condition.constrains for condition in trigger.conditions)
        yield trigger.finding(
            f"'{trigger.name}' of {campaign} does not specify which {listening.thing}, so it "
            f"starts the campaign for every {listening.thing} in the instance"
            f"{' that passes its other constraints' if narrowed else ''}",
            help=f"select the {listening.thing}s, or use a batch campaign with a filter",
            severity="note" if narrowed or not campaign.is_active else None,
        )


def _primary(trigger: Trigger, listening: marketo.ListensTo) -> Condition | None:
    """Return the constraint that says what the trigger listens to; None if it is unknown."""
    return trigger.condition(listening.attribute) or trigger.primary
