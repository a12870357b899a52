"""Campaigns that run on in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="warning",
    confidence="likely",
    category="settings",
    since="0.1",
    source=sources.FOLDERS,
)
def active_in_archive(instance: Instance) -> Iterator[Finding]:
    """An active campaign stands under an archived folder.

    ## Why

    Archiving a folder hides what is in it from searches and suggestions, but deactivates nothing:
    the campaign goes on listening, out of sight.

    ## How to fix

    Deactivate the campaign, or move its program out of the archive.
    """
    for campaign in instance.campaigns:
        if not campaign.is_active:
            continue
        archive = campaign.archive
        if archive is not None:
            yield campaign.finding(
                f"{campaign} is active, but stands under the archived folder '{archive.name}': "
                "archiving deactivates nothing, so it goes on running",
                help="deactivate it, or move its program out of the archive",
            )
        elif not campaign.has_all_folders:
            campaign.not_checked()
