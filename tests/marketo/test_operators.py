"""What a condition asks for: something, everything, or what another one rules out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint import marketo


@pytest.mark.parametrize("operator", ["is", "IS NOT", " starts  with", "in past", "between"])
def test_a_comparison_needs_a_value(operator: str) -> None:
    assert marketo.needs_value(operator)
    assert marketo.constrains(operator, ["1"])
    assert not marketo.constrains(operator, ["", " "])
    assert not marketo.constrains(operator, [])


@pytest.mark.parametrize("operator", ["is any", "Is Any", ""])
def test_is_any_lets_everything_pass(operator: str) -> None:
    assert not marketo.constrains(operator, [])


@pytest.mark.parametrize("operator", ["is empty", "is not empty", "is unknown"])
def test_other_operators_let_less_than_everything_pass(operator: str) -> None:
    assert not marketo.needs_value(operator)
    assert marketo.constrains(operator, [])


@pytest.mark.parametrize(
    ("operator", "expected"),
    [("between", True), ("Not  Between", True), ("is", False), ("is not", False), ("", False)],
)
def test_the_order_of_values_counts_in_a_range_alone(operator: str, *, expected: bool) -> None:
    assert marketo.is_range(operator) is expected


def _asked(operator: str, *values: str) -> marketo.Comparison:
    asked = marketo.comparison(operator, values)
    assert asked is not None
    return asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_asked("is", "US"), _asked("is", "Canada")),
        (_asked("is", "US", "Canada"), _asked("Is", "Germany", "France")),
        (_asked("is", "US"), _asked("is not", " us")),
        (_asked("is", "US", "Canada"), _asked("is not", "Canada", "Mexico", "US")),
        (_asked("is", "50"), _asked("is not", "50.00")),
        (_asked("is empty"), _asked("is not empty")),
    ],
)
def test_contradictions(one: marketo.Comparison, other: marketo.Comparison) -> None:
    assert one.contradicts(other)
    assert other.contradicts(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_asked("is", "US", "Canada"), _asked("is", "canada", "Germany")),
        (_asked("is", "US", "Canada"), _asked("is not", "US")),
        (_asked("is", "US"), _asked("is not", "Canada")),
        (_asked("is not", "US"), _asked("is not", "Canada")),
        (_asked("starts with", "A"), _asked("starts with", "B")),
        (_asked("is", "0"), _asked("is empty")),
        (_asked("is", "US"), _asked("is not empty")),
        (_asked("is"), _asked("is", "US")),
        (_asked("is", ""), _asked("is not", "")),
        (_asked("is", "50"), _asked("is", "50.0")),
        (_asked("is empty"), _asked("is empty")),
    ],
)
def test_near_misses(one: marketo.Comparison, other: marketo.Comparison) -> None:
    assert not one.contradicts(other)
    assert not other.contradicts(one)


@pytest.mark.parametrize("value", ["{{my.Country}}", "Pumps; Valves"])
def test_tokens_and_several_values_are_not_compared(value: str) -> None:
    assert marketo.comparison("is", ["US", value]) is None


VALUES = st.frozensets(st.sampled_from("abcd"), min_size=1)


@given(st.sampled_from(["is", "is not"]), VALUES, st.sampled_from(["is", "is not"]), VALUES)
def test_a_contradiction_leaves_no_value(
    operator: str, values: frozenset[str], other_operator: str, others: frozenset[str]
) -> None:
    everything = frozenset("abcd") | {"none of these"}
    met = values if operator == "is" else everything - values
    also_met = others if other_operator == "is" else everything - others
    one, other = _asked(operator, *values), _asked(other_operator, *others)
    assert one.contradicts(other) is not bool(met & also_met)
