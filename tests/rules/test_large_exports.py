"""Findings in exports that are too large for fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import (
    DO_NOTHING,
    Campaign,
    Export,
    Part,
    campaign,
    condition,
    otherwise,
    program,
    tokens,
    when,
)
from rule_cases import Case, described, lint

if TYPE_CHECKING:
    from pathlib import Path

SCORING = program("OP Scoring", id=101)


def findings_of(folder: Path, rule: str, *parts: Part) -> str:
    """What a rule says of an export."""
    return described(lint(Case(rule, "bad", "export", Export(*parts), folder=folder).write(), rule))


# undefined-my-token asks a hundred callers


def called_by(number: int) -> list[Part]:
    """An executable with a token that none of so many callers defines."""
    callers = [
        campaign(f"{position} Form", program=SCORING, isActive=True)
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Contact.Demo"))
        .executes("EX Score")
        for position in range(number)
    ]
    score = campaign("EX Score", program=SCORING).scores("Score", "{{my.Form}}")
    return [SCORING, tokens(SCORING, {"Click": ("score", "+3")}), score, *callers]


def test_a_token_that_none_of_100_callers_defines_is_undefined(tmp_path: Path) -> None:
    assert findings_of(tmp_path, "undefined-my-token", *called_by(100)) == (
        "warning[undefined-my-token] heuristic\n"
        "  at      OP Scoring > EX Score > flow step 1  /smartCampaigns/0/flow/steps/0\n"
        "  message {{my.Form}} has no value: not defined in program 'OP Scoring' or a folder above "
        "it, nor by a caller that passes its token context\n"
        "  help    fix the name, define the token there, or give it a default\n"
    )


def test_a_token_with_more_callers_is_not_checked(tmp_path: Path) -> None:
    assert findings_of(tmp_path, "undefined-my-token", *called_by(101)) == (
        "1 campaign not checked by undefined-my-token\n"
    )


# unreachable-choice compares a thousand choices of a step


def choosing(number: int) -> Campaign:
    """A campaign with so many conditions in a step, the last of which repeats the first."""
    last = number - 1
    choices = [
        when("Postal Code", "is", str(position % last), {"Attribute": "Region", "New Value": "US"})
        for position in range(number)
    ]
    return campaign("Route", program=SCORING).choices(
        "Change Data Value", *choices, otherwise(DO_NOTHING)
    )


def test_the_last_of_a_thousand_choices_is_compared_with_the_first(tmp_path: Path) -> None:
    assert findings_of(tmp_path, "unreachable-choice", SCORING, choosing(1_000)) == (
        "warning[unreachable-choice] documented\n"
        "  at      OP Scoring > Route > flow step 1 > choice 1000"
        "  /smartCampaigns/0/flow/steps/0/stepChoice/999\n"
        "  message choice 'Postal Code is 0' is unreachable: choice 1 already matches everyone it "
        "is meant for\n"
        "  help    remove it, fix its condition, or move it up\n"
        "  related matches the same people first: OP Scoring > Route > flow step 1 > choice 1"
        "  /smartCampaigns/0/flow/steps/0/stepChoice/0\n"
    )


def test_a_step_with_more_choices_is_not_checked(tmp_path: Path) -> None:
    assert findings_of(tmp_path, "unreachable-choice", SCORING, choosing(1_001)) == (
        "1 campaign not checked by unreachable-choice\n"
    )
