"""The activation graph: campaigns change a person, and the changes activate other campaigns.

Triggers are collected first, then only the writes that something listens to.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.events import ChangeEvent, subject_of
from campaignlint.graph.activations.flows import FlowRun, Flows, StatusSteps
from campaignlint.graph.activations.listeners import Listeners
from campaignlint.graph.activations.writes import HeardWrites

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.graph.activations.certainty import Verdict
    from campaignlint.graph.activations.events import Known
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance


@dataclass(frozen=True, slots=True)
class ActivationCoverage:
    """How much of the flows and triggers of an instance the graph understands."""

    writing_steps: int
    writing_steps_not_understood: int
    triggers: int
    triggers_not_understood: int


class ActivationGraph:
    """What activates what in an instance; everything is computed when it is first asked for."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.flows = Flows(_status_steps(instance))
        self._effects: dict[int, tuple[Outcome, ...]] = {}
        self._activated: dict[tuple[ChangeEvent, str | None], list[tuple[Listener, Verdict]]] = {}
        self._rewriters: dict[ChangeEvent, frozenset[int]] = {}

    @cached_property
    def listeners(self) -> Listeners:
        """The triggers of active campaigns."""
        return Listeners(campaign for campaign in self.instance.campaigns if campaign.is_active)

    @cached_property
    def writes(self) -> HeardWrites:
        """The writes that some trigger listens to."""
        return HeardWrites(self.instance, self.listeners)

    @property
    def coverage(self) -> ActivationCoverage:
        return ActivationCoverage(
            writing_steps=self.writes.steps,
            writing_steps_not_understood=self.writes.steps_not_understood,
            triggers=self.listeners.triggers,
            triggers_not_understood=len(self.listeners.not_understood),
        )

    def campaign(self, number: int) -> SmartCampaign:
        campaign = self.instance.campaign(number)
        if campaign is None:
            raise KeyError(number)
        return campaign

    def outcomes(self, campaign: SmartCampaign, known: Known) -> tuple[Outcome, ...]:
        """Return what a campaign does to a person of whom this is known."""
        if not known or campaign.id not in self.writes.writers:
            return self.effects_of(campaign)
        return tuple(FlowRun(self.flows, campaign, dict(known)).outcomes())

    def effects_of(self, campaign: SmartCampaign) -> tuple[Outcome, ...]:
        """Return what a campaign may do to a person of whom nothing is known."""
        if campaign.id not in self._effects:
            run = FlowRun(self.flows, campaign, {}) if campaign.id in self.writes.writers else None
            self._effects[campaign.id] = () if run is None else tuple(run.outcomes())
        return self._effects[campaign.id]

    def activated_by(
        self, event: ChangeEvent, workspace: str | None
    ) -> Iterator[tuple[Listener, Verdict]]:
        """Yield the triggers that listen to the subject of an event, with verdicts.

        `workspace` is that of the campaign that causes the event.
        """
        for listener in self.listeners.of(event.subject):
            yield listener, listener.verdict(event, workspace)

    def campaigns_activated_by(
        self, event: ChangeEvent, workspace: str | None
    ) -> list[tuple[Listener, Verdict]]:
        """Return the same for each campaign that an event may activate, by its likeliest trigger.

        A campaign runs once for an event, however many of its triggers fire.
        """
        key = (event, workspace)
        if key in self._activated:
            return self._activated[key]
        found: dict[int, tuple[Listener, Verdict]] = {}
        for listener, verdict in self.activated_by(event, workspace):
            present = found.get(listener.campaign.id)
            if verdict.certainty > (present[1].certainty if present else Certainty.IMPOSSIBLE):
                found[listener.campaign.id] = listener, verdict
        self._activated[key] = list(found.values())
        return self._activated[key]

    def known_after(self, event: ChangeEvent, campaign: SmartCampaign) -> Known:
        """Return what is known of a person when an event has activated a campaign.

        Nothing is known if another campaign may have changed the subject in the meantime.
        """
        if not event.has_state or self.rewriters(event) - {campaign.id}:
            return {}
        return {event.subject: frozenset({event.value})}

    def rewriters(self, event: ChangeEvent) -> frozenset[int]:
        """Return the campaigns that the event activates and that give its subject another value."""
        if event not in self._rewriters:
            self._rewriters[event] = frozenset(
                listener.campaign.id
                for listener, verdict in self.activated_by(event, None)
                if verdict.certainty and self._writes_otherwise(listener.campaign, event)
            )
        return self._rewriters[event]

    def _writes_otherwise(self, campaign: SmartCampaign, event: ChangeEvent) -> bool:
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
