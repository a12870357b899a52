"""The writes that some trigger listens to, found in one pass over all flow steps."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.graph.activations.events import read_write, subject_of
from campaignlint.marketo.events import WITHOUT_SUBJECT, effect_of
from campaignlint.marketo.names import fold_term
from campaignlint.marketo.records import text_of
from campaignlint.model.flow import FlowStep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.graph.activations.events import Subject, Write
    from campaignlint.graph.activations.listeners import Listeners
    from campaignlint.marketo import records as api
    from campaignlint.marketo.events import Effect
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance


class HeardWrites:
    """Which flow steps cause events that have listeners.

    Most writes have none. They are recognized by their names alone, in the decoded records.
    """

    def __init__(self, instance: Instance, listeners: Listeners) -> None:
        self.steps = 0
        """All steps that write."""
        self.steps_not_understood = 0
        """Steps of services, and steps whose subject the export does not show."""
        self.steps_of: dict[int, list[int]] = {}
        """By campaign, the indexes of its steps that cause events with listeners."""
        self._instance = instance
        self._listeners = listeners
        for campaign in instance.campaigns:
            self._read(campaign)
        self.writers = self._with_callers()
        """Campaigns that cause such events, by their own steps or by those that they execute."""

    def _read(self, campaign: SmartCampaign) -> None:
        for index, step in enumerate(campaign.step_records):
            name = step.activity_type_name or ""
            effect = effect_of(name)
            if effect is None:
                if name and not marketo.is_built_in_step(name):
                    self.steps += 1
                    self.steps_not_understood += 1
                continue
            self.steps += 1
            if effect.kind == "request":
                is_heard = any(
                    call.kind == marketo.REQUEST_CAMPAIGN and call.choice.step.index == index
                    for call in campaign.calls_out
                )
            else:
                is_heard = self._is_heard(effect, step)
            if is_heard:
                self.steps_of.setdefault(campaign.id, []).append(index)

    def _is_heard(self, effect: Effect, step: api.FlowStep) -> bool:
        """Return whether something listens to what a step writes."""
        if effect.kind in WITHOUT_SUBJECT:
            return effect.kind in self._listeners.kinds
        is_understood = is_heard = False
        for choice in step.step_choice or ():
            name = _subject_name(effect, choice)
            if name and "{{" not in name:
                is_understood = True
                if effect.kind in self._listeners.kinds:
                    is_heard |= effect.kind == "member field" or self._listeners.may_hear(
                        subject_of(effect.kind, name)
                    )
        self.steps_not_understood += not is_understood
        return is_heard

    def _with_callers(self) -> frozenset[int]:
        queue = deque(self.steps_of)
        found = set(queue)
        while queue:
            campaign = self._instance.campaign(queue.popleft())
            for call in () if campaign is None else campaign.calls_in:
                if call.kind == marketo.EXECUTE_CAMPAIGN and call.caller.id not in found:
                    found.add(call.caller.id)
                    queue.append(call.caller.id)
        return frozenset(found)

    def __iter__(self) -> Iterator[Write]:
        """Yield each write whose event has listeners, in the order of campaigns and steps."""
        for campaign in self._instance.campaigns:
            for index in self.steps_of.get(campaign.id, ()):
                step = FlowStep(campaign, index, campaign.step_records[index])
                effect = effect_of(step.name)
                for choice in step.choices:
                    write = None if effect is None else read_write(choice, effect)
                    if write is not None and self._listeners.may_hear(write.subject):
                        yield write

    def by_subject(self) -> dict[Subject, list[Write]]:
        found: dict[Subject, list[Write]] = defaultdict(list)
        for write in self:
            found[write.subject].append(write)
        return found


def _subject_name(effect: Effect, choice: api.FlowStepChoice) -> str:
    """Return the subject as `Choice.value` does, without a view of the choice."""
    attributes = choice.attributes or ()
    for attribute in attributes:
        if fold_term(attribute.name) in effect.folded_subject:
            return text_of(attribute.value)
    primary = [each for each in attributes if each.primary] or attributes
    return text_of(primary[0].value) if len(primary) == 1 else ""
