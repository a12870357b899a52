"""Executable campaigns that call each other in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Cycle, Finding, Instance


@rule(
    severity="error", confidence="likely", category="executable", since="0.1", source=sources.EXEC
)
def execute_cycle(instance: Instance) -> Iterator[Finding]:
    """Campaigns execute each other in a circle.

    ## Why

    Marketo nests executable campaigns three levels deep at most, and a circle has no end. What
    Marketo does with a person who goes round is documented nowhere.

    ## How to fix

    Remove one of the calls, or move what the campaigns share into one that calls none of them.
    """
    for cycle in execute_graph(instance).cycles:
        last = cycle.shortest[-1]
        calls = [
            call.choice.related(f"{call.caller} executes {call.target}") for call in cycle.shortest
        ]
        yield cycle.entry.choice.finding(
            f"{_way(cycle)}, which Marketo cannot nest; without {last.choice.step} "
            f"this circle is broken{_callers(cycle)}",
            help=f"remove {last.choice.step}, or what leads back by another way",
            related=calls,
            chain=calls,
        )


def _way(cycle: Cycle) -> str:
    """`'A' > 'B' > 'A' execute each other in a circle`."""
    start = cycle.entry.caller
    if len(cycle.shortest) == 1:
        return f"{start} executes itself ({start} > {start})"
    way = " > ".join(str(call.caller) for call in cycle.shortest)
    return f"{way} > {start} execute each other in a circle"


def _callers(cycle: Cycle) -> str:
    if not cycle.callers.number:
        return ""
    if cycle.callers.number == 1:
        return "; 1 other campaign reaches it"
    return f"; {cycle.callers} other campaigns reach it"
