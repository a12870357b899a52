"""Encode a record once and fill it in many times, which makes generating fast.

A template is a record of the factories with placeholders: numbers for the ids of its campaign,
program, and folder, and `<<name>>` in texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

Style = Literal["indented", "compact"]
Values = dict[bytes, bytes]

CAMPAIGN_ID = 7_777_777
PROGRAM_ID = 5_555_555
FOLDER_ID = 4_444_444
LIST_OFFSET = 20_000
"""Difference between the ids of a campaign, its smart list, and its flow in the factories."""

_NUMBERS = {
    CAMPAIGN_ID: b"campaign",
    CAMPAIGN_ID + LIST_OFFSET: b"smart_list",
    CAMPAIGN_ID + 2 * LIST_OFFSET: b"flow",
    PROGRAM_ID: b"program",
    FOLDER_ID: b"folder",
}
_PLACEHOLDER = re.compile(b"|".join([*(b"%d" % number for number in _NUMBERS), b"<<([a-z_]+)>>"]))


class Template:
    """The JSON of a record as a format string."""

    def __init__(self, record: Mapping[str, Any], style: Style) -> None:
        text = encode(record, style).replace(b"%", b"%%")
        self._format = _PLACEHOLDER.sub(_conversion, text)

    def fill(self, values: Values) -> bytes:
        """Return the record with these values; values without a placeholder are ignored."""
        return self._format % values


def _conversion(match: re.Match[bytes]) -> bytes:
    return b"%%(%b)b" % (match[1] or _NUMBERS[int(match[0])])


def values(**given: int | str) -> Values:
    """Return values for templates: ids, and texts escaped as in JSON."""
    return {name.encode(): msgspec.json.encode(value).strip(b'"') for name, value in given.items()}


def campaign_ids(number: int) -> Values:
    """Return the ids of a campaign, its smart list, and its flow."""
    return values(campaign=number, smart_list=number + LIST_OFFSET, flow=number + 2 * LIST_OFFSET)


def encode(record: object, style: Style) -> bytes:
    """Encode a record as an item of a bundle; the first line has no indent."""
    if style == "compact":
        return msgspec.json.encode(record)
    listed = msgspec.json.format(msgspec.json.encode({"": [record]}), indent=2)
    return listed[listed.index(b"[") + 1 : listed.rindex(b"]")].strip()
