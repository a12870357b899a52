"""The writes that some trigger listens to, found in one pass over all flow steps."""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.graph.activations.events import subject_of
from campaignlint.marketo.events import WITHOUT_SUBJECT, effect_of, fold_names
from campaignlint.marketo.names import fold_term
from campaignlint.marketo.records import text_of
from campaignlint.model.tokens import TOKEN_START

if TYPE_CHECKING:
    from campaignlint.graph.activations.events import Subject
    from campaignlint.graph.activations.listeners import Listeners
    from campaignlint.marketo import records
    from campaignlint.marketo.events import Effect
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance


class ObservedWrites:
    """The flow steps that cause events with listeners.

    Most writes have no listeners. Steps are recognized by their names only, in the decoded records,
    when those of a campaign are needed.
    """

    def __init__(self, instance: Instance, listeners: Listeners) -> None:
        self._instance = instance
        self._listeners = listeners
        self._steps: dict[int, dict[int, list[Subject]]] = {}
        self._with_executed: dict[int, tuple[Subject, ...]] = {}

    def steps_of(self, campaign: SmartCampaign) -> dict[int, list[Subject]]:
        """Return the subjects with listeners that each step of a campaign writes, by its index."""
        if campaign.id not in self._steps:
            self._steps[campaign.id] = {
                index: subjects
                for index, step in enumerate(campaign.step_records)
                for subjects in [self._subjects(campaign, index, step)]
                if subjects
            }
        return self._steps[campaign.id]

    def subjects_of(self, campaign: SmartCampaign) -> tuple[Subject, ...]:
        """Return the subjects with listeners that a campaign and those that it executes write."""
        if campaign.id not in self._with_executed:
            found: dict[Subject, None] = {}
            queue = deque([campaign])
            seen = {campaign.id}
            while queue:
                writer = queue.popleft()
                for subjects in self.steps_of(writer).values():
                    found.update(dict.fromkeys(subjects))
                for call in writer.executes:
                    if call.target.id not in seen:
                        seen.add(call.target.id)
                        queue.append(call.target)
            self._with_executed[campaign.id] = tuple(found)
        return self._with_executed[campaign.id]

    def _subjects(
        self, campaign: SmartCampaign, index: int, step: records.FlowStep
    ) -> list[Subject]:
        effect = effect_of(step.activity_type_name or "")
        if effect is None or effect.kind not in self._listeners.kinds:
            return []
        if effect.kind == "request":
            calls = (call for call in campaign.calls_out if call.choice.step.index == index)
            return [("request", str(call.target.id)) for call in calls]
        if effect.kind in WITHOUT_SUBJECT:
            return [(effect.kind,)]
        subjects = (subject_of(effect.kind, *name) for name in written_names(effect, step))
        return [subject for subject in subjects if self._listeners.listens_to(subject)]


def count_writing_steps(instance: Instance) -> tuple[int, int]:
    """Return the number of steps that write, and of those whose writes the export does not show.

    Among the latter are the steps of installed services.
    """
    steps = not_understood = 0
    for campaign in instance.campaigns:
        for step in campaign.step_records:
            name = step.activity_type_name or ""
            effect = effect_of(name)
            if effect is None:
                is_understood = not _is_service_step(name)
                steps += not is_understood
            else:
                is_understood = not effect.subject or bool(written_names(effect, step))
                steps += 1
            not_understood += not is_understood
    return steps, not_understood


@lru_cache(maxsize=4096)
def _is_service_step(name: str) -> bool:
    return bool(name) and not marketo.is_built_in_step(name)


def written_names(effect: Effect, step: records.FlowStep) -> list[tuple[str, ...]]:
    """Return the subject that each choice of a step names, as `read_write` does without views."""
    names: list[tuple[str, ...]] = []
    for choice in step.step_choice or ():
        name = _value_of(choice, effect.folded_subject)
        if _is_subject(name):
            fields = fold_names(effect.member_field)
            names.append((name, _value_of(choice, fields)) if fields else (name,))
    return names


@lru_cache(maxsize=4096)
def _is_subject(name: str) -> bool:
    if not name or TOKEN_START in name:
        return False
    return name[0].isalnum() or not marketo.is_do_nothing(name)


def _value_of(choice: records.FlowStepChoice, names: frozenset[str]) -> str:
    """Return the value of the attribute of one of these folded names, else of the primary one."""
    attributes = choice.attributes or ()
    for attribute in attributes:
        if fold_term(attribute.name) in names:
            return text_of(attribute.value)
    primary = [attribute for attribute in attributes if attribute.primary] or attributes
    return text_of(primary[0].value) if len(primary) == 1 else ""
