"""Calls of executable campaigns across workspaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, Finding, NotChecked


@rule(severity="error", category="executable", since="0.1", source=sources.EXECUTE_CAMPAIGN)
def execute_across_workspaces(call: Call) -> Iterator[Finding | NotChecked]:
    """A campaign executes a campaign in another workspace.

    ## Why

    Marketo cannot call executable campaigns across workspaces.

    ## How to fix

    Clone the campaign into the caller's workspace, select **Executable** again, and execute the
    clone.
    """
    if not call.is_execution:
        return
    here, there = call.caller.workspace, call.target.workspace
    if here is None or there is None:
        yield call.caller.not_checked("the workspaces of caller and target")
    elif here != there:
        yield call.choice.finding(
            f"{call.caller} (workspace '{here}') executes {call.target} (workspace '{there}'), but "
            "executable campaigns cannot be called across workspaces",
            help=f"{advice.clone_into_workspace(call)}, and execute the clone",
            related=[call.target.related("campaign in the other workspace")],
            confidence=call.confidence,
        )
