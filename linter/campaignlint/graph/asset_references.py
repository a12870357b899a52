"""References to programs, smart lists, static lists and emails by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from campaignlint import marketo
from campaignlint.marketo.events import STEP_EFFECTS, listening_of
from campaignlint.marketo.names import fold_term
from campaignlint.model.tokens import TOKEN_START

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from campaignlint.marketo.events import EventKind
    from campaignlint.model.assets import AssetKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import Condition, SmartList


class AssetReference(NamedTuple):
    """A filter, trigger, choice or flow step that names an asset."""

    kind: AssetKind
    text: str
    place: Condition | Choice
    asset: SmartCampaign | SmartList
    """The campaign, or the separate smart list, that the place is in."""

    @property
    def is_known(self) -> bool:
        """Whether the export contains the asset, or Marketo has it without listing it."""
        if self.kind == "smart list" and marketo.is_system_smart_list(self.text):
            return True
        return self.asset.instance.asset_names[self.kind].has(self.text)


_MEMBERSHIPS: Mapping[str, AssetKind] = {
    "member of engagement program": "program",
    "member of list": "static list",
    "member of nurture": "program",
    "member of program": "program",
    "member of smart list": "smart list",
}
"""The kind of asset in the values of a filter, by its folded name without `not`."""

_CHANGED: Mapping[EventKind, AssetKind] = {
    "alert": "email",
    "cadence": "program",
    "delivery": "email",
    "list": "static list",
    "member field": "program",
    "nurture": "program",
    "status": "program",
    "stream": "program",
}
"""The kind of asset in flow steps and triggers, by the kind of event."""

_WHOLE_NAMES = frozenset({"in", "is", "is not", "member of", "not in", "not member of"})
"""The operators that compare with whole names, folded."""


def asset_references(instance: Instance, kinds: Collection[str]) -> Iterator[AssetReference]:
    """Yield the references to assets of these kinds: those of smart lists, then those of flows.

    Leaves out tokens, and constraints that Marketo marks with an error. Filters on activities are
    no references: people may have been sent an email that was deleted since.
    """
    memberships = {name: kind for name, kind in _MEMBERSHIPS.items() if kind in kinds}
    changed = {event: kind for event, kind in _CHANGED.items() if kind in kinds}
    for smart_list in instance.every_smart_list():
        yield from _in_filters(smart_list, memberships)
        yield from _in_triggers(smart_list, changed)
    for campaign in instance.campaigns:
        yield from _in_conditions(campaign, memberships)
    names = [name for name, effect in STEP_EFFECTS.items() if effect.kind in changed]
    for step in instance.steps(*names):
        effect = STEP_EFFECTS[step.name]
        for choice in step.choices:
            for text in _names([choice.attribute(*effect.subject) or ""]):
                yield AssetReference(changed[effect.kind], text, choice, step.campaign)


def _in_filters(
    smart_list: SmartList, memberships: Mapping[str, AssetKind]
) -> Iterator[AssetReference]:
    for index, data in enumerate(smart_list.rules.filters or ()):
        kind = memberships.get(_positive(data.name))
        if kind is not None and not marketo.same_name(data.rule_type, "Activity"):
            yield from _in_condition(kind, smart_list.filters[index].primary, smart_list)


def _in_triggers(
    smart_list: SmartList, changed: Mapping[EventKind, AssetKind]
) -> Iterator[AssetReference]:
    for trigger in smart_list.triggers:
        listening = listening_of(trigger.name)
        if listening is not None and listening.kind in changed:
            condition = trigger.condition(*listening.subject)
            yield from _in_condition(changed[listening.kind], condition, smart_list)


def _in_condition(
    kind: AssetKind, condition: Condition | None, smart_list: SmartList
) -> Iterator[AssetReference]:
    if condition is None or condition.is_error or fold_term(condition.name).endswith("status"):
        return
    if fold_term(condition.operator) in _WHOLE_NAMES:
        for text in _names(condition.values):
            yield AssetReference(kind, text, condition, smart_list.asset)


def _in_conditions(
    campaign: SmartCampaign, memberships: Mapping[str, AssetKind]
) -> Iterator[AssetReference]:
    """Yield the references of the conditions of choices."""
    for step_index, step in enumerate(campaign.step_records):
        for index, data in enumerate(step.step_choice or ()):
            kind = None if data.rule is None else memberships.get(_positive(data.rule.name))
            if kind is not None:
                choice = campaign.steps()[step_index].choices[index]
                if fold_term(choice.operator) in _WHOLE_NAMES:
                    for text in _names(choice.values):
                        yield AssetReference(kind, text, choice, campaign)


def _positive(name: str | None) -> str:
    """Return the folded name of a filter without a leading "not"."""
    return fold_term(name).removeprefix("not ")


def _names(values: Iterable[str]) -> Iterator[str]:
    """Yield the values that name an asset; only Marketo knows the value of a token."""
    for value in values:
        if value.strip() and TOKEN_START not in value and not marketo.is_do_nothing(value):
            yield value.strip()
