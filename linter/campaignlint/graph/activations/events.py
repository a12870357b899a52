"""Change events: a subject such as a field or a list, and the value that it gets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.values import (
    UNKNOWN,
    Comparison,
    Value,
    apply,
    constant,
    is_own_value,
    written_score,
    written_value,
)
from campaignlint.marketo import events as vocabulary
from campaignlint.marketo.names import fold_reference, fold_term
from campaignlint.model.tokens import TOKEN_START

if TYPE_CHECKING:
    from campaignlint.marketo.events import Effect
    from campaignlint.model.calls import Call
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice

Subject = tuple[str, ...]
"""The kind of event, and the folded names of what changes: `("field", "lead status")`."""

Known = dict[Subject, frozenset[Value]]
"""The values that subjects may have at some moment; nothing is known about the others."""


class ChangeEvent(NamedTuple):
    """A change of a subject to a value."""

    subject: Subject
    value: Value
    workspace: str = ""
    """Of the campaign that causes the event; "" if it is unknown, or if anything may cause it."""

    @property
    def kind(self) -> str:
        return self.subject[0]

    @property
    def has_state(self) -> bool:
        """Whether the event happens only if a stored value changes."""
        return self.subject[0] not in vocabulary.WITHOUT_STATE


class Write(NamedTuple):
    """The change of a subject by one choice of a flow step."""

    choice: Choice
    subject: Subject
    name: str
    """The subject as the step spells it."""
    value: Value
    effect: Effect

    @property
    def campaign(self) -> SmartCampaign:
        return self.choice.campaign

    def values_after(self, before: frozenset[Value] | None) -> frozenset[Value]:
        """Return the values that the subject may have after the write."""
        if before is None or self.value.nature != "difference":
            return frozenset({self.value})
        return frozenset(apply(each, self.value) for each in before)


@lru_cache(maxsize=16_384)
def subject_of(kind: str, *names: str) -> Subject:
    return (kind, *map(fold_reference, names))


def read_write(choice: Choice, effect: Effect, *, owns_tokens: bool = True) -> Write | None:
    """Return the write of a choice; None if it has none or the export does not show it.

    A field that gets its own value does not change, so that counts as nothing.
    """
    name = choice.value(*effect.subject) if effect.subject else effect.kind
    if not name or TOKEN_START in name or choice.does_nothing:
        return None
    campaign = choice.campaign
    names = [name]
    if effect.member_field:
        names.append(choice.attribute(*effect.member_field) or "")
    subject = subject_of(effect.kind, *(names if effect.subject else ()))
    if effect.kind == "request":
        call = call_of(choice)
        if call is None:
            return None
        subject = ("request", str(call.target.id))
    value = _value(choice, effect, names[-1], campaign, owns_tokens=owns_tokens)
    return None if value is None else Write(choice, subject, names[-1], value, effect)


def _value(
    choice: Choice, effect: Effect, name: str, campaign: SmartCampaign, *, owns_tokens: bool
) -> Value | None:
    if effect.fixed_value is not None:
        return constant(effect.fixed_value)
    text = choice.attribute(*effect.value) if effect.value else None
    if text is None:
        return UNKNOWN
    if effect.is_score_change:
        value = written_score(text, campaign, owns_tokens=owns_tokens)
        return None if value.nature == "difference" and not float(value.text) else value
    if is_own_value(text, name):
        return None
    return written_value(text, name, campaign, owns_tokens=owns_tokens)


def call_of(choice: Choice) -> Call | None:
    """Return the call that a choice of Execute or Request Campaign makes."""
    index, step = choice.index, choice.step.index
    for call in choice.campaign.calls_out:
        if call.choice.index == index and call.choice.step.index == step:
            return call
    return None


class Read(NamedTuple):
    """A comparison that a filter or the condition of a choice makes."""

    subject: Subject | None
    """None if no flow step is known to write the compared value."""
    comparison: Comparison

    def verdict(self, known: Known) -> Certainty:
        if self.subject is None:
            return Certainty.POSSIBLE
        return self.comparison.holds_for_any(known.get(self.subject))


def read_condition(
    campaign: SmartCampaign, name: str, operator: str, values: tuple[str, ...]
) -> Read:
    """Return the read of an attribute filter or of the condition of a choice."""
    comparison = Comparison(operator, values)
    membership = vocabulary.MEMBERSHIP_FILTERS.get(fold_term(name))
    if membership is not None:
        return _read_membership(membership, comparison)
    if fold_term(name) == "program status":
        program = campaign.program_name
        return Read(None if program is None else subject_of("status", program), comparison)
    return Read(subject_of("field", name), comparison)


def _read_membership(membership: tuple[str, str], comparison: Comparison) -> Read:
    kind, member = membership
    if fold_term(comparison.operator) not in ("in", "is") or len(comparison.values) != 1:
        return Read(None, comparison)
    return Read(subject_of(kind, *comparison.values), Comparison("is", (member,)))
