"""Campaigns that may activate each other in a cycle by what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.activation import loop_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, Loop


@rule(
    severity="note",
    confidence="heuristic",
    category="activation",
    profile="audit",
    since="0.1",
    source=(sources.REAL_CHANGES, sources.QUALIFICATION_RULES),
    requires=("flow", "smart_list"),
)
def activation_cycle_possible(instance: Instance) -> Iterator[Finding]:
    """Campaigns may activate each other in a cycle by what they change.

    Reports one finding per field, list, or other subject that may change again and again. Whether
    it does depends on something that the export does not show, such as the value of a token, or
    not everyone loops, for example because of a filter. The message names the first condition of
    that kind. Cycles that go on for everyone are covered by `activation-cycle`.

    ## Why

    Marketo documents nothing that stops such a cycle. People loop as long as the condition lets
    them, and every round adds to the campaign queue and to the activity log.

    ## How to fix

    Check whether the condition ends the cycle. If not, remove one of the changes, or let one of the
    campaigns run only once per person.
    """
    from campaignlint import activation_loops

    for loop in activation_loops(instance):
        if not loop.is_certain:
            related = loop_text.related(loop)
            yield loop.hops[0].write.choice.finding(
                f"{loop_text.cycle(loop, may=True)}; {_condition(loop)}",
                help=f"check whether the cycle ends; if not, {loop_text.advice(loop)}",
                related=related,
                chain=related,
            )


def _condition(loop: Loop) -> str:
    if loop.depends_on is None:
        return loop.reason
    return f"the cycle depends on {loop.depends_on} ({loop.reason})"
