"""Every rule has exactly the expected findings in its test cases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rule_cases import Case, all_cases, all_rules, described, lint

CASES = all_cases()
HERE = Path(__file__).parents[1]


def name_of(case: Case) -> str:
    return f"{case.rule}/{case.kind}/{case.name}"


@pytest.fixture(autouse=True)
def _in_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE.parent)


def test_fixtures_match_the_cases() -> None:
    outcome = subprocess.run(
        [sys.executable, str(HERE / "build_rule_fixtures.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.stdout == ""
    assert outcome.returncode == 0


def test_every_rule_has_bad_and_good_cases() -> None:
    covered = {(case.rule, case.kind) for case in CASES}
    rules = {rule.id for rule in all_rules() if rule.category != "engine"}
    assert covered == {(rule, kind) for rule in rules for kind in ("bad", "good")}


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "bad"], ids=name_of)
def test_a_bad_export_has_exactly_these_findings(case: Case) -> None:
    report = lint(case, case.rule)
    assert {finding.rule for finding in report.findings} == {case.rule}
    assert described(report) == case.expected.read_text("utf-8")


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "good"], ids=name_of)
def test_a_good_export_has_no_findings(case: Case) -> None:
    assert lint(case).findings == ()
    report = lint(case, case.rule)
    assert report.findings == ()
    assert described(report) == (case.expected.read_text("utf-8") if case.expected.exists() else "")
