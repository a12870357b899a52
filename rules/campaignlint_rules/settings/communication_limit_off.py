"""Campaigns whose email ignores the communication limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, NotChecked, SmartCampaign


@rule(
    severity="note",
    category="settings",
    profile="strict",
    since="0.1",
    source=sources.COMMUNICATION_LIMITS,
    requires="flow",
)
def communication_limit_off(campaign: SmartCampaign) -> Iterator[Finding | NotChecked]:
    """A campaign sends email without respecting communication limits.

    ## Why

    Marketo withholds email from people who have reached their daily or weekly limit only if the
    campaign's settings block non-operational emails. Operational emails are always sent.

    ## How to fix

    Select **Block non-operational emails** in the settings on the Schedule tab. Leave it off if the
    campaign sends only operational emails.
    """
    is_limited = campaign.data.is_communication_limit_enabled
    if is_limited:
        return
    emails = [step for step in campaign.steps(marketo.SEND_EMAIL) if not step.does_nothing]
    if emails and is_limited is None:
        yield campaign.not_checked("its communication limit setting")
    elif emails:
        yield campaign.finding(
            f"{campaign} sends email without respecting communication limits, so it also reaches "
            "people who have reached their limit",
            help="block non-operational emails in its settings, unless all are operational",
            related=[step.related("email sent here") for step in emails],
            # Whether a caller's setting also applies to what it executes is not documented.
            confidence="likely" if campaign.is_executable else None,
        )
