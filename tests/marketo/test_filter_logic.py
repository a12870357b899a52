"""Filter logic is parsed completely, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint.marketo import FilterLogic, parse_filter_logic


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1", (1,)),
        ("1 and 2", (1, 2)),
        ("1 and (2 or 3)", (1, 2, 3)),
        ("(1 or 2) and (3 or 4)", (1, 2, 3, 4)),
        ("((1))", (1,)),
        (" 1\tAND\n(2 Or 3) ", (1, 2, 3)),
        ("1and(2or 3)", (1, 2, 3)),
        ("(1 and 2) or (1 and 3)", (1, 2, 1, 3)),
        ("0 and 99", (0, 99)),
        ("007", (7,)),
    ],
)
def test_numbers_are_in_order(text: str, numbers: tuple[int, ...]) -> None:
    assert parse_filter_logic(text) == FilterLogic(numbers, mixes_operators=False)


@pytest.mark.parametrize(
    "text", ["1 and 2 or 3", "(1 or 2 and 3) and 4", "1 and (2 or 3) or 4", "1 or 2 or 3 and 4"]
)
def test_operators_mixed_without_parentheses(text: str) -> None:
    logic = parse_filter_logic(text)
    assert logic is not None
    assert logic.mixes_operators


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "()",
        "and",
        "1 and",
        "and 1",
        "1 2",
        "1 and or 2",
        "(1 and 2",
        "1 and 2)",
        ")1(",
        "(1)(2)",
        "1 (and 2)",
        "1 und 2",
        "1 andy 2",
        "1 & 2",
        "1, 2",
        "-1",
        "1.5",
        "not 1",
        "²",
        "1234567890",
        "1 and 2 €",
    ],
)
def test_invalid_logic_is_not_parsed(text: str) -> None:
    assert parse_filter_logic(text) is None


@pytest.mark.parametrize("text", ["(" * 100_000 + "1" + ")" * 100_000, "(1 and " * 100_000 + "1"])
def test_parentheses_can_be_nested_to_any_depth(text: str) -> None:
    closed = text.count(")") == text.count("(")
    assert (parse_filter_logic(text) is not None) is closed


@given(st.text(st.sampled_from("12() andorAND\t,x")) | st.text())
def test_any_text_is_parsed_or_invalid(text: str) -> None:
    logic = parse_filter_logic(text)
    assert logic is None or logic.numbers
