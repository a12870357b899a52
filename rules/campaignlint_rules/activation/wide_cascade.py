"""Events that may start very many campaigns, or long chains of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources
from campaignlint_rules.wording import join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from campaignlint import Cascade, CascadeStep, Finding, Instance, Related


@rule(
    severity="note",
    confidence="likely",
    category="activation",
    profile="strict",
    since="0.1",
    source=(sources.BEFORE_TRIGGERS, sources.TRIGGER_BEST_PRACTICES),
    requires=("flow", "smart_list"),
)
def wide_cascade(
    instance: Instance,
    *,
    max_campaigns: Annotated[int, Between(1, 10_000)] = 25,
    max_depth: Annotated[int, Between(1, 100)] = 4,
) -> Iterator[Finding]:
    """One event may start more than 25 campaigns, or a chain of more than four activations.

    Follows what flow steps change and which triggers may fire because of it, from each event that
    no flow step causes, such as a form. Campaigns called within a program count once with their
    caller. An event is reported only if it adds too many campaigns, or too long a chain, to the
    events that are reported before it.

    ## Why

    Every campaign evaluates its smart list and waits in the campaign queue, so a person reaches
    the end of a long cascade late. In which order parallel campaigns run is unpredictable.

    ## How to fix

    Replace activations by Execute Campaign steps, so that one campaign runs the others in sequence,
    or deactivate campaigns that are not needed.

    ## Options

    - max_campaigns: highest number of campaigns that an event may start.
    - max_depth: highest number of activations in a chain.
    """
    from campaignlint import activation_graph, cascades

    def is_too_wide(steps: Sequence[CascadeStep]) -> bool:
        return len(steps) > max_campaigns or _depth(steps) > max_depth

    reported: set[int] = set()
    found = cascades(activation_graph(instance))
    for cascade in sorted(found, key=lambda each: (-each.breadth, str(each.root))):
        steps = cascade.between_programs
        added = [step for step in steps if step.campaign.id not in reported]
        if is_too_wide(added):
            reported.update(step.campaign.id for step in steps)
            wide = f" (maximum: {max_campaigns})" if len(steps) > max_campaigns else ""
            depth = _depth(steps)
            deep = f" (maximum: {max_depth})" if depth > max_depth else ""
            yield (steps[0].trigger or steps[0].campaign).finding(
                f"one event ({cascade.root}) may start {len(steps):,} campaigns{wide} in chains of "
                f"up to {depth} activations{deep}{_counts(cascade)}",
                help="execute campaigns in sequence instead of activating them",
                related=map(_relate, steps),
            )


def _depth(steps: Iterable[CascadeStep]) -> int:
    return max((step.depth for step in steps), default=0)


def _counts(cascade: Cascade) -> str:
    counts = [f"{number} {name}" for name, number in cascade.counts.items()]
    return f"; their steps include {join_names(counts, 'kinds')}" if counts else ""


def _relate(step: CascadeStep) -> Related:
    if step.call is not None:
        return step.call.choice.related(f"executes {step.campaign}")
    if step.write is not None:
        return step.write.choice.related(f"activates {step.campaign}")
    return (step.trigger or step.campaign).related(f"starts {step.campaign}")
