"""Abstract values of fields, lists and statuses, and comparisons with them.

A write sets its subject to a constant, an empty value, a sum, a time stamp, an extended text, or a
value that the export does not show.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from campaignlint.graph.activations.certainty import Certainty
from campaignlint.marketo import operators
from campaignlint.marketo.names import fold_name, fold_term
from campaignlint.model.tokens import TOKEN_START, token_key, tokens_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from campaignlint.model.campaign import SmartCampaign

Nature = Literal["constant", "empty", "difference", "time", "extension", "unknown"]


class Value(NamedTuple):
    """The value that a write gives its subject, if the export shows it."""

    nature: Nature
    text: str = ""
    """The constant, or the difference such as `+5`."""

    def __str__(self) -> str:
        return _WORDS.get(self.nature, f"'{self.text}'")

    @property
    def is_always_new(self) -> bool:
        """Whether the value differs from every value before it."""
        return self.nature in ("difference", "time", "extension")


EMPTY = Value("empty")
TIME = Value("time")
EXTENSION = Value("extension")
UNKNOWN = Value("unknown")

_WORDS: dict[Nature, str] = {
    "empty": "empty",
    "time": "the current time",
    "extension": "a longer text",
    "unknown": "an unknown value",
}


def number(value: float) -> Value:
    return constant(_number_text(value))


def constant(text: str) -> Value:
    return Value("constant", text)


# Values that flow steps write

_EMPTY_TEXTS = frozenset({"", "null"})
_SCORE_CHANGE = re.compile(r"([+=-]?)\s*([0-9]+(?:\.[0-9]+)?)")


def written_value(text: str, field: str, campaign: SmartCampaign, *, owns_tokens: bool) -> Value:
    """Return the value that Change Data Value gives a field by this text.

    `owns_tokens` is false if My Tokens are those of the caller, not of the campaign.
    """
    if TOKEN_START in text:
        text = _with_my_tokens(text, campaign) if owns_tokens else text
        if TOKEN_START in text:
            return _value_of_tokens(text, field)
    return EMPTY if fold_name(text) in _EMPTY_TEXTS else constant(text.strip())


def written_score(text: str, campaign: SmartCampaign, *, owns_tokens: bool) -> Value:
    """Return the value that Change Score gives a score: a difference, or a constant by `=5`."""
    if TOKEN_START in text and owns_tokens:
        text = _with_my_tokens(text, campaign)
    match = _SCORE_CHANGE.fullmatch(text.strip())
    if match is None:
        return UNKNOWN
    sign, digits = match.groups()
    text = _number_text(float(digits))
    return constant(text) if sign == "=" else Value("difference", f"{sign or '+'}{text}")


def is_own_value(text: str, field: str) -> bool:
    """Return whether a text is only the token of the field to which it is written.

    A space before or after the token counts: no public source says that Marketo removes it.
    """
    tokens = tokens_in(text)
    return (
        len(tokens) == 1
        and tokens[0].text == text
        and not tokens[0].has_default
        and _is_token_of(tokens[0].kind, tokens[0].name, field)
    )


def _with_my_tokens(text: str, campaign: SmartCampaign) -> str:
    """Replace each My Token that the export defines by its value."""
    for token in tokens_in(text):
        if token.kind == "my":
            defined = campaign.my_token(token.name)
            if defined is not None and TOKEN_START not in defined.value:
                text = text.replace(token.text, defined.value)
    return text


def _value_of_tokens(text: str, field: str) -> Value:
    tokens = tokens_in(text)
    if any(token.kind == "system" and fold_name(token.name) == "datetime" for token in tokens):
        return TIME
    if len(tokens) == 1 and tokens[0].text == text and tokens[0].kind == "system":
        # The date is the same all day long.
        return constant(text) if fold_name(tokens[0].name) == "date" else UNKNOWN
    own = [token for token in tokens if _is_token_of(token.kind, token.name, field)]
    rest = text
    for token in tokens:
        rest = rest.replace(token.text, "")
    return EXTENSION if own and rest.strip() else UNKNOWN


def _is_token_of(kind: str, name: str, field: str) -> bool:
    return kind in ("lead", "person", "company") and token_key(name) == token_key(field)


# Changes


def apply(before: Value, written: Value) -> Value:
    """Return the value after a write."""
    if written.nature != "difference":
        return written
    if before.nature == "empty":
        return number(float(written.text))
    old = as_number(before.text) if before.nature == "constant" else None
    return written if old is None else number(old + float(written.text))


def differs(before: Value, after: Value) -> Certainty:
    """Return whether a write changes the stored value. Case counts.

    Source: https://nation.marketo.com/t5/product-blogs/determining-if-a-data-value-change-is-a-real-change-in-a-few/ba-p/356014
    """
    if after.is_always_new or before.nature == "time" != after.nature != "unknown":
        return Certainty.CERTAIN
    if {before.nature, after.nature} <= {"constant", "empty"}:
        return Certainty.IMPOSSIBLE if before == after else Certainty.CERTAIN
    if after.nature == "empty" and before.nature in ("extension", "difference"):
        return Certainty.CERTAIN
    return Certainty.POSSIBLE


@lru_cache(maxsize=4096)
def as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _number_text(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)


# Comparisons


class Comparison(NamedTuple):
    """An operator and the values of which any will do."""

    operator: str
    values: tuple[str, ...]

    @lru_cache(maxsize=16_384)  # noqa: B019 - a comparison is only text
    def holds(self, value: Value) -> Certainty:
        """Return whether a value meets the comparison. Case does not count."""
        operator = fold_term(self.operator)
        if not operators.constrains(operator, self.values):
            return Certainty.CERTAIN
        if value.nature == "unknown" or any(map(_is_open, self.values)):
            return Certainty.POSSIBLE
        if operator in (operators.IS_EMPTY, operators.IS_NOT_EMPTY):
            is_empty = _certain(value.nature == "empty")
            return is_empty if operator == operators.IS_EMPTY else is_empty.negated
        if operator in _NEGATIONS and value.nature != "empty":
            return self._holds_for(value, _NEGATIONS[operator]).negated
        return self._holds_for(value, operator)

    @property
    def is_order(self) -> bool:
        """Whether it compares numbers by their size."""
        return fold_term(self.operator) in (*_ORDERS, "between")

    @property
    def exact_values(self) -> frozenset[str] | None:
        """The only values that meet the comparison, as `exact_value`; None if there are others."""
        if fold_term(self.operator) not in _EQUALITIES or not self.values:
            return None
        if any(map(_is_open, self.values)) or not any(map(str.strip, self.values)):
            return None
        return frozenset(map(exact_value, self.values))

    def holds_for_any(self, values: Iterable[Value] | None) -> Certainty:
        """Return whether all, some or none of the possible values meet it; None: no one knows."""
        if not operators.constrains(self.operator, self.values):
            return Certainty.CERTAIN
        answers = {Certainty.POSSIBLE} if values is None else {self.holds(each) for each in values}
        return answers.pop() if len(answers) == 1 else Certainty.POSSIBLE

    def _holds_for(self, value: Value, operator: str) -> Certainty:
        if operator in _EQUALITIES and value.nature in ("empty", "time"):
            return Certainty.IMPOSSIBLE
        if value.nature != "constant":
            return Certainty.POSSIBLE
        return self._holds_for_text(value.text, operator)

    def _holds_for_text(self, text: str, operator: str) -> Certainty:
        if operator in _EQUALITIES:
            return _certain(any(_is_equal(text, value) for value in self.values))
        if operator in _TEXT_TESTS:
            test = _TEXT_TESTS[operator]
            return _certain(any(test(fold_name(text), fold_name(value)) for value in self.values))
        size = as_number(text)
        limits = [as_number(value) for value in self.values]
        if size is None or not limits or None in limits:
            return Certainty.POSSIBLE
        if operator == "between" and len(limits) == 2:  # noqa: PLR2004 - both ends
            low, high = limits
            return _certain((low or 0) <= size <= (high or 0))
        if operator in _ORDERS:
            return _certain(any(_ORDERS[operator](size, limit or 0) for limit in limits))
        return Certainty.POSSIBLE


_EQUALITIES = frozenset({"is", "in"})
_NEGATIONS = {
    "is not": "is",
    "not in": "in",
    "does not contain": "contains",
    "not contains": "contains",
    "does not start with": "starts with",
    "not starts with": "starts with",
}
_TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "starts with": str.startswith,
}
_ORDERS: dict[str, Callable[[float, float], bool]] = {
    "at least": lambda size, limit: size >= limit,
    "at most": lambda size, limit: size <= limit,
    "greater than": lambda size, limit: size > limit,
    "less than": lambda size, limit: size < limit,
}


def _certain(answer: bool) -> Certainty:  # noqa: FBT001 - a conversion
    return Certainty.CERTAIN if answer else Certainty.IMPOSSIBLE


def _is_open(value: str) -> bool:
    """Return whether a value of a comparison is a token or a list of values."""
    return TOKEN_START in value or ";" in value


def _is_equal(one: str, other: str) -> bool:
    return exact_value(one) == exact_value(other)


@lru_cache(maxsize=16_384)
def exact_value(text: str) -> str:
    """Return the key that all spellings of a text or a number share."""
    size = as_number(text)
    return fold_name(text) if size is None else str(size)
