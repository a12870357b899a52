"""Generated exports: reproducible, valid, and with faults only if asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import jsonschema
import pytest

import campaignlint
from campaignlint.loading.export_schema import export_schema
from generate import Layout, Recipe, write

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Recipe(campaigns=300, faulty=0.2)


@pytest.mark.parametrize("layout", get_args(Layout))
def test_the_same_recipe_gives_the_same_bytes(tmp_path: Path, layout: Layout) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(first, SMALL, layout)
    write(second, SMALL, layout)
    files = sorted(file for file in first.rglob("*") if file.is_file())
    assert [file.read_bytes() for file in files] == [
        (second / file.relative_to(first)).read_bytes() for file in files
    ]


def test_every_layout_has_the_same_findings(tmp_path: Path) -> None:
    found = []
    for layout in get_args(Layout):
        write(tmp_path / layout, SMALL, layout)
        report = campaignlint.check([tmp_path / layout])
        found.append(sorted(each.fingerprint for each in report.findings))
    assert found[0] == found[1] == found[2]


def test_an_indented_bundle_is_formatted_like_pythons_json(tmp_path: Path) -> None:
    text = write(tmp_path, SMALL, "indented").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_a_bundle_is_valid(tmp_path: Path) -> None:
    bundle = json.loads(write(tmp_path, SMALL, "compact").read_bytes())
    jsonschema.Draft202012Validator(export_schema()).validate(bundle)


def test_without_faults_recommended_rules_report_nothing(tmp_path: Path) -> None:
    write(tmp_path, replace(SMALL, faulty=0), "compact")
    report = campaignlint.check([tmp_path])
    assert report.findings == ()
    assert report.coverage.not_checked == {}
    assert report.coverage.is_complete


def test_every_fault_has_one_finding(tmp_path: Path) -> None:
    write(tmp_path, Recipe(campaigns=1000, faulty=1), "compact")
    report = campaignlint.check([tmp_path])
    assert len(report.findings) == 1000
    assert {each.rule for each in report.findings} == {
        "executable-runs-once",
        "request-target-inactive",
        "trigger-token-in-batch",
        "undefined-my-token",
        "unknown-campaign",
        "unreachable-choice",
        "wait-in-executable",
        "webhook-in-batch",
        "webhook-in-executable",
    }
