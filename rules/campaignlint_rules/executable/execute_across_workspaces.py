"""Execute Campaign steps that lead into another workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="error", category="executable", since="0.1", source=sources.EXEC)
def execute_across_workspaces(instance: Instance) -> Iterator[Finding]:
    """A campaign executes one of another workspace.

    ## Why

    Marketo cannot call executable campaigns across workspaces.

    ## How to fix

    Clone the campaign into the caller's workspace, with Executable ticked again, and call that.
    """
    for call in execute_graph(instance).calls:
        here, there = call.caller.workspace, call.target.workspace
        if here is None or there is None:
            call.caller.not_checked()
        elif here != there:
            yield call.choice.finding(
                f"{call.caller} of workspace '{here}' executes {call.target} of workspace "
                f"'{there}': executable campaigns cannot be called across workspaces",
                help=f"{advice.clone_into_workspace(call)}, and execute the clone",
                related=[call.target.related("the campaign of the other workspace")],
                confidence=call.confidence,
            )
