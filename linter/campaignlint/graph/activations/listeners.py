"""The triggers that change events may fire."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.graph.activations.certainty import (
    CERTAIN,
    Certainty,
    Verdict,
    impossible,
    possible,
)
from campaignlint.graph.activations.events import subject_of
from campaignlint.graph.activations.values import (
    Comparison,
    as_number,
    constant,
    exact_value,
    number,
)
from campaignlint.marketo import events as vocabulary
from campaignlint.marketo.names import fold_term
from campaignlint.model.tokens import TOKEN_START

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.graph.activations.events import ChangeEvent, Subject
    from campaignlint.graph.activations.values import Value
    from campaignlint.marketo.events import Listening
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.smart_list import Condition, Trigger


class Listener:
    """A trigger that a change event may fire."""

    __slots__ = ("_others", "campaign", "comparisons", "listening", "subjects", "trigger", "value")

    def __init__(self, trigger: Trigger, campaign: SmartCampaign, listening: Listening) -> None:
        self.trigger = trigger
        self.campaign = campaign
        self.listening = listening
        self.value: Comparison | None = None
        """The constraint on the new value."""
        self.comparisons: tuple[Comparison | None, ...] = ()
        """The constraint on each name of the subject; None for any name."""
        self.subjects: tuple[Subject, ...] | None = None
        """The only subjects that it listens to; None if that is not a list of names."""
        self._others: list[Condition] = []
        """All other constraints."""
        self._read_constraints()

    def _read_constraints(self) -> None:
        listening = self.listening
        names = [each for each in (listening.subject, listening.member_field) if each]
        subjects: list[Comparison | None] = [None for _ in names]
        for condition in self.trigger.conditions:
            comparison = Comparison(condition.operator, condition.values)
            position = next(
                (index for index, each in enumerate(names) if _is_named(condition, each)), None
            )
            if not condition.constrains:
                continue
            if position is not None:
                subjects[position] = comparison
            elif _is_named(condition, listening.value):
                self.value = comparison
            elif names and condition.is_primary and subjects[0] is None:
                subjects[0] = comparison
            else:
                self._others.append(condition)
        self.comparisons = tuple(subjects)
        self.subjects = self._exact_subjects()

    def _exact_subjects(self) -> tuple[Subject, ...] | None:
        kind = self.listening.kind
        if kind == "request":
            return (("request", str(self.campaign.id)),)
        if kind in vocabulary.WITHOUT_SUBJECT:
            return ((kind,),)
        only = self.comparisons[0] if len(self.comparisons) == 1 else None
        if (
            only is None
            or fold_term(only.operator) not in ("is", "in")
            or TOKEN_START in "".join(only.values)
        ):
            return None
        return tuple(subject_of(kind, text) for text in only.values)

    @property
    def limits(self) -> Iterator[Value]:
        """The numbers at, below and above each limit of the constraint on the new value."""
        if self.value is not None and self.value.is_order:
            limits = map(as_number, self.value.values)
            for limit in (limit for limit in limits if limit is not None):
                yield from (number(limit - 1), number(limit), number(limit + 1))

    @property
    def only_values(self) -> tuple[Value, ...]:
        """The only new values that fire it; empty if others do, too."""
        if self.listening.fixed_value is not None:
            return (constant(self.listening.fixed_value),)
        if self.value is None or self.value.exact_values is None:
            return ()
        return tuple(map(constant, self.value.values))

    def listens_to(self, subject: Subject) -> bool:
        """Return whether it listens to subjects of this kind, and not only to others."""
        if self.subjects is not None:
            return subject in self.subjects
        return subject[0] == self.listening.kind

    def verdict(self, event: ChangeEvent) -> Verdict:
        """Return whether an event fires the trigger.

        Which people a workspace sees is not in the export.
        """
        verdict = self._on_subject(event).and_then(self._on_value(event))
        for condition in self._others if verdict.certainty else ():
            verdict = verdict.and_then(self._on_other(condition))
        if self.listening.evidence == "unverified" and verdict.certainty:
            verdict = verdict.and_then(possible("no public source confirms the event"))
        own = self.campaign.workspace
        if verdict.certainty and own and event.workspace not in ("", own):
            verdict = verdict.and_then(possible(f"it is in workspace '{own}'"))
        return verdict

    def _on_subject(self, event: ChangeEvent) -> Verdict:
        if self.subjects is not None:
            is_same = event.subject in self.subjects
            return CERTAIN if is_same else impossible("it listens to something else")
        verdict = CERTAIN
        for comparison, name in zip(self.comparisons, event.subject[1:], strict=False):
            if comparison is not None:
                answer = comparison.holds(constant(name))
                verdict = verdict.and_then(Verdict(answer, self._text("it listens to")))
        return verdict

    def _on_value(self, event: ChangeEvent) -> Verdict:
        fixed = self.listening.fixed_value
        if fixed is not None and event.value != constant(fixed):
            return impossible("it listens to the opposite change")
        if self.value is None:
            return CERTAIN
        names = self.listening.value
        values = " or ".join(f"'{text}'" for text in self.value.values)
        text = " ".join(filter(None, (names[0], self.value.operator, values)))
        return Verdict(self.value.holds(event.value), self._text(text))

    def _on_other(self, condition: Condition) -> Verdict:
        reason = self._text(condition.name)
        if self.listening.kind == "request":
            sources = self.trigger.request_sources
            if sources is None or not sources <= _KNOWN_SOURCES:
                return possible(reason)
            return impossible(reason) if sources <= marketo.FROM_OUTSIDE else CERTAIN
        if self.listening.kind == "field" and marketo.same_name(
            condition.name, vocabulary.CHANGE_SOURCE
        ):
            return Verdict(_flow_is_source(condition.operator, condition.values), reason)
        return possible(reason)

    def _text(self, constraint: str) -> str:
        return f"trigger {self.trigger.number}: {constraint}"


_KNOWN_SOURCES = marketo.FROM_FLOWS | marketo.FROM_OUTSIDE | marketo.ANYBODY


def _is_named(condition: Condition, names: Iterable[str]) -> bool:
    return any(marketo.same_name(condition.name, name) for name in names)


def _flow_is_source(operator: str, values: tuple[str, ...]) -> Certainty:
    """Return whether changes by flow steps meet a constraint on Source."""
    may_mean = any(map(vocabulary.may_mean_flows, values))
    means = any(marketo.same_name(text, name) for text in values for name in marketo.FROM_FLOWS)
    if marketo.same_name(operator, "is"):
        return Certainty.POSSIBLE if may_mean else Certainty.IMPOSSIBLE
    if marketo.same_name(operator, "is not"):
        if means:
            return Certainty.IMPOSSIBLE
        return Certainty.POSSIBLE if may_mean else Certainty.CERTAIN
    return Certainty.POSSIBLE


class Listeners:
    """The triggers of an instance that change events may fire."""

    def __init__(self, campaigns: Iterable[SmartCampaign]) -> None:
        self.triggers = 0
        """All triggers of these campaigns."""
        self.not_understood: list[Trigger] = []
        """Triggers that Marketo's vocabulary does not have, or of which only the name is known."""
        self.by_campaign: dict[int, list[Listener]] = {}
        self._by_subject: dict[Subject, list[Listener]] = defaultdict(list)
        self._by_value: dict[tuple[Subject, str], list[Listener]] = defaultdict(list)
        """Those that listen to a subject and to one of some values."""
        self._of_any_value: dict[Subject, list[Listener]] = defaultdict(list)
        self._by_kind: dict[str, list[Listener]] = defaultdict(list)
        """Those that listen to subjects by more than a list of names."""
        for campaign in campaigns:
            listeners = list(self._listeners_of(campaign))
            if listeners:
                self.by_campaign[campaign.id] = listeners
            for listener in listeners:
                if listener.subjects is None:
                    self._by_kind[listener.listening.kind].append(listener)
                for subject in listener.subjects or ():
                    self._by_subject[subject].append(listener)
                    self._add_by_value(subject, listener)
        self.kinds = {subject[0] for subject in self._by_subject} | self._by_kind.keys()
        """The kinds of events that have listeners."""

    def _listeners_of(self, campaign: SmartCampaign) -> Iterator[Listener]:
        smart_list = campaign.smart_list
        if smart_list is None:
            return
        for index, data in enumerate(smart_list.rules.triggers or ()):
            self.triggers += 1
            name = data if isinstance(data, str) else data.name or ""
            listening = vocabulary.listening_of(name)
            if listening is None and vocabulary.is_known_trigger(name):
                continue
            trigger = smart_list.triggers[index]
            if listening is None or (not trigger.has_conditions and listening.kind != "request"):
                self.not_understood.append(trigger)
            else:
                yield Listener(trigger, campaign, listening)

    def of(self, subject: Subject) -> Iterator[Listener]:
        """Yield the triggers that may listen to a subject."""
        yield from self._by_subject.get(subject, ())
        yield from self._by_kind.get(subject[0], ())

    def _add_by_value(self, subject: Subject, listener: Listener) -> None:
        values = None if listener.value is None else listener.value.exact_values
        if values is None:
            self._of_any_value[subject].append(listener)
        for value in values or ():
            self._by_value[subject, value].append(listener)

    def listeners_for(self, event: ChangeEvent) -> Iterator[Listener]:
        """Yield the triggers that an event may fire, without most that wait for other values."""
        subject, value = event.subject, event.value
        if value.nature != "constant":
            yield from self.of(subject)
            return
        yield from self._by_value.get((subject, exact_value(value.text)), ())
        yield from self._of_any_value.get(subject, ())
        yield from self._by_kind.get(subject[0], ())

    def listens_to(self, subject: Subject) -> bool:
        return subject in self._by_subject or subject[0] in self._by_kind
