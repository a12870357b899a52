"""Flows with many steps or choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.ADD_CHOICE, sources.EXECUTE_CAMPAIGN),
    requires="flow",
)
def long_flow(
    campaign: SmartCampaign,
    *,
    max_steps: Annotated[int, Between(0, 100_000)] = 20,
    max_choices: Annotated[int, Between(0, 100_000)] = 15,
) -> Iterator[Finding]:
    """A flow has too many steps, or a step has too many choices.

    ## Why

    A long flow is hard to follow, and each change can affect the order of everything after it. A
    person takes the first choice that matches, so a long list hides overlapping choices.

    ## How to fix

    Move related steps into an executable campaign. Split a long list of choices by what they have
    in common, or keep the table outside Marketo.

    ## Options

    - max_steps: maximum number of steps in a flow.
    - max_choices: maximum number of choices in a step, including the default choice.
    """
    steps = campaign.steps()
    if len(steps) > max_steps:
        yield campaign.finding(
            f"{campaign} has {len(steps)} flow steps (maximum: {max_steps})",
            help="move related steps into an executable campaign",
        )
    for step in steps:
        count = len(step.choices)
        if count > max_choices:
            yield step.finding(
                f"flow step {step.number} of {campaign} has {count} choices (maximum: "
                f"{max_choices})",
                help="split the choices across several steps or campaigns",
            )
