"""Triggers that start a campaign for anything of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Condition, Finding, Instance, Trigger


@rule(
    severity="warning",
    confidence="likely",
    category="smart_list",
    profile="strict",
    since="0.1",
    source=(sources.PULL, sources.TRIGBP),
)
def trigger_unconstrained(instance: Instance) -> Iterator[Finding]:
    """A trigger does not say which form, page, link, email or field it listens to.

    Looked at are Fills Out Form, Visits Web Page, Clicks Link, Email is Delivered and Data Value
    Changes, which happen all the time. A trigger that other constraints narrow, and one of a
    campaign that is not active, is a note.

    ## Why

    A trigger that says "is any" starts its campaign whenever anybody fills out any form. Each start
    takes a place in the queue that all trigger campaigns share.

    ## How to fix

    Choose the forms, pages, links, emails or fields that are meant. What need not happen at once
    goes into a batch campaign, with the filter in place of the trigger.
    """
    for campaign in instance.campaigns:
        for trigger in () if campaign.is_executable else campaign.triggers:
            listening = marketo.listens_to(trigger.name)
            if listening is None:
                continue
            if not trigger.has_conditions:
                campaign.not_checked()
                continue
            primary = _primary(trigger, listening)
            if primary is None or not (primary.constrains or primary.is_error):
                narrowed = any(condition.constrains for condition in trigger.conditions)
                yield trigger.finding(
                    f"'{trigger.name}' of {campaign} names no {listening.thing}: it starts the "
                    f"campaign for every {listening.thing} of the instance"
                    f"{' that its other constraints let pass' if narrowed else ''}",
                    help=f"choose the {listening.thing}s, or use a batch campaign with a filter",
                    severity="note" if narrowed or not campaign.is_active else None,
                )


def _primary(trigger: Trigger, listening: marketo.ListensTo) -> Condition | None:
    marked = (condition for condition in trigger.conditions if condition.is_primary)
    return trigger.condition(listening.attribute) or next(marked, None)
