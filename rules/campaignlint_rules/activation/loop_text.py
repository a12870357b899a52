"""The words in which two rules describe a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Loop, Related

_MAX_CHANGES = 5
"""The number of changes of a loop that a message lists."""


def cycle(loop: Loop, *, may: bool = False) -> str:
    """Return the campaigns and their changes: `...: 'A' ('X' is set to '1') > 'B' (...) > 'A'`."""
    runs = [loop.hops[-1], *loop.hops]
    first, *others = dict.fromkeys(str(run.listener.campaign) for run in runs)
    if not others:
        verb = "may activate" if may else "activates"
        return f"{first} {verb} itself in a cycle: {', '.join(_truncate(list(_changes(loop))))}"
    chain = [
        f"{run.listener.campaign} ({change})"
        for run, change in zip(runs, _changes(loop), strict=False)
    ]
    verb = "may activate" if may else "activate"
    return f"campaigns {verb} each other in a cycle: {' > '.join((*_truncate(chain), first))}"


def related(loop: Loop) -> list[Related]:
    """Return the write of each change, with the campaign that it activates."""
    return [
        hop.write.choice.related(f"{change}, which activates {hop.listener.campaign}")
        for hop, change in zip(loop.hops, _changes(loop), strict=True)
    ]


def advice(loop: Loop) -> str:
    """Return how to end a loop at one of the triggers that changes fire."""
    hop = next(hop for hop in reversed(loop.hops) if hop.event.kind != "request")
    trigger, campaign = hop.listener.trigger, hop.listener.campaign
    return f"constrain trigger {trigger.number} of {campaign}, or run it only once per person"


def _changes(loop: Loop) -> Iterator[str]:
    from campaignlint import describe_events

    for hop in loop.hops:
        yield describe_events(hop.event.subject, hop.write.name, [hop.write.value])


def _truncate(texts: list[str]) -> list[str]:
    if len(texts) <= _MAX_CHANGES:
        return texts
    return [*texts[:_MAX_CHANGES], f"{len(texts) - _MAX_CHANGES} more changes"]
