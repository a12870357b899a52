"""`campaignlint explain`: one rule at length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint.rules.registry import load_rules

if TYPE_CHECKING:
    from campaignlint.rules.rule import Rule
    from conftest import CommandLine

RULES = list(load_rules())


def test_a_rule_with_options(campaignlint: CommandLine) -> None:
    explained = campaignlint("explain", "nesting-too-deep")
    assert (explained.code, explained.err) == (0, "")
    lines = explained.out.splitlines()
    assert lines[:4] == [
        "nesting-too-deep",
        "error, documented; profile recommended; added in 0.1",
        "",
        "  Executable campaigns are nested more than three levels deep.",
    ]
    headings = [line for line in lines[4:] if line and not line.startswith(" ")]
    assert headings == ["Why this matters", "How to fix", "Options", "Example", "References"]
    assert "  max_depth (int from 0 to 1,000, default 3): " in explained.out


def test_an_option_that_is_a_regular_expression(campaignlint: CommandLine) -> None:
    explained = campaignlint("explain", "name-convention")
    assert "  pattern (regular expression, default ''): " in explained.out


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_every_rule_can_be_explained_in_80_columns(campaignlint: CommandLine, rule: Rule) -> None:
    explained = campaignlint("explain", rule.id)
    assert (explained.code, explained.err) == (0, "")
    addresses = ("https://", "fixtures/rules/")
    prose = [
        line
        for line in explained.out.splitlines()
        if not any(address in line for address in addresses)
    ]
    assert max(map(len, prose)) <= 80
    assert {"Why this matters", "How to fix"} <= set(prose)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("wait-in-executables", "did you mean 'wait-in-executable'?"),
        ("WAIT-IN-EXECUTABLE", "did you mean 'wait-in-executable'?"),
        ("smart-list", "did you mean 'smart_list'?"),
        ("xyz", "`campaignlint rules` lists them"),
    ],
)
def test_a_rule_that_does_not_exist(campaignlint: CommandLine, name: str, hint: str) -> None:
    explained = campaignlint("explain", name)
    assert (explained.code, explained.out, explained.err) == (
        2,
        "",
        f"Error: unknown rule or category '{name}'; {hint}\n",
    )


def test_a_category_lists_its_rules(campaignlint: CommandLine) -> None:
    explained = campaignlint("explain", "reference")
    assert (explained.code, explained.err) == (0, "")
    assert explained.out == campaignlint("rules", "--category", "reference").out
    assert explained.out.startswith("reference (4)\n\n  ambiguous-campaign  (warning, likely, ")


def test_headings_are_bold_with_forced_color(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    explained = campaignlint("explain", "wait-in-executable")
    assert explained.out.startswith("\x1b[1mwait-in-executable\x1b[0m\n")
