"""Wait steps whose duration Marketo cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, FlowStep, NotChecked


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=sources.WAIT,
    steps=marketo.WAIT,
)
def wait_unreadable(step: FlowStep) -> Iterator[Finding | NotChecked]:
    """A Wait step has an abbreviated duration.

    Does not report dates, tokens, durations that were not exported, or words it does not recognize.

    ## Why

    Marketo reads durations in full words, such as "4 hours". It skips a Wait step whose unit is
    abbreviated: the campaign runs, but no one waits.

    ## How to fix

    Spell out the units: "4 hours", "1 day", "2 weeks".
    """
    for choice in step.choices:
        text = choice.duration
        duration = marketo.parse_duration(text)
        if not choice.attributes:
            yield step.campaign.not_checked("the duration of a Wait step")
        elif duration is not None and duration.is_abbreviated:
            yield step.finding(
                f"duration '{text}' is abbreviated; Marketo skips the Wait step, so no one waits",
                help=f"write '{duration.in_words}'",
                focus=choice,
            )
