"""Cascades: the campaigns that follow an event from outside."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from campaignlint import marketo
from campaignlint.graph.activations.certainty import CERTAIN, Verdict, possible
from campaignlint.graph.activations.exploration import Activation
from campaignlint.marketo.events import listening_of
from campaignlint.marketo.names import fold_reference, fold_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from campaignlint.graph.activations.events import ChangeEvent, Write
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.model.calls import Call
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.smart_list import Trigger

_MAX_NODES = 20_000
"""The maximum number of events and activations of a cascade."""

COUNTED_STEPS = (
    marketo.SEND_EMAIL,
    "Send Alert",
    marketo.SYNC_TO_SFDC,
    marketo.SYNC_TO_MICROSOFT,
    marketo.CALL_WEBHOOK,
)
"""Flow steps of a cascade that others notice: people, sales, the CRM and other services."""


class OutsideEvent(NamedTuple):
    """An event that no flow step causes, such as a filled-out form."""

    trigger: str
    """The name of the trigger that fires."""
    subject: str = ""
    """The form, link or page; "" if the trigger names none."""

    def __str__(self) -> str:
        return f"{self.trigger} '{self.subject}'" if self.subject else self.trigger

    @property
    def option(self) -> str:
        """The event as `find_outside_events` finds it: `form:NAME`, else as text."""
        return f"form:{self.subject}" if self.is_form and self.subject else str(self)

    @property
    def is_form(self) -> bool:
        return fold_term(self.trigger) == "fills out form"


class CascadeStep(NamedTuple):
    """A campaign of a cascade, and the trigger, write or call that starts it."""

    campaign: SmartCampaign
    depth: int
    """Activations from the outside event to it; the first campaigns have depth 1."""
    verdict: Verdict
    cause: SmartCampaign | None
    """The campaign that activates or calls it; None for the outside event."""
    trigger: Trigger | None = None
    write: Write | None = None
    event: ChangeEvent | None = None
    call: Call | None = None
    """The Execute Campaign call, if it is executed."""


@dataclass(frozen=True)
class Cascade:
    """The campaigns that follow an event, each once, nearest first."""

    root: OutsideEvent
    steps: tuple[CascadeStep, ...]
    is_complete: bool
    """Whether all campaigns were followed."""

    @property
    def depth(self) -> int:
        return max((step.depth for step in self.steps), default=0)

    @cached_property
    def between_programs(self) -> tuple[CascadeStep, ...]:
        """The campaigns without those that are called from within their own program."""
        return tuple(step for step in self.steps if not _is_called_inside_program(step))

    @property
    def breadth(self) -> int:
        return len(self.between_programs)

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of flow steps of each name in `COUNTED_STEPS`."""
        return Counter(
            flow_step.name
            for step in self.steps
            for flow_step in step.campaign.steps(*COUNTED_STEPS)
        )


def _is_called_inside_program(step: CascadeStep) -> bool:
    is_call = step.call is not None or (step.event is not None and step.event.kind == "request")
    return (
        is_call
        and step.cause is not None
        and step.cause.program_id is not None
        and step.cause.program_id == step.campaign.program_id
    )


def outside_events(graph: ActivationGraph) -> dict[OutsideEvent, list[Trigger]]:
    """Return the events that no flow step causes, each with the triggers of active campaigns.

    A trigger without a constraint on its subject fires at each event of its name.
    """
    names: dict[str, str] = {}
    of_subject: dict[tuple[str, str], tuple[OutsideEvent, list[Trigger]]] = {}
    of_any: dict[str, list[Trigger]] = {}
    for campaign in graph.instance.campaigns:
        for trigger in campaign.triggers if campaign.is_active else ():
            if listening_of(trigger.name) is not None:
                continue
            name = fold_term(trigger.name)
            names.setdefault(name, trigger.name)
            subjects = _subjects(trigger)
            if not subjects:
                of_any.setdefault(name, []).append(trigger)
            for subject in subjects:
                event = OutsideEvent(names[name], subject)
                key = (name, fold_reference(subject))
                of_subject.setdefault(key, (event, []))[1].append(trigger)
    events = {OutsideEvent(names[name]): triggers for name, triggers in of_any.items()}
    for (name, _), (event, triggers) in of_subject.items():
        events[event] = [*triggers, *of_any.get(name, ())]
    return events


def find_outside_events(graph: ActivationGraph, text: str) -> dict[OutsideEvent, list[Trigger]]:
    """Return the events that a text may mean, with the triggers that they fire.

    It is `form:NAME`, or a trigger with or without its subject. The first stage with a match
    decides: the whole name, the name without its program, a part of the name.
    """
    kind, colon, name = text.partition(":")
    is_form = bool(colon) and fold_term(kind) == "form"
    known = {
        event: triggers
        for event, triggers in outside_events(graph).items()
        if not is_form or event.is_form
    }
    key = fold_reference(name if is_form else text)
    stages: tuple[Callable[[OutsideEvent], bool], ...] = (
        lambda event: key in (fold_reference(event.subject), fold_reference(str(event))),
        lambda event: key == fold_reference(event.subject.rpartition(".")[2]),
        lambda event: key in fold_reference(str(event)),
    )
    for is_meant in stages if key else ():
        matches = {event: triggers for event, triggers in known.items() if is_meant(event)}
        if matches:
            return matches
    return {}


def _subjects(trigger: Trigger) -> list[str]:
    """Return what a trigger is about: the values of its primary constraint."""
    primary = next((condition for condition in trigger.conditions if condition.is_primary), None)
    if primary is None or not primary.constrains:
        return []
    if fold_term(primary.operator) == "is":
        return list(primary.values)
    return [f"{primary.operator} {' or '.join(primary.values)}"]


def cascade_of(graph: ActivationGraph, root: OutsideEvent, triggers: Iterable[Trigger]) -> Cascade:
    """Return what follows when an event from outside fires some triggers."""
    return _Follower(graph, triggers).cascade(root)


def cascades(graph: ActivationGraph) -> Iterator[Cascade]:
    """Yield the cascade of each event from outside."""
    for event, triggers in outside_events(graph).items():
        yield cascade_of(graph, event, triggers)


def _fires(trigger: Trigger) -> Verdict:
    """Return whether an event fires a trigger on its subject: other constraints may not be met."""
    others = (
        condition
        for condition in trigger.conditions
        if condition.constrains and not condition.is_primary
    )
    first = next(others, None)
    return CERTAIN if first is None else possible(f"trigger {trigger.number}: {first.name}")


class _Follower:
    """Follows a cascade breadth first."""

    def __init__(self, graph: ActivationGraph, triggers: Iterable[Trigger]) -> None:
        self._graph = graph
        self._steps: dict[int, CascadeStep] = {}
        self._seen: set[Activation] = set()
        self._queue: deque[tuple[Activation, int]] = deque()
        for trigger in triggers:
            campaign = trigger.smart_list.campaign
            if campaign is not None:
                verdict = _fires(trigger).and_then(graph.flows.qualification(campaign, {}))
                step = CascadeStep(campaign, 1, verdict, None, trigger)
                self._add(Activation(campaign.id, None), step)

    def cascade(self, root: OutsideEvent) -> Cascade:
        while self._queue and len(self._seen) < _MAX_NODES:
            activation, depth = self._queue.popleft()
            campaign = self._graph.campaign(activation.campaign)
            self._add_executed(campaign, depth)
            self._add_activated(activation, campaign, depth + 1)
        return Cascade(root, tuple(self._steps.values()), is_complete=not self._queue)

    def _add(self, activation: Activation, step: CascadeStep) -> None:
        self._steps.setdefault(step.campaign.id, step)
        if activation not in self._seen:
            self._seen.add(activation)
            self._queue.append((activation, step.depth))

    def _add_executed(self, campaign: SmartCampaign, depth: int) -> None:
        callers = deque([campaign])
        while callers:
            caller = callers.popleft()
            for call in caller.executes:
                if call.runs and call.target.id not in self._steps:
                    step = CascadeStep(call.target, depth, CERTAIN, caller, call=call)
                    self._steps[call.target.id] = step
                    callers.append(call.target)

    def _add_activated(self, activation: Activation, campaign: SmartCampaign, depth: int) -> None:
        exploration = self._graph.exploration
        for event, write in exploration.edges_from(activation).items():
            for target, edge in exploration.edges_from(event).items():
                if isinstance(target, Activation) and write.outcome and edge.listener:
                    step = CascadeStep(
                        edge.listener.campaign,
                        depth,
                        write.verdict.and_then(edge.verdict),
                        campaign,
                        edge.listener.trigger,
                        write.outcome.write,
                        write.outcome.event,
                    )
                    self._add(target, step)
