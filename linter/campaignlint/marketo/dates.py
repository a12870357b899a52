"""Dates in the formats of the Asset API."""

from __future__ import annotations

import re
from datetime import datetime

_DATETIME = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?Z?([+-]\d\d:?\d\d)?"
)


def parse_datetime(text: str | None) -> datetime | None:
    """Parse a moment as the API writes it, such as `2016-09-10T23:16:19Z+0000`.

    None if it is not a date; UTC if there is no offset.
    """
    match = _DATETIME.fullmatch((text or "").strip())
    if match is None:
        return None
    day, time, offset = match.groups()
    try:
        return datetime.fromisoformat(f"{day}T{time or '00:00'}{offset or '+00:00'}")
    except ValueError:
        return None
