"""Executable campaigns nested too deeply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, execute_graph, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance

DOCUMENTED = 3
"""How many levels Marketo runs."""


@rule(severity="error", category="executable", since="0.1", source=(sources.EXEC, sources.TIER))
def nesting_too_deep(
    instance: Instance, *, max_depth: Annotated[int, Between(0, 1_000)] = DOCUMENTED
) -> Iterator[Finding]:
    """Executable campaigns call each other more than three levels deep.

    ## Why

    Marketo runs executable campaigns up to three levels below the campaign that starts them:
    parent, child, child, child. A fourth level saves without an error.

    ## How to fix

    Execute the innermost campaign directly from a campaign higher in the chain. If the order does
    not matter, move its steps to a trigger campaign with the Campaign is Requested trigger, and
    request that campaign.

    ## Options

    - max_depth: how many executables may stand below the campaign that starts them.
    """
    for chain in execute_graph(instance).chains_beyond(max_depth):
        last = chain[-1]
        way = " > ".join(str(call.caller) for call in chain)
        steps = [
            call.choice.related(f"{call.caller} executes {call.target}") for call in chain[:-1]
        ]
        yield last.choice.finding(
            f"{last.target} is executed {max_depth + 1} levels deep ({way} > {last.target}): "
            f"{'Marketo runs' if max_depth == DOCUMENTED else 'the configuration allows'} "
            f"{max_depth} at most",
            help=f"execute {last.target} from a campaign higher in the chain",
            related=steps,
            chain=[*steps, last.choice.related(f"{last.caller} executes {last.target}")],
            confidence=min((call.confidence for call in chain), key=("likely", "documented").index),
        )
