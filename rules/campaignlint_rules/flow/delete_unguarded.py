"""Batch campaigns that delete everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="warning",
    confidence="heuristic",
    category="flow",
    profile="audit",
    since="0.1",
    source=sources.DELETE,
)
def delete_unguarded(instance: Instance) -> Iterator[Finding]:
    """A batch campaign deletes people, and has neither a filter nor a choice.

    Silent on a campaign that never ran and has neither schedule nor triggers, which may be an
    executable campaign whose caller was not exported.

    ## Why

    Nothing narrows down whom the campaign runs for, and people who are deleted cannot be brought
    back.

    ## How to fix

    Add the filters that say whom to delete, or put Delete Person behind a choice.
    """
    for step in instance.steps(marketo.DELETE_PERSON):
        campaign = step.campaign
        if not campaign.is_batch or not step.is_unconditional or step.choices[0].does_nothing:
            continue
        smart_list = campaign.smart_list
        if smart_list is None:
            continue
        if not smart_list.knows_filters:
            campaign.not_checked()
        elif not smart_list.filters:
            yield step.finding(
                f"{campaign} deletes people, and neither its smart list nor a choice says whom: it "
                "may delete everybody",
                help="add filters to its smart list, or put Delete Person behind a choice",
                related=[smart_list.related("the smart list without a filter")],
            )
