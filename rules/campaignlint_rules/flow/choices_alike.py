"""Choices that all do the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=sources.ADD_CHOICE,
)
def choices_alike(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """All choices of a flow step, with its default choice, do the same.

    Compares the values of all settings of the step. A step without a default choice is not
    reported: it skips the people who meet no condition.

    ## Why

    Marketo evaluates the conditions from the top, and a person takes the first choice that matches.
    If every choice does the same, the conditions have no effect. Often a choice was added and never
    filled in.

    ## How to fix

    Change what the choices do, or remove all but the default choice.
    """
    choices = step.choices
    if len(choices) < 2 or not step.has_default:  # noqa: PLR2004 - nothing to compare
        return
    if not all(choice.attributes for choice in choices):
        yield step.campaign.not_checked("what the choices of a flow step do")
    elif step.does_nothing or all(map(choices[0].acts_like, choices[1:])):
        which = "both of its" if len(choices) == 2 else f"all of its {len(choices)}"  # noqa: PLR2004
        yield step.finding(
            f"flow step {step.number} of {step.campaign} does the same in {which} choices; the "
            "conditions have no effect",
            help="change what the choices do, or remove all but the default choice",
        )
