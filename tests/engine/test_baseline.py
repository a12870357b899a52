"""A baseline hides its findings also after a new export; tests/cli has its options."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.engine import baseline
from campaignlint.rules import registry as packs
from campaignlint.testing import Export, campaign, folder, program

if TYPE_CHECKING:
    from campaignlint.engine.baseline import Baseline
    from campaignlint.report.model import Report
    from campaignlint.testing import Campaign

pytestmark = pytest.mark.usefixtures("in_tmp_path")

RULE = "wait-in-executable"


def scorer() -> Campaign:
    return campaign("EX Score", id=1021, program=scoring).waits("4 hours").waits("1 day")


scoring = program("OP Scoring", id=101)
intake = campaign("Intake", id=1030, program=scoring).executes("OP Scoring.EX Score")


def lint(path: Path, accepted: Baseline | None = None, *select: str) -> Report:
    """Return the report with a baseline, which is written to its file."""
    if accepted is not None:
        Path(accepted.file).write_text(accepted.text(), "utf-8")
    plan = config.plan(config.Settings(select=select or (RULE,)), packs.load_rules())
    file = None if accepted is None else accepted.file
    return api.analyze([str(path)], replace(plan, baseline=file)).report


def new_baseline(path: Path) -> Baseline:
    """Return the baseline that accepts all findings."""
    plan = config.plan(config.Settings(select=(RULE,)), packs.load_rules())
    made = api.analyze([str(path)], replace(plan, write_baseline="baseline.json")).baseline
    assert made is not None
    return made


def accepted_from(path: Path) -> Baseline:
    """Write the baseline of an export, and load it."""
    found = new_baseline(path)
    file = path.parent / "baseline.json"
    file.write_text(found.text(), "utf-8")
    return baseline.load("baseline.json")


@pytest.fixture
def before(tmp_path: Path) -> Baseline:
    Export(scoring, scorer(), intake).write(tmp_path / "before")
    return accepted_from(tmp_path / "before")


def test_the_file_is_sorted_and_has_one_entry_per_line(tmp_path: Path, before: Baseline) -> None:
    lines = (tmp_path / "baseline.json").read_text("utf-8").splitlines()
    assert lines[:3] == ["{", '  "version": 1,', '  "findings": [']
    assert lines[-2:] == ["  ]", "}"]
    entries = [json.loads(line.rstrip(",")) for line in lines[3:-2]]
    assert [(entry["rule"], entry["campaign"]) for entry in entries] == [
        (RULE, "OP Scoring > EX Score (1021)")
    ] * 2
    assert entries == sorted(entries, key=lambda entry: (entry["message"], entry["fingerprint"]))
    assert before.text() == "\n".join([*lines, ""])


def test_it_survives_reordered_steps(tmp_path: Path, before: Baseline) -> None:
    export = Export(scoring, scorer(), intake)
    bundle = export.bundle()
    steps = bundle["smartCampaigns"][0]["flow"]["steps"]
    assert [step["activityTypeName"] for step in steps] == ["Wait", "Wait"]
    steps.reverse()
    after = tmp_path / "after.json"
    after.write_text(json.dumps(bundle), "utf-8")
    assert lint(after, before).findings == ()


def test_it_survives_moved_folders_and_renamed_files(tmp_path: Path, before: Baseline) -> None:
    archive = folder("Operational")
    moved = program("OP Scoring", id=101, folder=archive)
    again = campaign("EX Score", id=1021, program=moved).waits("4 hours").waits("1 day")
    Export(archive, moved, again, intake).write(tmp_path / "other" / "name")
    renamed = tmp_path / "other" / "name" / "campaigns"
    (renamed / "1021.json").rename(renamed / "EX Score.json")
    assert lint(tmp_path / "other", before).findings == ()


def test_it_survives_a_new_name_and_another_layout(tmp_path: Path, before: Baseline) -> None:
    renamed = campaign("EX Score 2", id=1021, program=scoring).waits("5 hours").waits("1 day")
    caller = campaign("Intake", id=1030, program=scoring).executes("OP Scoring.EX Score 2")
    file = tmp_path / "all.json"
    file.write_text(json.dumps(Export(scoring, renamed, caller).bundle()), "utf-8")
    assert lint(file, before).findings == ()


def test_an_entry_that_no_longer_matches_is_stale(tmp_path: Path, before: Baseline) -> None:
    fixed = campaign("EX Score", id=1021, program=scoring).waits("4 hours")
    Export(scoring, fixed, intake).write(tmp_path / "after")
    report = lint(tmp_path / "after", before)
    (stale,) = report.findings
    assert (stale.rule, stale.severity, stale.location.file) == (
        "stale-baseline",
        "warning",
        "baseline.json",
    )
    assert stale.location.line in (4, 5)
    assert stale.message == (
        f"stale baseline entry: '{RULE}' in OP Scoring > EX Score (1021) is no longer found"
    )
    pruned = before.without(report.stale_baseline)
    assert len(pruned.entries) == 1
    assert lint(tmp_path / "after", pruned).findings == ()
