"""Campaigns with the same name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="reference",
    profile="strict",
    since="0.1",
    source=sources.REST_CAMPAIGNS,
)
def duplicate_campaign_name(instance: Instance) -> Iterator[Finding]:
    """Two campaigns in a program (or, outside programs, in a workspace) have the same name.

    ## Why

    Flow steps and the API identify campaigns by name, so it is unclear which of the two is meant.

    ## How to fix

    Rename all but one of them.
    """
    by_name: dict[tuple[object, str], list[SmartCampaign]] = defaultdict(list)
    checked = (campaign for campaign in instance.campaigns if campaign.id not in instance.skipped)
    for campaign in checked:
        home = campaign.program_id or f"workspace {campaign.workspace}"
        by_name[home, marketo.compose_name(campaign.name)].append(campaign)
    for first, *others in by_name.values():
        if others:
            yield first.finding(
                f"{len(others) + 1} campaigns {_home(first)} are named {first} and cannot be told "
                "apart by name",
                help="rename all but one of them",
                related=[
                    other.related(f"campaign {other.id} has the same name") for other in others
                ],
            )


def _home(campaign: SmartCampaign) -> str:
    """Return the program or workspace that a campaign is in."""
    if campaign.program_name:
        return f"in program '{campaign.program_name}'"
    if campaign.program_id is not None:
        return "in the same program"
    if campaign.workspace is None:
        return "outside programs"
    return f"outside programs in workspace '{campaign.workspace}'"
