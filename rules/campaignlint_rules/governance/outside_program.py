"""Campaigns outside programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="governance",
    profile="strict",
    since="0.1",
    source=sources.MY_TOKENS,
)
def outside_program(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A campaign is in a folder, not in a program.

    System campaigns are not reported.

    ## Why

    My Tokens belong to programs and folders. A campaign outside a program shares its folder's
    tokens with everything else in the folder, and it is not cloned or moved along with the assets
    it supports.

    ## How to fix

    Move the campaign into the program it belongs to.
    """
    if campaign.program_id is not None or campaign.is_system:
        return
    if not campaign.has_all_folders:
        yield campaign.not_checked("the folders above")
        return
    folder = campaign.instance.folders[campaign.folders[0]]
    yield campaign.finding(
        f"{campaign} is in folder '{folder.name}', outside any program, so it cannot have its own "
        "My Tokens",
        help="move it into the program it belongs to",
    )
