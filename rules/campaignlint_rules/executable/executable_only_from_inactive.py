"""Executable campaigns that can be reached only from campaigns that do not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import execute_graph, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint import Call, CallGraph, Finding, Instance, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="executable",
    profile="strict",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
    requires="complete",
    executable=True,
)
def executable_only_from_inactive(instance: Instance) -> Iterator[Finding]:
    """An executable campaign can be reached only from campaigns that are inactive or never ran.

    Checked only if the export is complete and includes every flow; otherwise another caller might
    be missing from the export.

    ## Why

    An executable campaign runs only when it is called. If nothing starts its callers, it never
    runs, although it looks as if it were in use.

    ## How to fix

    Activate or schedule a campaign that calls it. If the callers have been retired, retire this
    campaign with them.
    """
    graph = execute_graph(instance)
    may_be_executed = instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
    from_idle = _reachable(graph, (call for call in graph.calls if call.caller.is_idle))
    from_others = _reachable(graph, (call for call in graph.calls if _may_start(call, graph)))
    for campaign in instance.executables:
        root = from_idle.get(campaign.id)
        if root is None or campaign.id in from_others or campaign.id in may_be_executed:
            continue
        yield campaign.finding(
            f"executable campaign {campaign} can be reached only from campaigns that are inactive "
            f"or have never run, such as {root}; {campaign} never runs",
            help=f"retire it together with {root}, or start a campaign that calls it",
            related=campaign.executed_by,
        )


def _may_start(call: Call, graph: CallGraph) -> bool:
    """Return whether a call chain may start with this call, as far as the export shows."""
    caller = call.caller
    if caller.is_executable:
        may_be_executed = caller.instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
        return caller.id not in graph.calls_in or caller.id in may_be_executed
    return not caller.is_idle


def _reachable(graph: CallGraph, starts: Iterable[Call]) -> dict[int, SmartCampaign]:
    """Return the ids of campaigns reachable through these calls, each with its entry point."""
    reachable: dict[int, SmartCampaign] = {}
    for start in starts:
        pending = [start]
        for call in pending:
            if call.target.id not in reachable:
                reachable[call.target.id] = start.caller
                pending += graph.calls_out.get(call.target.id, ())
    return reachable
