"""An item of a large array is found among its neighbours, however they are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaignlint.locating import locations as positions
from campaignlint.locating.pointers import PointerReader
from campaignlint.model.finding import Anchor, RecordLocation, SymbolicLocation

if TYPE_CHECKING:
    from pathlib import Path

BETWEEN = ",\n  "
"""What stands between the items, and between others, too."""


def spelled(value: Any) -> str:
    """A value whose arrays are broken as the array around them is."""
    if isinstance(value, list):
        return f"[{BETWEEN.join(map(spelled, value))}]"
    if isinstance(value, dict):
        members = (f"{json.dumps(key)}: {spelled(inner)}" for key, inner in value.items())
        return f"{{{BETWEEN.join(members)}}}"
    return json.dumps(value)


SCALARS = st.sampled_from(["", "},\n  {", "]", "[", '"', "\\", "x" * 90, "\ud83d"]) | st.integers()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner | st.fixed_dictionaries({"a": inner}), max_size=4),
    max_leaves=12,
)
ITEMS = st.dictionaries(st.sampled_from(["a", "b"]), VALUES)


@given(
    items=st.lists(
        st.tuples(ITEMS, st.sampled_from([BETWEEN, BETWEEN, ", ", ",\n"])), min_size=1, max_size=12
    ),
    first=st.sampled_from([0, 7]),
)
@example(items=[({"a": [{"a": 1}] * 9}, ", "), *[({"a": 2}, ", ")] * 9], first=0)
@example(items=[*[({"a": 2}, ", ")] * 9, ({"a": [{"a": 1}] * 9}, ", ")], first=0)
@example(items=[({"a": "x" * 90 * (number % 3)}, BETWEEN) for number in range(9)], first=0)
@example(items=[({"a": "x" * 2000 * (number == 5)}, BETWEEN) for number in range(20)], first=0)
@example(items=[({"a": "x" * 2000 * (number == 14)}, BETWEEN) for number in range(20)], first=0)
def test_every_item_is_found(items: list[tuple[dict[str, Any], str]], first: int) -> None:
    text, bounds = "[\n  ", []
    for item, separator in items:
        start = len(text)
        text += spelled(item)
        bounds.append((start, len(text)))
        text += separator
    text = text[: bounds[-1][1]] + "\n]"
    anchor = Anchor(0, bounds[0][0], bounds[-1][1], first, len(items))
    reader = PointerReader(text.encode(), is_lines=False)
    for number, expected in enumerate(bounds):
        place = SymbolicLocation(RecordLocation("any.json", (first + number,), 0, anchor))
        assert reader.span(place, is_framed=False) == (*expected, None)


def test_few_items_are_decoded_to_find_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as stand between it and the nearer end, and one or two to spare."""
    items = [f'{{"id": {100 + number}}}' for number in range(40)]
    text = f"[\n  {BETWEEN.join(items)}\n]".encode()
    size = len(items[0]) + len(BETWEEN)
    decoded: list[int] = []
    monkeypatch.setattr("campaignlint.locating.pointers._ARRAY", _Recording(decoded))
    anchor = Anchor(0, 4, len(text) - 2, 0, len(items))
    for index in range(len(items)):
        reader = PointerReader(text, is_lines=False)
        place = SymbolicLocation(RecordLocation("any.json", (index,), 0, anchor))
        start = 4 + index * size
        assert reader.span(place, is_framed=False) == (start, start + len(items[0]), None)
        needed = min(index + 1, len(items) - index)
        number, rest = divmod(decoded.pop() + len(BETWEEN) - 2, size)
        assert (needed <= number <= needed + 2, rest) == (True, 0)
        assert not decoded


class _Recording:
    """A decoder that notes how many bytes it is asked to decode."""

    def __init__(self, decoded: list[int]) -> None:
        self._decoded = decoded
        self._decoder = msgspec.json.Decoder(list[msgspec.Raw])

    def decode(self, text: bytes) -> list[msgspec.Raw]:
        self._decoded.append(len(text))
        return self._decoder.decode(text)


def test_a_place_above_the_items_has_no_line(tmp_path: Path) -> None:
    file = tmp_path / "any.json"
    file.write_bytes(b'{"a": [{"b": 1}, {"b": 2}]}')
    anchor = Anchor(1, 7, 25, 0, 2)
    above = SymbolicLocation(RecordLocation(str(file), ("a",), 0, anchor))
    item = SymbolicLocation(RecordLocation(str(file), ("a", 1), 0, anchor), ("b",))
    located = positions.locate([item, above])
    assert (located[above].line, located[above].pointer) == (None, "/a")
    assert (located[item].column, located[item].pointer) == (24, "/a/1/b")


@pytest.mark.parametrize("index", [6, 9])
def test_an_item_that_is_not_there_is_not_found(index: int) -> None:
    reader = PointerReader(b'[\n  {"a": 1},\n  {"a": 2}\n]', is_lines=False)
    anchor = Anchor(0, 4, 24, 7, 2)
    assert reader.span(
        SymbolicLocation(RecordLocation("any.json", (7,), 0, anchor)), is_framed=False
    ) == (4, 12, None)
    assert reader.span(
        SymbolicLocation(RecordLocation("any.json", (8,), 0, anchor)), is_framed=False
    ) == (
        16,
        24,
        None,
    )
    missing = SymbolicLocation(RecordLocation("any.json", (index,), 0, anchor))
    assert reader.span(missing, is_framed=False) is None
