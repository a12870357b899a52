"""Suppressions: what they accept, and what is said of those that accept nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.engine import suppressions
from campaignlint.engine.plan import Plan
from campaignlint.engine.suppressions import Suppression
from campaignlint.model.finding import RecordLocation, SymbolicLocation
from campaignlint.rules import registry as packs
from campaignlint.testing import Export, campaign, folder, program
from campaignlint.text import globs

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.report.model import Report

RULE = "wait-in-executable"
CONFIG = SymbolicLocation(
    RecordLocation("campaignlint.toml"), text="campaignlint.toml", key=("suppression", "0")
)
TODAY = date(2026, 9, 14)


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def suppression(**given: object) -> Suppression:
    values: dict[str, object] = {"rules": (RULE,), "reason": "moved in May", "place": CONFIG}
    return Suppression(**{**values, **given})  # type: ignore[arg-type]


def waiting_executable(description: str = "scores a person") -> Export:
    """`OP Scoring > EX Score` waits at steps 1 and 3, and `Intake` executes it."""
    scoring = program("OP Scoring", id=101)
    return Export(
        scoring,
        campaign("EX Score", id=1021, program=scoring, description=description)
        .waits("4 hours")
        .changes("Lead Status", "Open")
        .waits("1 day"),
        campaign("Intake", id=1030, program=scoring).executes("OP Scoring.EX Score"),
    )


def lint(
    folder: Path, export: Export, *suppressions: Suppression, use_suppressions: bool = True
) -> Report:
    export.write(folder)
    plan = config.plan(config.Settings(select=(RULE,)), packs.load_rules())
    settings = {
        name: getattr(plan, name)
        for name in plan.__slots__
        if name not in ("suppressions", "use_suppressions", "today")
    }
    return api.analyze(
        [str(folder)],
        Plan(
            **settings,
            suppressions=suppressions,
            use_suppressions=use_suppressions,
            today=TODAY,
        ),
    ).report


def places(report: Report) -> list[str]:
    return [finding.place for finding in report.findings]


STEP_1 = "OP Scoring > EX Score > flow step 1"
STEP_3 = "OP Scoring > EX Score > flow step 3"


def test_without_any_both_waits_are_found(tmp_path: Path) -> None:
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
def test_what_matches_is_accepted(tmp_path: Path, given: dict[str, object]) -> None:
    report = lint(tmp_path, waiting_executable(), suppression(**given))
    assert places(report) == []
    assert report.suppressed == 2
    assert [(each.by, each.reason) for each in report.accepted] == [
        ("configuration", "moved in May"),
        ("configuration", "moved in May"),
    ]


def test_a_step_narrows_it(tmp_path: Path) -> None:
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
def test_what_matches_nothing_is_unused(tmp_path: Path, given: dict[str, object]) -> None:
    report = lint(tmp_path, waiting_executable(), suppression(**given))
    assert places(report) == ["campaignlint.toml", STEP_1, STEP_3]
    unused = report.findings[0]
    assert (unused.rule, unused.severity, unused.help) == (
        "unused-suppression",
        "warning",
        "remove it",
    )
    assert unused.message == f"the suppression of '{RULE}' matches no finding"


def test_every_unused_one_is_told_in_one_run(tmp_path: Path) -> None:
    report = lint(
        tmp_path,
        waiting_executable(),
        suppression(campaign="1"),
        suppression(campaign="2", place=SymbolicLocation(RecordLocation("b.toml"), text="b.toml")),
        suppression(campaign="1021"),
    )
    assert sorted(places(report)) == ["b.toml", "campaignlint.toml"]


def test_one_of_a_rule_that_did_not_run_is_not_called_unused(tmp_path: Path) -> None:
    given = suppression(rules=(RULE, "webhook-in-executable"), campaign="1030")
    assert places(lint(tmp_path, waiting_executable(), given)) == [STEP_1, STEP_3]


def test_an_expired_one_suppresses_no_more(tmp_path: Path) -> None:
    given = suppression(campaign="1021", expires=date(2026, 9, 13), owner="Ann")
    report = lint(tmp_path, waiting_executable(), given)
    assert places(report) == ["campaignlint.toml", STEP_1, STEP_3]
    assert report.findings[0].rule == "expired-suppression"
    assert report.findings[0].message == (
        f"the suppression of '{RULE}' expired on 2026-09-13 (owner: Ann)"
    )


def test_on_its_last_day_it_still_holds(tmp_path: Path) -> None:
    given = suppression(campaign="1021", expires=TODAY)
    assert places(lint(tmp_path, waiting_executable(), given)) == []


def test_one_in_the_description_travels_with_the_campaign(tmp_path: Path) -> None:
    export = waiting_executable(
        "Scores a person.\ncampaignlint: ignore[wait-in-executable] until the move\nAsk Ann."
    )
    report = lint(tmp_path, export)
    assert places(report) == []
    assert {(each.by, each.reason) for each in report.accepted} == {
        ("description", "until the move")
    }


def test_an_unused_one_in_a_description_stands_there(tmp_path: Path) -> None:
    scoring = program("OP Scoring")
    note = "campaignlint: ignore[wait-in-executable] none left"
    lone = campaign("EX Score", program=scoring, description=note).changes("Lead Status", "Open")
    report = lint(tmp_path, Export(scoring, lone))
    (unused,) = report.findings
    assert (unused.rule, unused.place) == ("unused-suppression", "OP Scoring > EX Score")
    assert unused.location.pointer == "/result/0/description"


def test_many_that_never_close_are_looked_at_once(tmp_path: Path) -> None:
    """Looked at up to the end of the text each, they would take a minute."""
    torn = "campaignlint: ignore[" * 30_000
    report = lint(tmp_path, waiting_executable(f"{torn}wait-in-executable] until the move"))
    assert {each.reason for each in report.accepted} == {"until the move"}
    (malformed,) = report.findings
    assert malformed.message == (
        "'campaignlint: ignore[campaignlint: ignore[campaignlint: ignore[campaignlint: ign...' is "
        "not a valid suppression, so it is ignored"
    )


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
def test_one_that_is_not_whole_is_told_and_suppresses_nothing(
    tmp_path: Path, note: str, what: str
) -> None:
    report = lint(tmp_path, waiting_executable(f"campaignlint: {note}"))
    assert places(report) == ["OP Scoring > EX Score", STEP_1, STEP_3]
    assert report.findings[0].message.endswith(what)


def test_no_suppressions_shows_everything(tmp_path: Path) -> None:
    given = suppression(campaign="1021")
    report = lint(tmp_path, waiting_executable(), given, use_suppressions=False)
    assert places(report) == [STEP_1, STEP_3]
    assert report.suppressed == 0


def test_exact_names_are_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finding is compared with the suppressions of its campaign, not with all of them."""
    compared = Counter[str]()

    def counting(pattern: str, text: str) -> bool:
        compared[pattern] += 1
        return globs(pattern, text)

    monkeypatch.setattr(suppressions, "globs", counting)
    scoring = program("OP Scoring", id=101)
    names = [f"EX {number}" for number in range(200)]
    campaigns = [
        campaign(name, program=scoring, isExecutable=True).waits("1 day") for name in names
    ]
    given = [suppression(campaign=f"OP Scoring.{name}") for name in names]
    report = lint(tmp_path, Export(scoring, *campaigns), *given)
    assert (report.findings, report.suppressed) == ((), 200)
    assert set(compared.values()) == {3}


def test_one_in_a_campaign_that_is_not_checked_is_not_unused(tmp_path: Path) -> None:
    archive = folder("90 Archive", isArchive=True)
    old = program("OP Old", folder=archive)
    waiting = campaign(
        "EX", program=old, description=f"campaignlint: ignore[{RULE}] known", isExecutable=True
    ).waits("1 day")
    assert lint(tmp_path, Export(archive, old, waiting)).findings == ()
