"""Races: campaigns whose outcome depends on which of them runs first."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.events import ChangeEvent, read_condition, subject_of
from campaignlint.graph.activations.flows import FlowRun
from campaignlint.graph.activations.values import UNKNOWN, constant
from campaignlint.graph.activations.writes import written_names
from campaignlint.marketo import CAMPAIGN_IS_REQUESTED
from campaignlint.marketo.events import effect_of
from campaignlint.marketo.names import fold_reference, fold_term, same_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from campaignlint.graph.activations.events import Known, Read, Subject, Write
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.listeners import Listener
    from campaignlint.marketo import records
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import Filter, Trigger


_MAX_COMPARED = 100
"""The number of writers of a field with which each of them is compared."""


class WriteRace(NamedTuple):
    """Campaigns that give the same fields different values after the same event."""

    triggers: tuple[Trigger, ...]
    names: tuple[str, ...]
    """The fields as a step spells them."""


class FilterRace(NamedTuple):
    """A filter that compares what another campaign writes after the same event."""

    trigger: Trigger
    """Of the campaign that writes."""
    write: Write
    other_trigger: Trigger
    filter: Filter
    """Of the campaign with the other trigger."""


class SelfActivation(NamedTuple):
    """A write that activates the campaign which makes it."""

    write: Write
    listener: Listener


def same_triggers(instance: Instance) -> Iterator[list[Trigger]]:
    """Yield the triggers of active campaigns of one workspace that fire at the same events.

    Of several that a campaign has, only the first counts. Triggers with several values fire at the
    same events as those with one of them. A request starts only one campaign.
    """
    groups: dict[Hashable, dict[int, Trigger]] = defaultdict(dict)
    for campaign in instance.campaigns:
        for trigger in campaign.triggers if campaign.is_active else ():
            if trigger.has_conditions and not same_name(trigger.name, CAMPAIGN_IS_REQUESTED):
                for identity in _identities(trigger):
                    groups[campaign.workspace, *identity].setdefault(campaign.id, trigger)
    shared = sorted((each for each in groups.values() if len(each) > 1), key=len, reverse=True)
    larger: dict[int, list[dict[int, Trigger]]] = defaultdict(list)
    for triggers in shared:
        first = next(iter(triggers))
        if not any(triggers.keys() <= each.keys() for each in larger[first]):
            yield list(triggers.values())
            for number in triggers:
                larger[number].append(triggers)


def _identities(trigger: Trigger) -> Iterator[tuple[Hashable, ...]]:
    """Yield the keys that triggers which fire at the same events share.

    There are several if the first constraint with several values is met by any of them.
    """
    constraints = [
        (
            fold_term(condition.name),
            fold_term(condition.operator),
            frozenset(fold_reference(value) for value in condition.values),
        )
        for condition in trigger.conditions
        if condition.constrains
    ]
    several = [
        constraint
        for constraint in constraints
        if constraint[1] in ("is", "in") and len(constraint[2]) > 1
    ]
    for value in sorted(several[0][2]) if several else ("",):
        yield (
            fold_term(trigger.name),
            frozenset(
                (*constraint[:2], frozenset({value}))
                if several and constraint is several[0]
                else constraint
                for constraint in constraints
            ),
        )


# Writes


def write_races(graph: ActivationGraph) -> Iterator[WriteRace]:
    """Yield the fields that campaigns give different values after the same event.

    Only writes before their first Wait step count. Points add up in any order. Caps and floors
    do not race, nor do campaigns whose filters no person meets together.
    """
    writes_of = cache(partial(_field_writes, graph))
    for triggers in same_triggers(graph.instance):
        writers: dict[Subject, list[_FieldWriter]] = defaultdict(list)
        for trigger in triggers:
            for subject, writes in writes_of(_campaign(trigger)).items():
                values = frozenset(map(_identity_of_value, writes))
                writers[subject].append(_FieldWriter(trigger, writes[0].name, values))
        races: dict[tuple[Trigger, ...], list[str]] = defaultdict(list)
        for found in writers.values():
            racing: tuple[Trigger, ...] = ()
            if _differ(*(writer.values for writer in found)):
                racing = tuple(
                    writer.trigger
                    for writer in found
                    if any(_race(graph, writer, other) for other in found[:_MAX_COMPARED])
                )
            if racing:
                races[racing].append(found[0].name)
        for racing, names in races.items():
            yield WriteRace(racing, tuple(names))


class _FieldWriter(NamedTuple):
    """A campaign that writes a field at once, and the values that it may write."""

    trigger: Trigger
    name: str
    values: frozenset[tuple[str, str]]


def _field_writes(graph: ActivationGraph, campaign: SmartCampaign) -> dict[Subject, list[Write]]:
    """Return what a campaign may write to fields at once, without caps and floors."""
    writes: dict[Subject, list[Write]] = defaultdict(list)
    if any(map(_writes_field, campaign.step_records)) or campaign.executes:
        filters = graph.whole_flows.filters_of(campaign)
        run = FlowRun(graph.whole_flows, campaign, {}, stops_at_waits=True)
        for write in (outcome.write for outcome in run.outcomes()):
            if write.subject[0] == "field" and not _is_limit(write, filters):
                writes[write.subject].append(write)
    return writes


def _writes_field(step: records.FlowStep) -> bool:
    effect = effect_of(step.activity_type_name or "")
    return effect is not None and effect.kind == "field"


def _is_limit(write: Write, filters: Iterable[Read]) -> bool:
    """Return whether a write corrects values of its own field above or below a limit."""
    choices = (choice for choice in write.choice.step.choices if choice.rule is not None)
    reads = (
        read_condition(choice.campaign, choice.field, choice.operator, choice.values)
        for choice in choices
    )
    return any(
        read.subject == write.subject and read.comparison.is_order for read in (*filters, *reads)
    )


def _race(graph: ActivationGraph, writer: _FieldWriter, other: _FieldWriter) -> bool:
    """Return whether what remains depends on which of two campaigns runs last."""
    first, second = _campaign(writer.trigger), _campaign(other.trigger)
    return (
        first is not second
        and _differ(writer.values, other.values)
        and not (_calls(first, second) or _calls(second, first))
        and not _exclude_each_other(
            graph.whole_flows.filters_of(first), graph.whole_flows.filters_of(second)
        )
    )


def _differ(*values: frozenset[tuple[str, str]]) -> bool:
    """Return whether writes of these values have different outcomes in different orders."""
    found = frozenset().union(*values)
    return len(found) > 1 and any(nature != "difference" for nature, _ in found)


def _identity_of_value(write: Write) -> tuple[str, str]:
    """Return the key that writes of the same value share; an unknown value has only its text."""
    text = write.choice.attribute(*write.effect.value) if write.value == UNKNOWN else None
    return write.value.nature, fold_reference(write.value.text if text is None else text)


# Filters


def filter_races(graph: ActivationGraph) -> Iterator[FilterRace]:
    """Yield the filters that ask for what another campaign sets after the same event.

    Of several such campaigns, only the first counts for each filter. Only what a campaign writes
    to everyone before its first Wait counts. Campaigns whose filters no person meets together do
    not race. Nor do filters that people without a value meet, or of which any is enough.
    """
    seen: set[tuple[int, int]] = set()
    for triggers in same_triggers(graph.instance):
        subjects: set[Subject | None] = {
            read.subject
            for trigger in triggers
            for read in graph.whole_flows.filters_of(_campaign(trigger))
        }
        writers: dict[Subject, list[_Writer]] = defaultdict(list)
        for trigger in triggers if subjects else ():
            if not _may_write(_campaign(trigger), subjects):
                continue
            for writer in _writers(graph, trigger):
                if writer.write.subject in subjects:
                    writers[writer.write.subject].append(writer)
        for trigger in triggers if writers else ():
            for race in _filter_races(graph, trigger, writers):
                asking = (_campaign(trigger).id, race.filter.index)
                if asking not in seen:
                    seen.add(asking)
                    yield race


def _may_write(campaign: SmartCampaign, subjects: set[Subject | None]) -> bool:
    """Return whether the names in a flow allow for it; a cheap test, as most flows do not."""
    if campaign.executes:
        return True
    for step in campaign.step_records:
        effect = effect_of(step.activity_type_name or "")
        if effect is not None and effect.subject:
            names = written_names(effect, step)
            if any(subject_of(effect.kind, *name) in subjects for name in names):
                return True
    return False


class _Writer(NamedTuple):
    """A campaign that sets a subject at once, and the values that the subject may then have."""

    trigger: Trigger
    write: Write
    known: Known


def _writers(graph: ActivationGraph, trigger: Trigger) -> Iterator[_Writer]:
    """Yield what a campaign writes to everyone before its first Wait.

    What its own trigger or filters compare is left out.
    """
    campaign = _campaign(trigger)
    run = FlowRun(graph.whole_flows, campaign, {}, stops_at_waits=True)
    writes = {outcome.write.subject: outcome.write for outcome in run.outcomes()}
    compared = {read.subject for read in graph.whole_flows.filters_of(campaign)}
    compared.update(_subjects(trigger))
    for subject in run.known.keys() - compared:
        yield _Writer(trigger, writes[subject], run.known)


def _filter_races(
    graph: ActivationGraph, trigger: Trigger, writers: dict[Subject, list[_Writer]]
) -> Iterator[FilterRace]:
    campaign = _campaign(trigger)
    reads = graph.whole_flows.filters_of(campaign)
    if len(reads) > 1 and trigger.smart_list.match_type != "all":
        return
    for read, asking in zip(reads, campaign.filters, strict=True):
        for writer in writers.get(read.subject, ()) if read.subject is not None else ():
            other = _campaign(writer.trigger)
            if (
                other is not campaign
                and fold_term(read.comparison.operator) in _POSITIVE_OPERATORS
                and read.verdict(writer.known) > Certainty.IMPOSSIBLE
                and not (_calls(other, campaign) or _calls(campaign, other))
                and not _exclude_each_other(graph.whole_flows.filters_of(other), reads)
            ):
                yield FilterRace(writer.trigger, writer.write, trigger, asking)
                break


_POSITIVE_OPERATORS = frozenset(
    {"is", "in", "contains", "starts with", "at least", "greater than", "is not empty"}
)


def _campaign(trigger: Trigger) -> SmartCampaign:
    campaign = trigger.smart_list.campaign
    if campaign is None:
        raise AssertionError("only campaigns have triggers")
    return campaign


def _calls(one: SmartCampaign, other: SmartCampaign) -> bool:
    return any(call.target.id == other.id for call in one.calls_out)


def _subjects(trigger: Trigger) -> Iterator[Subject]:
    """Yield the fields that the constraints of a trigger name."""
    for condition in trigger.conditions:
        yield from (subject_of("field", value) for value in condition.values)


def _exclude_each_other(one: Sequence[Read], other: Sequence[Read]) -> bool:
    """Return whether no person meets all of these filters."""
    return any(
        read.subject is not None
        and read.subject == against.subject
        and (_excludes(read, against) or _excludes(against, read))
        for read in one
        for against in other
    )


def _excludes(read: Read, other: Read) -> bool:
    """Return whether each value that meets the first comparison fails the second."""
    if fold_term(read.comparison.operator) not in ("is", "in"):
        return False
    values = read.comparison.values
    return bool(values) and all(
        other.comparison.holds(constant(value)) == Certainty.IMPOSSIBLE for value in values
    )


# Campaigns that activate themselves


def self_activations(
    graph: ActivationGraph, except_for: Iterable[SmartCampaign] = ()
) -> Iterator[SelfActivation]:
    """Yield the first write of each campaign that activates the campaign again.

    Campaigns that let each person through once, or once in an interval, do not run again.
    `except_for` are campaigns of loops.
    """
    looping = {campaign.id for campaign in except_for}
    for number, listeners in graph.listeners.by_campaign.items():
        campaign = graph.campaign(number)
        if number not in looping and campaign.qualification not in ("once", "interval"):
            activation = next(_self_activations(graph, campaign, listeners), None)
            if activation is not None:
                yield activation


def _self_activations(
    graph: ActivationGraph, campaign: SmartCampaign, listeners: Sequence[Listener]
) -> Iterator[SelfActivation]:
    observed = [effect for effect in graph.effects_of(campaign) if _is_observed(effect, listeners)]
    for known in _known_at_start(graph, campaign, listeners) if observed else ():
        for outcome in graph.outcomes(campaign, known):
            write = outcome.write
            if write.campaign is not campaign or not outcome.event.has_state or not outcome.change:
                continue
            after = {write.subject: frozenset({outcome.value})}
            if not graph.flows.qualification(campaign, after).certainty:
                continue
            for listener in listeners:
                if listener.verdict(outcome.event).certainty == Certainty.CERTAIN:
                    yield SelfActivation(write, listener)


def _is_observed(outcome: Outcome, listeners: Sequence[Listener]) -> bool:
    return any(listener.listens_to(outcome.write.subject) for listener in listeners)


def _known_at_start(
    graph: ActivationGraph, campaign: SmartCampaign, listeners: Sequence[Listener]
) -> Iterator[Known]:
    """Yield the known values of people, for each trigger that they can qualify by."""
    for listener in listeners:
        subjects, values = listener.subjects, listener.only_values
        if not subjects or not values:
            yield {}
        for subject in subjects or ():
            for value in values:
                event = ChangeEvent(subject, value, campaign.workspace or "")
                yield graph.known_after(event, campaign)
    if len(listeners) < len(campaign.triggers):
        yield {}
