"""Overrides: what holds for some programs, folders or workspaces only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.engine.overrides import Match, Override
from campaignlint.engine.plan import Plan
from campaignlint.rules import registry as packs
from campaignlint.testing import Export, campaign, folder, program

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.report.model import Report

RULES = ("wait-in-executable", "nesting-too-deep", "missing-description")

operations = folder("Operations", id=21)
scoring = program("OP Scoring", id=101, folder=operations, description="scores")
routing = program("OP Routing", id=102, workspace="EMEA", description="routes")


def export() -> Export:
    """An executable that waits in each program."""
    return Export(
        operations,
        scoring,
        routing,
        campaign("EX Score", id=1021, program=scoring, description="x").waits("4 hours"),
        campaign("EX Route", id=1022, program=routing, workspace="EMEA", description="x").waits(
            "4 hours"
        ),
        campaign("Intake", id=1030, program=scoring, description="x").executes(
            "OP Scoring.EX Score"
        ),
        campaign("Entry", id=1031, program=routing, workspace="EMEA", description="x").executes(
            "OP Routing.EX Route"
        ),
    )


def lint(folder: Path, *overrides: Override, base: frozenset[str] | None = None) -> Report:
    export().write(folder)
    plan = config.plan(config.Settings(select=RULES, profile="audit"), packs.load_rules())
    kept = {
        name: getattr(plan, name) for name in plan.__slots__ if name not in ("overrides", "base")
    }
    return api.analyze([str(folder)], Plan(**kept, overrides=overrides, base=base)).report


def found(report: Report) -> list[tuple[str, str, str]]:
    return sorted((one.rule, one.place, one.severity) for one in report.findings)


SCORE = ("wait-in-executable", "OP Scoring > EX Score > flow step 1", "error")
ROUTE = ("wait-in-executable", "OP Routing > EX Route > flow step 1", "error")


def test_without_any_both_are_found(tmp_path: Path) -> None:
    assert found(lint(tmp_path)) == [ROUTE, SCORE]


@pytest.mark.parametrize(
    "match",
    [Match(program="op scoring"), Match(folder="Operations"), Match(workspace="Default")],
    ids=str,
)
def test_a_rule_is_ignored_where_the_match_holds(tmp_path: Path, match: Match) -> None:
    override = Override(match, ignore=frozenset({"wait-in-executable"}))
    assert found(lint(tmp_path, override)) == [ROUTE]


def test_other_rules_run_where_the_match_holds(tmp_path: Path) -> None:
    override = Override(Match(workspace="EMEA"), rules=frozenset({"nesting-too-deep"}))
    assert found(lint(tmp_path, override)) == [SCORE]


def test_a_rule_that_is_off_elsewhere_is_on_there(tmp_path: Path) -> None:
    override = Override(Match(program="OP R*"), rules=frozenset({"wait-in-executable"}))
    report = lint(tmp_path, override, base=frozenset({"nesting-too-deep"}))
    assert found(report) == [ROUTE]


def test_severity_differs_there(tmp_path: Path) -> None:
    override = Override(Match(workspace="EMEA"), severities={"wait-in-executable": "note"})
    assert found(lint(tmp_path, override)) == [(*ROUTE[:2], "note"), SCORE]


def test_options_differ_there(tmp_path: Path) -> None:
    override = Override(Match(workspace="EMEA"), options={"nesting-too-deep": {"max_depth": 1}})
    assert found(lint(tmp_path, override)) == [ROUTE, SCORE]
    strict = Override(Match(workspace="EMEA"), options={"nesting-too-deep": {"max_depth": 0}})
    deep = ("nesting-too-deep", "OP Routing > Entry > flow step 1", "error")
    assert found(lint(tmp_path, strict)) == [deep, ROUTE, SCORE]


def test_the_last_that_speaks_counts(tmp_path: Path) -> None:
    first = Override(Match(), severities={"wait-in-executable": "note"})
    last = Override(Match(program="OP Scoring"), severities={"wait-in-executable": "warning"})
    report = lint(tmp_path, first, last)
    assert found(report) == [(*ROUTE[:2], "note"), (*SCORE[:2], "warning")]
