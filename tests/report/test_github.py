"""The GitHub report: workflow commands as the runner parses them, and the job summary."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.locating.locations import Location
from campaignlint.report import github, markdown
from campaignlint.report.model import Coverage
from campaignlint.text import escape_control_characters
from loading.reading import lint, write
from report.hostile import (
    EVERY_TEXT,
    acting_characters,
    finding,
    numbered,
    report_full_of,
    report_of,
)
from report.scores import SCORES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from campaignlint.report.model import Report

pytestmark = pytest.mark.usefixtures("in_tmp_path")


# The runner's reading, as its ActionCommand.cs does it


@dataclass(frozen=True)
class Command:
    """A command as the runner understands it."""

    name: str
    properties: dict[str, str]
    data: str


@dataclass(frozen=True)
class Log:
    """What the runner makes of an output: commands, and the lines that it only shows."""

    commands: list[Command]
    lines: list[str]


_OLD_COMMAND = re.compile(r"##\[[^\]]*\]")


def read_by_runner(output: str) -> Log:
    log = Log([], [])
    for line in re.split(r"\r\n|\r|\n", output.removesuffix("\n")):
        command = _command(line.lstrip())
        if command is not None:
            log.commands.append(command)
            continue
        assert not _OLD_COMMAND.search(line), line
        log.lines.append(line)
    return log


def _command(line: str) -> Command | None:
    head, separator, data = line.removeprefix("::").partition("::")
    if not line.startswith("::") or not separator:
        return None
    name, _, properties = head.partition(" ")
    pairs = (pair.partition("=") for pair in properties.strip().split(",") if pair)
    return Command(
        name.lower(),
        {key: _unescaped(value, {"%3A": ":", "%2C": ","}) for key, _, value in pairs},
        _unescaped(data, {}),
    )


def _unescaped(text: str, more: dict[str, str]) -> str:
    for escape, character in ({"%0D": "\r", "%0A": "\n"} | more | {"%25": "%"}).items():
        text = text.replace(escape, character)
    return text


def commands_of(report: Report, **values: Any) -> list[Command]:
    return read_by_runner(github.render(report, **values)).commands


def titles(commands: list[Command]) -> Iterator[tuple[str, str]]:
    return ((command.name, command.data) for command in commands)


# Annotations


def test_a_finding_annotates_its_lines_with_asset_path_and_help(tmp_path: Path) -> None:
    write(tmp_path, {"export.json": SCORES})
    assert github.render(lint(".")) == (
        "::error file=export.json,line=108,endLine=128,title=wait-in-executable::"
        "executable campaign 'EX Score' (executed by 'Lead Intake' step 1) has a Wait step, "
        "which Marketo does not support there"
        "%0AOP Scoring > EX Score > flow step 1"
        "%0Ahelp: move the Wait step into the caller\n"
        "campaignlint: Found 1 error in 2 campaigns (1 executable) of 1 program in 1 file.\n"
    )


def test_columns_are_given_only_within_one_line() -> None:
    within = finding("it waits", location=Location("a.json", "", 3, 5, 3, 9), place="a.json")
    assert github.render(report_of(within)).startswith(
        "::error file=a.json,line=3,endLine=3,col=5,endColumn=9,title=wait-in-executable::"
        "it waits\n"
    )


@pytest.mark.parametrize(
    ("severity", "name"), [("error", "error"), ("warning", "warning"), ("note", "notice")]
)
def test_each_severity_has_its_annotation(severity: str, name: str) -> None:
    [command] = commands_of(report_of(finding(severity=severity)))
    assert command.name == name


def test_a_file_that_cannot_be_read_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "pipe.json").symlink_to("pipe.json")
    write(tmp_path, {"export.json": SCORES["smartCampaigns"][0]})
    [command] = commands_of(lint("."))
    assert command == Command(
        "error",
        {"file": "pipe.json", "title": "unreadable-file"},
        "symbolic link cycle: the link points to itself; remove the link",
    )


def test_the_runner_decodes_the_escapes() -> None:
    [command] = commands_of(
        report_of(
            finding(
                "100% of 'a::b, c'",
                rule="a:b,c%0A",
                place="50%25",
                location=Location("a, b: 5%.json", "", 1, 2, 1, 3),
            )
        )
    )
    assert command.properties == {
        "file": "a, b: 5%.json",
        "line": "1",
        "endLine": "1",
        "col": "2",
        "endColumn": "3",
        "title": "a:b,c%0A",
    }
    assert command.data == "100% of 'a::b, c'\n50%25"


def test_paths_are_relative_to_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "marketo").mkdir()
    monkeypatch.chdir(tmp_path / "marketo")
    files = ["exports/a.json", "./b.json", "../c.json", "../../far/away/from/here/d.json"]
    found = [finding(location=Location(file, "")) for file in files]
    assert [command.properties["file"] for command in commands_of(report_of(*found))] == [
        "marketo/exports/a.json",
        "marketo/b.json",
        "c.json",
        "from/here/d.json",
    ]
    commands = commands_of(report_of(*found), root=tmp_path / "marketo")
    assert commands[0].properties["file"] == "exports/a.json"


# No more than GitHub shows


def test_ten_findings_per_severity_are_annotated() -> None:
    notes, warnings = numbered(11, severity="note"), numbered(10, severity="warning")
    errors = numbered(1_012, severity="error")
    log = read_by_runner(github.render(report_of(*notes, *warnings, *errors)))
    assert list(titles(log.commands)) == [
        (kind, f"finding {number}\nOP Scoring > EX Score > flow step 3")
        for kind in ("error", "warning", "notice")
        for number in range(1, 11)
    ]
    assert log.lines == [
        (
            "campaignlint: Not annotated: 1,002 errors and 1 note (GitHub shows at most 10 "
            "annotations per severity)."
        ),
        (
            "campaignlint: Found 1,012 errors, 10 warnings and 11 notes in 1 campaign "
            "(0 executable) of 0 programs in 1 file."
        ),
        "campaignlint: Not in this export: the smart list of 1 campaign.",
    ]


def test_a_long_message_leaves_space_for_asset_path_and_help() -> None:
    long = finding("m" * 10_000, rule="r" * 10_000, place="p" * 10_000, help="h" * 10_000)
    [command] = commands_of(report_of(long))
    assert command.properties["title"] == "r" * 197 + "..."
    assert command.data == f"{'m' * 997}...\n{'p' * 497}...\nhelp: {'h' * 497}..."
    astral = replace(long, message="\U0001f680" * 10_000, place="\U0001f680" * 10_000)
    [command] = commands_of(report_of(astral))
    assert len(command.data.encode("utf-16-le")) // 2 <= 4_096


# Runs that did not see everything


def test_a_path_without_records_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"exports/package.json": {"name": "x"}})
    log = read_by_runner(github.render(lint("exports")))
    assert log.commands == [
        Command(
            "error",
            {"file": "exports", "title": "path-without-records"},
            "no Marketo records found, so nothing was checked\n"
            "help: check whether the path is the folder of the export and whether it is empty",
        )
    ]
    assert log.lines == [
        "campaignlint: No findings in 0 campaigns (0 executable) of 0 programs in 1 file.",
        "campaignlint: Skipped: 1 JSON file without Marketo records.",
        "campaignlint: exports: no Marketo records found.",
    ]


def test_an_export_without_flows_is_an_error_without_a_file() -> None:
    [command] = commands_of(report_of(coverage=Coverage(files=1, campaigns=1)))
    assert command == Command(
        "error",
        {"title": "no-flow"},
        "no campaign was exported with its flow, so almost nothing was checked\n"
        "help: export campaigns one by one with includeFlowSteps=true",
    )


def test_a_run_without_findings_has_no_annotation() -> None:
    assert commands_of(report_of()) == []


# The summary of a job


def test_the_job_summary_is_the_markdown_report() -> None:
    report = report_of(*numbered(50))
    assert github.job_summary(report) == markdown.render(report)


def test_a_job_summary_is_within_the_limit_of_github() -> None:
    report = report_of(*(finding("得" * 500, fingerprint=str(at)) for at in range(2_000)))
    summary = github.job_summary(report)
    assert 900_000 < len(summary.encode()) < 1_048_576
    assert re.search(r"Omitted to save space: [\d,]+ errors\. ", summary)


# Nothing in an export acts


@pytest.mark.parametrize("text", EVERY_TEXT.values(), ids=EVERY_TEXT)
def test_names_have_no_effect_on_commands(text: str, tmp_path: Path) -> None:
    report = report_full_of(text)
    output = github.render(report, root=tmp_path)
    log = read_by_runner(output)
    assert [command.name for command in log.commands] == [
        "error",  # the path without records
        "error",
        "error",
        "warning",
        "notice",
    ]
    assert acting_characters(output) == set()
    assert all(line.startswith("campaignlint: ") for line in log.lines)
    error = log.commands[1]
    assert error.data.split("\n") == [
        _cut(text, 1_000),
        _cut(f"{text} > {text}", 500),
        f"help: {_cut(text, 500)}",
    ]
    assert error.properties["title"] == _cut(text, 200)
    assert set(error.properties) == {"file", "line", "endLine", "col", "endColumn", "title"}
    assert (error.properties["line"], error.properties["col"]) == ("1", "2")


def _cut(text: str, longest: int) -> str:
    shown = escape_control_characters(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 3]}..."
