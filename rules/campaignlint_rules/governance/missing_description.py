"""Campaigns and programs that do not say what they are for."""

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
    source=sources.REST_CAMPAIGNS,
)
def missing_description(instance: Instance, *, only_executables: bool = True) -> Iterator[Finding]:
    """An executable campaign has no description; by option any campaign or program without one.

    ## Why

    An executable campaign is a part that others build on. Its name alone tells nobody what it
    expects, what it writes and who may call it.

    ## How to fix

    Say in the description what the campaign does, which tokens and fields it reads, and which it
    writes.

    ## Options

    - only_executables: whether other campaigns, and programs, may do without a description.
    """
    for campaign in instance.executables if only_executables else instance.campaigns:
        if campaign.data.description is None:
            campaign.not_checked()
        elif not campaign.data.description.strip():
            kind = "an executable campaign" if campaign.is_executable else "a campaign"
            yield campaign.finding(
                f"{campaign} is {kind} without a description: nobody can tell what it expects "
                "and does",
                help="say what it does, what it reads and what it writes",
            )
    for program in () if only_executables else instance.programs.values():
        if program.data.description is not None and not program.data.description.strip():
            yield program.finding(
                f"{program} is a program without a description: nobody can tell what it is for",
                help="say what it is for, and who looks after it",
            )
