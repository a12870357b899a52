"""Campaigns and programs without a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import Program, rule
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
    source=sources.REST_CAMPAIGNS,
)
def missing_description(
    asset: SmartCampaign | Program, *, only_executables: bool = True
) -> Iterator[Finding | NotChecked]:
    """An executable campaign has no description (optionally, any campaign or program).

    ## Why

    Other campaigns build on an executable campaign. Its name alone does not say what it expects,
    what it writes, or who may call it.

    ## How to fix

    Describe what the campaign does, which tokens and fields it reads, and which it writes.

    ## Options

    - only_executables: check only executable campaigns, not other campaigns and programs.
    """
    description = asset.data.description
    if isinstance(asset, Program):
        if not only_executables and description is not None and not description.strip():
            yield asset.finding(
                f"program {asset} has no description",
                help="describe what it is for and who owns it",
            )
    elif asset.is_executable or not only_executables:
        if description is None:
            yield asset.not_checked("the description")
        elif not description.strip():
            kind = "executable campaign" if asset.is_executable else "campaign"
            yield asset.finding(
                f"{kind} {asset} has no description",
                help="describe what it does, what it reads, and what it writes",
            )
