"""Executable campaigns that no campaign executes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="note",
    confidence="likely",
    category="executable",
    profile="strict",
    since="0.1",
    source=sources.EXECUTE_CAMPAIGN,
    requires="complete",
    executable=True,
)
def executable_never_called(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """An executable campaign is never executed.

    Checked only if the export is complete and includes every flow; otherwise the caller might be
    missing from the export. A campaign without a caller counts as executable if it matches a
    pattern in the configuration or if its own record says so.

    ## Why

    An executable campaign runs only when another campaign executes it, so this one never runs. A
    Request Campaign step does not start it.

    ## How to fix

    Delete or archive the campaign, or add the missing Execute Campaign step. If it is not an
    executable campaign, fix the pattern that matches it.
    """
    if campaign.executed_by:
        return
    if campaign.id in campaign.instance.may_be_called(marketo.EXECUTE_CAMPAIGN):
        yield campaign.not_checked("the campaign that an ambiguous name means")
        return
    yield campaign.finding(
        f"executable campaign {campaign} ({campaign.executable_reason}) is never executed, so it "
        "never runs",
        help="delete it, or call it with an Execute Campaign step",
        related=campaign.requested_by,
    )
