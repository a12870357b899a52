"""Campaigns outside of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="governance",
    profile="strict",
    since="0.1",
    source=sources.MYTOK,
)
def outside_program(instance: Instance) -> Iterator[Finding]:
    """A campaign stands in a plain folder, and in no program.

    ## Why

    My Tokens belong to programs and folders. A campaign outside of any program shares its folder's
    with all that stands in there, and is not cloned or moved along with what it works for.

    ## How to fix

    Move the campaign into the program that it works for.
    """
    for campaign in instance.campaigns:
        if campaign.program_id is not None or campaign.is_system:
            continue
        if not campaign.has_all_folders:
            campaign.not_checked()
            continue
        folder = instance.folders[campaign.folders[0]]
        yield campaign.finding(
            f"{campaign} stands in the folder '{folder.name}', outside of any program: it can have "
            "no My Tokens of its own",
            help="move it into the program that it works for",
        )
