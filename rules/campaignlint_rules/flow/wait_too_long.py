"""Wait steps that last for months."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, marketo, rule
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
    source=(sources.WAIT, sources.WAIT_DURATION),
    steps=marketo.WAIT,
)
def wait_too_long(
    step: FlowStep, *, max_days: Annotated[int, Between(0, 36_500)] = 90
) -> Iterator[Finding | NotChecked]:
    """A Wait step waits longer than the configured number of days.

    Months count as 30 days, years as 365. Dates and tokens are not checked.

    ## Why

    A person who has entered a Wait step keeps the duration it had then: a new duration applies only
    to people who enter later. The longer the wait, the more likely it is that the rest of the flow
    is outdated.

    ## How to fix

    Store the date in a field, and have a batch campaign check it every day.

    ## Options

    - max_days: maximum number of days that a Wait step may wait.
    """
    for choice in step.choices:
        text = choice.duration
        duration = marketo.parse_duration(text)
        if not choice.attributes:
            yield step.campaign.not_checked("the duration of a Wait step")
        if duration is None or duration.is_abbreviated or duration.days <= max_days:
            continue
        yield step.finding(
            f"{step.campaign} waits '{text}' (maximum: {max_days} days); changing the duration "
            "would not affect people already waiting",
            help="store the date in a field, and check it with a scheduled campaign",
            focus=choice,
        )
