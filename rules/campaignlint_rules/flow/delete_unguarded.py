"""Batch campaigns that delete people without a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked


@rule(
    severity="warning",
    confidence="heuristic",
    category="flow",
    profile="audit",
    since="0.1",
    source=sources.DELETE_PERSON,
    steps=marketo.DELETE_PERSON,
    requires="smart_list",
)
def delete_unguarded(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """A batch campaign deletes people without a filter or a choice.

    Does not report campaigns that have never run and have neither a schedule nor triggers; these
    may be executable campaigns whose caller was not exported.

    ## Why

    Nothing limits which people the campaign runs for, and deleted people cannot be restored.

    ## How to fix

    Add filters that select the people to delete, or add a choice to the Delete Person step.
    """
    campaign, smart_list = step.campaign, step.campaign.smart_list
    is_unguarded = step.is_unconditional and not step.choices[0].does_nothing
    if smart_list is None or not campaign.is_batch or not is_unguarded:
        return
    if not smart_list.knows_filters:
        yield campaign.not_checked("the filters of its smart list")
    elif not smart_list.filters:
        yield step.finding(
            f"batch campaign {campaign} deletes people, but neither its smart list nor a choice "
            "limits which people; it may delete everyone",
            help="add filters to its smart list, or add a choice to the Delete Person step",
            related=[smart_list.related("smart list without filters")],
        )
