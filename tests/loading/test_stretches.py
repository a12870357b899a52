"""Large texts are read in stretches of whole items where they are written so, and only there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint.loading import reader as records
from campaignlint.loading.stretches import UnevenError, stretches
from campaignlint.testing import campaign
from loading.reading import read

if TYPE_CHECKING:
    from pathlib import Path

Read = list[tuple[str | None, int, object]]


@pytest.fixture(autouse=True)
def _short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaignlint.loading.stretches._SIZE", 80)


def items(text: str) -> Read:
    """Every item with its array's key and its index, held to where it is said to stand."""
    data = text.encode()
    found: Read = []
    for key, first, start, end, values in stretches(memoryview(data), _decode):
        assert json.loads(b"[" + data[start:end] + b"]") == values
        assert start < end
        found += [(key, index, value) for index, value in enumerate(values, first)]
    return found


def _decode(key: str | None, array: bytes) -> list[object]:
    if key == "unknown":
        raise UnevenError
    return msgspec.json.decode(array, type=list[object])


def expected(value: Any) -> Read:
    arrays = value.items() if isinstance(value, dict) else [(None, value)]
    return [(key, index, item) for key, array in arrays for index, item in enumerate(array)]


_TEXTS = st.sampled_from(
    ["", "a", "},\n  {", "\n]", "],", '"', "\\", "x" * 100, "\N{GREEK SMALL LETTER ALPHA}", "[{"]
)
_VALUES = st.recursive(
    _TEXTS | st.integers(0, 99) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=8,
)
_ARRAYS = st.lists(st.dictionaries(_TEXTS, _VALUES, min_size=1, max_size=3), max_size=12)
_KEYS = st.sampled_from(["programs", "smartCampaigns", "smartLists", "tokens"])


@given(
    value=_ARRAYS | st.dictionaries(_KEYS, _ARRAYS, min_size=1),
    indent=st.sampled_from([0, 1, 2, 4, "\t"]),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_indented_is_read_as_any_reader_reads_it(
    value: Any, indent: int | str, ends: str
) -> None:
    """Or not at all: where parts of items stand as far to the left as items do."""
    text = json.dumps(value, indent=indent, ensure_ascii=False).replace("\n", ends)
    try:
        found = items(text)
    except UnevenError:
        assert indent == 0
    else:
        assert found == expected(value)


@given(
    value=_ARRAYS | st.dictionaries(_KEYS, _ARRAYS, min_size=1),
    at=st.integers(0, 2000),
    put=st.sampled_from(["", ",", "]", "[", "{", "}", '"', "\n", "\n  {", ",\n  {", "null", " "]),
    cut=st.integers(0, 3),
)
def test_what_is_broken_anywhere_is_never_read_otherwise(
    value: Any, at: int, put: str, cut: int
) -> None:
    text = json.dumps(value, indent=2)
    at %= len(text)
    text = text[:at] + put + text[at + cut :]
    try:
        found = items(text)
    except UnevenError:
        return
    assert found == expected(json.loads(text))


@pytest.mark.parametrize(
    "text",
    [
        '[{"a":1},{"a":2}]',
        '[{\n  "a": 1\n}, {\n  "a": 2\n}]',
        '{\n  "programs": {\n    "result": []\n  }\n}',
        '{\n  "unknown": [\n    {}\n  ]\n}',
        '{\n  "programs": [\n    1\n  ]\n}',
        "{}",
        "",
    ],
)
def test_what_is_written_otherwise_is_left_to_others(text: str) -> None:
    with pytest.raises(UnevenError):
        items(text)


def test_an_item_may_be_longer_than_a_stretch() -> None:
    value = [{"a": ["x" * 50] * 9}, {"b": 1}, {"c": ["y" * 50] * 9}]
    assert items(json.dumps(value, indent=2)) == expected(value)


def test_a_large_export_is_read_in_stretches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every record, each anchored where it stands together with its neighbours."""
    monkeypatch.setattr(records, "_LARGE", 100)
    monkeypatch.setattr("campaignlint.loading.stretches._SIZE", 3000)
    made = [campaign(f"EX {number}", id=number).waits("1 day").record() for number in range(40)]
    text = json.dumps({"smartCampaigns": made}, indent=2)
    found = read(tmp_path, {"export.json": text}).records
    assert [getattr(each.data, "id", None) for each in found] == list(range(40))
    assert [each.origin.pointer for each in found] == [("smartCampaigns", n) for n in range(40)]
    anchors = list(dict.fromkeys(each.origin.anchor for each in found))
    assert len(anchors) > 5
    for anchor, following in zip(anchors, [*anchors[1:], None], strict=True):
        assert anchor is not None
        together = json.loads(f"[{text[anchor.start : anchor.end]}]")
        last = 40 if following is None else following.first
        assert [each["id"] for each in together] == list(range(anchor.first, last))


def test_one_record_of_another_shape_lets_all_be_looked_at_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_LARGE", 100)
    made = [campaign(f"EX {number}", id=number).record() for number in range(9)]
    made[5]["flow"] = "none"
    text = json.dumps({"smartCampaigns": made}, indent=2)
    outcome = read(tmp_path, {"export.json": text})
    assert [getattr(each.data, "id", None) for each in outcome.records] == [0, 1, 2, 3, 4, 6, 7, 8]
    (fault,) = outcome.faults
    assert fault.finding.message == (
        "this smart campaign is left out: smartCampaigns[5].flow: 'none' is not an object"
    )
