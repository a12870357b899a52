"""The offset of a decoded part in its text."""

from __future__ import annotations

import msgspec
import pytest

from campaignlint.loading.offsets import BufferOffsets


def test_a_part_is_found_by_its_address_not_by_its_content() -> None:
    text = b'["a", {"b": "a"}, "a"]'
    first, middle, last = msgspec.json.decode(text, type=list[msgspec.Raw])
    (inner,) = msgspec.json.decode(middle, type=dict[str, msgspec.Raw]).values()
    whole = BufferOffsets(text)
    assert [whole.find(part) for part in (first, middle, inner, last)] == [
        (1, 3),
        (6, 10),
        (12, 3),
        (18, 3),
    ]


def test_a_part_may_be_the_whole_text() -> None:
    text = b"[1]"
    assert BufferOffsets(text).find(text) == (0, 3)
    number = b"7"
    assert BufferOffsets(number).find(msgspec.json.decode(number, type=msgspec.Raw)) == (0, 1)


@pytest.mark.parametrize(("start", "end"), [(8, 12), (10, 16), (8, 16), (0, 9), (15, 24)])
def test_a_part_beyond_the_text_is_rejected(start: int, end: int) -> None:
    """Both are views of one text, but neither is a view of the other."""
    text = memoryview(b'"before" "text" "behind"')
    whole = BufferOffsets(text[9:15])
    assert whole.find(text[9:15]) == (0, 6)
    assert whole.find(text[14:15]) == (5, 1)
    with pytest.raises(ValueError, match="not a view of this text"):
        whole.find(text[start:end])
