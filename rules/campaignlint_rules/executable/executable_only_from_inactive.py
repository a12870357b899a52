"""Executable campaigns that only idle campaigns lead to."""

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
    source=sources.EXEC,
)
def executable_only_from_inactive(instance: Instance) -> Iterator[Finding]:
    """Every chain to an executable campaign starts at one that is inactive or never ran.

    Judged only in a complete export with all flows: elsewhere another caller may just not have
    been exported.

    ## Why

    An executable campaign runs only when it is called. Where nothing starts those that call it,
    it never runs, though it looks as if it were used.

    ## How to fix

    Activate or schedule a campaign that calls it. Where the callers were retired, retire this one
    with them.
    """
    graph = execute_graph(instance)
    may_be_executed = instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
    started_by_idle = _reached(graph, (call for call in graph.calls if call.caller.is_idle))
    may_run = _reached(graph, (call for call in graph.calls if _may_start(call, graph)))
    for campaign in instance.executables:
        root = started_by_idle.get(campaign.id)
        if root is None or campaign.id in may_run or campaign.id in may_be_executed:
            continue
        if not instance.knows_every_call:
            campaign.not_checked()
            continue
        yield campaign.finding(
            f"every chain of calls to {campaign} starts at a campaign that is inactive or never "
            f"ran, such as {root}: it never runs",
            help=f"retire it together with {root}, or start a campaign that calls it",
            related=campaign.executed_by,
        )


def _may_start(call: Call, graph: CallGraph) -> bool:
    """Whether a chain of calls may begin with this one, as far as the export tells."""
    caller = call.caller
    if caller.is_executable:
        may_be_executed = caller.instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
        return caller.id not in graph.calls_in or caller.id in may_be_executed
    return not caller.is_idle


def _reached(graph: CallGraph, starts: Iterable[Call]) -> dict[int, SmartCampaign]:
    """The campaigns that these calls lead to, at once or by others, and where each chain starts."""
    reached: dict[int, SmartCampaign] = {}
    for start in starts:
        pending = [start]
        for call in pending:
            if call.target.id not in reached:
                reached[call.target.id] = start.caller
                pending += graph.calls_out.get(call.target.id, ())
    return reached
