"""The Python interface."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

import campaignlint
from campaignlint.testing import Export, campaign, program, to_json

if TYPE_CHECKING:
    from pathlib import Path

scoring = program("OP Scoring")


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An executable that waits."""
    monkeypatch.chdir(tmp_path)
    Export(
        scoring,
        campaign("EX Score", program=scoring).waits("4 hours"),
        campaign("Intake", program=scoring).executes("EX Score"),
    ).write(tmp_path / "exports")
    return tmp_path / "exports"


def test_it_lints_with_the_defaults(exports: Path) -> None:
    report = campaignlint.check([exports])
    assert [(one.rule, one.place) for one in report.findings] == [
        ("wait-in-executable", "OP Scoring > EX Score > flow step 1")
    ]


def test_settings_are_given_as_an_object_or_a_file(exports: Path) -> None:
    by_object = campaignlint.check([exports], campaignlint.Settings(select=("execute-cycle",)))
    file = exports.parent / "own.toml"
    file.write_text('select = ["execute-cycle"]\n', "utf-8")
    by_file = campaignlint.check([str(exports)], file)
    assert by_object.findings == by_file.findings == ()
    assert [rule.id for rule in by_object.rules if rule.category != "engine"] == ["execute-cycle"]


def test_no_file_is_looked_for(exports: Path) -> None:
    (exports.parent / "campaignlint.toml").write_text('select = ["execute-cycle"]\n', "utf-8")
    assert len(campaignlint.check([exports]).findings) == 1


def test_a_report_pickles(exports: Path) -> None:
    report = campaignlint.check([exports])
    again = pickle.loads(pickle.dumps(report))  # noqa: S301 - just made
    assert again == report
    assert isinstance(again, campaignlint.Report)
    assert isinstance(again.findings[0], campaignlint.LocatedFinding)


def test_a_path_that_is_not_there_is_an_error(exports: Path) -> None:
    with pytest.raises(FileNotFoundError, match="none"):
        campaignlint.check([exports, exports.parent / "none"])


def test_an_export_without_any_flow_is_incomplete_though_nothing_is_found(tmp_path: Path) -> None:
    lists = tmp_path / "lists.json"
    bundle = Export(scoring, campaign("EX Score", program=scoring).waits("1 day")).bundle()
    for each in bundle["smartCampaigns"]:
        del each["flow"]
    lists.write_text(to_json(bundle["smartCampaigns"]), "utf-8")
    report = campaignlint.check([lists])
    assert report.findings == ()
    assert report.lacks_flows
    assert report.is_incomplete
