"""`describe`: the records of a file as text, also as git shows them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import (
    DO_NOTHING,
    Export,
    campaign,
    channel,
    condition,
    email,
    folder,
    otherwise,
    program,
    smart_list,
    static_list,
    tokens,
    when,
)
from conftest import commit, git

if TYPE_CHECKING:
    from campaignlint.testing import Email, StaticList
    from conftest import CommandLine

OPERATIONAL = folder("Operational", id=10)
SCORING = program("OP Scoring", id=101, folder=OPERATIONAL, channel="Operational")


def intake(*, days: str = "1 day") -> Export:
    made = campaign("Intake", id=1001, program=SCORING, isActive=True)
    made.trigger("Fills Out Form", condition("Form Name", "is", "Demo.Form"))
    made.filter("Country", condition("Country", "is", ["DE", "AT"]))
    made.waits(days).choices(
        "Change Data Value",
        when("Score", "at least", "50", {"Attribute": "Lead Status", "New Value": "MQL"}),
        otherwise(DO_NOTHING),
    )
    return Export(SCORING, made)


INTAKE = """\
campaign Intake [1001]

Settings
  Workspace: Default
  Program: 101
  Type: trigger
  Active: yes
  Requestable: no
  Description: Intake, kept by the marketing team
  Status: Active
  Each person: every time
  Communication limits: not respected
  Changed: 2026-03-02

Flow
  Wait: 1 day
  Change Data Value
    Choice: if Score at least "50" then Lead Status, New Value = MQL
    Default choice: --Do Nothing--
"""

RULES = """\
smart list Intake [21001]
  trigger: Fills Out Form: Form Name is "Demo.Form"
  filter: Country is "DE" or "AT"
  filters match: all
"""


BUNDLE = """\
program OP Scoring [101]
  Workspace: Default
  Folder: 10
  Description: OP Scoring of the marketing team
  Type: default
  Channel: Operational
  Changed: 2026-03-02

campaign OP Scoring > Intake [1001]

Settings
  Workspace: Default
  Program: 101
  Type: trigger
  Active: yes
  Requestable: no
  Description: Intake, kept by the marketing team
  Status: Active
  Each person: every time
  Communication limits: not respected
  Changed: 2026-03-02

Smart list
  trigger: Fills Out Form: Form Name is "Demo.Form"
  filter: Country is "DE" or "AT"
  filters match: all

Flow
  Wait: 1 day
  Change Data Value
    Choice: if Score at least "50" then Lead Status, New Value = MQL
    Default choice: --Do Nothing--

smart list SL Marketable [3001]
  filter 1: Unsubscribed is "false"
  filter 2: Score at least "5"
  filters match: 1 or 2

My Tokens of program 101
  my.Note (text): Two
    lines
  my.Score (score): +10

folders
  folder 10: /Operational

channel Webinar [5]
  step 10: Invited
  step 20: Attended
"""


def test_a_campaign_and_its_smart_list(campaignlint: CommandLine) -> None:
    exports = intake().write(Path("exports"))
    described = campaignlint("describe", "exports/campaigns/1001.json")
    assert (described.code, described.out, described.err) == (0, INTAKE, "")
    (file,) = (exports / "smart-lists").iterdir()
    assert campaignlint("describe", str(file)).out == RULES


def test_a_bundle_describes_each_asset_once(campaignlint: CommandLine) -> None:
    export = intake().add(
        OPERATIONAL,
        channel("Webinar", {"Invited": 10, "Attended": 20}, id=5),
        smart_list("SL Marketable", id=3001)
        .filter("Unsubscribed", condition("Unsubscribed", "is", "false"))
        .filter("Score", condition("Score", "at least", "5"))
        .match("custom", "1 or 2"),
        tokens(SCORING, {"Score": ("score", "+10"), "Note": ("text", "Two\nlines")}),
    )
    Path("all.json").write_text(json.dumps(export.bundle()))
    assert campaignlint("describe", "all.json").out == BUNDLE


@pytest.mark.parametrize(
    ("asset", "file", "title"),
    [
        (static_list("Webinar", id=7001, folder=SCORING), "static-lists", "static list"),
        (email("Webinar", id=7001, folder=SCORING), "emails", "email"),
    ],
)
def test_an_asset_that_is_only_named(
    asset: StaticList | Email, file: str, title: str, campaignlint: CommandLine
) -> None:
    Export(SCORING, asset).write(Path("exports"))
    assert campaignlint("describe", f"exports/{file}/7001.json").out == (
        f"{title} Webinar [7001]\n  Workspace: Default\n  Program: 101\n"
    )


def test_standard_input(campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    exports = intake().write(Path("exports"))
    data = (exports / "campaigns" / "1001.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert campaignlint("describe", "-").out == INTAKE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "unexpected end of JSON: the file is truncated; export it again"),
        ('{"name": "package", "x": "\\u001b[31m"}\n', "no Marketo records found"),
        ("", "file is empty; export it again"),
        ("name,id\r\nIntake,1001\r\n", "invalid JSON: expecting value"),
        (
            '{"success": false, "errors": [{"code": "610"}]}',
            "Marketo returned an error instead of records: 610",
        ),
    ],
)
def test_a_file_that_is_no_export_is_printed_as_it_is(
    text: str, reason: str, campaignlint: CommandLine
) -> None:
    Path("other.json").write_bytes(text.encode())
    described = campaignlint("describe", "other.json")
    assert (described.code, described.out) == (0, text)
    assert described.err == (f"campaignlint: other.json is printed as it is: {reason}\n")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("missing.json", "missing.json: there is no such file or folder"),
        (".", ".: not a regular file; save the export to a file"),
    ],
)
def test_what_is_no_file(file: str, message: str, campaignlint: CommandLine) -> None:
    described = campaignlint("describe", file)
    assert (described.code, described.out, described.err) == (2, "", f"Error: {message}\n")


def test_control_characters_and_commands_are_escaped(campaignlint: CommandLine) -> None:
    made = campaign("\x1b[31mRed", id=1, description="One\n::set-env name=A::B\r\n\u202eThree")
    Export(made).write(Path("exports"))
    described = campaignlint("describe", "exports/campaigns/1.json")
    assert described.out.startswith("campaign \\u001b[31mRed [1]\n")
    assert "  Description: One\n    :\\u003aset-env name=A::B\n    \\u202eThree\n" in described.out


class TestGit:
    """`git diff` and `git log -p` with the command as textconv."""

    @pytest.fixture(autouse=True)
    def _repository(self, campaignlint: CommandLine) -> None:
        del campaignlint  # it sets the working directory
        Path(".gitattributes").write_text("exports/**/*.json diff=marketo\n")
        Path("exports").mkdir()
        Path("exports/other.json").write_text('{"name": "package"}\n')
        intake().write(Path("exports"))
        commit(Path())
        command = f"{sys.executable} -m campaignlint describe"
        git(Path(), "config", "diff.marketo.textconv", command)

    def test_diff(self) -> None:
        intake(days="3 days").write(Path("exports"))
        Path("exports/other.json").write_text('{"name": "packages"}\n')
        changes = [
            line
            for line in git(Path(), "diff").splitlines()
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        assert changes == [
            "-  Wait: 1 day",
            "+  Wait: 3 days",
            '-{"name": "package"}',
            '+{"name": "packages"}',
        ]

    def test_log(self) -> None:
        Path("exports/campaigns/1001.json").unlink()
        commit(Path(), "Delete the intake")
        log = git(Path(), "log", "-p", "--format=%s", "--", "exports/campaigns")
        deleted = "".join(f"-{line}\n" for line in INTAKE.splitlines())
        added = "".join(f"+{line}\n" for line in INTAKE.splitlines())
        assert log.startswith("Delete the intake\n")
        assert deleted in log
        assert added in log.partition("\nExport\n")[2]
