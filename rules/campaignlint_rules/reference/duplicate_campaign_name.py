"""Campaigns that cannot be told apart by name."""

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
    """Two campaigns of one program, or of no program in one workspace, bear one name.

    ## Why

    Flow steps and the API know campaigns by name, so nobody can tell which of the two is meant.

    ## How to fix

    Rename all but one of them.
    """
    namesakes: dict[tuple[object, str], list[SmartCampaign]] = defaultdict(list)
    for campaign in instance.campaigns:
        home = campaign.program_id or f"workspace {campaign.workspace}"
        namesakes[home, marketo.compose_name(campaign.name)].append(campaign)
    for first, *others in namesakes.values():
        if others:
            where = f"program '{first.program_name}'" if first.program_name else "one place"
            yield first.finding(
                f"{len(others) + 1} campaigns of {where} are called {first}: nobody can tell "
                "them apart by name",
                help="rename all but one of them",
                related=[other.related(f"campaign {other.id} bears the name") for other in others],
            )
