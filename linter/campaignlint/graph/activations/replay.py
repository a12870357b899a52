"""Replays of loops: the runs of campaigns for a person after a change.

The replay knows the change that starts it and whatever the campaigns write. Nothing else is known
of the person, so what depends on anything else may happen or not. The subjects that such runs may
change are *unsettled*: what they contain is unknown from then on, in all runs.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.flows import FlowRun
from campaignlint.graph.activations.people import kinds_of_people
from campaignlint.graph.activations.unsettled import Unsettled, followers

if TYPE_CHECKING:
    from collections.abc import Hashable

    from campaignlint.graph.activations.events import ChangeEvent, Known, Write
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.model.campaign import SmartCampaign

_MAX_RUNS = 200
"""Runs after which a replay counts as endless."""


_MIN_REPETITIONS = 3
"""Times that a state is repeated before a replay counts as endless."""


class Hop(NamedTuple):
    """A write, the event that it causes, and the trigger that the event fires."""

    write: Write
    event: ChangeEvent
    listener: Listener
    is_after_wait: bool

    @property
    def identity(self) -> Hashable:
        """The key that all values of the same write and trigger share."""
        choice = self.write.choice
        writer = (choice.campaign.id, choice.step.index, choice.index)
        return writer, self.listener.campaign.id


def replay(graph: ActivationGraph, start: ChangeEvent) -> list[Hop]:
    """Return one round of the loop that a change starts; empty if the loop is not certain.

    It has to go on for every kind of person, both if the campaigns run in the order of their
    activation and if the last one runs first.
    """
    return _replay_in_both_orders(graph, start, {}) or _replay_for_everyone(graph, start)


def _replay_for_everyone(graph: ActivationGraph, start: ChangeEvent) -> list[Hop]:
    campaigns = followers(graph, [start.subject])
    hops: list[Hop] = []
    for person in kinds_of_people(campaigns, graph.whole_flows, {start.subject}):
        hops = _replay_in_both_orders(graph, start, person)
        if not hops:
            return []
    return hops


def _replay_in_both_orders(graph: ActivationGraph, start: ChangeEvent, person: Known) -> list[Hop]:
    unsettled = Unsettled(graph)
    hops: list[Hop] = []
    for is_last_first in (False, True):
        hops = _replay(graph, start, person, unsettled, is_last_first=is_last_first)
        if not hops:
            return []
    return hops


def _replay(
    graph: ActivationGraph,
    start: ChangeEvent,
    person: Known,
    unsettled: Unsettled,
    *,
    is_last_first: bool,
) -> list[Hop]:
    """Replay from the beginning as often as further subjects turn out to be unsettled."""
    while True:
        runs = _Replay(graph, start, person, unsettled, is_last_first=is_last_first)
        if not runs.is_endless():
            return []
        length = len(unsettled)
        unsettled.add(runs.uncertain_events, runs.uncertain_runs.values())
        unsettled.may_be_removed |= runs.removed_from
        if unsettled.may_delete_person or runs.may_delete_person:
            return []
        if len(unsettled) == length:
            return runs.last_round()


@dataclass(frozen=True, slots=True)
class _Cause:
    """A write and the event and trigger by which it activates a campaign."""

    hop: Hop | None
    before: _Cause | None


class _PendingRun(NamedTuple):
    """A future run of a campaign, from one of its operations on."""

    campaign: SmartCampaign
    event: ChangeEvent
    first: int
    qualified: Certainty
    """Whether the person met the filters at the time of the event."""
    cause: _Cause


class _Replay:
    """The runs that follow a change, in one of two orders."""

    def __init__(
        self,
        graph: ActivationGraph,
        start: ChangeEvent,
        person: Known,
        unsettled: Unsettled,
        *,
        is_last_first: bool,
    ) -> None:
        self._graph = graph
        self._unsettled = unsettled
        self._is_last_first = is_last_first
        self._known = {
            subject: values
            for subject, values in person.items()
            if subject not in unsettled.subjects
        }
        self._queue: deque[_PendingRun] = deque()
        self._delayed: deque[_PendingRun] = deque()
        self._done_once: set[int] = set()
        self._last: _Cause | None = None
        self.uncertain_events: set[ChangeEvent] = set()
        self.uncertain_runs: dict[int, SmartCampaign] = {}
        self.removed_from: set[int] = set()
        """Campaigns from whose flows the person is or may be removed."""
        self.may_delete_person = False
        if start.has_state and start.subject not in unsettled.subjects:
            self._known[start.subject] = frozenset({start.value})
        self._activate(start, None, None)

    def is_endless(self) -> bool:
        """Run until nothing is left to run, a state is repeated, or no end is in sight."""
        met, times, meets_after = self._state(), 0, 1
        for number in range(_MAX_RUNS):
            if not self._queue:
                self._queue, self._delayed = self._delayed, self._queue
            if not self._queue:
                return False
            pending = self._queue.pop() if self._is_last_first else self._queue.popleft()
            self._last = pending.cause
            self._run(pending)
            state = self._state()
            times += state == met
            if times == _MIN_REPETITIONS:
                return True
            if number == meets_after and not times:
                met, meets_after = state, 2 * meets_after
        return True

    def _state(self) -> tuple[object, ...]:
        """Return everything on which the next runs depend."""
        pending = [*self._queue, *self._delayed]
        runs = [(run.campaign.id, *run[1:4]) for run in pending]
        return dict(self._known), runs, len(self._done_once)

    def last_round(self) -> list[Hop]:
        """Return what happened between the last write that repeats and the one before it.

        Empty if no write has happened twice.
        """
        hops: list[Hop] = []
        seen: dict[Hashable, int] = {}
        cause = self._last
        while cause is not None and cause.hop is not None:
            first = seen.setdefault(cause.hop.identity, len(hops))
            if first < len(hops):
                return hops[first:][::-1]
            hops.append(cause.hop)
            cause = cause.before
        return []

    def _run(self, pending: _PendingRun) -> None:
        campaign = pending.campaign
        if not pending.first and not self._is_admitted(pending):
            return
        run = FlowRun(
            self._graph.whole_flows, campaign, self._known, first=pending.first, stops_at_waits=True
        )
        for outcome in run.outcomes():
            self._follow(outcome, pending)
        for subject in self._unsettled.subjects & self._known.keys():
            del self._known[subject]
        self.may_delete_person |= run.may_delete_person
        self.removed_from |= run.removes_from
        if run.paused_before is not None:
            self._delayed.append(pending._replace(first=run.paused_before))

    def _is_admitted(self, pending: _PendingRun) -> bool:
        """Return whether a run begins for certain; Marketo may check the filters now or before."""
        campaign = pending.campaign
        qualifies_now = self._graph.whole_flows.qualification(campaign, self._known).certainty
        if pending.qualified == qualifies_now == Certainty.IMPOSSIBLE:
            return False
        if min(pending.qualified, qualifies_now) < Certainty.CERTAIN:
            self.uncertain_runs[campaign.id] = campaign
            return False
        if campaign.id in self._done_once:
            return False
        if campaign.qualification == "once":
            self._done_once.add(campaign.id)
        return True

    def _follow(self, outcome: Outcome, pending: _PendingRun) -> None:
        event, cause = outcome.event, pending.event
        if outcome.verdict.certainty < Certainty.CERTAIN or outcome.is_once:
            self.uncertain_events.add(event)
        elif self._changes(outcome, cause) == Certainty.CERTAIN:
            self._activate(event, outcome, pending.cause)
        elif self._changes(outcome, cause) == Certainty.POSSIBLE:
            self.uncertain_events.add(event)

    def _changes(self, outcome: Outcome, cause: ChangeEvent) -> Certainty:
        """Return whether the event of a write happens now, or has happened since its cause.

        A value that nothing has written yet may be any, so it counts as different. If a campaign
        is activated by one value of a subject and writes another, then either it changes the value
        or something else has changed it to that value in the meantime.
        """
        if outcome.change != Certainty.POSSIBLE or outcome.before is not None:
            return outcome.change
        subject = outcome.write.subject
        if subject not in self._unsettled.subjects:
            return Certainty.CERTAIN if subject[0] != "status" else Certainty.POSSIBLE
        if subject == cause.subject:
            return self._graph.whole_flows.change(subject, cause.value, outcome.value)
        return Certainty.POSSIBLE

    def _activate(self, event: ChangeEvent, outcome: Outcome | None, before: _Cause | None) -> None:
        known = dict(self._known)
        if event.has_state:
            known[event.subject] = frozenset({event.value})
        for listener, fires in self._graph.campaigns_activated_by(event):
            campaign = listener.campaign
            if fires.certainty == Certainty.CERTAIN and not self._unsettled.may_not_run(campaign):
                qualified = self._graph.whole_flows.qualification(campaign, known).certainty
                last = outcome and Hop(outcome.write, event, listener, outcome.is_after_wait)
                pending = _PendingRun(campaign, event, 0, qualified, _Cause(last, before))
                self._queue.append(pending)
            else:
                self.uncertain_runs[campaign.id] = campaign
