"""Wait steps whose duration Marketo cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    since="0.1",
    source=sources.WAIT,
)
def wait_unreadable(instance: Instance) -> Iterator[Finding]:
    """The duration of a Wait step is abbreviated.

    Silent on dates, tokens, durations that were not exported, and words that it does not know.

    ## Why

    Marketo reads durations in words, such as "4 hours". It passes over a Wait step whose words are
    abbreviated: the campaign runs, and nobody waits.

    ## How to fix

    Spell the words out: "4 hours", "1 day", "2 weeks".
    """
    for step in instance.steps(marketo.WAIT):
        for choice in step.choices:
            text = choice.duration
            duration = marketo.read_duration(text)
            if not choice.attributes:
                step.campaign.not_checked()
            elif duration is not None and duration.is_abbreviated:
                yield step.finding(
                    f"the duration '{text}' is abbreviated: Marketo passes over such a Wait, and "
                    "nobody waits",
                    help=f"write '{duration.in_words}'",
                    focus=choice,
                )
