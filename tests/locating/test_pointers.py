"""A value is found in the part of the file in which its record is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint.locating.pointers import PointerReader
from campaignlint.model.finding import Key, RecordLocation, SymbolicLocation
from campaignlint.testing import campaign, envelope, smart_list, to_json
from loading.reading import read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b'[{"a": [1, 22]}, {"a": [{"b": 333}]}]'


def location(
    *pointer: Key, start: int = 0, end: int | None = None, depth: int = 0
) -> SymbolicLocation:
    return SymbolicLocation(RecordLocation("any.json", pointer, start, end, depth))


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        (location(), TEXT),
        (location(1, "a", 0, "b"), b"333"),
        (location(0, start=1, end=15, depth=1), b'{"a": [1, 22]}'),
        (location(0, "a", 1, start=1, end=15, depth=1), b"22"),
    ],
    ids=["the file", "in the file", "a record", "in a record"],
)
def test_a_pointer_is_followed_from_the_value_of_known_offsets(
    wanted: SymbolicLocation, value: bytes
) -> None:
    span = PointerReader(TEXT).span(wanted, is_framed=False)
    assert span is not None
    assert TEXT[span.start : span.end] == value


@pytest.mark.parametrize(
    "wanted",
    [
        location(7),
        location("a"),
        location(0, 0),
        location(0, "a", "b"),
        location(0, start=1, end=9, depth=1),
        location(0, start=1000, end=2000, depth=1),
    ],
    ids=["index", "key of an array", "index of an object", "below a number", "cut", "beyond"],
)
def test_a_value_that_is_not_there_is_not_found(wanted: SymbolicLocation) -> None:
    assert PointerReader(TEXT).span(wanted, is_framed=False) is None


def test_every_record_has_the_offsets_of_its_own_text(tmp_path: Path) -> None:
    carrying = campaign("EX Größe", id=1).trigger("Fills Out Form")
    record = carrying.record() | {"smartList": carrying.smart_list_record()}
    listed = smart_list("SL \U0001f680", id=2)
    text = to_json({"smartCampaigns": envelope(record), "smartLists": [listed.record()]})
    records = read(tmp_path, {"bundle.json": text, "lines.ndjson": "{}\n" + to_json([1, 2])})
    data = text.encode()
    for each in records.records:
        origin = each.origin
        assert origin.depth == len(origin.pointer)
        whole = PointerReader(data).span(
            SymbolicLocation(RecordLocation(origin.file, origin.pointer)), is_framed=False
        )
        assert whole is not None
        assert (origin.start, origin.end) == whole[:2]
        name = SymbolicLocation(origin, ("name",))
        span = PointerReader(data).span(name, is_framed=False)
        assert span is not None
        assert data[span.start : span.end].decode() in ('"EX Größe"', '"SL \U0001f680"')


def test_a_record_in_a_record_is_found_from_the_outer_one() -> None:
    outer = RecordLocation("any.json", (1,), 17, 36, 1)
    inner = SymbolicLocation(outer.below("a"), (0, "b"))
    assert PointerReader(TEXT).span(inner, is_framed=True) == (30, 33, (30, 33))
