"""The used-by index: where fields, lists, campaigns and other assets are used.

Marketo's own Used By covers whole assets only. It shows neither fields nor tokens, nor the steps
that write them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from campaignlint import marketo
from campaignlint.marketo.events import effect_of
from campaignlint.marketo.names import fold_reference, fold_term
from campaignlint.model.flow import Choice
from campaignlint.model.smart_list import Filter, Trigger
from campaignlint.model.tokens import token_key, tokens_in
from campaignlint.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from campaignlint.marketo.events import Effect, EventKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import Reportable
    from campaignlint.model.flow import FlowStep
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import Condition, SmartList

TargetKind = Literal[
    "field",
    "campaign",
    "smart-list",
    "list",
    "program",
    "token",
    "email",
    "form",
    "webhook",
    "segmentation",
]
TARGET_KINDS: tuple[TargetKind, ...] = get_args(TargetKind)

Section = Literal[
    "written by",
    "sent by",
    "called by",
    "also referenced by",
    "triggers",
    "read by",
    "used as token",
]
SECTIONS: tuple[Section, ...] = get_args(Section)
"""In the order in which they are shown."""


class Target(NamedTuple):
    """Something that may be used, by its kind and its name as `fold_reference`; campaigns by id."""

    kind: TargetKind
    key: str


class Use(NamedTuple):
    """A place that uses a target."""

    section: Section
    place: Reportable
    """A choice, trigger, filter or step."""
    text: str
    """The comparison, value or step, such as `is 'MQL'`."""


_WRITTEN: dict[EventKind, tuple[TargetKind, Section]] = {
    "field": ("field", "written by"),
    "member field": ("program", "written by"),
    "list": ("list", "written by"),
    "status": ("program", "written by"),
    "nurture": ("program", "written by"),
    "stream": ("program", "written by"),
    "cadence": ("program", "written by"),
    "webhook": ("webhook", "called by"),
    "delivery": ("email", "sent by"),
    "alert": ("email", "sent by"),
}
"""The kind of target that a write changes, and its section."""

_CONSTRAINTS: dict[str, TargetKind] = {
    "attribute": "field",
    "attribute name": "field",
    "score name": "field",
    "list name": "list",
    "list": "list",
    "program": "program",
    "program name": "program",
    "nurture": "program",
    "form name": "form",
    "form": "form",
    "email": "email",
    "webhook": "webhook",
    "segmentation": "segmentation",
    "campaign": "campaign",
    "campaign name": "campaign",
    "smart campaign": "campaign",
}
"""The kind of target in the values of a constraint on an activity, by its folded name."""

_MEMBERSHIPS: dict[str, TargetKind] = {
    "member of list": "list",
    "member of program": "program",
    "member of nurture": "program",
    "member of smart campaign": "campaign",
    "member of smart list": "smart-list",
}
"""The kind of target in the values of a membership filter, by its folded name without `not`."""


class UsedByIndex:
    """All uses in an instance, from one pass over its flows and smart lists."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._uses: dict[Target, list[Use]] = defaultdict(list)
        self.names: dict[Target, str] = {}
        """Each target that is used, as it is first spelled."""
        for campaign in instance.campaigns:
            for step in campaign.steps():
                self._add_step(step)
            for call in campaign.calls_in:
                target = Target("campaign", str(campaign.id))
                self._add(target, campaign.full_name, Use("called by", call.choice, call.kind))
            if campaign.smart_list is not None:
                self._add_smart_list(campaign.smart_list)
        for smart_list in instance.smart_lists:
            self._add_smart_list(smart_list)

    def uses_of(self, target: Target) -> list[Use]:
        """Return the uses of a target by section, then by campaign."""
        return sorted(self._uses.get(target, ()), key=lambda use: SECTIONS.index(use.section))

    def _add(self, target: Target, name: str, use: Use) -> None:
        self.names.setdefault(target, name)
        self._uses[target].append(use)

    def _add_named(self, kind: TargetKind, names: Iterable[str], use: Use) -> None:
        """Add a use of each target that a place names."""
        for name in dict.fromkeys(names):
            for target, shown in self._resolve(kind, name, use):
                self._add(target, shown, use)

    def _resolve(self, kind: TargetKind, name: str, use: Use) -> Iterator[tuple[Target, str]]:
        if not name.strip() or marketo.is_do_nothing(name):
            return
        if kind == "campaign":
            caller = _campaign_of(use.place)
            for campaign in self._instance.resolver.resolve(name, caller).candidates:
                yield Target("campaign", str(campaign.id)), campaign.full_name
            return
        yield Target(kind, fold_reference(name)), name

    # Flows

    def _add_step(self, step: FlowStep) -> None:
        effect = effect_of(step.name)
        for choice in step.choices:
            if effect is not None and effect.kind in _WRITTEN and not choice.does_nothing:
                self._add_write(choice, effect)
            elif step.name == marketo.REMOVE_FROM_FLOW:
                self._add_removal(choice)
            if choice.rule is not None:
                text = _comparison_text(choice.operator, choice.values)
                self._add_comparison(choice.field, choice.values, Use("read by", choice, text))
            for attribute in choice.attributes:
                if isinstance(attribute.value, str):
                    self._add_tokens(attribute.value, choice)

    def _add_write(self, choice: Choice, effect: Effect) -> None:
        kind, section = _WRITTEN[effect.kind]
        value = choice.attribute(*effect.value) if effect.value else effect.fixed_value
        text = "" if value is None else f"'{value}'"
        self._add_named(kind, [choice.value(*effect.subject)], Use(section, choice, text))

    def _add_removal(self, choice: Choice) -> None:
        target = choice.target or ""
        if not (marketo.is_this_campaign(target) or marketo.is_every_campaign(target)):
            use = Use("also referenced by", choice, marketo.REMOVE_FROM_FLOW)
            self._add_named("campaign", [target], use)

    def _add_tokens(self, text: str, place: Reportable) -> None:
        for token in tokens_in(text):
            if token.kind == "my":
                target = Target("token", token_key(token.name))
                self._add(target, f"my.{token.name}", Use("used as token", place, token.text))
            elif token.kind in ("lead", "company"):
                self._add_named("field", [token.name], Use("used as token", place, token.text))

    # Smart lists

    def _add_smart_list(self, smart_list: SmartList) -> None:
        for trigger in smart_list.triggers:
            for condition in trigger.conditions:
                self._add_constraint(trigger, condition, "triggers")
        for filter_ in smart_list.filters:
            self._add_filter(filter_)

    def _add_filter(self, rule: Filter) -> None:
        for condition in rule.conditions:
            if rule.is_activity:
                self._add_constraint(rule, condition, "read by")
            elif condition.is_primary or len(rule.conditions) == 1:
                text = _comparison_text(condition.operator, condition.values)
                use = Use("read by", rule, text)
                self._add_comparison(rule.name, condition.values, use)
            for value in condition.values:
                self._add_tokens(value, rule)

    def _add_constraint(
        self, place: Trigger | Filter, condition: Condition, section: Section
    ) -> None:
        kind = _CONSTRAINTS.get(fold_term(condition.name))
        if kind is None or not condition.constrains:
            return
        others = (each for each in place.conditions if each is not condition and each.constrains)
        text = ", ".join(
            f"{other.name} {_comparison_text(other.operator, other.values)}"
            for other in others
            if other.index != condition.index
        )
        shown = f"{place.name} ({text})" if text else place.name
        used: Section = "also referenced by" if kind == "campaign" else section
        self._add_named(kind, condition.values, Use(used, place, shown))

    def _add_comparison(self, name: str, values: tuple[str, ...], use: Use) -> None:
        """Add what a filter or the condition of a choice compares."""
        folded = fold_term(name).removeprefix("not ")
        kind = _MEMBERSHIPS.get(folded)
        if kind is None:
            self._add_named("segmentation" if "segment" in folded else "field", [name], use)
            if "segment" in folded:
                self._add_named("field", [name], use)
        elif kind == "campaign":
            self._add_named(kind, values, use._replace(section="also referenced by", text=name))
        else:
            self._add_named(kind, values, use._replace(text=name))


def _campaign_of(place: Reportable) -> SmartCampaign | None:
    """Return the campaign that a place is in; None for a separate smart list."""
    if isinstance(place, Choice):
        return place.campaign
    return place.smart_list.campaign if isinstance(place, Trigger | Filter) else None


def _comparison_text(operator: str, values: Iterable[str]) -> str:
    return " ".join(filter(None, (operator, " or ".join(f"'{value}'" for value in values))))


# Look-up


class TargetLookup(NamedTuple):
    """The targets that a text may mean."""

    matches: tuple[Target, ...]
    names: tuple[str, ...]
    """The name of each, as the export spells it."""
    suggestion: str = ""
    """The most similar name if none matches, as `did_you_mean` writes it."""


def used_by_index(instance: Instance) -> UsedByIndex:
    """Return the used-by index of an instance, computed once."""
    index = instance.derived.get("used-by index")
    if not isinstance(index, UsedByIndex):
        index = instance.derived["used-by index"] = UsedByIndex(instance)
    return index


def look_up_target(instance: Instance, text: str) -> TargetLookup:
    """Return the targets of a text such as `field:Lead Status`, or of a name without a kind.

    The first stage with a match decides: a campaign's id, the whole name, the name without its
    program, a part of the name. Assets that nothing uses are found, too.
    """
    kind, name = _split(text)
    names = _names(instance, kind)
    key = token_key(name.strip("{} ")) if kind == "token" else fold_reference(name)
    if not key and kind is None:
        return TargetLookup((), ())
    by_id = Target("campaign", name.strip())
    if by_id in names:
        return TargetLookup((by_id,), (names[by_id],))
    stages: tuple[Callable[[str], bool], ...] = (
        lambda known: known == key,
        lambda known: known.rpartition(".")[2] == key,
        lambda known: key in known,
    )
    for is_meant in stages:
        targets = [target for target, shown in names.items() if is_meant(_key(target, shown))]
        if targets:
            targets.sort(key=lambda target: (TARGET_KINDS.index(target.kind), names[target]))
            return TargetLookup(tuple(targets), tuple(names[target] for target in targets))
    return TargetLookup((), (), did_you_mean(name, names.values()))


def _split(text: str) -> tuple[TargetKind | None, str]:
    before, colon, after = text.partition(":")
    kind = fold_term(before)
    for known in TARGET_KINDS:
        if colon and kind == known:
            return known, after
    return None, text


def _key(target: Target, name: str) -> str:
    return fold_reference(name) if target.kind == "campaign" else target.key


def _names(instance: Instance, kind: TargetKind | None) -> dict[Target, str]:
    """Return every target of a kind, or of all kinds, with its name."""
    names = dict(used_by_index(instance).names)
    for program in instance.programs.values():
        names.setdefault(Target("program", fold_reference(program.name)), program.name)
    for smart_list in instance.smart_lists:
        name = smart_list.full_name
        names.setdefault(Target("smart-list", fold_reference(name)), name)
    for tokens in instance.tokens.values():
        for key, token in tokens.items():
            names.setdefault(Target("token", key), f"my.{token.name}")
    for campaign in instance.campaigns:
        names.setdefault(Target("campaign", str(campaign.id)), campaign.full_name)
    return {target: name for target, name in names.items() if kind in (None, target.kind)}
