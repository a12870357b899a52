"""Which smart lists other smart lists refer to: Member of Smart List filters, by name or id."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from campaignlint.instance import api, marketo
from campaignlint.instance.api import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.pull.listing import Listing


class _Answer(api.Struct):
    result: list[api.SmartListResponseWithRules]


_DECODER = msgspec.json.Decoder(_Answer, strict=False)


class SmartListNames:
    """Finds every smart list that a name may mean.

    Which of several a filter means is for the linter to judge, so all of them are pulled.
    """

    def __init__(self, listing: Listing) -> None:
        self._by_name: dict[str, set[int]] = defaultdict(set)
        for number, entry in listing.smart_lists.items():
            name = (entry.record.name or "").casefold()
            self._by_name[name].add(number)
            self._by_name[str(number)].add(number)
            for place in listing.above(entry.record.folder):
                within = (listing.name_of(place) or "").casefold()
                self._by_name[f"{within}.{name}"].add(number)

    def meant_in(self, file: bytes) -> set[int]:
        """The ids of the smart lists to which those in a file refer."""
        return {
            number for text in _names_in(file) for number in self._by_name.get(text.casefold(), ())
        }


def _names_in(file: bytes) -> Iterator[str]:
    try:
        records = _DECODER.decode(file).result
    except (msgspec.DecodeError, RecursionError):
        return  # the linter says what is wrong with it
    for record in records:
        for each in (record.rules.filters if record.rules else None) or ():
            if each.conditions and marketo.refers_to_smart_list(each.name or ""):
                yield from map(text_of, each.conditions[0].values or ())
