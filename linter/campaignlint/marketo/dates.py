"""Dates in the formats of the Asset API."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_DATETIME = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?Z?([+-]\d\d:?\d\d)?"
)


def parse_datetime(text: str | None) -> datetime | None:
    """Parse a moment as the API writes it, such as `2016-09-10T23:16:19Z+0000`.

    The result is in UTC, which also is the default; None for anything but a date.
    """
    match = _DATETIME.fullmatch((text or "").strip())
    if match is None:
        return None
    day, time, offset = match.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time or '00:00'}{offset or '+00:00'}")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):  # out of range
        return None
