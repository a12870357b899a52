"""Subjects and runs that are uncertain while a loop is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.marketo.events import WITHOUT_STATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.graph.activations.events import ChangeEvent, Subject
    from campaignlint.graph.activations.graph import ActivationGraph
    from campaignlint.model.campaign import SmartCampaign


class Unsettled:
    """Subjects and campaigns of which nothing is certain, as some runs may happen or not."""

    def __init__(self, graph: ActivationGraph) -> None:
        self._graph = graph
        self.subjects: set[Subject] = set()
        """Subjects that uncertain runs may change at any time."""
        self.campaigns: set[int] = set()
        """Campaigns that may run more often than the replay shows."""
        self.may_be_removed: set[int] = set()
        """Campaigns from whose flows the person may be removed."""
        self.may_delete_person = False

    def __len__(self) -> int:
        return len(self.subjects) + len(self.campaigns) + len(self.may_be_removed)

    def may_not_run(self, campaign: SmartCampaign) -> bool:
        """Return whether a campaign may not run although it is activated."""
        may_have_run = campaign.qualification == "once" and campaign.id in self.campaigns
        return may_have_run or campaign.id in self.may_be_removed

    def add(self, events: Iterable[ChangeEvent], runs: Iterable[SmartCampaign]) -> None:
        """Note that events and runs may happen, and all that may follow."""
        subjects = {event.subject for event in events}
        self._add_subjects(subjects)
        for campaign in followers(self._graph, subjects, runs):
            self.campaigns.add(campaign.id)
            footprint = self._graph.footprint(campaign)
            self._add_subjects(footprint.subjects)
            self.may_be_removed |= footprint.removes_from
            self.may_delete_person |= footprint.may_delete_person

    def _add_subjects(self, subjects: Iterable[Subject]) -> None:
        self.subjects.update(subject for subject in subjects if subject[0] not in WITHOUT_STATE)


def followers(
    graph: ActivationGraph, subjects: Iterable[Subject], runs: Iterable[SmartCampaign] = ()
) -> Iterator[SmartCampaign]:
    """Yield the campaigns that may run after changes of subjects or runs, whatever the values."""
    queue = {campaign.id: campaign for campaign in runs}
    done: set[int] = set()
    pending = dict.fromkeys(subjects)
    visited: set[Subject] = set()
    while pending or queue:
        while pending:
            subject, _ = pending.popitem()
            visited.add(subject)
            for listener in graph.listeners.of(subject):
                if listener.campaign.id not in done:
                    queue[listener.campaign.id] = listener.campaign
        if queue:
            number, campaign = queue.popitem()
            done.add(number)
            yield campaign
            for subject in graph.footprint(campaign).subjects:
                if subject not in visited:
                    pending[subject] = None
