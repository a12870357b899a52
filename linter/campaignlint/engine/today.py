"""The date to use as today for expiration and idle checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from campaignlint.marketo.dates import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.model.instance import Instance

Origin = Literal["setting", "exportedAt", "updatedAt", "clock"]
"""The origin of the date: a setting, instance.json, the newest change, or the clock."""


@dataclass(frozen=True, slots=True)
class Today:
    """The date to use as today, and its origin."""

    date: date
    origin: Origin


def find_today(instance: Instance, setting: date | None) -> Today:
    """Return the date of a setting, else the date of the export, else the current date in UTC.

    An export is as old as its `instance.json` says, or as its newest change.
    """
    if setting is not None:
        return Today(setting, "setting")
    exported = _newest(marker.exported_at for marker in instance.markers)
    if exported is not None:
        return Today(exported, "exportedAt")
    changed = _newest(
        (
            *(campaign.data.updated_at for campaign in instance.campaigns),
            *(program.data.updated_at for program in instance.programs.values()),
        )
    )
    if changed is not None:
        return Today(changed, "updatedAt")
    return Today(datetime.now(UTC).date(), "clock")


def _newest(moments: Iterable[str | None]) -> date | None:
    """Return the newest date; the API's spelling sorts by time."""
    for text in sorted(filter(None, set(moments)), reverse=True):
        moment = parse_datetime(text)
        if moment is not None:
            return moment.date()
    return None
