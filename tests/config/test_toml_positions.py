"""The positions of keys in a TOML text."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaignlint.config import toml_positions

TEXT = """\
paths = ["a"] # first = 1

[executables] # and [[more]]
names = [
  "EX *", # one
  'Exec *',
]

[rules."nesting-too-deep"]
max-depth = 4

[tool.x]
severity = { wait-in-executable = "note", b = [ { c = 1 }, {} ] }
a.b = 2026-09-14 07:30:00

[[suppressions]]
rule = "x"
reason = \"\"\"
[[suppressions]]
rule = "none of this"\"\"\"

  [[ suppressions ]]
  rule = 'y'
  [suppressions.match]
  program = '''
not = 1'''

[[suppressions]]
"""


@pytest.mark.parametrize(
    ("keys", "line", "begins"),
    [
        (("paths",), 1, "paths"),
        (("paths", 0), 1, '"a"'),
        (("executables",), 3, "[executables]"),
        (("executables", "names"), 4, "names"),
        (("executables", "names", 0), 5, '"EX *"'),
        (("executables", "names", 1), 6, "'Exec *'"),
        (("rules", "nesting_too_deep"), 9, '[rules."nesting'),
        (("rules", "nesting_too_deep", "max_depth"), 10, "max-depth"),
        (("tool", "x", "severity", "wait_in_executable"), 13, "wait-in-executable"),
        (("tool", "x", "severity", "b", 0, "c"), 13, "c = 1"),
        (("tool", "x", "severity", "b", 1), 13, "{}"),
        (("tool", "x", "a"), 14, "a.b"),
        (("tool", "x", "a", "b"), 14, "a.b"),
        (("suppressions", 0), 16, "[[suppressions]]"),
        (("suppressions", 0, "rule"), 17, 'rule = "x"'),
        (("suppressions", 1), 22, "[[ suppressions ]]"),
        (("suppressions", 1, "rule"), 23, "rule = 'y'"),
        (("suppressions", 1, "match"), 24, "[suppressions.match]"),
        (("suppressions", 1, "match", "program"), 25, "program"),
        (("suppressions", 2), 28, "[[suppressions]]"),
    ],
    ids=str,
)
def test_every_key_header_and_item_has_its_spot(
    keys: toml_positions.Keys, line: int, begins: str
) -> None:
    offset = toml_positions.find_positions(TEXT)[keys].offset
    assert (TEXT.count("\n", 0, offset) + 1, TEXT[offset:][: len(begins)]) == (line, begins)


def test_a_spot_knows_how_its_keys_are_written() -> None:
    spot = toml_positions.find_positions(TEXT)["rules", "nesting_too_deep", "max_depth"]
    assert spot.written == ("rules", "nesting-too-deep", "max-depth")


def test_what_strings_and_comments_say_is_no_key() -> None:
    spots = toml_positions.find_positions(TEXT)
    assert [keys for keys in spots if keys[0] in ("first", "more", "not")] == []
    assert ("suppressions", 3) not in spots


KEYS = st.sampled_from(["a", "b-c", "d_e", '"f.g"', "'h i'"])
SCALARS = st.sampled_from(
    ["1", "-0.5e3", "true", "2026-09-14", '"]"', "'#'", '"\\""', "''", '"""\na]"}\n"""', "'''='''"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[ {' ,'.join(items)} ]")
        | st.lists(inner, min_size=1, max_size=3).map(
            lambda items: "[\n" + "".join(f"  {item}, # ]\n" for item in items) + "]"
        )
        | st.dictionaries(KEYS, inner, max_size=3).map(
            lambda members: "{" + ", ".join(f"{k} = {v}" for k, v in members.items()) + "}"
        )
    ),
    max_leaves=6,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=4).map(
    lambda members: "".join(f"{key} = {value} # x = 1\n" for key, value in members.items())
)


@given(TABLES, st.lists(TABLES, max_size=3))
def test_it_finds_the_keys_that_tomllib_does(top: str, items: list[str]) -> None:
    text = top + "".join(f"[[items]]\n{item}" for item in items)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # a text over several lines in an inline table
        return
    found = {tuple(keys) for keys in toml_positions.find_positions(text)}
    assert found == {toml_positions.normalize(keys) for keys in keys_in(document)}


def keys_in(value: Any, above: toml_positions.Keys = ()) -> list[toml_positions.Keys]:
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    else:
        return []
    return [keys for key, item in inner for keys in ((*above, key), *keys_in(item, (*above, key)))]
