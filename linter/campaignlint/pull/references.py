"""Which smart lists others refer to, by name or id: their filters, and choices of flow steps."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from campaignlint import marketo
from campaignlint.marketo import records as api
from campaignlint.marketo.records import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.pull.listing import Listing


class _Record(api.Struct):
    """A smart list or a campaign: what of it may refer to smart lists."""

    rules: api.SmartListRules | None = None
    flow: api.Flow | None = None


class _Answer(api.Struct):
    result: list[_Record]


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
        """The ids of the smart lists to which the smart lists or campaigns in a file refer."""
        return {
            number for text in _names_in(file) for number in self._by_name.get(text.casefold(), ())
        }


def _names_in(file: bytes) -> Iterator[str]:
    try:
        records = _DECODER.decode(file).result
    except (msgspec.DecodeError, RecursionError):
        return  # the linter says what is wrong with it
    for record in records:
        if record.rules is not None:
            yield from _names_in_filters(record.rules)
        if record.flow is not None:
            yield from _names_in_choices(record.flow)


def _names_in_filters(rules: api.SmartListRules) -> Iterator[str]:
    for each in rules.filters or ():
        conditions = each.conditions or ()
        if conditions and marketo.refers_to_smart_list(each.name or ""):
            primary = next((one for one in conditions if one.is_primary), conditions[0])
            yield from map(text_of, primary.values or ())


def _names_in_choices(flow: api.Flow) -> Iterator[str]:
    for step in flow.steps or ():
        for choice in step.step_choice or ():
            if choice.rule is not None and marketo.refers_to_smart_list(choice.rule.name or ""):
                yield from map(text_of, choice.rule.values or ())
