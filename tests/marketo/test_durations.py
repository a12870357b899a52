"""The duration of a Wait step, as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint import marketo


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
        ("1 YEAR and 2 months", 425),
    ],
)
def test_durations_in_words(text: str, days: float) -> None:
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
def test_other_texts_have_no_duration(text: str) -> None:
    assert marketo.parse_duration(text) is None


def test_a_number_of_thousands_of_digits_is_infinite() -> None:
    duration = marketo.parse_duration(f"{'9' * 5000} weeks")
    assert duration is not None
    assert duration.days == float("inf")


@given(st.text())
def test_any_text_is_parsed_or_invalid(text: str) -> None:
    duration = marketo.parse_duration(text)
    assert duration is None or duration.days >= 0
