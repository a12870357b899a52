"""Custom filter logic is read whole, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint.marketo import FilterLogic, parse_filter_logic

Tree = int | tuple[str, list["Tree"]]
"""A filter's number, or an operator with what it combines."""


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
def test_reads_numbers_in_order(text: str, numbers: tuple[int, ...]) -> None:
    assert parse_filter_logic(text) == FilterLogic(numbers, mixes_operators=False)


@pytest.mark.parametrize(
    "text", ["1 and 2 or 3", "(1 or 2 and 3) and 4", "1 and (2 or 3) or 4", "1 or 2 or 3 and 4"]
)
def test_tells_operators_that_nothing_parts(text: str) -> None:
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
def test_brackets_may_nest_to_any_depth(text: str) -> None:
    closed = text.count(")") == text.count("(")
    assert (parse_filter_logic(text) is not None) is closed


def _trees(depth: int = 4) -> st.SearchStrategy[Tree]:
    numbers = st.integers(0, 999_999_999)
    if not depth:
        return numbers
    combined = st.tuples(
        st.sampled_from(["and", "or", "And", "OR"]), st.lists(_trees(depth - 1), max_size=4)
    )
    return numbers | combined.filter(lambda tree: len(tree[1]) > 1)


def _written(tree: Tree) -> str:
    """A tree with brackets around everything but numbers."""
    if isinstance(tree, int):
        return str(tree)
    operator, parts = tree
    return f"({f' {operator} '.join(map(_written, parts))})"


def _numbers(tree: Tree) -> tuple[int, ...]:
    if isinstance(tree, int):
        return (tree,)
    return tuple(number for part in tree[1] for number in _numbers(part))


@given(_trees())
def test_parsing_reverses_formatting(tree: Tree) -> None:
    assert parse_filter_logic(_written(tree)) == FilterLogic(_numbers(tree), mixes_operators=False)


@given(_trees(2), _trees(2), _trees(2), st.sampled_from(["and", "or"]))
def test_a_second_operator_on_one_level_mixes(
    one: Tree, two: Tree, three: Tree, first: str
) -> None:
    second = "or" if first == "and" else "and"
    parts = [_written(tree) for tree in (one, two, three)]
    logic = parse_filter_logic(f"{parts[0]} {first} {parts[1]} {second} {parts[2]}")
    assert logic is not None
    assert logic.mixes_operators


@given(st.text(st.sampled_from("12() andorAND\t,x")) | st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    logic = parse_filter_logic(text)
    assert logic is None or logic.numbers
