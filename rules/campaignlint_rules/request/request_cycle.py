"""Campaigns that request each other in a circle."""

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
    source=(sources.REQ, sources.QUAL),
)
def request_cycle(instance: Instance) -> Iterator[Finding]:
    """Campaigns request each other, or request and execute each other, in a circle.

    A circle of Execute Campaign steps alone is left to execute-cycle. Where its campaigns request
    each other as well, that is another circle, and both rules speak.

    ## Why

    Marketo documents nothing that stops such a circle. Where each campaign lets people through
    every time, they may go round without end, and every round adds to the campaign queue. Where
    some campaign of the circle lets a person through once, or once in an interval, that ends or
    slows it: then this is a warning. So it is where a call of the circle leads nowhere yet, such as
    a request to a campaign that is not active.

    ## How to fix

    Remove one of the calls, put it behind a choice that is false in the end, or let one of the
    campaigns admit each person once.
    """
    graph = call_graph(instance)
    for cycle in graph.cycles:
        requests = _requests_inside(graph, cycle)
        if not requests:
            continue
        circle = _circle(graph, cycle, requests[0])
        last = circle[-1].choice.step
        calls = [call.choice.related(_said(call)) for call in circle]
        yield cycle.entry.choice.finding(
            f"{_way(circle)}: people may go round {_how_long(circle)}; without {last} this circle "
            "is broken",
            help=f"remove {last}, or put it behind a choice that turns false in the end",
            related=calls,
            chain=calls,
            severity="warning" if _is_slowed(instance, cycle, circle) else None,
        )


def _requests_inside(graph: CallGraph, cycle: Cycle) -> list[Call]:
    return [
        call
        for member in sorted(cycle.members)
        for call in graph.calls_out[member]
        if call.kind == marketo.REQUEST_CAMPAIGN and call.target.id in cycle.members
    ]


def _circle(graph: CallGraph, cycle: Cycle, request: Call) -> tuple[Call, ...]:
    """The shortest circle through the smallest id; through a request where that has none."""
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
    circle = deque([request])
    while circle[0].caller.id != request.target.id:
        circle.appendleft(reached_by[circle[0].caller.id])
    return tuple(circle)


def _way(circle: tuple[Call, ...]) -> str:
    if len(circle) == 1:
        return f"{circle[0].caller} requests itself"
    names = [str(call.caller) for call in (*circle, circle[0])]
    return f"{' > '.join(names)} call each other in a circle"


def _how_long(circle: tuple[Call, ...]) -> str:
    for call in circle:
        if not call.runs:
            return f"as soon as {call.target}, which does not run when it is called, does"
    for call in circle:
        campaign = call.caller
        if campaign.qualification == "once":
            return f"until {campaign} turns them away, which lets each person through once"
        if campaign.qualification == "interval":
            return f"once in {campaign.qualification_interval}, which is what {campaign} allows"
        if campaign.qualification != "any":
            return f"without end, unless {campaign} is set to let each person through once"
    return "without end"


def _is_slowed(instance: Instance, cycle: Cycle, circle: tuple[Call, ...]) -> bool:
    members = (instance.campaign(member) for member in cycle.members)
    return not all(call.runs for call in circle) or any(
        member is not None and member.qualification != "any" for member in members
    )


def _said(call: Call) -> str:
    verb = "requests" if call.kind == marketo.REQUEST_CAMPAIGN else "executes"
    return f"{call.caller} {verb} {call.target}"
