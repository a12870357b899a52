"""Liveness: which campaigns can run, and which campaigns in archived folders are used.

Every function takes linear time in the number of campaigns and calls.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint import marketo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance


class Liveness:
    """The campaigns of an instance that can run, and those in archived folders that are not used.

    A campaign is dormant if it cannot run: an inactive trigger campaign that no live campaign
    executes, or an executable campaign that only dormant campaigns reach. Other campaigns are live.
    A batch campaign is live because it can be run by hand at any time, and so is a campaign if the
    export does not say that it is inactive, or what starts it.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @cached_property
    def live(self) -> frozenset[int]:
        """The ids of campaigns that are not dormant."""
        campaigns = self._instance.campaigns
        suspended = _reach(filter(_is_inactive_trigger_campaign, campaigns), _executes)
        ambiguous = self._instance.may_be_called(marketo.EXECUTE_CAMPAIGN)
        starts = (
            campaign
            for campaign in campaigns
            if campaign.id not in suspended or campaign.id in ambiguous
        )
        return frozenset(_reach(starts, _executes))

    @cached_property
    def unused_in_archive(self) -> frozenset[int]:
        """The ids of campaigns in archived folders that are not in use.

        A campaign is in use if it is active or recurs, or if a live campaign outside of archived
        folders calls it, directly or through campaigns that run because of that.
        """
        archived = {
            campaign.id for campaign in self._instance.campaigns if campaign.archive is not None
        }
        if not archived:
            return frozenset()
        starts = (
            campaign
            for campaign in self._instance.campaigns
            if campaign.id in self.live
            and (campaign.id not in archived or campaign.is_active or campaign.is_scheduled)
        )
        return frozenset(archived - _reach(starts, self._calls_if_live).keys())

    def _calls_if_live(self, campaign: SmartCampaign) -> Iterator[SmartCampaign]:
        if campaign.id in self.live:
            yield from (call.target for call in campaign.calls_out)


def _is_inactive_trigger_campaign(campaign: SmartCampaign) -> bool:
    return bool(
        campaign.has_triggers
        and campaign.is_known_inactive
        and not campaign.is_scheduled
        and not campaign.is_executable
    )


def _executes(campaign: SmartCampaign) -> Iterator[SmartCampaign]:
    return (call.target for call in campaign.executes if call.target.is_executable)


def _reach(
    starts: Iterable[SmartCampaign],
    successors: Callable[[SmartCampaign], Iterable[SmartCampaign]],
) -> dict[int, SmartCampaign]:
    reached = {campaign.id: campaign for campaign in starts}
    worklist = list(reached.values())
    while worklist:
        for campaign in successors(worklist.pop()):
            if campaign.id not in reached:
                reached[campaign.id] = campaign
                worklist.append(campaign)
    return reached


def liveness(instance: Instance) -> Liveness:
    """Return the liveness of an instance, computed once."""
    cached = instance.derived.get("liveness")
    if not isinstance(cached, Liveness):
        cached = instance.derived["liveness"] = Liveness(instance)
    return cached
