"""Emails that are sent after a long wait, whatever has happened in the meantime."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources
from campaignlint_rules.called_steps import runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Choice, Finding, FlowStep, Instance, NotChecked, SmartCampaign

_SPLITS = re.compile(r"random sample|state|.*\b(?:country|language|locale|region|time zone)\b.*")
"""Folded fields by which choices select the version of an email, not who gets one."""


@rule(
    severity="note",
    confidence="heuristic",
    category="flow",
    profile="audit",
    since="0.1",
    source=(sources.WAIT_AND_QUALIFICATION, sources.REMOVE_FROM_FLOW),
    requires="flow",
)
def no_recheck_after_wait(instance: Instance) -> Iterator[Finding | NotChecked]:
    """An email is sent a day or more after the person qualified, without checking again.

    Adds up the Wait steps before a Send Email step; dates and tokens count as no time. Does not
    report a step with a choice, unless the choices only select a language or region or split people
    at random. Nor does it report a step after a Remove from Flow step, or a campaign that another
    one removes people from, unless that one is inactive.

    ## Why

    The smart list is checked only when a person enters the flow. Someone who buys, registers, or
    changes jobs while waiting still gets the email.

    ## How to fix

    Add a choice to the Send Email step that does nothing for people who no longer qualify. Or let
    another campaign remove them from the flow.
    """
    removed = _Removals(instance)
    waiting = {step.campaign.id: step.campaign for step in instance.steps(marketo.WAIT)}
    for campaign in waiting.values():
        if campaign.is_executable or not campaign.steps(marketo.SEND_EMAIL):
            continue
        if not all(map(_has_attributes, campaign.steps(marketo.WAIT))):
            yield campaign.not_checked("the duration of a Wait step")
        unchecked = _first_unchecked(campaign)
        if unchecked is not None and not removed.from_flow_of(campaign):
            mail, waits = unchecked
            yield mail.finding(
                f"{campaign} waits {_length(waits)}, then sends an email without checking again; "
                "people who no longer qualify get it too",
                help="add a choice that does nothing for people who no longer qualify",
                related=[wait.related("wait before the email") for wait in waits],
            )


def _has_attributes(step: FlowStep) -> bool:
    return step.has_attributes


def _first_unchecked(campaign: SmartCampaign) -> tuple[FlowStep, list[FlowStep]] | None:
    """Return the first email that is sent a day later without a check, and the waits before it."""
    waits: list[FlowStep] = []
    for step in campaign.steps():
        if step.name == marketo.WAIT:
            waits.append(step)
        elif runs(step, marketo.REMOVE_FROM_FLOW):
            waits = []
        elif _sends_to_everyone(step) and sum(map(_days, waits)) >= 1:
            return step, waits
    return None


def _sends_to_everyone(step: FlowStep) -> bool:
    is_mail = step.name == marketo.SEND_EMAIL and not step.does_nothing
    return is_mail and not any(map(_checks, step.choices))


def _days(wait: FlowStep) -> float:
    """Return the days that everyone waits in a step."""
    durations = [marketo.parse_duration(choice.duration) for choice in wait.choices]
    return min(
        (
            0 if duration is None or duration.is_abbreviated else duration.days
            for duration in durations
        ),
        default=0,
    )


def _checks(choice: Choice) -> bool:
    field = marketo.fold_term(choice.field)
    return bool(field) and _SPLITS.fullmatch(field) is None


def _length(waits: list[FlowStep]) -> str:
    days = round(sum(map(_days, waits)))
    return "a day" if days == 1 else f"{days} days"


class _Removals:
    """The campaigns that Remove from Flow steps of other campaigns target."""

    def __init__(self, instance: Instance) -> None:
        self._targets: dict[int, set[int]] = {}
        """By campaign, those with a step that removes people from its flow."""
        self._of_unknown: set[int] = set()
        """The campaigns that remove people from every flow, or from one that a token names."""
        for step in instance.steps(marketo.REMOVE_FROM_FLOW):
            if not step.campaign.is_idle:
                for choice in step.choices:
                    self._add(choice)

    def _add(self, choice: Choice) -> None:
        campaign, text = choice.campaign, choice.target
        if text is None or marketo.is_this_campaign(text):
            return
        if choice.has_token_target or marketo.is_every_campaign(text):
            self._of_unknown.add(campaign.id)
        for target in campaign.instance.resolver.resolve(text, campaign).candidates:
            self._targets.setdefault(target.id, set()).add(campaign.id)

    def from_flow_of(self, campaign: SmartCampaign) -> bool:
        """Return whether another campaign may remove people from the flow of a campaign."""
        return bool((self._targets.get(campaign.id, set()) | self._of_unknown) - {campaign.id})
