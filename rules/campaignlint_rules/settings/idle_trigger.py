"""Trigger campaigns that have not been changed for months."""

from __future__ import annotations

import calendar
from datetime import MINYEAR, date
from typing import TYPE_CHECKING, Annotated

from campaignlint import Between, rule
from campaignlint_rules import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint import Finding, Instance, NotChecked, SmartCampaign


@rule(
    severity="note",
    confidence="heuristic",
    category="settings",
    profile="audit",
    since="0.1",
    source=(sources.TRIGGER_CAMPAIGN_CLEANUP, sources.TRIGGER_BEST_PRACTICES),
)
def idle_trigger(
    instance: Instance, *, months: Annotated[int, Between(1, 1_200)] = 6
) -> Iterator[Finding | NotChecked]:
    """Active trigger campaigns have not been changed for six months.

    Reports one finding per instance, with the campaigns as related locations. An export does not
    say when someone last qualified, so old but busy campaigns are included. "Today" is the day of
    the run, or the day given with `--today`.

    ## Why

    Every active trigger campaign is evaluated for each event of its kind. Once a quarter, Marketo
    deactivates those that no one has qualified for in six months, and whatever relied on them
    stops.

    ## How to fix

    Check in Marketo whether people still qualify. If none do, deactivate the campaign. If it must
    stay, deactivate and reactivate it, which restarts the six months.

    ## Options

    - months: number of months without a change after which a campaign counts as idle.
    """
    limit = _months_before(instance.today, months)
    idle: list[tuple[date, SmartCampaign]] = []
    for campaign in instance.campaigns:
        if not campaign.is_active or campaign.has_triggers is False:
            continue
        changed = campaign.updated_on
        if changed is None:
            yield campaign.not_checked("the date of its last change")
        elif changed < limit:
            idle.append((changed, campaign))
    idle.sort(key=lambda each: (each[0], each[1].id))
    if idle:
        have = "campaign has" if len(idle) == 1 else "campaigns have"
        period = "a month" if months == 1 else f"{months:,} months"
        oldest, first = idle[0]
        yield instance.finding(
            f"{len(idle):,} active trigger {have} not been changed for {period}, {first} since "
            f"{oldest}; Marketo deactivates trigger campaigns that no one has qualified for in six "
            "months",
            at=first,
            help="check whether people still qualify, and deactivate those for which none do",
            related=[
                campaign.related(f"{campaign} was last changed on {changed}")
                for changed, campaign in idle
            ],
        )


def _months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < MINYEAR:
        return date.min
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
