"""A level beyond the limit is found where a look at one character after the other finds it."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaignlint.loading import nesting as depth

PIECES = ["[", "]", "{", "}", '"', "\\", '\\"', "[[[", "]]", '"[', "a", '"]"', ",", "\u00fc"]


def naive(text: bytes, limit: int) -> int | None:
    """The same for what is short. A backslash outside a string, where it is no JSON, counts too."""
    level, at, is_string = 0, 0, False
    while at < len(text):
        byte = text[at : at + 1]
        if text[at : at + 2] in (rb"\\", rb"\""):
            at += 1
        elif byte == b'"':
            is_string = not is_string
        elif not is_string and byte in b"[]{}":
            level += 1 if byte in b"[{" else -1
            if level > limit:
                return at
        at += 1
    return None


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(2, 9), st.integers(0, 5))
@example(['"', "\\", "\\", '"', "[", "["], 4, 1)
def test_wherever_a_chunk_ends_the_same_level_is_found(
    pieces: list[str], chunk: int, limit: int
) -> None:
    text = "".join(pieces).encode()
    with (
        patch.object(depth, "_CHUNK", chunk),
        patch.object(depth, "_SLICE", 3),
        patch.object(depth, "LIMIT", limit),
    ):
        assert depth.first_beyond(memoryview(text)) == naive(text, limit)


def test_what_is_wide_is_not_deep() -> None:
    text = b"[" + b'[{"a": ["}]"]}], ' * 100_000 + b"1]"
    assert depth.first_beyond(memoryview(text)) is None
    deep = text[:-2] + b"[" * depth.LIMIT
    assert depth.first_beyond(memoryview(deep)) == len(deep) - 1
