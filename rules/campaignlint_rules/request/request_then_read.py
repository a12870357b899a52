"""Steps that read what a campaign requested earlier in the flow changes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import advice, salesforce, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint import Call, Finding, FlowStep, NotChecked, Related, SmartCampaign

_SYNCS = (marketo.SYNC_TO_SFDC, marketo.SYNC_TO_MICROSOFT)
_LOOK_AHEAD = 100
"""The number of steps after a request that are checked."""


@rule(
    severity="warning",
    confidence="likely",
    category="request",
    profile="strict",
    since="0.1",
    source=(
        sources.ORDER_OF_OPERATIONS,
        sources.RACING_TRIGGERS,
        sources.IMPLIED_SALESFORCE_ACTIONS,
    ),
)
def request_then_read(call: Call) -> Iterator[Finding | NotChecked]:
    """A flow requests a campaign, then reads or syncs what that campaign writes.

    Considers only what the target, and the executable campaigns that it executes, write before its
    first Wait step, and only the caller's steps before its own next Wait step, because waiting
    gives the target time.

    A step that acts in Salesforce, such as Change Owner or Add to SFDC Campaign, counts as a sync
    if it is the first one for people who are not in Salesforce yet.

    ## Why

    A requested campaign runs in parallel with its caller. The caller's next choice, or a step that
    sends the person to the CRM, may see the field before or after the target has written it.

    ## How to fix

    Move the later steps into the target, after the steps they rely on. Or execute an executable
    campaign with the steps of the target, so that the caller waits for it.
    """
    if call.kind != marketo.REQUEST_CAMPAIGN or not call.runs:
        return
    if not call.target.has_flow:
        yield call.caller.not_checked("the flow of the requested campaign")
        return
    following = call.caller.steps()[call.choice.step.number :][:_LOOK_AHEAD]
    use = _first_use(following, call)
    if use is not None:
        if use.is_implied_sync and not salesforce.knows_filters(call.caller):
            yield call.caller.not_checked("the filters of its smart list")
            return
        yield call.choice.finding(
            f"{call.caller} requests {call.target}, which writes {use.field}, and {use.text} "
            "without waiting; it may see the old value or the new one",
            help=_help(call),
            related=[use.place, call.target.related("requested campaign")],
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
    is_implied_sync: bool = False


def _written_at_once(target: SmartCampaign) -> Mapping[str, str]:
    """Return the fields that a flow may write before its first Wait step, by folded names.

    Those that executed campaigns write are included.
    """
    written: dict[str, str] = {}
    campaigns = [target]
    for campaign in campaigns:
        before = list(takewhile(lambda step: step.name != marketo.WAIT, campaign.steps()))
        for field in (field for step in before for field in step.fields_written):
            written.setdefault(marketo.fold_term(field), field)
        for call in campaign.executes:
            is_at_once = call.runs and call.choice.step.index < len(before)
            if is_at_once and call.target not in campaigns:
                campaigns.append(call.target)
    return written


def _first_use(following: Iterable[FlowStep], call: Call) -> _Use | None:
    """Return the first step that depends on what the target writes."""
    before_wait = list(takewhile(lambda step: step.name != marketo.WAIT, following))
    implied = salesforce.implied_sync(call.caller)
    syncs = [step for step in before_wait if step.name in _SYNCS or step is implied]
    readers = [
        step
        for step in before_wait
        if step in syncs or any(choice.rule is not None for choice in step.choices)
    ]
    written = _written_at_once(call.target) if readers else {}
    for step in readers if written else ():
        for choice in step.choices:
            field = written.get(marketo.fold_term(choice.field))
            if field is not None:
                place = choice.related("choice that reads it")
                return _Use(f"flow step {step.number} reads it", f"'{field}'", place)
        if step in syncs:
            fields = ", ".join(f"'{field}'" for field in written.values())
            if step is implied:
                text = f"flow step {step.number} syncs people new to Salesforce"
                place = step.related("step that implies a sync")
                return _Use(text, fields, place, is_implied_sync=True)
            place = step.related("step that syncs the person")
            return _Use(f"flow step {step.number} syncs the person", fields, place)
    return None
