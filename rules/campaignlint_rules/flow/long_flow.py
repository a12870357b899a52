"""Flows that nobody can take in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.CHOICE, sources.EXEC),
)
def long_flow(
    instance: Instance,
    *,
    max_steps: Annotated[int, Between(0, 100_000)] = 20,
    max_choices: Annotated[int, Between(0, 100_000)] = 15,
) -> Iterator[Finding]:
    """A flow has many steps, or one of its steps many choices.

    ## Why

    Nobody can tell any more what happens to a person, and each change risks the order of all that
    follows. A person takes the first choice that fits, so a long list hides which ones overlap.

    ## How to fix

    Move steps that belong together into an executable campaign. Split a long list of choices by
    what they have in common, or keep the table outside of Marketo.

    ## Options

    - max_steps: how many steps a flow may have.
    - max_choices: how many choices a step may have, the default one included.
    """
    for campaign in instance.campaigns:
        steps = campaign.steps()
        if len(steps) > max_steps:
            yield campaign.finding(
                f"the flow of {campaign} has {len(steps)} steps, which is more than {max_steps}",
                help="move steps that belong together into an executable campaign",
            )
        for step in steps:
            count = len(step.choices)
            if count > max_choices:
                yield step.finding(
                    f"flow step {step.number} of {campaign} has {count} choices, which is more "
                    f"than {max_choices}",
                    help="split the choices over several steps or campaigns",
                )
