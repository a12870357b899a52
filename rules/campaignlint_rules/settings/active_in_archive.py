"""Active campaigns in archived folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="warning",
    confidence="likely",
    category="settings",
    since="0.1",
    source=(sources.ARCHIVING, sources.FOLDERS),
)
def active_in_archive(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """An active campaign is in an archived folder.

    ## Why

    Archiving hides a folder from searches and suggestions. Since August 2026 it also deactivates
    the campaigns in it. A campaign that is still active was archived before, or activated since,
    and keeps running out of sight.

    ## How to fix

    Deactivate the campaign, or move it out of the archive.
    """
    if not campaign.is_active:
        return
    archive = campaign.archive
    if archive is not None:
        yield campaign.finding(
            f"{campaign} is active in the archived folder '{archive.name}', so it keeps running "
            "out of sight",
            help="deactivate it, or move it out of the archive",
        )
    elif not campaign.has_all_folders:
        yield campaign.not_checked("a folder above it")
