"""Wait steps that hold people for longer than flows usually stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, marketo, rule
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
    source=(sources.WAIT, sources.WAITDUR),
)
def wait_too_long(
    instance: Instance, *, max_days: Annotated[int, Between(0, 36_500)] = 90
) -> Iterator[Finding]:
    """A Wait step waits for longer than a number of days.

    Months count as 30 days, years as 365. Dates and tokens are not judged.

    ## Why

    Whoever has entered a Wait step waits for as long as it said then: a new duration holds for
    newcomers only. The longer the wait, the likelier that the rest of the flow no longer fits.

    ## How to fix

    Keep the date in a field, and let a batch campaign look for it every day.

    ## Options

    - max_days: for how many days a Wait step may wait.
    """
    for step in instance.steps(marketo.WAIT):
        for choice in step.choices:
            text = choice.duration
            duration = marketo.read_duration(text)
            if not choice.attributes:
                step.campaign.not_checked()
            if duration is None or duration.is_abbreviated or duration.days <= max_days:
                continue
            yield step.finding(
                f"{step.campaign} waits for '{text}', which is more than {max_days} days: a new "
                "duration would not reach people who wait already",
                help="keep the date in a field, and let a scheduled campaign look for it",
                focus=choice,
            )
