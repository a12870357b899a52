"""Flows: steps, choices and the conditions of choices."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.marketo.records import text_of
from campaignlint.model.finding import Key, Reportable, SymbolicLocation
from campaignlint.model.identity import id_or_name
from campaignlint.model.tokens import texts_in_braces, tokens_in

if TYPE_CHECKING:
    from campaignlint.marketo import records as api
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.tokens import Token


_VALUES_SHOWN = 8


class Choice(Reportable):
    """One choice of a flow step, the default one included."""

    __slots__ = ("data", "index", "step")

    def __init__(self, step: FlowStep, index: int, data: api.FlowStepChoice) -> None:
        self.step = step
        self.index = index
        self.data = data

    @property
    def campaign(self) -> SmartCampaign:
        return self.step.campaign

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def is_default(self) -> bool:
        return bool(self.data.default)

    @property
    def rule(self) -> api.FlowStepChoiceRule | None:
        """The condition: field, operator and values. The default choice has none."""
        return self.data.rule

    @property
    def field(self) -> str:
        """What the condition looks at; "" for the default choice."""
        return (self.data.rule.name or "") if self.data.rule is not None else ""

    @property
    def operator(self) -> str:
        return (self.data.rule.operator or "") if self.data.rule is not None else ""

    @property
    def values(self) -> tuple[str, ...]:
        """What the condition compares with."""
        rule = self.data.rule
        return () if rule is None else tuple(map(text_of, rule.values or ()))

    @property
    def condition(self) -> str:
        """The condition as the screen shows it: `Country is US, Canada`; of many values some."""
        values = ", ".join(self.values[:_VALUES_SHOWN])
        if len(self.values) > _VALUES_SHOWN:
            values += f" and {len(self.values) - _VALUES_SHOWN} more"
        return " ".join(filter(None, (self.field, self.operator, values)))

    @property
    def tested(self) -> ChoiceCondition:
        """Where the condition stands, for findings that are about it."""
        return ChoiceCondition(self)

    @property
    def attributes(self) -> tuple[api.FlowStepChoiceAttribute, ...]:
        return self.data.attributes or ()

    @property
    def condition_tokens(self) -> tuple[str, ...]:
        """The tokens in the condition, of whatever kind, as they are written there."""
        return tuple(text for value in self.values for text in texts_in_braces(value))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens in what the choice does."""
        return tuple(
            token
            for attribute in self.attributes
            if isinstance(attribute.value, str)
            for token in tokens_in(attribute.value)
        )

    @property
    def does_nothing(self) -> bool:
        return any(
            marketo.same_name(text_of(attribute.value), marketo.DO_NOTHING)
            for attribute in self.attributes
        )

    def attribute(self, *names: str) -> str | None:
        """The value of the first attribute of one of these names; None where there is none."""
        for name in names:
            for attribute in self.attributes:
                if marketo.same_name(attribute.name, name):
                    return text_of(attribute.value)
        return None

    def value(self, *names: str) -> str:
        """The value of the attribute of one of these names, else of the primary or only one.

        "" where there is none, and for `--Do Nothing--`.
        """
        value = self.attribute(*names)
        if value is None:
            primary = [attribute for attribute in self.attributes if attribute.primary]
            found = primary or self.attributes
            value = text_of(found[0].value) if len(found) == 1 else ""
        return "" if marketo.same_name(value, marketo.DO_NOTHING) else value.strip()

    def _called_at(self) -> int | None:
        """Which attribute names the campaign that this choice calls."""
        attributes = self.attributes
        for index, attribute in enumerate(attributes):
            if attribute.primary:
                return index
        for name in marketo.CALLED_CAMPAIGN_ATTRIBUTES:
            for index, attribute in enumerate(attributes):
                if marketo.same_name(attribute.name, name):
                    return index
        rest = [
            index
            for index, attribute in enumerate(attributes)
            if not marketo.same_name(attribute.name, marketo.USE_PARENT_CONTEXT)
        ]
        return rest[0] if len(rest) == 1 else None

    @property
    def target(self) -> str | None:
        """The text that names the campaign which this choice calls.

        None for no call at all: an empty value and `--Do Nothing--`.
        """
        at = self._called_at()
        text = "" if at is None else text_of(self.attributes[at].value)
        if not text.strip() or marketo.same_name(text, marketo.DO_NOTHING):
            return None
        return text

    @property
    def uses_parent_context(self) -> bool | None:
        """Use Parent Campaign Token Context; None where the export does not say."""
        value = (self.attribute(marketo.USE_PARENT_CONTEXT) or "").strip().casefold()
        return {"true": True, "false": False}.get(value)

    @property
    def location(self) -> SymbolicLocation:
        step = self.step.location
        at = self._called_at()
        focus: tuple[Key, ...] = () if at is None else ("attributes", at, "value")
        choices = self.step.data.step_choice or ()
        ids = self.step.campaign.instance.disambiguated_ids(
            ("choice", self.campaign.id, self.step.index),
            lambda: (id_or_name(choice.id, "") for choice in choices),
        )
        return SymbolicLocation(
            step.origin,
            (*step.path, "stepChoice", self.index),
            f"{step.text} > choice {self.number}" if len(choices) > 1 else step.text,
            (*step.key, "choice", *ids[self.index]),
            step.campaign,
            focus,
        )


class ChoiceCondition(Reportable):
    """The condition of a choice, apart from what the choice does."""

    __slots__ = ("choice",)

    def __init__(self, choice: Choice) -> None:
        self.choice = choice

    @property
    def location(self) -> SymbolicLocation:
        return self.choice.location._replace(
            focus=("rule", "values" if self.choice.values else "name")
        )


class FlowStep(Reportable):
    """A step of a campaign's flow."""

    __slots__ = ("campaign", "data", "index")

    def __init__(self, campaign: SmartCampaign, index: int, data: api.FlowStep) -> None:
        self.campaign = campaign
        self.index = index
        self.data = data

    def __str__(self) -> str:
        return f"{self.campaign} flow step {self.number}"

    @property
    def number(self) -> int:
        """The position on the screen, from 1."""
        return self.index + 1

    @property
    def name(self) -> str:
        """The API's name of the step, whatever name the export gives."""
        return marketo.step_name(self.data.activity_type_name or "")

    @property
    def choices(self) -> tuple[Choice, ...]:
        choices = self.data.step_choice or ()
        return tuple([Choice(self, index, data) for index, data in enumerate(choices)])

    @property
    def is_unconditional(self) -> bool:
        """Whether the step does the same for everybody: it has the default choice alone."""
        choices = self.data.step_choice or ()
        return len(choices) == 1 and choices[0].rule is None and choices[0].default is not False

    @property
    def has_attributes(self) -> bool:
        """Whether the export says what the step does, and not only what it is called."""
        return any(map(_attributes_of, self.data.step_choice or ()))

    @property
    def fields_written(self) -> tuple[str, ...]:
        """The person's fields that the step may change, by the names that it gives them."""
        names = marketo.WRITTEN_FIELD.get(self.name)
        if names is None:
            return ()
        written = (choice.value(*names) for choice in self.choices if not choice.does_nothing)
        return tuple(dict.fromkeys(filter(None, written)))

    @property
    def fields_read(self) -> tuple[str, ...]:
        """The person's fields that its choices look at or its values take over as tokens."""
        read = [choice.field for choice in self.choices]
        read += [token.name for token in self.tokens("lead")]
        return tuple(dict.fromkeys(filter(None, read)))

    def is_like(self, other: FlowStep) -> bool:
        """Whether both do the same: alike in name, values and choices; ids do not count."""
        ones, others = self.data.step_choice or (), other.data.step_choice or ()
        if len(ones) != len(others) or self.name != other.name:
            return False
        return all(map(_alike, ones, others))

    @property
    def does_nothing(self) -> bool:
        choices = self.choices
        return bool(choices) and all(choice.does_nothing for choice in choices)

    @property
    def empties_flow(self) -> bool:
        """Whether it takes everybody out of the flow in which it stands."""
        if self.name != marketo.REMOVE_FROM_FLOW or not self.is_unconditional:
            return False
        text = self.choices[0].target
        if text is None:
            return False
        everybody = (marketo.THIS_CAMPAIGN, *marketo.ALL_CAMPAIGNS)
        if any(marketo.same_name(text, name) for name in everybody):
            return True
        removed = self.campaign.instance.resolver.resolve(text, self.campaign).campaign
        return removed is not None and removed.id == self.campaign.id

    def tokens(self, kind: str) -> tuple[Token, ...]:
        """The tokens of one kind ("my", "trigger") in the values of this step, each name once."""
        found = {
            token.key: token
            for choice in self.data.step_choice or ()
            for attribute in choice.attributes or ()
            if isinstance(attribute.value, str)
            for token in tokens_in(attribute.value)
            if token.kind == kind
        }
        return tuple(found.values())

    @property
    def location(self) -> SymbolicLocation:
        campaign = self.campaign
        ids = campaign.instance.disambiguated_ids(
            ("step", campaign.id),
            lambda: (id_or_name(step.id, "") for step in campaign.step_records),
        )
        return SymbolicLocation(
            campaign.flow_origin,
            ("flow", "steps", self.index),
            f"{campaign.asset_path} > flow step {self.number}",
            ("step", *ids[self.index]),
            campaign.as_name(),
            ("activityTypeName",),
        )


_attributes_of = attrgetter("attributes")


def has_every_attribute(step: api.FlowStep) -> bool:
    """Whether the export says what a step does in each of its choices."""
    choices = step.step_choice or ()
    return bool(choices) and all(map(_attributes_of, choices))


def _alike(one: api.FlowStepChoice, other: api.FlowStepChoice) -> bool:
    ones, others = one.attributes or (), other.attributes or ()
    if len(ones) != len(others) or one.rule != other.rule:
        return False
    for each, its in zip(ones, others, strict=True):
        if each.name != its.name or text_of(each.value) != text_of(its.value):
            return False
    return True
