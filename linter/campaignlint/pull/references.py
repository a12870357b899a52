"""Finds the smart lists that filters and flow-step choices refer to, by name or id."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from campaignlint import marketo
from campaignlint.marketo import records
from campaignlint.marketo.records import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.pull.listing import Listing


class _Record(records.Struct):
    """The parts of a smart list or a campaign that can refer to smart lists."""

    rules: records.SmartListRules | None = None
    flow: records.Flow | None = None


class _Envelope(records.Struct):
    result: list[_Record]


_DECODER = msgspec.json.Decoder(_Envelope, strict=False)


class SmartListIndex:
    """Resolves names of smart lists. For an ambiguous name, it returns all matches."""

    def __init__(self, listing: Listing) -> None:
        self._by_name: dict[str, set[int]] = defaultdict(set)
        for number, entry in listing.smart_lists.items():
            name = marketo.fold_name(entry.record.name or "")
            self._by_name[name].add(number)
            self._by_name[str(number)].add(number)
            for key in listing.ancestors(entry.record.folder):
                self._by_name[f"{marketo.fold_name(listing.name(key))}.{name}"].add(number)

    def find_references(self, content: bytes) -> set[int]:
        """Return the ids of the smart lists that the records in an envelope refer to."""
        return {
            number
            for name in _referenced_names(content)
            for number in self._by_name.get(marketo.fold_name(name), ())
        }


def _referenced_names(content: bytes) -> Iterator[str]:
    try:
        found = _DECODER.decode(content).result
    except msgspec.DecodeError:
        return  # `check` reports the error
    for record in found:
        if record.rules is not None:
            yield from _names_in_filters(record.rules)
        if record.flow is not None:
            yield from _names_in_choices(record.flow)


def _names_in_filters(rules: records.SmartListRules) -> Iterator[str]:
    for filter_ in rules.filters or ():
        conditions = filter_.conditions or ()
        if conditions and marketo.refers_to_smart_list(filter_.name or ""):
            primary = next((one for one in conditions if one.is_primary), conditions[0])
            yield from map(text_of, primary.values or ())


def _names_in_choices(flow: records.Flow) -> Iterator[str]:
    for step in flow.steps or ():
        for choice in step.step_choice or ():
            if choice.rule is not None and marketo.refers_to_smart_list(choice.rule.name or ""):
                yield from map(text_of, choice.rule.values or ())
