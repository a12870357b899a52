"""Newlines between two places are told from what was counted before as from the text itself."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from campaignlint.loading import newlines

STEP = newlines.STEP


def test_nothing_is_counted_before_the_first_step() -> None:
    assert list(newlines.none()) == [0]
    assert newlines.none().itemsize == 8


def test_there_is_a_count_for_every_step_and_the_end() -> None:
    text = b"\n" + b"x" * (STEP - 2) + b"\n" + b"\n" * STEP + b"x"
    assert list(newlines.count(text)) == [0, 2, 2 + STEP, 2 + STEP]
    assert list(newlines.count(text[:-1])) == [0, 2, 2 + STEP]
    assert list(newlines.count(b"")) == [0]
    assert newlines.count(b"").typecode == newlines.none().typecode


TEXT = b"\n".join(b"x" * (number % 90) for number in range(1200))
OFFSETS = st.integers(0, len(TEXT)) | st.sampled_from(
    [at * STEP + by for at in range(1, 6) for by in (-1, 0, 1)]
)


@given(OFFSETS, OFFSETS)
@example(STEP, 2 * STEP)
@example(STEP - 1, 2 * STEP + 1)
@example(0, len(TEXT))
def test_between_any_two_places(one: int, other: int) -> None:
    start, end = sorted((one, other))
    expected = TEXT[start:end].count(b"\n")
    counted = newlines.count(TEXT)
    assert newlines.between(TEXT, start, end, counted) == expected
    assert newlines.between(TEXT, start, end, ()) == expected
    assert newlines.between(TEXT, start, end, counted[:3]) == expected


def test_between_places_that_are_far_apart() -> None:
    text = b"ab\n" * 1_500_000
    assert newlines.between(text, 4, len(text) - 4, ()) == 1_499_997


def test_what_was_counted_is_not_counted_again() -> None:
    """Of a text that is said to have a thousand newlines in each step only the ends are read."""
    counted = range(0, 1000 * 9, 1000)
    text = b"\n" + b"x" * (8 * STEP - 2) + b"\n"
    assert newlines.between(text, 0, len(text), counted) == 8000
    assert newlines.between(text, 1, len(text) - 1, counted) == 6000
