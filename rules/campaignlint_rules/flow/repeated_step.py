"""Steps that stand in a flow twice in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=sources.STEPS,
)
def repeated_step(instance: Instance) -> Iterator[Finding]:
    """Two adjacent steps of a flow are alike in name, values and choices.

    Steps that take everybody out of the flow are left to steps-after-removal.

    ## Why

    Both run: a score counts twice, a mail goes out twice, a wait takes twice as long. Most often
    the second is a slip of the hand.

    ## How to fix

    Remove one of the two. Where the double effect is meant, say so in one step: "+20", "2 weeks".
    """
    for first, second in instance.adjacent_steps():
        if not first.has_attributes or not second.has_attributes:
            first.campaign.not_checked()
        elif first.is_like(second) and not (first.does_nothing or first.empties_flow):
            yield second.finding(
                f"flow step {second.number} of {first.campaign} is the same '{second.name}' as "
                f"flow step {first.number} before it: both run",
                help="remove one of the two",
                related=[first.related("the first of the two")],
            )
