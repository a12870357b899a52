"""The JSON report, version 1, to the letter: programs depend on its fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.report import json as json_report
from campaignlint.testing import ABSENT, Export, campaign, program
from loading.reading import lint, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("in_tmp_path")

SCORING = program("OP Scoring", id=101)


def rendered(*paths: str, **changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        json_report.render(lint(*paths, **changes), version="1.2.3")
    )
    return document


def test_a_report_has_exactly_these_fields(tmp_path: Path) -> None:
    export = Export(
        SCORING,
        campaign("Lead Intake", id=1001, program=SCORING).executes("EX Score").executes("EX Gone"),
        campaign("EX Score", id=1002, program=SCORING).waits("4 hours"),
        campaign("Bare", id=1003, isExecutable=True, flow=ABSENT).without_smart_list(),
    )
    write(tmp_path, {"in/export.json": export.bundle(), "in/package.json": {"name": "x"}})
    document = rendered("in")
    fingerprint = document["findings"][0].pop("fingerprint")
    assert document == {
        "version": 1,
        "tool": {"name": "campaignlint", "version": "1.2.3"},
        "findings": [
            {
                "rule": "wait-in-executable",
                "severity": "error",
                "confidence": "documented",
                "dormant": False,
                "message": "executable campaign 'EX Score' (executed by 'Lead Intake' step 1) "
                "has a Wait step, which Marketo does not support there",
                "campaign": {
                    "id": 1002,
                    "name": "EX Score",
                    "program": "OP Scoring",
                    "workspace": "Default",
                },
                "place": "OP Scoring > EX Score > flow step 1",
                "location": {
                    "file": "in/export.json",
                    "pointer": "/smartCampaigns/1/flow/steps/0",
                    "line": 137,
                    "column": 11,
                    "endLine": 157,
                    "endColumn": 12,
                },
                "help": "move the Wait step into the caller",
                "related": [
                    {
                        "message": "executed from here",
                        "place": "OP Scoring > Lead Intake > flow step 1",
                        "location": {
                            "file": "in/export.json",
                            "pointer": "/smartCampaigns/0/flow/steps/0/stepChoice/0",
                            "line": 54,
                            "column": 15,
                            "endLine": 75,
                            "endColumn": 16,
                        },
                    }
                ],
                "moreRelated": 0,
            }
        ],
        "suppressed": 0,
        "baselined": 0,
        "hidden": {"otherFiles": 0, "otherAssets": 0, "lessSevere": 0, "existing": 0},
        "narrowedTo": None,
        "today": {"date": "2026-03-02", "origin": "updatedAt"},
        "coverage": {
            "files": 2,
            "campaigns": 3,
            "campaignsWithFlow": 2,
            "campaignsWithSmartList": 2,
            "programs": 1,
            "executables": 2,
            "unresolvedReferences": 1,
            "skippedFiles": 1,
            "archivedCampaigns": 0,
            "dormantFindings": 0,
            "notChecked": {"wait-in-executable": 1},
        },
    }
    assert len(fingerprint) == 32
    assert int(fingerprint, 16) > 0


def test_a_finding_without_a_campaign_has_null(tmp_path: Path) -> None:
    (tmp_path / "loop.json").symlink_to("loop.json")
    write(tmp_path, {"bad.json": "\ufeff[1,"})
    bad, loop = rendered(".")["findings"]
    assert (bad["campaign"], bad["place"], bad["help"], bad["related"]) == (
        None,
        "bad.json",
        "",
        [],
    )
    assert bad["location"] == {
        "file": "bad.json",
        "pointer": "",
        "line": 1,
        "column": 4,
        "endLine": 1,
        "endColumn": 4,
    }
    assert loop["location"] == {"file": "loop.json", "pointer": ""} | dict.fromkeys(
        ("line", "column", "endLine", "endColumn")
    )


def test_text_is_unchanged_utf_8(tmp_path: Path) -> None:
    name = 'EX \x1b[31m \u202e Größe 得点 \U0001f680 "quoted" \\ \u2028\n'
    write(tmp_path, {"a.json": campaign(name, id=1, isExecutable=True).waits("1 day").record()})
    out = json_report.render(lint("a.json"), version="1")
    assert json.loads(out)["findings"][0]["campaign"]["name"] == name
    assert out.endswith("\n}\n")
    assert out.startswith('{\n  "version": 1,\n  "tool": {\n    "name": "campaignlint",')
    assert "\x1b" not in out
