"""Help texts that several rules share.

Advice must not cause the next finding. Only an active campaign with the right trigger can be
requested, only an executable campaign can be executed, and not from another workspace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import call_graph, marketo

if TYPE_CHECKING:
    from campaignlint import Call, SmartCampaign


def execute_instead(call: Call) -> str:
    """Return how to execute an executable campaign that is requested."""
    if call_graph(call.caller.instance).is_inside_cycle(call):
        return "remove the request"
    if is_across_workspaces(call):
        return f"{clone_into_workspace(call)}, and call the clone with Execute Campaign"
    return f"{call.target} is an executable campaign: call it with Execute Campaign"


def clone_into_workspace(call: Call) -> str:
    """Return how to get an executable copy of the target in the caller's workspace."""
    return f"clone {call.target} into workspace '{call.caller.workspace}' with Executable selected"


def is_across_workspaces(call: Call) -> bool:
    """Return whether caller and target are known to be in different workspaces."""
    here, there = call.caller.workspace, call.target.workspace
    return here is not None and there is not None and here != there


def fits_executable(campaign: SmartCampaign) -> bool:
    """Return whether an executable campaign could have the same steps."""
    return campaign.has_flow and not campaign.steps(marketo.WAIT, marketo.CALL_WEBHOOK)


def caller_of(campaign: SmartCampaign) -> str:
    """Return the caller into which to move a step that an executable campaign must not have."""
    is_nested = any(call.caller.is_executable for call in campaign.executed_by)
    return "a caller that is not executable" if is_nested else "the caller"
