"""Campaigns that activate each other in a cycle by what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.activation import loop_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, Loop, NotChecked


@rule(
    severity="error",
    confidence="likely",
    category="activation",
    since="0.1",
    source=(sources.REAL_CHANGES, sources.QUALIFICATION_RULES),
    requires=("flow", "smart_list"),
)
def activation_cycle(instance: Instance) -> Iterator[Finding | NotChecked]:
    """Campaigns activate each other in a cycle by what they change.

    Reports a cycle only if it goes on for everyone who enters it: all its triggers fire, no filter
    or choice ends it, and each round changes a value again. Campaigns that map `DE` to `Germany`
    stop after one round and are not reported. A cycle that depends on anything else is covered by
    `activation-cycle-possible`, and one of Request Campaign steps alone by `request-cycle`.

    ## Why

    Marketo documents nothing that stops such a cycle. People loop until someone deactivates a
    campaign, and every round adds to the campaign queue and to the activity log. If a Wait step or
    an interval in a qualification rule slows the cycle down, or if a qualification rule was not
    exported, the finding is a warning.

    ## How to fix

    Remove one of the changes, add a constraint that keeps changes by flow steps out of one of the
    triggers, or let one of the campaigns run only once per person.
    """
    from campaignlint import activation_graph, activation_loops

    for loop in activation_loops(instance):
        if loop.is_certain and not loop.has_only_calls:
            yield _finding(loop)
    for trigger in activation_graph(instance).listeners.not_understood:
        yield trigger.smart_list.not_checked("the constraints of a trigger")


def _finding(loop: Loop) -> Finding:
    related = loop_text.related(loop)
    slowed = f" ({loop.slowed_by})" if loop.slowed_by else ""
    return loop.hops[0].write.choice.finding(
        f"{loop_text.cycle(loop)}; people may loop indefinitely{slowed}",
        help=loop_text.advice(loop),
        related=related,
        chain=related,
        severity="warning" if loop.slowed_by else None,
    )
