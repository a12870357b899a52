"""Requests whose outcome a later step of the same flow relies on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import advice, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint import Call, Finding, FlowStep, Instance, Related, SmartCampaign

_SYNCS = (marketo.SYNC_TO_SFDC, marketo.SYNC_TO_MICROSOFT)
_LOOK_AHEAD = 100
"""How many steps after a request are looked at."""


@rule(
    severity="warning",
    confidence="likely",
    category="request",
    profile="strict",
    since="0.1",
    source=(sources.ORDER, sources.RACE),
)
def request_then_read(instance: Instance) -> Iterator[Finding]:
    """A flow requests a campaign, then reads or synchronises what that campaign writes.

    Only what the target writes before its first Wait counts, and only steps of the flow before its
    own next Wait: who waits gives the target time.

    ## Why

    A requested campaign runs beside its caller. The caller's next choice, or a step that sends the
    person to the CRM, sees the field before the target has written it or after, by chance.

    ## How to fix

    Move the later steps into the target, after the steps they rely on. Or execute an executable
    campaign with the steps of the target, so that the caller waits for it.
    """
    written: dict[int, Mapping[str, str]] = {}
    for _, calls in groupby(instance.calls(marketo.REQUEST_CAMPAIGN), lambda call: call.caller.id):
        steps: tuple[FlowStep, ...] = ()
        for call in filter(_is_answered, calls):
            steps = steps or call.caller.steps()
            if call.target.id not in written:
                written[call.target.id] = _written_at_once(call.target)
            following = steps[call.choice.step.number :][:_LOOK_AHEAD]
            use = _first_use(following, written[call.target.id])
            if use is not None:
                yield call.choice.finding(
                    f"{call.caller} requests {call.target}, which writes {use.field}, and "
                    f"{use.text} without waiting: whether that sees the old value or the new one "
                    "is left to chance",
                    help=_help(call),
                    related=[use.place, call.target.related("the campaign that writes it")],
                    confidence=call.confidence,
                )


def _help(call: Call) -> str:
    move = f"move the later steps to the end of the flow of {call.target}"
    if advice.fits_executable(call.target):
        return f"{move}, or execute a campaign with the same steps"
    return move


@dataclass(frozen=True)
class _Use:
    """A later step that depends on what the requested campaign writes."""

    text: str
    field: str
    place: Related


def _is_answered(call: Call) -> bool:
    if call.runs and not call.target.has_flow:
        call.caller.not_checked()
    return call.runs


def _written_at_once(campaign: SmartCampaign) -> Mapping[str, str]:
    """The fields that its flow may write before it first waits, as written, by folded names."""
    before = takewhile(lambda step: step.name != marketo.WAIT, campaign.steps())
    return {marketo.fold_term(field): field for step in before for field in step.fields_written}


def _first_use(following: Iterable[FlowStep], written: Mapping[str, str]) -> _Use | None:
    if not written:
        return None
    for step in takewhile(lambda step: step.name != marketo.WAIT, following):
        for choice in step.choices:
            field = written.get(marketo.fold_term(choice.field))
            if field is not None:
                place = choice.related("the choice that reads it")
                return _Use(f"flow step {step.number} reads it", f"'{field}'", place)
        if step.name in _SYNCS:
            fields = ", ".join(f"'{field}'" for field in written.values())
            place = step.related("the step that synchronises the person")
            return _Use(f"flow step {step.number} synchronises the person", fields, place)
    return None
