"""A text is called sound only where the careful look would find nothing; most exports are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_malformed import MALFORMED
from campaignlint.loading import nesting as depth
from campaignlint.loading import newlines
from campaignlint.loading.soundness import is_sound
from conftest import REPOSITORY

PART, CHUNK = 1 << 20, 1 << 18

SOUND_BUT_FOR_ITS_RECORDS = {
    "failed-response.json",
    "id-is-missing.json",
    "id-is-word.json",
    "program-without-id.json",
    "step-is-null.json",
    "token-without-owner.json",
    "wrong-types.json",
}


def test_every_file_of_a_good_export_is_sound() -> None:
    files = sorted((REPOSITORY / "fixtures" / "acme").rglob("*.json"))
    assert [file.name for file in files if not is_sound(file.read_bytes())] == []
    assert len(files) > 400


def test_of_malformed_files_those_are_sound_whose_records_alone_are_at_fault() -> None:
    sound = {each.name for each in MALFORMED if is_sound(each.content)}
    assert sound == SOUND_BUT_FOR_ITS_RECORDS


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "b": {"a": 1}}',
        '[{"a": 1}, {"a": 1}]',
        '{"a" : ": a:b", "url": "https://example.com:443/"}',
        '{"name": "Größe \U0001f680"}',
        '{"name": "\\u00e9 \\ud83d\\ude80 \\" \\\\ \\n"}',
        "[1.5, -2, 123456789012345678, 0.25]",
        " \n[]\r\n",
    ],
)
def test_ordinary_json_is_sound(text: str) -> None:
    assert is_sound(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 1}',
        '[{"x": [{"a": 1, "b": 2, "a": {"c": 3}}]}]',
        '{"a": 1, "\\u0061": 2}',
        '{"a": "\\u003a", "a": "\\u003A"}',
        '{"a": "\\ud83d"}',
        '{"a": 18446744073709551616}',
        '{"a": -9223372036854775809}',
        '{"a": 1e400}',
        '{"a": NaN}',
        "[" * 5000 + "]" * 5000,
        '{"a": 1',
        "",
    ],
)
def test_what_a_decoder_would_pass_over_is_not(text: str) -> None:
    assert not is_sound(text.encode())


@pytest.mark.parametrize("text", [b'{"a": "\xff"}', b'{"\xff": 1}', b'{"a": "\xed\xa0\x80"}'])
def test_nor_are_bytes_that_are_not_utf_8(text: bytes) -> None:
    assert not is_sound(text)


@pytest.mark.parametrize("shift", range(8))
@pytest.mark.parametrize("before", [0, CHUNK - 30, CHUNK - 10, 2 * CHUNK - 1])
def test_a_long_number_is_seen_wherever_it_stands(before: int, shift: int) -> None:
    padding = " " * (before + shift)
    assert not is_sound(f"[{padding}{2**64}]".encode())
    assert is_sound(f"[{padding}{10**17}]".encode())


@pytest.mark.parametrize(
    "fault", ['{"a": 1, "a": 2}', '{"a": {"b": 1, "b": 2}}', '[{"a": [{"b": 1, "b": 2}]}]']
)
@pytest.mark.parametrize("frame", ["[%s]", '{"x:": %s}', '{"a": 1, "b": [%s]}', "\n [[%s]] "])
def test_a_large_text_is_told_as_a_small_one(frame: str, fault: str) -> None:
    filler = json.dumps([{"k": "v:" * 1000, "n": number} for number in range(2 * PART // 2000)])
    assert is_sound((frame % filler).encode())
    assert not is_sound((frame % f"[{filler}, {fault}]").encode())
    assert not is_sound((frame % f"[{fault}, {filler}]").encode())
    assert is_sound(memoryview((frame % filler).encode()))


def test_a_key_that_stands_twice_in_a_large_object_is_seen() -> None:
    filler = json.dumps(["v" * 1000] * (PART // 1000))
    assert is_sound(f'{{"a": {filler}, "b": {filler}}}'.encode())
    assert not is_sound(f'{{"a": {filler}, "a": {filler}}}'.encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=':",{}a\\\u00fc'),
    lambda inner: (
        st.lists(inner) | st.lists(st.tuples(st.sampled_from(["a", "b", "a:", ""]), inner))
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(JSON, st.sampled_from(["", " "]), st.booleans())
def test_no_text_with_a_duplicate_key_is_sound(
    value: Any,
    space: str,
    is_ascii: bool,  # noqa: FBT001 - drawn
) -> None:
    text = _written(value, space, is_ascii=is_ascii)
    has_fault = False

    def members(pairs: list[tuple[str, Any]]) -> None:
        nonlocal has_fault
        has_fault |= len(dict(pairs)) < len(pairs)

    def number(digits: str) -> None:
        nonlocal has_fault
        has_fault |= not -(2**63) <= int(digits) < 2**64

    def constant(_: str) -> None:
        nonlocal has_fault
        has_fault = True

    json.loads(text, object_pairs_hook=members, parse_int=number, parse_constant=constant)
    if has_fault:
        assert not is_sound(text.encode())


def _written(value: Any, space: str, *, is_ascii: bool) -> str:
    """As JSON; a list of pairs is an object, so that keys may repeat."""
    if isinstance(value, list) and value and all(isinstance(each, tuple) for each in value):
        members = (
            f"{json.dumps(key)}{space}:{space}{_written(each, space, is_ascii=is_ascii)}"
            for key, each in value
        )
        return "{" + f",{space}".join(members) + "}"
    if isinstance(value, list):
        items = (_written(each, space, is_ascii=is_ascii) for each in value)
        return "[" + f",{space}".join(items) + "]"
    return json.dumps(value, ensure_ascii=is_ascii)


@pytest.mark.parametrize("chunk", [0, 1, 7])
def test_newlines_are_counted_along_the_way(chunk: int) -> None:
    text = (json.dumps(["a\nb", {"c": "d" * 300}] * 2000, indent=1) + "\n" * chunk).encode()
    counted = newlines.none()
    assert is_sound(text, counted)
    assert counted == newlines.count(text)
    assert counted[-1] == text.count(b"\n")


@pytest.mark.parametrize("outer", ["[%s]", '{"a": %s}', '[{"a": [%s]}]'])
@pytest.mark.parametrize("filler", [0, 2 * PART], ids=["small", "large"])
def test_a_level_beyond_the_limit_is_seen_in_any_part(filler: int, outer: str) -> None:
    """Of a large text no part is nested too deeply, but all are with what stands around them."""
    levels = depth.LIMIT - outer.count("[") - outer.count("{") - 1
    for deeper, expected in ((0, True), (1, False)):
        brackets = levels + deeper
        deep = "[" * brackets + "]" * brackets
        assert is_sound((outer % f'["{"x" * filler}", {deep}]').encode()) is expected
