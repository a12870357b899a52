"""Executable campaigns that are nested too deeply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, execute_graph, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="error",
    category="executable",
    since="0.1",
    source=(sources.EXECUTE_CAMPAIGN, sources.EXECUTABLE_TIERS),
    requires="flow",
)
def nesting_too_deep(
    instance: Instance, *, max_depth: Annotated[int, Between(0, 1_000)] = 3
) -> Iterator[Finding]:
    """Executable campaigns are nested more than three levels deep.

    ## Why

    Marketo runs executable campaigns up to three levels below the campaign that starts them:
    parent, child, child, child. A fourth level can be saved without an error.

    ## How to fix

    Execute the innermost campaign directly from a campaign higher in the chain. If the order does
    not matter, move its steps to a trigger campaign with the Campaign is Requested trigger, and
    request that campaign.

    ## Options

    - max_depth: maximum number of executable campaigns below the one that starts the chain.
    """
    for calls in execute_graph(instance).chains_beyond(max_depth):
        last = calls[-1]
        chain = " > ".join(str(call.caller) for call in calls)
        related = [call.choice.related(str(call)) for call in calls]
        yield last.choice.finding(
            f"executable campaign {last.target} is nested {max_depth + 1} levels deep (maximum: "
            f"{max_depth}): {chain} > {last.target}",
            help=f"execute {last.target} from a campaign higher in the chain",
            related=related[:-1],
            chain=related,
            confidence=min((call.confidence for call in calls), key=("likely", "documented").index),
        )
