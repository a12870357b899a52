"""Scores that two campaigns change after the same event."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources
from campaignlint_rules.same_event import find_pairs, reached, unknown_filters, unknown_triggers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Confidence, Finding, Instance, NotChecked, SmartCampaign
    from campaignlint_rules.same_event import Reached

_SETS_OR_KEEPS = re.compile(r"\s*(?:=.*|[+-]?\s*0*(?:\.0*)?)\s*")
"""A change that sets the score to a value, or that does not change it."""


@rule(
    severity="warning",
    confidence="likely",
    category="flow",
    profile="strict",
    since="0.1",
    source=(sources.TRIGGER_BEST_PRACTICES, sources.BATCH_OR_TRIGGER),
    requires=("flow", "smart_list"),
)
def double_score(instance: Instance) -> Iterator[Finding | NotChecked]:
    """Two active campaigns change the same score after the same event.

    Compares active campaigns in one workspace with the same trigger and constraints, also if one
    trigger has more values than the other. Counts the Change Score steps of the campaigns they
    execute. Steps that set a score to a value are not compared.

    Reported if their filters and choices ask for the same. Filters such as *Unsubscribed is false*
    do not count. If one campaign has more filters than the other, or fewer values in one, its
    points may be meant as a bonus; the profile audit reports that, with a lower confidence.

    ## Why

    Both campaigns start, and each changes the score. People get the points twice.

    ## How to fix

    Change the score in one of the two campaigns, or deactivate one. If the points shall add up, add
    them in one step.
    """
    yield from unknown_triggers(instance)
    yield from unknown_filters(instance)
    for pair in find_pairs(instance, _scores, _compare):
        score = pair.second.action.value(*marketo.WRITTEN_FIELD[marketo.CHANGE_SCORE])
        yield pair.second.choice.finding(
            f"{pair} and both change '{score}'; both changes count",
            help="change the score in one campaign, or deactivate the other",
            related=dict.fromkeys(pair.related),
            confidence=pair.confidence,
            profile="strict" if pair.confidence == "likely" else "audit",
        )


def _scores(campaign: SmartCampaign) -> dict[str, list[Reached]]:
    """Return the choices that change each score, by its folded name."""
    scores: dict[str, list[Reached]] = defaultdict(list)
    for each in reached(campaign, marketo.CHANGE_SCORE):
        score = each.action.value(*marketo.WRITTEN_FIELD[marketo.CHANGE_SCORE])
        if score and not _SETS_OR_KEEPS.fullmatch(each.action.attribute("Change") or "?"):
            scores[marketo.fold_term(score)].append(each)
    return scores


def _compare(first: Reached, second: Reached) -> Confidence | None:
    if first.is_for_same_people(second):
        return "likely"
    may_be_bonus = first.is_for_some_of(second) and not first.may_be_apart(second)
    return "heuristic" if may_be_bonus else None
