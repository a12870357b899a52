"""Find the campaign that a user names."""

from __future__ import annotations

import pytest

from campaignlint.model.lookup import look_up
from campaignlint.testing import campaign, program
from loading.reading import instance_of

SCORING = program("OP Scoring")
DEMO = program("WEB 2.0 Demo")
INSTANCE = instance_of(
    SCORING,
    DEMO,
    campaign("EX Score", program=SCORING, id=1),
    campaign("ex score", program=DEMO, id=2),
    campaign("EX Score Twice", program=SCORING, id=3),
    campaign("01 Fill Out", program=SCORING, id=4),
    campaign("01 Fill Out", program=DEMO, id=5),
    campaign("6", program=DEMO, id=7),
    campaign("Straße", id=8),
    campaign("No. 2", program=DEMO, id=9),
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1", [1]),
        ("7", [7]),
        ("6", [7]),  # no id, so a name
        ("OP Scoring.EX Score", [1]),
        ("op scoring.ex score", [1]),
        ("OP Scoring > EX Score", [1]),
        ("WEB 2.0 Demo.No. 2", [9]),
        ("EX Score", [1]),
        ("ex score", [2]),
        ("Ex Score", [1, 2]),
        ("01 Fill Out", [4, 5]),
        ("Twice", [3]),
        ("demo.01", [5]),
        ("scoring > 01", [4]),
        ("fill out", [4, 5]),
        ("STRASSE", [8]),
        ("  EX Score ", [1]),
        ("EX Scor", [1, 3, 2]),
        ("", []),
        (" ", []),
        ("99", []),
        ("nothing", []),
        ("²", []),
        ("9" * 5_000, []),
    ],
)
def test_the_first_stage_with_a_match_decides(text: str, ids: list[int]) -> None:
    assert [each.id for each in look_up(INSTANCE, text).matches] == ids


def test_a_single_match_is_the_result() -> None:
    found = look_up(INSTANCE, "Twice").only
    assert found is not None
    assert found.id == 3
    assert look_up(INSTANCE, "fill out").only is None
    assert look_up(INSTANCE, "nothing").only is None


def test_a_misspelled_name_gets_a_suggestion() -> None:
    found = look_up(INSTANCE, "op scoring.ex scoer")
    assert (found.matches, found.nearest) == ((), "OP Scoring.EX Score")
