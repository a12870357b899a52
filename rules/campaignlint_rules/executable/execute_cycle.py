"""Executable campaigns that execute each other in a cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Cycle, Finding, Instance


@rule(
    severity="error",
    confidence="likely",
    category="executable",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
    requires="flow",
)
def execute_cycle(instance: Instance) -> Iterator[Finding]:
    """Campaigns execute each other in a cycle.

    ## Why

    Marketo nests executable campaigns at most three levels deep, and a cycle has no end. How
    Marketo handles a person in a cycle is not documented.

    ## How to fix

    Remove one of the calls, or move the shared steps into a campaign that calls none of the others.
    """
    for cycle in execute_graph(instance).cycles:
        last = cycle.shortest[-1].choice.step
        calls = [call.choice.related(str(call)) for call in cycle.shortest]
        yield cycle.entry.choice.finding(
            f"{_cycle_text(cycle)}; removing {last} breaks the cycle{_callers(cycle)}",
            help=f"remove {last}{'' if len(calls) == 1 else ', or another call in the cycle'}",
            related=calls,
            chain=calls,
        )


def _cycle_text(cycle: Cycle) -> str:
    start = cycle.entry.caller
    if len(cycle.shortest) == 1:
        return f"{start} executes itself"
    chain = " > ".join(str(call.caller) for call in cycle.shortest)
    return f"campaigns execute each other in a cycle: {chain} > {start}"


def _callers(cycle: Cycle) -> str:
    if not cycle.callers.number:
        return ""
    plural = "" if cycle.callers.number == 1 else "s"
    return f" (reachable from {cycle.callers} other campaign{plural})"
