"""Consecutive flow steps that are the same."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=sources.ADD_FLOW_STEP,
    requires="flow",
)
def repeated_step(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """Two consecutive flow steps have the same name, values, and choices.

    Steps that remove everyone from the flow are covered by `steps-after-removal`.

    ## Why

    Both steps run: a score is added twice, an email is sent twice, a wait takes twice as long.
    Usually the second step is a mistake.

    ## How to fix

    Remove one of the two steps. If the double effect is intended, express it in one step: "+20",
    "2 weeks".
    """
    for first, second in pairwise(campaign.steps()):
        if first.name != second.name:
            continue
        if not first.has_attributes or not second.has_attributes:
            yield campaign.not_checked("the attributes of two consecutive flow steps")
        elif first.is_like(second) and not (first.does_nothing or first.empties_flow):
            yield second.finding(
                f"flow step {second.number} of {campaign} repeats flow step {first.number} "
                f"('{second.name}'); both run",
                help="remove one of them",
                related=[first.related("first of the two")],
            )
