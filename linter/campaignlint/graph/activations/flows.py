"""Simulation of a flow for a person whose values are partly known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from campaignlint import marketo
from campaignlint.graph.activations.certainty import (
    CERTAIN,
    Certainty,
    Verdict,
    impossible,
    possible,
)
from campaignlint.graph.activations.events import (
    ChangeEvent,
    Known,
    Read,
    Write,
    call_of,
    read_condition,
    read_write,
)
from campaignlint.graph.activations.values import Comparison, differs
from campaignlint.graph.activations.writes import written_names
from campaignlint.marketo.events import effect_of
from campaignlint.marketo.names import fold_term
from campaignlint.model.flow import FlowStep

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from campaignlint.graph.activations.events import Subject
    from campaignlint.graph.activations.values import Value
    from campaignlint.graph.activations.writes import ObservedWrites
    from campaignlint.marketo import records
    from campaignlint.model.calls import Call
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice
    from campaignlint.model.smart_list import Filter

StatusSteps = dict[str, "Mapping[str, int]"]
"""By the folded name of a program, the step of each of its statuses by folded name."""

OperationKind = Literal["write", "execute", "wait", "remove", "delete"]

MAX_VALUES = 8
"""The maximum number of values of a subject within a flow; with more, none is known."""

_MAX_NESTING = 10
"""The maximum nesting of executable campaigns; Marketo allows three levels."""

_MAX_EXECUTIONS = 500
"""The maximum number of executions that are followed in one run of a flow."""


class Branch(NamedTuple):
    """A choice of a flow step: its condition and its effect."""

    choice: Choice
    condition: Read | None
    """None for the default choice."""
    write: Write | None = None
    call: Call | None = None
    removes_from: SmartCampaign | None = None
    """The campaign from whose flow Remove from Flow takes the person."""


class Operation(NamedTuple):
    """A flow step that matters for events."""

    kind: OperationKind
    step: FlowStep
    branches: tuple[Branch, ...]
    """In the order in which Marketo evaluates them, the default choice last."""


Flow = tuple[Operation, ...]


def read_flow(
    campaign: SmartCampaign, observed: Container[int] | None, *, owns_tokens: bool = True
) -> Flow:
    """Return the steps of a campaign that write, call, wait or end the flow.

    Of those that write, only the `observed` ones, by index, and those whose field a choice
    compares; all of them if `observed` is None.
    """
    return tuple(_operations(campaign, observed, owns_tokens=owns_tokens))


def _operations(
    campaign: SmartCampaign, observed: Container[int] | None, *, owns_tokens: bool
) -> Iterator[Operation]:
    compared = frozenset() if observed is None else _compared_fields(campaign)
    for index, data in enumerate(campaign.step_records):
        kind = _kind_of(marketo.step_name(data.activity_type_name or ""))
        is_needed = observed is None or index in observed or _writes_any(data, compared)
        if kind == "write" and not is_needed:
            continue
        if kind is not None:
            step = FlowStep(campaign, index, data)
            branches = [_branch(kind, choice, owns_tokens=owns_tokens) for choice in step.choices]
            branches.sort(key=lambda branch: branch.condition is None)
            yield Operation(kind, step, tuple(branches))


def _compared_fields(campaign: SmartCampaign) -> frozenset[str]:
    """Return the folded names of what the choices of a flow compare."""
    return frozenset(
        marketo.fold_reference(choice.rule.name or "")
        for step in campaign.step_records
        for choice in step.step_choice or ()
        if choice.rule is not None
    )


def _writes_any(step: records.FlowStep, fields: frozenset[str]) -> bool:
    effect = effect_of(step.activity_type_name or "") if fields else None
    if effect is None or effect.kind != "field":
        return False
    return any(marketo.fold_reference(name) in fields for (name,) in written_names(effect, step))


_KINDS: dict[str, OperationKind] = {
    marketo.EXECUTE_CAMPAIGN: "execute",
    marketo.WAIT: "wait",
    marketo.DELETE_PERSON: "delete",
    marketo.REMOVE_FROM_FLOW: "remove",
}


def _kind_of(step_name: str) -> OperationKind | None:
    return _KINDS.get(step_name) or (None if effect_of(step_name) is None else "write")


def _branch(kind: OperationKind, choice: Choice, *, owns_tokens: bool) -> Branch:
    condition = None
    if choice.rule is not None:
        condition = read_condition(choice.campaign, choice.field, choice.operator, choice.values)
    if kind == "execute":
        return Branch(choice, condition, call=call_of(choice))
    if kind == "remove":
        return Branch(choice, condition, removes_from=_resolve_removal(choice))
    effect = effect_of(choice.step.name)
    if effect is None:
        return Branch(choice, condition)
    return Branch(choice, condition, read_write(choice, effect, owns_tokens=owns_tokens))


def _resolve_removal(choice: Choice) -> SmartCampaign | None:
    text, campaign = choice.target, choice.campaign
    if text is None:
        return None
    if marketo.is_this_campaign(text) or marketo.is_every_campaign(text):
        return campaign
    return campaign.instance.resolver.resolve(text, campaign).campaign


class Outcome(NamedTuple):
    """The effect of one write of a flow on a person."""

    write: Write
    value: Value
    """The value that the subject has afterwards."""
    verdict: Verdict
    """Whether the person reaches the write."""
    change: Certainty
    """Whether the write changes the stored value."""
    before: frozenset[Value] | None
    """The values that the subject may have before it; None if nothing is known."""
    is_after_wait: bool
    is_once: bool
    """Whether an executed campaign on the way lets each person through only once."""

    @property
    def event(self) -> ChangeEvent:
        campaign = self.write.campaign
        return ChangeEvent(self.write.subject, self.value, campaign.workspace or "")


class Flows:
    """The flows and filters of campaigns, each read on demand."""

    def __init__(self, observed: ObservedWrites | None, status_steps: StatusSteps) -> None:
        """Leave out writes that are not `observed`, unless a choice compares the field."""
        self._observed = observed
        self._status_steps = status_steps
        self._flows: dict[tuple[int, bool], Flow] = {}
        self._filters: dict[int, tuple[Read, ...]] = {}
        self._compared: dict[int, frozenset[Subject | None]] = {}

    def of(self, campaign: SmartCampaign, *, owns_tokens: bool = True) -> Flow:
        key = (campaign.id, owns_tokens)
        if key not in self._flows:
            observed = None if self._observed is None else self._observed.steps_of(campaign)
            self._flows[key] = read_flow(campaign, observed, owns_tokens=owns_tokens)
        return self._flows[key]

    def has_effects(self, campaign: SmartCampaign) -> bool:
        """Return whether a campaign writes what has listeners, or may end flows."""
        if self._observed is None or self._observed.subjects_of(campaign):
            return True
        return any(operation.kind in ("remove", "delete") for operation in self.of(campaign))

    def filters_of(self, campaign: SmartCampaign) -> tuple[Read, ...]:
        """Return what each filter of a campaign reads."""
        if campaign.id not in self._filters:
            filters = () if campaign.smart_list is None else campaign.smart_list.filters
            reads = tuple(_filter_read(campaign, filter_) for filter_ in filters)
            self._filters[campaign.id] = reads
        return self._filters[campaign.id]

    def compares(self, campaign: SmartCampaign, subject: Subject) -> bool:
        """Return whether what a campaign does may depend on the value of a subject before it."""
        if campaign.id not in self._compared:
            reads = [*self.filters_of(campaign)]
            for operation in self.of(campaign):
                reads += [branch.condition for branch in operation.branches if branch.condition]
            self._compared[campaign.id] = frozenset(read.subject for read in reads)
        return bool(campaign.executes) or subject in self._compared[campaign.id]

    def qualification(self, campaign: SmartCampaign, known: Known) -> Verdict:
        """Return whether a person meets the filters of a campaign."""
        smart_list = campaign.smart_list
        if smart_list is None or not smart_list.knows_filters:
            return possible("its filters are not exported")
        answers = [read.verdict(known) for read in self.filters_of(campaign)]
        if len(set(answers)) <= 1:
            return Verdict(answers[0], "filter 1") if answers else CERTAIN
        if smart_list.match_type in ("all", "any"):
            decisive = min(answers) if smart_list.match_type == "all" else max(answers)
            return Verdict(decisive, f"filter {answers.index(decisive) + 1}")
        return possible("its filter logic")

    def change(self, subject: Subject, before: Value, after: Value) -> Certainty:
        """Return whether a write of this value changes the stored one.

        A program status only moves to a step that is not below the present one.
        Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/program-flow-actions/change-program-status
        """
        change = differs(before, after)
        if subject[0] != "status" or not change:
            return change
        steps = self._status_steps.get(subject[1], {})
        old, new = steps.get(fold_term(before.text)), steps.get(fold_term(after.text))
        if old is None or new is None:
            return Certainty.POSSIBLE
        return change if new >= old else Certainty.IMPOSSIBLE


class FlowRun:
    """One run of a person through a flow, from its beginning or from a step after a Wait."""

    def __init__(
        self,
        flows: Flows,
        campaign: SmartCampaign,
        known: Known,
        *,
        first: int = 0,
        stops_at_waits: bool = False,
    ) -> None:
        self.known = known
        """The known values of the person; updated while the outcomes are read."""
        self.paused_before: int | None = None
        """The operation after the Wait at which the run stopped."""
        self.may_delete_person = False
        self.removes_from: set[int] = set()
        """Other campaigns from whose flows the person is or may be removed."""
        self._flows = flows
        self._campaign = campaign
        self._stops_at_waits = stops_at_waits
        self._reached = CERTAIN
        self._executions = 0
        self._has_waited = first > 0
        self._frames = [_Frame(flows.of(campaign), CERTAIN, position=first)]

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what each write does, in order, those of executed campaigns included."""
        while self._frames:
            frame = self._frames[-1]
            if frame.position == len(frame.flow):
                self._frames.pop()
                continue
            operation = frame.flow[frame.position]
            frame.position += 1
            reached = frame.reached.and_then(self._reached)
            if operation.kind == "write":
                yield from self._write(operation, reached, is_once=frame.is_once)
            elif operation.kind == "execute":
                self._execute(operation, reached, frame)
            elif operation.kind == "wait":
                self._wait(frame)
            else:
                self._end(operation, reached)

    def _open_branches(
        self, operation: Operation, reached: Verdict
    ) -> tuple[list[tuple[Branch, Verdict]], bool]:
        """Return the choices that the person may take, and whether some people take none."""
        branches = []
        still = CERTAIN
        for branch in operation.branches:
            taken = still
            if branch.condition is not None:
                answer = branch.condition.verdict(self.known)
                reason = self._text(branch.choice)
                taken = still.and_then(Verdict(answer, reason))
                if answer == Certainty.CERTAIN:
                    still = impossible(reason)
                elif answer == Certainty.POSSIBLE:
                    still = still.and_then(possible(reason))
            if taken.certainty:
                branches.append((branch, reached.and_then(taken)))
            if branch.condition is None or not still.certainty:
                return branches, False
        return branches, True

    def _write(self, operation: Operation, reached: Verdict, *, is_once: bool) -> Iterator[Outcome]:
        branches, may_take_none = self._open_branches(operation, reached)
        writes = [(branch.write, verdict) for branch, verdict in branches]
        before = {write.subject: self.known.get(write.subject) for write, _ in writes if write}
        for write, verdict in writes:
            if write is not None:
                yield from self._outcomes(write, verdict, before[write.subject], is_once=is_once)
        for subject, values in before.items():
            after = [
                write.values_after(values) if write and write.subject == subject else values
                for write, _ in writes
            ]
            if may_take_none or reached.certainty != Certainty.CERTAIN:
                after.append(values)
            _update(self.known, subject, after)

    def _outcomes(
        self, write: Write, verdict: Verdict, before: frozenset[Value] | None, *, is_once: bool
    ) -> Iterator[Outcome]:
        after = write.values_after(before)
        if not write.effect.is_outcome_certain:
            verdict = verdict.and_then(possible(f"whether {write.choice.step.name} succeeds"))
        if write.effect.evidence == "unverified":
            verdict = verdict.and_then(possible("no public source confirms the event"))
        if len(after) > 1:
            verdict = verdict.and_then(possible(f"the value of '{write.name}' before"))
        for value in sorted(after):
            change = self._change(write, before, value)
            yield Outcome(write, value, verdict, change, before, self._has_waited, is_once)

    def _change(self, write: Write, before: frozenset[Value] | None, value: Value) -> Certainty:
        event = ChangeEvent(write.subject, value)
        if not event.has_state or value.is_always_new:
            return Certainty.CERTAIN
        answers = {self._flows.change(write.subject, each, value) for each in before or ()}
        return answers.pop() if len(answers) == 1 else Certainty.POSSIBLE

    def _execute(self, operation: Operation, reached: Verdict, frame: _Frame) -> None:
        branches, _ = self._open_branches(operation, reached)
        for branch, verdict in reversed(branches):
            call = branch.call
            if call is None or not call.runs or not self._may_nest():
                continue
            child = call.target
            if not self._flows.has_effects(child):
                continue
            qualifies = self._flows.qualification(child, self.known)
            qualifies = qualifies._replace(reason=f"{qualifies.reason} of {child}")
            if child.qualification == "once":
                reason = f"{child} lets each person through only once"
                qualifies = qualifies.and_then(possible(reason))
            if qualifies.certainty:
                owns_tokens = branch.choice.uses_parent_context is False
                self._frames.append(
                    _Frame(
                        self._flows.of(child, owns_tokens=owns_tokens),
                        verdict.and_then(qualifies),
                        is_once=frame.is_once or child.qualification == "once",
                    )
                )

    def _text(self, choice: Choice) -> str:
        text = f"choice {choice.number} of flow step {choice.step.number}"
        return text if choice.campaign is self._campaign else f"{text} of {choice.campaign}"

    def _may_nest(self) -> bool:
        self._executions += 1
        return len(self._frames) <= _MAX_NESTING and self._executions <= _MAX_EXECUTIONS

    def _wait(self, frame: _Frame) -> None:
        if self._stops_at_waits and len(self._frames) == 1:
            self.paused_before = frame.position
            self._frames.clear()
        self._has_waited = True

    def _end(self, operation: Operation, reached: Verdict) -> None:
        """Follow Remove from Flow and Delete Lead."""
        branches, _ = self._open_branches(operation, reached)
        for branch, verdict in branches:
            removed_from = branch.removes_from
            if operation.kind == "delete":
                self.may_delete_person = True
            elif removed_from is None:
                continue
            elif removed_from.id not in (self._campaign.id, branch.choice.campaign.id):
                self.removes_from.add(removed_from.id)
                continue
            if verdict.certainty == Certainty.CERTAIN:
                self._frames.clear()
                return
            self._reached = self._reached.and_then(possible(self._text(branch.choice)))


class _Frame:
    """A flow of the call stack, and the position in it."""

    __slots__ = ("flow", "is_once", "position", "reached")

    def __init__(
        self, flow: Flow, reached: Verdict, *, position: int = 0, is_once: bool = False
    ) -> None:
        self.flow = flow
        self.reached = reached
        self.position = position
        self.is_once = is_once


def _update(known: Known, subject: Subject, after: list[frozenset[Value] | None]) -> None:
    values: set[Value] = set()
    for each in after:
        if each is None:
            known.pop(subject, None)
            return
        values |= each
    if len(values) > MAX_VALUES:
        known.pop(subject, None)
    else:
        known[subject] = frozenset(values)


def _filter_read(campaign: SmartCampaign, rule: Filter) -> Read:
    conditions = rule.conditions
    if rule.is_activity or len(conditions) != 1:
        return Read(None, Comparison("", ()))
    (only,) = conditions
    return read_condition(campaign, rule.name, only.operator, only.values)
