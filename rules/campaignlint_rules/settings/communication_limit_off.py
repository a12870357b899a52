"""Campaigns whose mail passes over the communication limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(severity="note", category="settings", profile="strict", since="0.1", source=sources.COMM)
def communication_limit_off(instance: Instance) -> Iterator[Finding]:
    """A campaign sends email, and does not respect the communication limits.

    ## Why

    Marketo holds back an email to people who have had their share of the day or week only where the
    campaign's settings block non-operational emails. Operational emails are always sent.

    ## How to fix

    Tick "Block non-operational emails" in the settings of the Schedule tab. Leave it where all that
    the campaign sends is operational.
    """
    for campaign in instance.campaigns:
        is_limited = campaign.data.is_communication_limit_enabled
        if is_limited:
            continue
        emails = campaign.steps(marketo.SEND_EMAIL)
        if emails and is_limited is None:
            campaign.not_checked()
        elif emails:
            yield campaign.finding(
                f"{campaign} sends email, but does not respect the communication limits: it also "
                "reaches people who have had their share",
                help="block non-operational emails in its settings, unless all are operational",
                related=[step.related("sent from here") for step in emails],
                # Whether a caller's setting counts for what it executes is documented nowhere.
                confidence="likely" if campaign.is_executable else None,
            )
