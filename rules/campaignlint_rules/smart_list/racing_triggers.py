"""Campaigns that start on the same trigger and write the same field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.same_event import unknown_triggers
from campaignlint_rules.wording import join_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, NotChecked


@rule(
    severity="warning",
    confidence="heuristic",
    category="smart_list",
    profile="audit",
    since="0.1",
    source=(sources.RACING_TRIGGERS, sources.ORDER_OF_OPERATIONS),
    requires=("flow", "smart_list"),
)
def racing_triggers(instance: Instance) -> Iterator[Finding | NotChecked]:
    """Active campaigns start on the same trigger and change the same field.

    Compares triggers with the same constraints in one workspace, and the fields that campaigns, and
    the executable campaigns that they execute, change before their first Wait step. Campaigns that
    all set the field to the same value do not race, nor do those that only add points, limit a
    score, or have filters that no person meets together. Does not report Campaign is Requested: a
    request starts one campaign only.

    ## Why

    Trigger campaigns run in parallel. Which one runs last, and so whose value remains, is
    unpredictable.

    ## How to fix

    Change the field in one campaign, with a choice for each case. Or move the changes into
    executable campaigns, which one trigger campaign executes in sequence.
    """
    from campaignlint import activation_graph, write_races

    yield from unknown_triggers(instance)
    for race in write_races(activation_graph(instance)):
        first, *others = race.triggers
        campaigns = [trigger.smart_list.campaign for trigger in race.triggers]
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        fields = join_names([f"'{name}'" for name in race.names], "fields")
        yield first.finding(
            f"{campaigns[0]} and {campaigns[1]}{more} start on the same trigger, '{first.name}', "
            f"and change {fields}; the last one to run wins",
            help="change the field in one campaign, or in the executable campaigns it executes",
            related=[
                trigger.related(f"{campaign} also starts here")
                for campaign, trigger in zip(campaigns[1:], others, strict=True)
            ],
        )
