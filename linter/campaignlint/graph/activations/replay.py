"""Replaying a loop: what happens to a person after a change, run by run.

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

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from campaignlint.graph.activations.events import ChangeEvent, Known, Subject, Write
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.model.campaign import SmartCampaign

_MAX_RUNS = 200
"""Runs after which a replay counts as endless."""


_MIN_REPETITIONS = 3
"""Times that a situation is met again before a replay counts as endless."""


class Round(NamedTuple):
    """A write, its event, the trigger that fires, and whether the write is after a Wait."""

    write: Write
    event: ChangeEvent
    listener: Listener
    is_after_wait: bool

    @property
    def identity(self) -> Hashable:
        """What the same write and trigger have in common, whatever the value."""
        choice = self.write.choice
        writer = (choice.campaign.id, choice.step.index, choice.index)
        return writer, self.listener.campaign.id


def replay(graph: ActivationGraph, start: ChangeEvent) -> list[Round]:
    """Return one round of the loop that a change starts; empty if the loop is not certain.

    It has to go on for every kind of person, both if the campaigns run in the order of their
    activation and if the last one runs first.
    """
    return _replay_in_both_orders(graph, start, {}) or _replay_for_everyone(graph, start)


def _replay_for_everyone(graph: ActivationGraph, start: ChangeEvent) -> list[Round]:
    live = _Unsettled(graph)
    live.add_event(start)
    campaigns = [graph.campaign(number) for number in sorted(live.campaigns)]
    rounds: list[Round] = []
    for person in kinds_of_people(campaigns, graph.flows, {start.subject}):
        rounds = _replay_in_both_orders(graph, start, person)
        if not rounds:
            return []
    return rounds


def _replay_in_both_orders(
    graph: ActivationGraph, start: ChangeEvent, person: Known
) -> list[Round]:
    unsettled = _Unsettled(graph)
    rounds: list[Round] = []
    for takes_last in (False, True):
        rounds = _replay(graph, start, person, unsettled, takes_last=takes_last)
        if not rounds:
            return []
    return rounds


def _replay(
    graph: ActivationGraph,
    start: ChangeEvent,
    person: Known,
    unsettled: _Unsettled,
    *,
    takes_last: bool,
) -> list[Round]:
    """Replay from the beginning as often as further subjects turn out to be unsettled."""
    while True:
        known = len(unsettled)
        runs = _Replay(graph, start, person, unsettled, takes_last=takes_last)
        is_endless = runs.is_endless()
        if unsettled.may_delete_person:
            return []
        if len(unsettled) == known:
            return runs.last_round() if is_endless else []


class _Unsettled:
    """Subjects and campaigns of which nothing is certain."""

    def __init__(self, graph: ActivationGraph) -> None:
        self._graph = graph
        self._listening: set[Subject] = set()
        self.subjects: set[Subject] = set()
        self.campaigns: set[int] = set()
        """Campaigns that may run more often than the replay shows."""
        self.may_be_removed: set[int] = set()
        """Campaigns from whose flows the person may be removed."""
        self.may_delete_person = False

    def __len__(self) -> int:
        return len(self.subjects) + len(self.campaigns) + len(self.may_be_removed)

    def may_not_run(self, campaign: SmartCampaign) -> bool:
        """Return whether a campaign may not run although it is activated."""
        may_have_run = campaign.qualification == "once" and campaign.id in self.campaigns
        return may_have_run or campaign.id in self.may_be_removed

    def add_event(self, event: ChangeEvent) -> None:
        """Note that an event may happen, and all that may follow."""
        if event.has_state:
            self.subjects.add(event.subject)
        self._follow([event.subject], [])

    def add_run(self, campaign: SmartCampaign) -> None:
        """Note that a campaign may run, and all that may follow."""
        self._follow([], [campaign])

    def _follow(self, subjects: list[Subject], campaigns: list[SmartCampaign]) -> None:
        while subjects or campaigns:
            while campaigns:
                campaign = campaigns.pop()
                if campaign.id not in self.campaigns:
                    self.campaigns.add(campaign.id)
                    subjects += self._written_by(campaign)
            while subjects:
                subject = subjects.pop()
                if subject not in self._listening:
                    self._listening.add(subject)
                    campaigns += [each.campaign for each in self._graph.listeners.of(subject)]

    def _written_by(self, campaign: SmartCampaign) -> Iterator[Subject]:
        run = FlowRun(self._graph.flows, campaign, {})
        for outcome in run.outcomes():
            if outcome.event.has_state:
                self.subjects.add(outcome.write.subject)
            yield outcome.write.subject
        self.may_delete_person |= run.may_delete_person


@dataclass(frozen=True, slots=True)
class _Cause:
    """A write and the event and trigger by which it activates a campaign."""

    round: Round | None
    before: _Cause | None


class _Waiting(NamedTuple):
    """A run that is to come: of a campaign, from one of its operations on."""

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
        unsettled: _Unsettled,
        *,
        takes_last: bool,
    ) -> None:
        self._graph = graph
        self._unsettled = unsettled
        self._takes_last = takes_last
        self._known = {
            subject: values
            for subject, values in person.items()
            if subject not in unsettled.subjects
        }
        self._queue: deque[_Waiting] = deque()
        self._delayed: deque[_Waiting] = deque()
        self._done_once: set[int] = set()
        self._last: _Cause | None = None
        if start.has_state and start.subject not in unsettled.subjects:
            self._known[start.subject] = frozenset({start.value})
        self._activate(start, None, None)

    def is_endless(self) -> bool:
        """Run until nothing is left to run, a situation is met again, or no end is in sight."""
        met, times, meets_after = self._situation(), 0, 1
        for number in range(_MAX_RUNS):
            if not self._queue:
                self._queue, self._delayed = self._delayed, self._queue
            if not self._queue:
                return False
            waiting = self._queue.pop() if self._takes_last else self._queue.popleft()
            self._last = waiting.cause
            self._run(waiting)
            situation = self._situation()
            times += situation == met
            if times == _MIN_REPETITIONS:
                return True
            if number == meets_after and not times:
                met, meets_after = situation, 2 * meets_after
        return True

    def _situation(self) -> tuple[object, ...]:
        """Return all that what comes next depends on."""
        waiting = [*self._queue, *self._delayed]
        runs = [(each.campaign.id, *each[1:4]) for each in waiting]
        return dict(self._known), runs, len(self._done_once)

    def last_round(self) -> list[Round]:
        """Return what happened between the last write that repeats and the one before it.

        Empty if no write has happened twice.
        """
        rounds: list[Round] = []
        seen: dict[Hashable, int] = {}
        cause = self._last
        while cause is not None and cause.round is not None:
            first = seen.setdefault(cause.round.identity, len(rounds))
            if first < len(rounds):
                return rounds[first:][::-1]
            rounds.append(cause.round)
            cause = cause.before
        return []

    def _run(self, waiting: _Waiting) -> None:
        campaign = waiting.campaign
        if not waiting.first and not self._is_admitted(waiting):
            return
        run = FlowRun(
            self._graph.flows, campaign, self._known, first=waiting.first, stops_at_waits=True
        )
        for outcome in run.outcomes():
            self._follow(outcome, waiting)
        unsettled = self._unsettled
        for subject in unsettled.subjects & self._known.keys():
            del self._known[subject]
        unsettled.may_delete_person |= run.may_delete_person
        for number in run.removes_from:
            unsettled.may_be_removed.add(number)
            unsettled.add_run(self._graph.campaign(number))
        if run.paused_before is not None:
            self._delayed.append(waiting._replace(first=run.paused_before))

    def _is_admitted(self, waiting: _Waiting) -> bool:
        """Return whether a run begins for certain; Marketo may check the filters now or before."""
        campaign = waiting.campaign
        qualifies_now = self._graph.flows.qualification(campaign, self._known).certainty
        if waiting.qualified == qualifies_now == Certainty.IMPOSSIBLE:
            return False
        if min(waiting.qualified, qualifies_now) < Certainty.CERTAIN:
            self._unsettled.add_run(campaign)
            return False
        if campaign.id in self._done_once:
            return False
        if campaign.qualification == "once":
            self._done_once.add(campaign.id)
        return True

    def _follow(self, outcome: Outcome, waiting: _Waiting) -> None:
        event, cause = outcome.event, waiting.event
        if outcome.verdict.certainty < Certainty.CERTAIN or outcome.is_once:
            self._unsettled.add_event(event)
        elif self._changes(outcome, cause) == Certainty.CERTAIN:
            self._activate(event, outcome, waiting.cause)
        elif self._changes(outcome, cause) == Certainty.POSSIBLE:
            self._unsettled.add_event(event)

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
            return self._graph.flows.change(subject, cause.value, outcome.value)
        return Certainty.POSSIBLE

    def _activate(self, event: ChangeEvent, outcome: Outcome | None, before: _Cause | None) -> None:
        workspace = None if outcome is None else outcome.write.campaign.workspace
        known = dict(self._known)
        if event.has_state:
            known[event.subject] = frozenset({event.value})
        for listener, heard in self._graph.campaigns_activated_by(event, workspace):
            campaign = listener.campaign
            if heard.certainty == Certainty.CERTAIN and not self._unsettled.may_not_run(campaign):
                qualified = self._graph.flows.qualification(campaign, known).certainty
                last = outcome and Round(outcome.write, event, listener, outcome.is_after_wait)
                waiting = _Waiting(campaign, event, 0, qualified, _Cause(last, before))
                self._queue.append(waiting)
            else:
                self._unsettled.add_run(campaign)
