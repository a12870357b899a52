"""Flows: steps, choices and the conditions of choices."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.marketo.records import text_of
from campaignlint.model.finding import Key, Reportable, SymbolicLocation
from campaignlint.model.identity import id_or_name
from campaignlint.model.tokens import TOKEN_START, texts_in_braces, tokens_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from campaignlint.marketo import records
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.tokens import Token


_MAX_VALUES = 8
"""Values of a condition that are printed."""


class Choice(Reportable):
    """A choice of a flow step; the default choice is one too."""

    __slots__ = ("data", "index", "step")

    def __init__(self, step: FlowStep, index: int, data: records.FlowStepChoice) -> None:
        self.step = step
        self.index = index
        self.data = data

    @property
    def campaign(self) -> SmartCampaign:
        return self.step.campaign

    @property
    def number(self) -> int:
        """The position on the screen, from 1."""
        return self.index + 1

    @property
    def is_default(self) -> bool:
        return bool(self.data.default)

    @property
    def rule(self) -> records.FlowStepChoiceRule | None:
        """The condition as exported: field, operator and values. The default choice has none."""
        return self.data.rule

    @property
    def field(self) -> str:
        """The field that the condition compares; "" for the default choice."""
        return (self.data.rule.name or "") if self.data.rule is not None else ""

    @property
    def operator(self) -> str:
        return (self.data.rule.operator or "") if self.data.rule is not None else ""

    @property
    def values(self) -> tuple[str, ...]:
        """The values that the condition compares with."""
        rule = self.data.rule
        return () if rule is None else tuple(map(text_of, rule.values or ()))

    @property
    def condition(self) -> ChoiceCondition:
        """The condition as an asset, for findings about it; its text is that of the screen."""
        return ChoiceCondition(self)

    @property
    def attributes(self) -> tuple[records.FlowStepChoiceAttribute, ...]:
        return self.data.attributes or ()

    @property
    def condition_tokens(self) -> tuple[str, ...]:
        """The tokens of any kind in the condition, as written."""
        rule = self.data.rule
        if rule is None or not rule.values:
            return ()
        texts = [value for value in rule.values if isinstance(value, str)]
        return tuple([token for text in texts for token in texts_in_braces(text)])

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens in the attributes."""
        return tuple(
            token
            for attribute in self.attributes
            if isinstance(attribute.value, str)
            for token in tokens_in(attribute.value)
        )

    @property
    def does_nothing(self) -> bool:
        return any(marketo.is_do_nothing(text_of(attribute.value)) for attribute in self.attributes)

    def acts_like(self, other: Choice) -> bool:
        """Return whether both do the same; conditions do not count."""
        return _acts_like(self.data, other.data)

    def attribute(self, *names: str) -> str | None:
        """Return the value of the first attribute with one of these names."""
        for name in names:
            for attribute in self.attributes:
                if marketo.same_name(attribute.name, name):
                    return text_of(attribute.value)
        return None

    def value(self, *names: str) -> str:
        """Return the value of the attribute with one of these names, or of the primary or only one.

        "" if there is none, and for `--Do Nothing--`.
        """
        value = self.attribute(*names)
        if value is None:
            primary = [attribute for attribute in self.attributes if attribute.primary]
            candidates = primary or self.attributes
            value = text_of(candidates[0].value) if len(candidates) == 1 else ""
        return "" if marketo.is_do_nothing(value) else value.strip()

    @property
    def duration(self) -> str:
        """The duration of a Wait step in words; "" if it has none, or waits for a date."""
        return marketo.duration_text(self.attributes)

    @property
    def target(self) -> str | None:
        """The text that names the campaign which this choice executes, requests or removes from.

        None if there is none: for an empty value and `--Do Nothing--`.
        """
        at = find_target(self.attributes)
        text = "" if at is None else text_of(self.attributes[at].value).strip()
        return None if not text or marketo.is_do_nothing(text) else text

    @property
    def has_token_target(self) -> bool:
        """Whether a token makes up the target or a part of it, so that only Marketo knows it."""
        return bool(texts_in_braces(self.target or ""))

    @property
    def uses_parent_context(self) -> bool | None:
        """Use Parent Campaign Token Context; None if it is not in the export."""
        value = marketo.fold_term(self.attribute(marketo.USE_PARENT_CONTEXT))
        return {"true": True, "false": False}.get(value)

    @property
    def location(self) -> SymbolicLocation:
        step = self.step.location
        at = find_target(self.attributes)
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
    """The condition of a choice, without the attributes."""

    __slots__ = ("choice",)

    def __init__(self, choice: Choice) -> None:
        self.choice = choice

    def __str__(self) -> str:
        """Return the condition as the screen shows it: `Country is US, Canada`."""
        choice = self.choice
        values = ", ".join(choice.values[:_MAX_VALUES])
        if len(choice.values) > _MAX_VALUES:
            values += f" and {len(choice.values) - _MAX_VALUES} more"
        return " ".join(filter(None, (choice.field, choice.operator, values)))

    @property
    def location(self) -> SymbolicLocation:
        return self.choice.location._replace(
            focus=("rule", "values" if self.choice.values else "name")
        )


class FlowStep(Reportable):
    """A step of a campaign's flow."""

    __slots__ = ("_choices", "_tokens", "campaign", "data", "index", "name")

    def __init__(self, campaign: SmartCampaign, index: int, data: records.FlowStep) -> None:
        self.campaign = campaign
        self.index = index
        self.data = data
        self.name = marketo.step_name(data.activity_type_name or "")
        """The API's name of the step, also if the export uses the screen's name."""
        self._choices: tuple[Choice, ...] | None = None
        self._tokens: tuple[Token, ...] | None = None

    def __str__(self) -> str:
        return f"{self.campaign} flow step {self.number}"

    @property
    def number(self) -> int:
        """The position on the screen, from 1."""
        return self.index + 1

    @property
    def choices(self) -> tuple[Choice, ...]:
        if self._choices is None:
            choices = enumerate(self.data.step_choice or ())
            self._choices = tuple([Choice(self, index, data) for index, data in choices])
        return self._choices

    def release_choices(self) -> None:
        """Forget the views of its choices: each refers to the step, so neither would be freed."""
        self._choices = None

    @property
    def is_unconditional(self) -> bool:
        """Whether the step does the same for everyone: it has the default choice only."""
        choices = self.data.step_choice or ()
        return len(choices) == 1 and choices[0].rule is None and choices[0].default is not False

    @property
    def has_default(self) -> bool:
        """Whether it has a default choice, so that everyone takes one of its choices."""
        choices = self.data.step_choice or ()
        return any(choice.rule is None and choice.default is not False for choice in choices)

    @property
    def has_attributes(self) -> bool:
        """Whether attributes of the step were exported, and not only its name."""
        return any(map(_attributes_of, self.data.step_choice or ()))

    @property
    def has_every_target(self) -> bool:
        """Whether the export says which campaign each choice targets."""
        return has_every_target(self.data)

    @property
    def fields_written(self) -> tuple[str, ...]:
        """The person's fields that the step may change, as it names them."""
        names = marketo.WRITTEN_FIELD.get(self.name)
        if names is None:
            return ()
        written = (choice.value(*names) for choice in self.choices if not choice.does_nothing)
        return tuple(dict.fromkeys(filter(None, written)))

    @property
    def fields_read(self) -> tuple[str, ...]:
        """The person's fields that its choices compare or its values use as tokens."""
        read = [choice.field for choice in self.choices]
        read += [token.name for token in self.tokens("lead")]
        return tuple(dict.fromkeys(filter(None, read)))

    def is_like(self, other: FlowStep) -> bool:
        """Return whether both have the same name, values and choices; ids do not count."""
        ones, others = self.data.step_choice or (), other.data.step_choice or ()
        if len(ones) != len(others) or self.name != other.name:
            return False
        return all(map(_is_like, ones, others))

    @property
    def does_nothing(self) -> bool:
        choices = self.choices
        return bool(choices) and all(choice.does_nothing for choice in choices)

    @property
    def empties_flow(self) -> bool:
        """Whether it removes everyone from the flow that it is in, through whichever choice."""
        is_removal = self.name == marketo.REMOVE_FROM_FLOW and self.has_default
        return is_removal and all(map(self._ends_flow, self.choices))

    def _ends_flow(self, choice: Choice) -> bool:
        text = choice.target
        if text is None:
            return False
        if marketo.is_this_campaign(text) or marketo.is_every_campaign(text):
            return True
        removed = self.campaign.instance.resolver.resolve(text, self.campaign).campaign
        return removed is not None and removed.id == self.campaign.id

    def _find_tokens(self) -> tuple[Token, ...]:
        tokens: list[Token] = []
        for choice in self.data.step_choice or ():
            for attribute in choice.attributes or ():
                value = attribute.value
                if isinstance(value, str) and TOKEN_START in value:
                    tokens += tokens_in(value)
        return tuple(tokens)

    def tokens(self, kind: str) -> tuple[Token, ...]:
        """Return the tokens of one kind ("my", "trigger") in the values, each name once.

        If a name occurs with and without a default, the token without one is returned.
        """
        if self._tokens is None:
            self._tokens = self._find_tokens()
        if not self._tokens:
            return ()
        tokens: dict[str, Token] = {}
        for token in self._tokens:
            if token.kind == kind:
                first = tokens.setdefault(token.key, token)
                if first.has_default and not token.has_default:
                    tokens[token.key] = token
        return tuple(tokens.values())

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


def find_target(attributes: Sequence[records.FlowStepChoiceAttribute]) -> int | None:
    """Return the index of the attribute that names the campaign which a choice targets."""
    candidates = [
        index
        for index, attribute in enumerate(attributes)
        if not marketo.same_name(attribute.name, marketo.USE_PARENT_CONTEXT)
    ]
    for index in candidates:
        if attributes[index].primary:
            return index
    for name in marketo.CALLED_CAMPAIGN_ATTRIBUTES:
        for index in candidates:
            if marketo.same_name(attributes[index].name, name):
                return index
    return candidates[0] if len(candidates) == 1 else None


def has_every_target(step: records.FlowStep) -> bool:
    """Return whether the export says which campaign each choice of a step targets."""
    choices = step.step_choice or ()
    return bool(choices) and all(map(_has_target, choices))


def _has_target(choice: records.FlowStepChoice) -> bool:
    attributes = choice.attributes or ()
    at = find_target(attributes)
    return at is not None and not texts_in_braces(text_of(attributes[at].value))


def _is_like(one: records.FlowStepChoice, other: records.FlowStepChoice) -> bool:
    return one.rule == other.rule and _acts_like(one, other)


def _acts_like(one: records.FlowStepChoice, other: records.FlowStepChoice) -> bool:
    ones, others = one.attributes or (), other.attributes or ()
    if len(ones) != len(others):
        return False
    for each, its in zip(ones, others, strict=True):
        if each.name != its.name or text_of(each.value) != text_of(its.value):
            return False
    return True
