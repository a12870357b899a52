"""Suppressions accept findings; unused and expired ones are findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.engine.suppressions import Suppression
from campaignlint.model.finding import RecordLocation, SymbolicLocation
from campaignlint.rules import registry as packs
from campaignlint.testing import Export, campaign, folder, program

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.report.model import Report

pytestmark = pytest.mark.usefixtures("in_tmp_path")

RULE = "wait-in-executable"
CONFIG = SymbolicLocation(
    RecordLocation("campaignlint.toml"), text="campaignlint.toml", key=("suppression", "0")
)
TODAY = date(2026, 9, 14)


def suppression(**given: object) -> Suppression:
    values: dict[str, object] = {"rules": (RULE,), "reason": "moved in May", "place": CONFIG}
    return Suppression(**{**values, **given})  # type: ignore[arg-type]


def waiting_executable(description: str = "scores a person") -> Export:
    """`OP Scoring > EX Score` has Wait steps 1 and 3, and `Intake` executes it."""
    scoring = program("OP Scoring", id=101)
    return Export(
        scoring,
        campaign("EX Score", id=1021, program=scoring, description=description)
        .waits("4 hours")
        .changes("Lead Status", "Open")
        .waits("1 day"),
        campaign("Intake", id=1030, program=scoring).executes("OP Scoring.EX Score"),
    )


def lint(folder: Path, export: Export, *suppressions: Suppression) -> Report:
    export.write(folder)
    plan = config.plan(config.Settings(select=(RULE,)), packs.load_rules())
    plan = replace(plan, suppressions=suppressions, today=TODAY)
    return api.analyze([str(folder)], plan).report


def places(report: Report) -> list[str]:
    return [finding.place for finding in report.findings]


STEP_1 = "OP Scoring > EX Score > flow step 1"
STEP_3 = "OP Scoring > EX Score > flow step 3"


def test_without_suppressions_both_steps_are_reported(tmp_path: Path) -> None:
    assert places(lint(tmp_path, waiting_executable())) == [STEP_1, STEP_3]


@pytest.mark.parametrize(
    "given",
    [
        {"campaign": "1021"},
        {"campaign": "EX Score"},
        {"campaign": "op scoring.ex score"},
        {"campaign": "OP *.EX *"},
        {"campaign": "EX *"},
        {"program": "OP Scoring"},
        {"program": "OP *", "workspace": "Default"},
        {"campaign": "EX *", "rules": ("webhook-in-executable", RULE)},
    ],
    ids=str,
)
def test_matching_findings_are_accepted(tmp_path: Path, given: dict[str, object]) -> None:
    report = lint(tmp_path, waiting_executable(), suppression(**given))
    assert places(report) == []
    assert report.suppressed == 2
    assert [(each.by, each.reason) for each in report.accepted] == [
        ("configuration", "moved in May"),
        ("configuration", "moved in May"),
    ]


def test_a_suppression_can_name_a_step(tmp_path: Path) -> None:
    report = lint(tmp_path, waiting_executable(), suppression(campaign="1021", step=3))
    assert places(report) == [STEP_1]


@pytest.mark.parametrize(
    "given",
    [
        {"campaign": "102"},
        {"campaign": "Intake"},
        {"campaign": "1021", "workspace": "EMEA"},
        {"campaign": "1021", "program": "OP Routing"},
        {"campaign": "1021", "step": 2},
    ],
    ids=str,
)
def test_a_suppression_without_matches_is_unused(tmp_path: Path, given: dict[str, object]) -> None:
    report = lint(tmp_path, waiting_executable(), suppression(**given))
    assert places(report) == ["campaignlint.toml", STEP_1, STEP_3]
    unused = report.findings[0]
    assert (unused.rule, unused.severity, unused.help) == (
        "unused-suppression",
        "warning",
        "remove it",
    )
    assert unused.message == f"the suppression of '{RULE}' matches no finding"


def test_every_unused_suppression_is_reported(tmp_path: Path) -> None:
    report = lint(
        tmp_path,
        waiting_executable(),
        suppression(campaign="1"),
        suppression(campaign="2", place=SymbolicLocation(RecordLocation("b.toml"), text="b.toml")),
        suppression(campaign="1021"),
    )
    assert sorted(places(report)) == ["b.toml", "campaignlint.toml"]


def test_a_suppression_of_a_rule_that_did_not_run_is_not_unused(tmp_path: Path) -> None:
    given = suppression(rules=(RULE, "webhook-in-executable"), campaign="1030")
    assert places(lint(tmp_path, waiting_executable(), given)) == [STEP_1, STEP_3]


def test_an_expired_suppression_accepts_nothing(tmp_path: Path) -> None:
    given = suppression(campaign="1021", expires=date(2026, 9, 13), owner="Ann")
    report = lint(tmp_path, waiting_executable(), given)
    assert places(report) == ["campaignlint.toml", STEP_1, STEP_3]
    assert report.findings[0].rule == "expired-suppression"
    assert report.findings[0].message == (
        f"the suppression of '{RULE}' expired on 2026-09-13 (owner: Ann)"
    )


def test_a_suppression_is_valid_on_its_last_day(tmp_path: Path) -> None:
    given = suppression(campaign="1021", expires=TODAY)
    assert places(lint(tmp_path, waiting_executable(), given)) == []


def test_a_suppression_in_the_description_applies_to_the_campaign(tmp_path: Path) -> None:
    export = waiting_executable(
        "Scores a person.\ncampaignlint: ignore[wait-in-executable] until the move\nAsk Ann."
    )
    report = lint(tmp_path, export)
    assert places(report) == []
    assert {(each.by, each.reason) for each in report.accepted} == {
        ("description", "until the move")
    }


def test_an_unused_suppression_in_a_description_is_located_there(tmp_path: Path) -> None:
    scoring = program("OP Scoring")
    note = "campaignlint: ignore[wait-in-executable] none left"
    lone = campaign("EX Score", program=scoring, description=note).changes("Lead Status", "Open")
    report = lint(tmp_path, Export(scoring, lone))
    (unused,) = report.findings
    assert (unused.rule, unused.place) == ("unused-suppression", "OP Scoring > EX Score")
    assert unused.location.pointer == "/result/0/description"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("campaignlint: ignore wait-in-executable until the move", RULE),
        ("Scores. CampaignLint:ignore (wait-in-executable) until the move", RULE),
        ("campaignlint: ignore [wait-in-executable] until the move", RULE),
        ("campaignlint ignore[wait-in-executable] until the move", RULE),
        ("campaignlint-disable wait-in-executable, unknown-campaign", f"{RULE}, unknown-campaign"),
        ("campaignlint: ignore", "rule-id"),
    ],
)
def test_a_suppression_that_is_not_written_correctly_is_reported(
    tmp_path: Path, text: str, rule: str
) -> None:
    export = waiting_executable(f"Scores a person.\n{text}\nAsk Ann.")
    (malformed, *waits) = lint(tmp_path, export).findings
    assert (malformed.rule, malformed.place) == ("unused-suppression", "OP Scoring > EX Score")
    assert malformed.location.pointer == "/result/0/description"
    assert malformed.message == (
        f"'{text.removeprefix('Scores. ')}' is not a valid suppression, so it is ignored"
    )
    assert malformed.help == f"write: campaignlint: ignore[{rule}] reason"
    assert [each.rule for each in waits] == [RULE, RULE]


def test_a_description_may_name_the_linter(tmp_path: Path) -> None:
    export = waiting_executable("See campaignlint: we ignore its notes, and skip nothing.")
    assert places(lint(tmp_path, export)) == [STEP_1, STEP_3]


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("ignore[wait-in-executable]", "has no reason, so it is ignored"),
        ("ignore[wait-in-exec] x", "names an unknown rule 'wait-in-exec'"),
        ("ignore[] x", "names no rule"),
    ],
)
def test_an_incomplete_suppression_is_reported_and_accepts_nothing(
    tmp_path: Path, note: str, what: str
) -> None:
    report = lint(tmp_path, waiting_executable(f"campaignlint: {note}"))
    assert places(report) == ["OP Scoring > EX Score", STEP_1, STEP_3]
    assert report.findings[0].message.endswith(what)


def test_a_suppression_in_a_skipped_campaign_is_not_unused(tmp_path: Path) -> None:
    archive = folder("90 Archive", isArchive=True)
    old = program("OP Old", folder=archive)
    waiting = campaign(
        "EX", program=old, description=f"campaignlint: ignore[{RULE}] known", isExecutable=True
    ).waits("1 day")
    assert lint(tmp_path, Export(archive, old, waiting)).findings == ()
