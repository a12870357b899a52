"""The duration of a Wait step, as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint import marketo
from campaignlint.marketo.durations import Duration

UNITS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
SHORT = {"min": "minute", "hrs": "hour", "h": "hour", "d": "day", "wk": "week", "yrs": "year"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("4 hours", 4 / 24),
        ("1 day", 1),
        ("1 week 2 days", 9),
        ("1 week, 2 days and 12 hours", 9.5),
        ("90 minutes", 90 / 1440),
        ("3 Months", 90),
        ("  1.5 days ", 1.5),
        ("2days", 2),
    ],
)
def test_spelled_out_durations_are_read(text: str, days: float) -> None:
    duration = marketo.parse_duration(text)
    assert duration is not None
    assert duration.days == pytest.approx(days)
    assert not duration.is_abbreviated


@pytest.mark.parametrize(
    ("text", "in_words"),
    [
        ("4 hrs", "4 hours"),
        ("4 hrs.", "4 hours"),
        ("1d", "1 day"),
        ("1 day 4 Hrs", "1 day 4 hours"),
        ("30 min", "30 minutes"),
        ("2 wks", "2 weeks"),
        ("1w2d", "1 week 2 days"),
    ],
)
def test_abbreviations_are_reported_and_spelled_out(text: str, in_words: str) -> None:
    duration = marketo.parse_duration(text)
    assert duration is not None
    assert duration.is_abbreviated
    assert duration.in_words == in_words


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "4",
        "hours",
        "2026-10-15",
        "10/15/2026",
        "Oct 15, 2026",
        "{{my.Event Date}}",
        "4 Stunden",
        "4 hours before {{my.Event Date}}",
        "until 4 hours",
        "next Monday",
        "5pm",
        "--Do Nothing--",
    ],
)
def test_what_is_no_duration_is_unknown(text: str) -> None:
    assert marketo.parse_duration(text) is None


def test_a_number_beyond_measure_is_a_long_time() -> None:
    duration = marketo.parse_duration(f"{'9' * 5000} weeks")
    assert duration is not None
    assert duration.days == float("inf")


parts = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(sorted(UNITS))), min_size=1, max_size=4
)


@given(parts, st.sampled_from([" ", ", ", " and ", "  "]), st.sampled_from([str.upper, str.title]))
def test_parts_add_up_in_every_case_and_with_every_separator(
    parts: list[tuple[int, str]], joint: str, spelt: object
) -> None:
    assert callable(spelt)
    text = joint.join(f"{number} {unit}s" for number, unit in parts)
    duration = marketo.parse_duration(text)
    assert duration == marketo.parse_duration(spelt(text).replace("AND", "and"))
    assert duration is not None
    assert duration.days == pytest.approx(sum(number * UNITS[unit] for number, unit in parts))
    assert not duration.is_abbreviated


@given(parts, st.integers(1, 99), st.sampled_from(sorted(SHORT)))
def test_one_abbreviation_is_enough_and_its_words_mean_the_same(
    parts: list[tuple[int, str]], number: int, short: str
) -> None:
    text = " ".join(f"{count} {unit}" for count, unit in parts)
    duration = marketo.parse_duration(f"{text} {number}{short}")
    assert duration is not None
    assert duration.is_abbreviated
    spelled_out = marketo.parse_duration(duration.in_words)
    assert spelled_out == Duration(duration.days, duration.in_words, is_abbreviated=False)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    duration = marketo.parse_duration(text)
    assert duration is None or duration.days >= 0
