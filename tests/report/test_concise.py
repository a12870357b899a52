"""The concise report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import pytest

from campaignlint.locating.locations import Location
from campaignlint.report import concise
from campaignlint.testing import Export, campaign, program
from loading.reading import Content, lint, write
from report.hostile import HOSTILE, acting_characters, finding, report_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("in_tmp_path")

SCORING = program("OP Scoring", id=101)
SCORES = Export(
    SCORING,
    campaign("Lead Intake", id=1001, program=SCORING).executes("EX Score"),
    campaign("EX Score", id=1002, program=SCORING).waits("4 hours"),
).bundle()


def printed(folder: Path, files: dict[str, Content], **options: Any) -> str:
    write(folder, files)
    return concise.render(lint("."), **options)


def test_each_finding_is_one_line_before_the_summary(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "export.json": SCORES,
        "bad.json": "[1,\n 2",
        "wrong.json": [{"id": "x", "flowId": 1}],
    }
    (tmp_path / "loop.json").symlink_to("loop.json")
    assert printed(tmp_path, files).splitlines() == [
        (
            "bad.json:2:3: error[unreadable-file] unexpected end of JSON: "
            "the file is truncated; export it again"
        ),
        (
            "export.json:108:11: error[wait-in-executable] "
            "executable campaign 'EX Score' (executed by 'Lead Intake' step 1) has a Wait step, "
            "which Marketo does not support there "
            "(OP Scoring > EX Score > flow step 1)"
        ),
        (
            "loop.json: error[unreadable-file] symbolic link cycle: "
            "the link points to itself; remove the link"
        ),
        (
            "wrong.json:3:11: error[invalid-record] invalid smart campaign, skipped: "
            "[0].id: expected an integer, found 'x' (wrong.json: [0].id)"
        ),
        "Found 4 errors in 2 campaigns (1 executable) of 1 program in 4 files.",
    ]


def test_color_does_not_change_the_text(tmp_path: Path) -> None:
    plain = printed(tmp_path, {"export.json": SCORES})
    colored = printed(tmp_path, {}, color=True)
    assert click.unstyle(colored) == plain
    assert colored.startswith(
        "\x1b[1mexport.json:108:11\x1b[0m: "
        "\x1b[31m\x1b[1merror[wait-in-executable]\x1b[0m executable campaign 'EX"
    )


def test_names_have_no_effect_on_the_terminal_or_lines() -> None:
    out = concise.render(report_of(finding(HOSTILE, place=HOSTILE, location=Location(HOSTILE, ""))))
    assert acting_characters(out) == set()
    assert len(out.splitlines()) == 3


def test_a_run_without_findings_is_only_the_summary(tmp_path: Path) -> None:
    one = campaign("EX", id=1)
    files: dict[str, Content] = {"a.json": one.record(), "b.json": one.smart_list_record()}
    assert printed(tmp_path, files) == (
        "No findings in 1 campaign (0 executable) of 0 programs in 2 files.\n"
    )
