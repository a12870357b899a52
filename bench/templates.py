"""Records that are encoded once and filled in many times, which is what makes generating fast.

A template is a record of the factories with stand-ins: numbers for the ids of its campaign, its
program and its folder, and `<<name>>` within texts. Its JSON becomes a format of bytes.
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
"""What the factories add to a campaign's id for its smart list's, and twice for its flow's."""

_NUMBERS = {
    CAMPAIGN_ID: b"campaign",
    CAMPAIGN_ID + LIST_OFFSET: b"smart_list",
    CAMPAIGN_ID + 2 * LIST_OFFSET: b"flow",
    PROGRAM_ID: b"program",
    FOLDER_ID: b"folder",
}
_STAND_IN = re.compile(b"|".join([*(b"%d" % number for number in _NUMBERS), b"<<([a-z_]+)>>"]))


class Template:
    """The JSON of one record, but for what differs from copy to copy."""

    def __init__(self, record: Mapping[str, Any], style: Style) -> None:
        text = encode(record, style).replace(b"%", b"%%")
        self._format = _STAND_IN.sub(_placeholder, text)

    def fill(self, values: Values) -> bytes:
        """The record with these values; a value that the record has no place for is passed over."""
        return self._format % values


def _placeholder(match: re.Match[bytes]) -> bytes:
    return b"%%(%b)b" % (match[1] or _NUMBERS[int(match[0])])


def values(**given: int | str) -> Values:
    """What to fill templates with: ids, and texts as they stand between quotes in JSON."""
    return {name.encode(): msgspec.json.encode(value).strip(b'"') for name, value in given.items()}


def campaign_ids(number: int) -> Values:
    """The ids of a campaign, its smart list and its flow."""
    return values(campaign=number, smart_list=number + LIST_OFFSET, flow=number + 2 * LIST_OFFSET)


def encode(record: object, style: Style) -> bytes:
    """A record as it stands in a list of an envelope or bundle; the first line without indent."""
    if style == "compact":
        return msgspec.json.encode(record)
    listed = msgspec.json.format(msgspec.json.encode({"": [record]}), indent=2)
    return listed[listed.index(b"[") + 1 : listed.rindex(b"]")].strip()
