"""Change events that activate the same campaigns, with the campaigns that cause them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from campaignlint.graph.activations.exploration import Activation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.graph.activations.certainty import Verdict
    from campaignlint.graph.activations.events import Subject
    from campaignlint.graph.activations.flows import Outcome
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.graph.activations.values import Value
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice


class Writer(NamedTuple):
    """A campaign that causes events of a group by its own steps."""

    campaign: SmartCampaign
    choices: tuple[Choice, ...]
    verdict: Verdict


class EventGroup(NamedTuple):
    """Changes of one subject that activate the same campaigns."""

    subject: Subject
    name: str
    """The subject as a step spells it."""
    values: tuple[Value, ...]
    writers: tuple[Writer, ...]
    """By id."""
    activated: tuple[tuple[SmartCampaign, Verdict], ...]
    """By id."""


def event_groups(graph: ActivationGraph) -> Iterator[EventGroup]:
    """Yield all activations of an instance but requests, which are calls."""
    for subject, writers in graph.writers_by_subject.items():
        if subject[0] == "request":
            continue
        outcomes: dict[frozenset[int], list[Outcome]] = defaultdict(list)
        for writer in writers:
            for outcome in graph.effects_of(writer):
                write = outcome.write
                if outcome.change and write.subject == subject and write.campaign is writer:
                    activated = frozenset(each.id for each, _ in _find_activated(graph, outcome))
                    outcomes[activated].append(outcome)
        for activated, group in outcomes.items():
            if activated:
                yield _group(graph, subject, group)


def _find_activated(
    graph: ActivationGraph, outcome: Outcome
) -> Iterator[tuple[SmartCampaign, Verdict]]:
    for target, edge in graph.exploration.edges_from(outcome.event).items():
        if isinstance(target, Activation):
            yield graph.campaign(target.campaign), edge.verdict


def _group(graph: ActivationGraph, subject: Subject, outcomes: list[Outcome]) -> EventGroup:
    """Join outcomes; of several verdicts about a campaign, the most certain one counts."""
    activated: dict[SmartCampaign, Verdict] = {}
    writers: dict[SmartCampaign, list[Outcome]] = defaultdict(list)
    events = {outcome.event: outcome for outcome in outcomes}
    for outcome in events.values():
        for campaign, verdict in _find_activated(graph, outcome):
            present = activated.get(campaign)
            if present is None or present.certainty < verdict.certainty:
                activated[campaign] = verdict
    for outcome in outcomes:
        writers[outcome.write.campaign].append(outcome)
    return EventGroup(
        subject,
        outcomes[0].write.name,
        tuple(dict.fromkeys(outcome.value for outcome in outcomes)),
        tuple(
            Writer(
                campaign,
                tuple(outcome.write.choice for outcome in writers[campaign]),
                max(
                    (outcome.verdict for outcome in writers[campaign]),
                    key=lambda each: each.certainty,
                ),
            )
            for campaign in sorted(writers, key=_id)
        ),
        tuple((campaign, activated[campaign]) for campaign in sorted(activated, key=_id)),
    )


def _id(campaign: SmartCampaign) -> int:
    return campaign.id
