"""Recognition: whether the names of steps, triggers and attributes in an export are known.

Rules recognize them by their English names. If most names are unknown, for example because the
export is in another language, rules find nothing, and the run must not look clean.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.loading.reader import Diagnostic
from campaignlint.model.flow import find_target
from campaignlint.text import format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterator, Mapping

    from campaignlint.marketo import records
    from campaignlint.model.flow import FlowStep
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import Trigger

RULE = "unrecognized-names"

_MIN_NAMES = 5
"""The minimum number of steps or triggers for a diagnostic that most are unknown."""
_MIN_CATALOG = 10
"""The minimum number of names in a catalog that is checked for another language."""
_MAX_SHOWN = 5
"""Unknown names in a message."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the steps or of the triggers of an export."""

    unknown: Mapping[str, int]
    """The number of times that each unknown name occurs; "" stands for no name."""
    known: int
    """The number of times that known names occur."""
    known_names: int
    """The number of different known names."""

    @property
    def named(self) -> Mapping[str, int]:
        """The unknown names, without those that are empty."""
        return {name: number for name, number in self.unknown.items() if name}

    @property
    def are_mostly_unknown(self) -> bool:
        """Whether most names are unknown, counted both once each and by occurrence.

        A single unknown step that is used everywhere does not mean another language.
        """
        unknown = sum(self.unknown.values())
        is_enough = unknown + self.known >= _MIN_NAMES
        return is_enough and unknown > self.known and len(self.unknown) > self.known_names

    def describe(self) -> str:
        """Return `41 of 52: 'Warten' (21) and 'E-Mail senden' (20)`."""
        unknown = sum(self.unknown.values())
        most = sorted(self.unknown.items(), key=lambda item: (-item[1], item[0]))
        names = [
            f"'{name}' ({number:,})" if name else f"no name ({number:,})"
            for name, number in most[:_MAX_SHOWN]
        ]
        if len(most) > _MAX_SHOWN:
            names.append(pluralize(len(most) - _MAX_SHOWN, "more name"))
        return f"{unknown:,} of {unknown + self.known:,}: {format_list(names)}"


@dataclass(frozen=True, slots=True)
class Recognition:
    """The names and targets in an export that are known and unknown."""

    steps: Names
    triggers: Names
    calls: int
    """The number of Execute Campaign and Request Campaign steps."""
    without_target: int
    """The number of these steps without an attribute that names a campaign."""


def recognize(instance: Instance) -> Recognition:
    """Count the known and unknown names of an export."""
    catalog = _trusted_names(instance.step_catalog)
    calls = list(instance.steps(*_CALLS))
    return Recognition(
        steps=_split(
            instance.step_counts, lambda name: marketo.is_built_in_step(name) or name in catalog
        ),
        triggers=_split(Counter(_trigger_names(instance)), marketo.is_built_in_trigger),
        calls=len(calls),
        without_target=sum(not _has_target(step.data) for step in calls),
    )


def diagnostics(instance: Instance, recognition: Recognition) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each kind of name of which too few were recognized."""
    if recognition.steps.are_mostly_unknown:
        yield Diagnostic(
            RULE,
            _first_step(instance, recognition.steps.unknown).finding(
                "most flow steps have unknown names and are not checked "
                f"({recognition.steps.describe()})",
                help="export as a user whose language is English, or add flow-step-types.json",
            ),
        )
    if recognition.triggers.are_mostly_unknown:
        yield Diagnostic(
            RULE,
            _first_trigger(instance, recognition.triggers.unknown).finding(
                "most triggers have unknown names and are not checked "
                f"({recognition.triggers.describe()})",
                help="export as a user whose language is English",
            ),
        )
    if recognition.calls and recognition.without_target == recognition.calls:
        calls = recognition.calls
        steps = "the only" if calls == 1 else f"any of {calls:,}"
        yield Diagnostic(
            RULE,
            _first_step(instance, _CALLS).finding(
                f"no target was found on {steps} Execute Campaign or Request Campaign "
                f"{'step' if calls == 1 else 'steps'}, so the call graph is empty",
                help="export each attribute of a step with its name, value and `primary` flag",
            ),
        )


_CALLS = (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)


def _trusted_names(catalog: Collection[str]) -> frozenset[str]:
    """Return the names of a flow step catalog; none if it seems to be in another language too."""
    names = frozenset(map(marketo.step_name, catalog))
    count = sum(map(marketo.is_built_in_step, names))
    is_foreign = len(names) >= _MIN_CATALOG and count * 2 < len(names)
    return frozenset() if is_foreign else names


def _split(counts: Mapping[str, int], is_known: Callable[[str], bool]) -> Names:
    known = {name for name in counts if is_known(name)}
    return Names(
        unknown={name: counts[name] for name in sorted(counts) if name not in known},
        known=sum(counts[name] for name in known),
        known_names=len(known),
    )


def _trigger_names(instance: Instance) -> Iterator[str]:
    for campaign in instance.campaigns:
        if campaign.smart_list is not None:
            for trigger in campaign.smart_list.rules.triggers or ():
                name = trigger if isinstance(trigger, str) else trigger.name
                yield marketo.compose_name(name or "")


def _has_target(step: records.FlowStep) -> bool:
    return any(
        find_target(choice.attributes or ()) is not None for choice in step.step_choice or ()
    )


def _first_step(instance: Instance, names: Container[str]) -> FlowStep:
    return next(
        step for campaign in instance.campaigns for step in campaign.steps() if step.name in names
    )


def _first_trigger(instance: Instance, names: Container[str]) -> Trigger:
    return next(
        trigger
        for campaign in instance.campaigns
        if campaign.smart_list is not None
        for trigger in campaign.smart_list.triggers
        if marketo.compose_name(trigger.name) in names
    )
