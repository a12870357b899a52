"""The concise report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import pytest

from campaignlint.report import concise
from campaignlint.testing import Export, campaign, program
from loading.reading import Content, lint, write

if TYPE_CHECKING:
    from pathlib import Path

SCORING = program("OP Scoring", id=101)
SCORES = Export(
    SCORING,
    campaign("Lead Intake", id=1001, program=SCORING).executes("EX Score"),
    campaign("EX Score", id=1002, program=SCORING).waits("4 hours"),
).bundle()


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


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
    coloured = printed(tmp_path, {}, color=True)
    assert click.unstyle(coloured) == plain
    assert coloured.startswith(
        "\x1b[1mexport.json:108:11\x1b[0m: "
        "\x1b[31m\x1b[1merror[wait-in-executable]\x1b[0m executable campaign 'EX"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\u001b[31mred\\u001b[0m"),
        ("\x1b]8;;x\x07here", "\\u001b]8;;x\\u0007here"),
        ("one\ntwo\r\x85\u2028", "one\\u000atwo\\u000d\\u0085\\u2028"),
        ("\u202egnp\u2066", "\\u202egnp\\u2066"),
        ("a\x00\x7f\x9b", "a\\u0000\\u007f\\u009b"),
        ("Größe 得点", "Größe 得点"),
    ],
)
def test_names_have_no_effect_on_the_terminal_or_lines(
    name: str, shown: str, tmp_path: Path
) -> None:
    file = "".join(each for each in name if each != "\x00")
    record = campaign(f"EX {name}", id=1, isExecutable=True).waits("1 day").record()
    line, *rest = printed(tmp_path, {f"{file}.json": record}).splitlines()
    assert line == (
        f"{shown.replace(chr(92) + 'u0000', '')}.json:27:7: error[wait-in-executable] "
        f"executable campaign 'EX {shown}' (isExecutable is true in its record) has a Wait step, "
        f"which Marketo does not support there (EX {shown} > flow step 1)"
    )
    assert rest == [
        "Found 1 error in 1 campaign (1 executable) of 0 programs in 1 file.",
        "Not in this export: the smart list of 1 campaign.",
    ]


def test_a_run_without_findings_is_only_the_summary(tmp_path: Path) -> None:
    one = campaign("EX", id=1)
    files: dict[str, Content] = {"a.json": one.record(), "b.json": one.smart_list_record()}
    assert printed(tmp_path, files) == (
        "No findings in 1 campaign (0 executable) of 0 programs in 2 files.\n"
    )
