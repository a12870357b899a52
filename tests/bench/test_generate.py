"""The generated instances: the same each time, believable, and faulty where they shall be."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import jsonschema
import pytest

import campaignlint
from campaignlint.loading.export_schema import export_schema
from generate import Layout, Recipe, write

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint import Report

SMALL = Recipe(campaigns=300, faulty=0.2)
CLEAN = Recipe(campaigns=300, faulty=0, deep=0, wide=0, cycles=0)


def _found(folder: Path, recipe: Recipe, layout: Layout = "compact") -> Report:
    write(folder, recipe, layout)
    return campaignlint.check([folder])


def _without_files(report: Report) -> list[tuple[str, ...]]:
    return sorted(
        (each.rule, each.place, each.message, each.fingerprint) for each in report.findings
    )


@pytest.mark.parametrize("layout", get_args(Layout))
def test_an_instance_is_the_same_each_time(tmp_path: Path, layout: Layout) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert replace(write(first, SMALL, layout), main=second) == replace(
        write(second, SMALL, layout), main=second
    )
    files = sorted(file for file in first.rglob("*") if file.is_file())
    assert [file.read_bytes() for file in files] == [
        (second / file.relative_to(first)).read_bytes() for file in files
    ]


def test_another_seed_makes_another_instance(tmp_path: Path) -> None:
    one = write(tmp_path / "one", SMALL, "compact").main.read_bytes()
    assert write(tmp_path / "two", replace(SMALL, seed=2), "compact").main.read_bytes() != one


@pytest.mark.parametrize("layout", ["indented", "files", "ndjson"])
def test_every_layout_holds_the_same_faults(tmp_path: Path, layout: Layout) -> None:
    compact = _found(tmp_path / "compact", SMALL)
    other = _found(tmp_path / "other", SMALL, layout)
    assert _without_files(other) == _without_files(compact)
    assert other.coverage.campaigns == compact.coverage.campaigns == 300 + 6 + 6 + 22 + 6


def test_a_bundle_is_laid_out_as_python_would(tmp_path: Path) -> None:
    text = write(tmp_path, SMALL, "indented").main.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_the_schema_takes_a_bundle(tmp_path: Path) -> None:
    bundle = json.loads(write(tmp_path, SMALL, "compact").main.read_bytes())
    jsonschema.Draft202012Validator(export_schema()).validate(bundle)


def test_without_faults_no_recommended_rule_speaks(tmp_path: Path) -> None:
    report = _found(tmp_path, CLEAN)
    assert report.findings == ()
    assert report.coverage.not_checked == {}
    assert report.coverage.is_complete


def test_a_campaign_in_so_many_is_faulty(tmp_path: Path) -> None:
    recipe = replace(CLEAN, campaigns=2000, faulty=0.05)
    report = _found(tmp_path, recipe)
    assert len(report.findings) == pytest.approx(100, rel=0.3)


def test_faults_are_of_many_kinds(tmp_path: Path) -> None:
    report = _found(tmp_path, replace(CLEAN, campaigns=1000, faulty=1))
    counted = Counter(each.rule for each in report.findings)
    assert counted.keys() >= {
        "contradictory-filters",
        "empty-flow",
        "executable-runs-once",
        "executable-smart-list-invalid",
        "execute-across-workspaces",
        "execute-cycle",
        "execute-target-not-executable",
        "filter-logic-gap",
        "remove-from-flow-in-executable",
        "repeated-step",
        "request-source-mismatch",
        "request-target-inactive",
        "request-target-without-trigger",
        "smart-list-invalid",
        "steps-after-removal",
        "token-in-choice",
        "trigger-in-executable",
        "trigger-token-in-batch",
        "undefined-my-token",
        "unknown-campaign",
        "unreachable-choice",
        "wait-in-executable",
        "wait-unreadable",
        "webhook-in-batch",
        "webhook-in-executable",
    }


def test_chains_fans_and_circles_are_as_large_as_asked_for(tmp_path: Path) -> None:
    shapes = replace(CLEAN, campaigns=1, deep=5, wide=20, cycles=2)
    report = _found(tmp_path, shapes)
    assert Counter(each.rule for each in report.findings) == {
        "execute-cycle": 2,
        "nesting-too-deep": 1,
        "wait-in-executable": 1,
    }
    waits = next(each for each in report.findings if each.rule == "wait-in-executable")
    assert len(waits.related) == 20
