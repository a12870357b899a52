"""Campaigns that activate themselves by their own changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, NotChecked


@rule(
    severity="warning",
    confidence="likely",
    category="activation",
    profile="strict",
    since="0.1",
    source=(sources.TRIGGER_BEST_PRACTICES, sources.REAL_CHANGES),
    requires=("flow", "smart_list"),
)
def campaign_starts_itself(instance: Instance) -> Iterator[Finding | NotChecked]:
    """A campaign activates itself by its own changes.

    Reports the first change of each campaign that fires one of its triggers, if the campaign lets
    people through every time. Cycles that may go on are covered by `activation-cycle` and
    `activation-cycle-possible`.

    ## Why

    A changed value fires every trigger that listens to it, also that of the campaign which has
    changed it. The campaign runs again for each person that it changes, which doubles its load on
    the campaign queue. Any step that follows the change runs twice, too.

    ## How to fix

    Constrain the trigger to the values that people, forms or the CRM set, or add a filter that the
    new value does not meet.
    """
    from campaignlint import activation_graph, activation_loops, describe_events, self_activations

    looping = (campaign for loop in activation_loops(instance) for campaign in loop.campaigns)
    for write, listener in self_activations(activation_graph(instance), except_for=looping):
        campaign, trigger = listener.campaign, listener.trigger
        if not campaign.qualification:
            yield campaign.not_checked("the qualification rule")
            continue
        change = describe_events(write.subject, write.name, [write.value])
        yield write.choice.finding(
            f"{campaign} activates itself: {change}, which fires trigger {trigger.number}; each "
            "change makes the campaign run once more",
            help=f"constrain trigger {trigger.number} so that this change does not fire it",
            related=[trigger.related("trigger that fires again")],
        )
