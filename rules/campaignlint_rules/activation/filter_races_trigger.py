"""Filters that compare what another campaign sets after the same event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources
from campaignlint_rules.same_event import unknown_triggers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, NotChecked


@rule(
    severity="warning",
    confidence="likely",
    category="activation",
    profile="strict",
    since="0.1",
    source=(sources.RACING_TRIGGERS, sources.ORDER_OF_OPERATIONS),
    requires=("flow", "smart_list"),
)
def filter_races_trigger(instance: Instance) -> Iterator[Finding | NotChecked]:
    """A filter compares what another campaign sets after the same event.

    Reports active campaigns in one workspace whose triggers have the same constraints, if one sets
    a field for everyone before its first Wait step, and a filter of the other requires a value that
    it sets. Does not report filters of which any is enough, and campaigns whose filters no person
    meets together.

    ## Why

    Both campaigns start at the same time. The filters of the second one are usually checked before
    the first one has set the field, so that people do not qualify although they will have the value
    a moment later.

    ## How to fix

    Start the second campaign on the change of the field instead, or execute its steps from the
    first campaign, after the change.
    """
    from campaignlint import activation_graph, filter_races

    yield from unknown_triggers(instance)
    for race in filter_races(activation_graph(instance)):
        writer, write = race.trigger.smart_list.campaign, race.write
        changed = f"list '{write.name}'" if write.subject[0] == "list" else f"'{write.name}'"
        yield race.filter.finding(
            f"{race.other_trigger.smart_list.campaign} has a filter on {changed}, which "
            f"{writer} changes after the same trigger, '{race.trigger.name}'; people may not "
            "qualify yet",
            help=f"start it on the change of {changed}, or execute its steps from {writer}",
            related=[
                write.choice.step.related("change after the same trigger"),
                race.trigger.related(f"trigger of {writer}"),
            ],
        )
