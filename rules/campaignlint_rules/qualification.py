"""Campaigns that run once per person although others call them again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint import Call, Finding, NotChecked, SmartCampaign


def check_qualification(
    campaign: SmartCampaign, subject: str, *, calls: str, callers: Iterable[Call]
) -> Iterator[Finding | NotChecked]:
    """Report a campaign whose qualification rule is not "every time".

    Args:
        campaign: the campaign.
        subject: the campaign with its kind, as messages begin.
        calls: the word for what callers do: "calls" or "requests".
        callers: the calls of it.

    """
    if campaign.qualification == "once":
        yield campaign.finding(
            f"{subject} runs only once per person; later {calls} silently skip the person",
            help='set its qualification rule to "every time"',
            related=callers,
        )
    elif campaign.qualification == "interval":
        yield campaign.finding(
            f"{subject} runs once in {campaign.qualification_interval} per person; {calls} in "
            "between silently skip the person",
            help='set its qualification rule to "every time", unless the interval is intended',
            related=callers,
            severity="note",
        )
    elif not campaign.qualification:
        yield campaign.not_checked("the qualification rule")
