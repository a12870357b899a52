"""Trigger campaigns that nobody has touched for long."""

from __future__ import annotations

import calendar
from datetime import MINYEAR, date
from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance


@rule(
    severity="note",
    confidence="likely",
    category="settings",
    profile="strict",
    since="0.1",
    source=(sources.IDLE, sources.TRIGBP),
)
def idle_trigger(
    instance: Instance, *, months: Annotated[int, Between(1, 1_200)] = 6
) -> Iterator[Finding]:
    """An active trigger campaign has not been changed for half a year.

    An export does not say when somebody last qualified: a campaign that is old and busy is found as
    well. "Today" is the day of the run, or what `--today` says.

    ## Why

    Every active trigger campaign is evaluated at each event of its kind. Once a quarter Marketo
    deactivates those for which nobody qualified in six months, and what relied on them stops.

    ## How to fix

    See in Marketo whether people still qualify. Deactivate the campaign where none do; where it
    must stay, deactivate and activate it, which starts the six months anew.

    ## Options

    - months: how many months after its last change a campaign counts as idle.
    """
    limit = _months_before(instance.today, months)
    for campaign in instance.campaigns:
        if not campaign.is_active or campaign.has_triggers is False:
            continue
        changed = campaign.updated_on
        if changed is None:
            campaign.not_checked()
        elif changed < limit:
            yield campaign.finding(
                f"{campaign} is active, and was last changed on {changed}: Marketo deactivates "
                "trigger campaigns for which nobody qualified in six months",
                help="see whether people still qualify, and deactivate it where none do",
            )


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < MINYEAR:
        return date.min
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
