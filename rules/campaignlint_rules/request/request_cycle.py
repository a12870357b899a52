"""Campaigns that request each other in a cycle."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from campaignlint import call_graph, marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Call, CallGraph, Cycle, Finding, Instance


@rule(
    severity="error",
    confidence="likely",
    category="request",
    since="0.1",
    source=(sources.REQUEST_CAMPAIGN, sources.QUALIFICATION_RULES),
    requires="flow",
)
def request_cycle(instance: Instance) -> Iterator[Finding]:
    """Campaigns request each other, or request and execute each other, in a cycle.

    Cycles of Execute Campaign steps alone are covered by `execute-cycle`. If their campaigns also
    request each other, that is a separate cycle, and both rules report it.

    ## Why

    Marketo documents nothing that stops such a cycle. If every campaign lets people through every
    time, they may loop indefinitely, and every pass adds to the campaign queue. If a campaign in
    the cycle lets each person through once, or once in an interval, the cycle ends or slows down,
    and the finding is a warning. It is also a warning if a call in the cycle has no effect yet,
    such as a request to a campaign that is not active.

    ## How to fix

    Remove one of the calls, add a choice that eventually becomes false, or let one of the campaigns
    run only once per person.
    """
    graph = call_graph(instance)
    for cycle in graph.cycles:
        requests = _requests_inside(graph, cycle)
        if not requests:
            continue
        calls = _shortest_cycle(graph, cycle, requests[0])
        last = calls[-1].choice.step
        related = [call.choice.related(_description(call)) for call in calls]
        yield cycle.entry.choice.finding(
            f"{_cycle_text(calls)}; people may loop {_duration(calls)}; removing {last} breaks the "
            "cycle",
            help=f"remove {last}, or add a choice that eventually becomes false",
            related=related,
            chain=related,
            severity="warning" if _is_slowed(instance, cycle, calls) else None,
        )


def _requests_inside(graph: CallGraph, cycle: Cycle) -> list[Call]:
    return [
        call
        for member in sorted(cycle.members)
        for call in graph.calls_out[member]
        if call.kind == marketo.REQUEST_CAMPAIGN and call.target.id in cycle.members
    ]


def _shortest_cycle(graph: CallGraph, cycle: Cycle, request: Call) -> tuple[Call, ...]:
    """Return the cycle through the smallest id; one through a request if that has none."""
    if any(call.kind == marketo.REQUEST_CAMPAIGN for call in cycle.shortest):
        return cycle.shortest
    reached_by: dict[int, Call] = {}
    queue = deque([request.target.id])
    while request.caller.id not in reached_by:
        for call in graph.calls_out[queue.popleft()]:
            target = call.target.id
            if target in cycle.members and target not in reached_by:
                reached_by[target] = call
                queue.append(target)
    calls = deque([request])
    while calls[0].caller.id != request.target.id:
        calls.appendleft(reached_by[calls[0].caller.id])
    return tuple(calls)


def _cycle_text(calls: tuple[Call, ...]) -> str:
    if len(calls) == 1:
        return f"{calls[0].caller} requests itself"
    names = [str(call.caller) for call in (*calls, calls[0])]
    return f"campaigns call each other in a cycle: {' > '.join(names)}"


def _duration(calls: tuple[Call, ...]) -> str:
    for call in calls:
        if not call.runs:
            return f"as soon as {call.target} runs when called, which it currently does not"
    for call in calls:
        campaign = call.caller
        if campaign.qualification == "once":
            return f"until {campaign}, which runs once per person, rejects them"
        if campaign.qualification == "interval":
            return f"once in {campaign.qualification_interval}, the limit set by {campaign}"
        if campaign.qualification != "any":
            return f"indefinitely, unless {campaign} is limited to once per person"
    return "indefinitely"


def _is_slowed(instance: Instance, cycle: Cycle, calls: tuple[Call, ...]) -> bool:
    members = instance.campaigns_by_id(cycle.members)
    return not all(call.runs for call in calls) or any(
        member.qualification != "any" for member in members
    )


def _description(call: Call) -> str:
    verb = "requests" if call.kind == marketo.REQUEST_CAMPAIGN else "executes"
    return f"{call.caller} {verb} {call.target}"
