"""The activation graph: campaigns change a person, and the changes activate other campaigns.

Triggers are collected first, then only the writes that something listens to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from campaignlint import marketo
from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.events import ChangeEvent, subject_of
from campaignlint.graph.activations.exploration import Exploration
from campaignlint.graph.activations.flows import FlowRun, Flows, StatusSteps
from campaignlint.graph.activations.listeners import Listeners
from campaignlint.graph.activations.writes import ObservedWrites, count_writing_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.graph.activations.certainty import Verdict
    from campaignlint.graph.activations.events import Known, Subject
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance


@dataclass(frozen=True, slots=True)
class ActivationCoverage:
    """The share of the flows and triggers of an instance that the graph understands."""

    writing_steps: int
    writing_steps_not_understood: int
    triggers: int
    triggers_not_understood: int


class Footprint(NamedTuple):
    """Everything that a run of a campaign may change."""

    subjects: tuple[Subject, ...]
    removes_from: frozenset[int]
    """Other campaigns from whose flows it may remove the person."""
    may_delete_person: bool


class ActivationGraph:
    """The activation graph of an instance, computed on demand."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._effects: dict[int, tuple[Outcome, ...]] = {}
        self._activated: dict[ChangeEvent, list[tuple[Listener, Verdict]]] = {}
        self._responses: dict[ChangeEvent, dict[Listener, Verdict]] = {}
        self._footprints: dict[int, Footprint] = {}
        self._rewriters: dict[ChangeEvent, frozenset[int]] = {}

    @cached_property
    def listeners(self) -> Listeners:
        """The triggers of active campaigns."""
        return Listeners(campaign for campaign in self.instance.campaigns if campaign.is_active)

    @cached_property
    def writes(self) -> ObservedWrites:
        """The writes that some trigger listens to."""
        return ObservedWrites(self.instance, self.listeners)

    @cached_property
    def flows(self) -> Flows:
        return Flows(self.writes, _status_steps(self.instance))

    @cached_property
    def whole_flows(self) -> Flows:
        """The flows with all writes, including those without listeners."""
        return Flows(None, _status_steps(self.instance))

    def footprint(self, campaign: SmartCampaign) -> Footprint:
        """Return everything that a campaign may change, with or without listeners."""
        if campaign.id not in self._footprints:
            run = FlowRun(self.whole_flows, campaign, {})
            subjects = dict.fromkeys(outcome.write.subject for outcome in run.outcomes())
            self._footprints[campaign.id] = Footprint(
                tuple(subjects), frozenset(run.removes_from), run.may_delete_person
            )
        return self._footprints[campaign.id]

    @property
    def coverage(self) -> ActivationCoverage:
        steps, not_understood = count_writing_steps(self.instance)
        return ActivationCoverage(
            writing_steps=steps,
            writing_steps_not_understood=not_understood,
            triggers=self.listeners.triggers,
            triggers_not_understood=len(self.listeners.not_understood),
        )

    def campaign(self, number: int) -> SmartCampaign:
        campaign = self.instance.campaign(number)
        if campaign is None:
            raise KeyError(number)
        return campaign

    def outcomes(self, campaign: SmartCampaign, known: Known) -> tuple[Outcome, ...]:
        """Return the effects of a campaign on a person with these known values."""
        if not known or not self.writes.subjects_of(campaign):
            return self.effects_of(campaign)
        return tuple(FlowRun(self.flows, campaign, dict(known)).outcomes())

    def effects_of(self, campaign: SmartCampaign) -> tuple[Outcome, ...]:
        """Return the possible effects of a campaign on a person without known values."""
        if campaign.id not in self._effects:
            writes = self.writes.subjects_of(campaign)
            run = FlowRun(self.flows, campaign, {})
            self._effects[campaign.id] = tuple(run.outcomes()) if writes else ()
        return self._effects[campaign.id]

    def activated_by(self, event: ChangeEvent) -> Iterator[tuple[Listener, Verdict]]:
        """Yield the triggers that listen to the subject of an event, with verdicts."""
        for listener in self.listeners.of(event.subject):
            yield listener, listener.verdict(event)

    def responses_to(self, event: ChangeEvent) -> Mapping[Listener, Verdict]:
        """Return the triggers that listen to a subject, and whether their campaigns run."""
        if event not in self._responses:
            responses = self._responses[event] = {}
            for listener, fires in self.activated_by(event):
                known = self.known_after(event, listener.campaign)
                qualifies = self.flows.qualification(listener.campaign, known)
                responses[listener] = fires.and_then(qualifies)
        return self._responses[event]

    def campaigns_activated_by(self, event: ChangeEvent) -> list[tuple[Listener, Verdict]]:
        """Return the same for each campaign that an event may activate, by its likeliest trigger.

        A campaign runs once for an event, however many of its triggers fire.
        """
        if event in self._activated:
            return self._activated[event]
        activated: dict[int, tuple[Listener, Verdict]] = {}
        for listener in self.listeners.listeners_for(event):
            verdict = listener.verdict(event)
            present = activated.get(listener.campaign.id)
            if verdict.certainty > (present[1].certainty if present else Certainty.IMPOSSIBLE):
                activated[listener.campaign.id] = listener, verdict
        self._activated[event] = list(activated.values())
        return self._activated[event]

    def known_after(self, event: ChangeEvent, campaign: SmartCampaign) -> Known:
        """Return the known values of a person after an event has activated a campaign.

        Nothing is known if another campaign may have changed the subject in the meantime.
        """
        if not event.has_state or self.rewriters(event) - {campaign.id}:
            return {}
        return {event.subject: frozenset({event.value})}

    @cached_property
    def inactive_listeners(self) -> Listeners:
        """The triggers of campaigns that are not active."""
        return Listeners(campaign for campaign in self.instance.campaigns if not campaign.is_active)

    @cached_property
    def writers_by_subject(self) -> Mapping[Subject, list[SmartCampaign]]:
        """The campaigns whose own steps write each subject with listeners."""
        writers: dict[Subject, list[SmartCampaign]] = {}
        for campaign in self.instance.campaigns:
            subjects = (each for step in self.writes.steps_of(campaign).values() for each in step)
            for subject in dict.fromkeys(subjects):
                writers.setdefault(subject, []).append(campaign)
        return writers

    @cached_property
    def exploration(self) -> Exploration:
        """The edges of the graph, computed on demand."""
        return Exploration(self, self.known_after)

    def rewriters(self, event: ChangeEvent) -> frozenset[int]:
        """Return the campaigns that the event activates and that give its subject another value."""
        if event not in self._rewriters:
            self._rewriters[event] = frozenset(
                listener.campaign.id
                for listener, _ in self.campaigns_activated_by(event)
                if self._writes_other_value(listener.campaign, event)
            )
        return self._rewriters[event]

    def _writes_other_value(self, campaign: SmartCampaign, event: ChangeEvent) -> bool:
        return any(
            outcome.write.subject == event.subject and outcome.value != event.value
            for outcome in self.effects_of(campaign)
        )


def _status_steps(instance: Instance) -> StatusSteps:
    """Return the steps of the statuses of each program whose channel is exported."""
    return {
        subject_of("status", program.name)[1]: instance.channels[channel]
        for program in instance.programs.values()
        for channel in [marketo.fold_term(program.data.channel)]
        if channel in instance.channels
    }
