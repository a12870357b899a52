"""Emails that two campaigns send after the same event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources
from campaignlint_rules.same_event import find_pairs, reached, unknown_filters, unknown_triggers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Confidence, Finding, Instance, NotChecked, SmartCampaign
    from campaignlint_rules.same_event import Reached

_MAX_DAYS = 0.5
"""The days that both campaigns may wait before the email so that it counts as sent at once."""

_SENT = frozenset({"was sent email", "email was delivered", "was delivered email"})
"""Folded names of filters by which a campaign leaves out people who got an email."""


@rule(
    severity="note",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.BATCH_OR_TRIGGER, sources.COMMUNICATION_LIMITS),
    requires=("flow", "smart_list"),
)
def double_send(instance: Instance) -> Iterator[Finding | NotChecked]:
    """Two active campaigns send an email after the same event.

    Compares active campaigns in one workspace with the same trigger and constraints, also if one
    trigger has more values than the other. Counts the Send Email steps of the campaigns they
    execute, but none after Wait steps of more than half a day.

    Not reported if filters or choices may separate the people of the two: other values of the same
    field, different memberships, or filters that are combined by ANY or advanced logic. If both
    have filters on different fields, some people may meet both; the profile audit reports that,
    with a lower confidence. Filters such as *Unsubscribed is false* do not separate people.

    ## Why

    Both campaigns start, and people get two emails at once, for example two confirmations of one
    form.

    ## How to fix

    Send the email from one campaign only, with a choice for each case. Or add filters that separate
    the people.
    """
    yield from unknown_triggers(instance)
    yield from unknown_filters(instance)
    for pair in find_pairs(instance, _sends, _compare):
        is_likely = pair.confidence == "likely"
        who = "people" if is_likely else "people who meet the filters of both"
        yield pair.second.choice.finding(
            f"{pair} and both send an email; {who} get two",
            help="send one email from one campaign, or add filters that separate the people",
            related=dict.fromkeys(pair.related),
            confidence=pair.confidence,
            profile="strict" if is_likely else "audit",
        )


def _sends(campaign: SmartCampaign) -> dict[str, list[Reached]]:
    return {"": list(reached(campaign, marketo.SEND_EMAIL, max_days=_MAX_DAYS))}


def _compare(first: Reached, second: Reached) -> Confidence | None:
    differing = first.requirements ^ second.requirements
    if first.may_be_apart(second) or any(requirement.subject in _SENT for requirement in differing):
        return None
    return "likely" if first.is_for_some_of(second) else "heuristic"
