"""The text report in a terminal of 80 columns."""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import click
import pytest
from rich.cells import cell_len

from campaignlint.report import text
from campaignlint.report.model import Hidden, SuppressedFinding
from campaignlint.testing import Export, campaign, program
from loading.reading import Content, compact, lint, write
from report.hostile import HOSTILE, acting_characters, report_full_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("in_tmp_path")

SCORING = program("OP Scoring", id=101)
INTAKE = campaign("Lead Intake", id=1001, program=SCORING).executes("EX Score")
SCORE = campaign("EX Score", id=1002, program=SCORING).waits("4 hours")
SCORES = Export(SCORING, INTAKE, SCORE).bundle()


def waiting(name: str, **fields: Any) -> dict[str, Any]:
    """An executable campaign that waits, as a record."""
    return campaign(name, id=1, isExecutable=True, **fields).waits("1 day").record()


def printed(folder: Path, files: dict[str, Content], **options: Any) -> str:
    """The report on some files with their source, without the summary."""
    write(folder, files)
    options = {"show_source": True, **options}
    return text.render(lint("."), **options).rpartition("\n\n")[0] + "\n"


def framed(folder: Path, record: Content) -> tuple[str, str]:
    """The line of the code frame that is marked, and the marks below, without the gutter."""
    lines = printed(folder, {"export.json": record}, width=84).splitlines()
    at = next(number for number, line in enumerate(lines) if set(line) == set(" |^"))
    return lines[at - 1].partition("| ")[2], lines[at].partition("| ")[2]


def test_a_finding_has_a_message_a_location_and_help(tmp_path: Path) -> None:
    assert printed(tmp_path, {"export.json": SCORES}, show_source=False) == dedent(
        """\
        OP Scoring > EX Score
          error: executable campaign 'EX Score' (executed by 'Lead Intake' step 1) has a
            Wait step, which Marketo does not support there [wait-in-executable]
            flow step 1 (export.json:108:11)
            help: move the Wait step into the caller
        """
    )


def test_the_source_and_related_locations_are_shown_on_request(tmp_path: Path) -> None:
    out = printed(tmp_path, {"export.json": SCORES}, show_source=True)
    assert out.partition("(export.json:108:11)\n")[2] == (
        "        |\n"
        '    110 | "activityTypeId": 9002,\n'
        '    111 | "activityTypeName": "Wait",\n'
        "        |                     ^^^^^^\n"
        '    112 | "stepChoice": [\n'
        "        |\n"
        "        = executed from here: OP Scoring > Lead Intake > flow step 1\n"
        "            --> export.json:54:15\n"
        "    help: move the Wait step into the caller\n"
    )


def test_findings_are_grouped_by_asset_with_the_most_severe_last(tmp_path: Path) -> None:
    both = campaign("EX Both", id=1, isExecutable=True).waits("1 day").waits("2 days")
    write(
        tmp_path,
        {
            "a.json": both.record(),
            "c.json": "{",
        },
    )
    report = lint(".", select=("wait-in-executable",))
    findings = tuple(
        replace(each, severity="note") if each.place == "EX Both > flow step 2" else each
        for each in report.findings
    )
    lines = text.render(replace(report, findings=findings)).splitlines()
    titles = [line.partition(": ")[0] for line in lines if re.match(r"\S|  (error|note)", line)]
    assert titles[: titles.index("c.json") + 2] == [
        *("EX Both", "  note", "  error"),
        *("c.json", "  error"),
    ]


def test_color_does_not_change_the_text(tmp_path: Path) -> None:
    files: dict[str, Content] = {"export.json": SCORES, "bad.json": "{"}
    write(tmp_path, files)
    report = lint(".")
    for show_source in (False, True):
        colored = text.render(report, color=True, show_source=show_source)
        assert click.unstyle(colored) == text.render(report, show_source=show_source)
    assert text.render(report, color=True).splitlines()[:4] == [
        "\x1b[1mbad.json\x1b[0m",
        (
            "\x1b[31m\x1b[1m  error: \x1b[0munexpected end of JSON: the file is truncated; "
            "export it again"
        ),
        "    [unreadable-file]",
        "\x1b[2m    bad.json:1:2\x1b[0m",
    ]


@pytest.mark.parametrize(
    ("severity", "color"), [("error", "31"), ("warning", "33"), ("note", "36")]
)
def test_each_severity_has_its_color(severity: Any, color: str, tmp_path: Path) -> None:
    write(tmp_path, {"export.json": SCORES})
    report = lint(".", severity={"wait-in-executable": severity})
    _, title, *_ = text.render(report, color=True).splitlines()
    assert title.startswith(f"\x1b[{color}m\x1b[1m  {severity}: \x1b[0m")


def test_a_finding_about_a_file_is_under_the_file(tmp_path: Path) -> None:
    assert printed(tmp_path, {"export.json": '{"smartCampaigns":\n  [1,}\n'}) == dedent(
        """\
        export.json
          error: invalid JSON: expecting value [unreadable-file]
            export.json:2:6
               |
             2 | [1,}
               |    ^
               |
        """
    )


def test_a_location_without_a_line_has_no_source(tmp_path: Path) -> None:
    (tmp_path / "pipe.json").symlink_to("pipe.json")
    assert printed(tmp_path, {"export.json": campaign("EX", id=1).record()}) == dedent(
        """\
        pipe.json
          error: symbolic link cycle: the link points to itself; remove the link
            [unreadable-file]
        """
    )


def test_long_messages_and_paths_are_broken_between_words(tmp_path: Path) -> None:
    named = program("OP Data Normalization of All People Everywhere, in All Workspaces", id=101)
    record = waiting("EX 01 Normalize the Country, the State and the Phone Number", program=named)
    out = printed(
        tmp_path, {"export.json": {"smartCampaigns": [record], "programs": [named.record()]}}
    )
    assert out.split("\n")[:7] == dedent(
        """\
        OP Data Normalization of All People Everywhere, in All Workspaces > EX 01
            Normalize the Country, the State and the Phone Number
          error: executable campaign 'EX 01 Normalize the Country, the State and the
            Phone Number' (isExecutable is true in its record) has a Wait step, which
            Marketo does not support there [wait-in-executable]
            flow step 1 (export.json:30:11)
               |"""
    ).split("\n")


@pytest.mark.parametrize("width", [40, 80, 100])
def test_lines_fit_into_the_width(width: int, tmp_path: Path) -> None:
    name = "EX 得点 を 計算 する ための 実行 可能 な キャンペーン and a few words more"
    files: dict[str, Content] = {
        "export.json": SCORES,
        "line.json": compact(waiting(name, description="説明" * 90)),
        "marks.json": waiting(name, x="説明" * 30),
    }
    out = printed(tmp_path, files, width=width)
    assert max(map(cell_len, out.splitlines())) <= width


@pytest.mark.parametrize(("asked", "used"), [(1, 40), (1000, 100)])
def test_the_width_has_a_minimum_and_a_maximum(asked: int, used: int, tmp_path: Path) -> None:
    files: dict[str, Content] = {"export.json": SCORES}
    assert printed(tmp_path, files, width=asked) == printed(tmp_path, files, width=used)


def test_a_word_longer_than_a_line_is_not_broken(tmp_path: Path) -> None:
    out = printed(tmp_path, {"export.json": waiting("x" * 120)})
    assert f"\n  error: executable campaign\n    '{'x' * 120}'\n    (isExecutable " in out


# The code frame


def test_a_long_line_is_truncated_around_the_mark(tmp_path: Path) -> None:
    assert framed(tmp_path, compact(SCORES)) == (
        '...tyTypeId":9002,"activityTypeName":"Wait","stepChoice":[{"id":100201,"...',
        "                                     ^^^^^^",
    )


def test_marks_align_with_wide_characters(tmp_path: Path) -> None:
    line = '{"id":1,"flowId":2,"isExecutable":true,"flow":{"steps":[\n%s]}}'
    step = '{"note":"実行可能 \U0001f680 é","activityTypeName":"Wait"}'
    shown, marks = framed(tmp_path, line % step)
    assert shown == f"{step}]}}}}"
    assert len(marks) - len("^^^^^^") == cell_len(step[: step.index('"Wait"')]) == 43


def test_indentation_is_dropped_and_tabs_count_as_one(tmp_path: Path) -> None:
    step = '\t\t{\n\t\t\t"id": 1,\n\t\t\t"activityTypeName":\t"Wait"\n\t\t}'
    record = f'{{"id": 1, "isExecutable": true, "flow": {{"steps": [\n{step}]}}}}'
    assert framed(tmp_path, record) == (
        ' "activityTypeName": "Wait"',
        "                     ^^^^^^",
    )


# Related places


def test_related_locations_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    callers = [
        campaign(f"Caller {number}", id=number, program=SCORING).executes("EX Score")
        for number in range(1, 1401)
    ]
    score = campaign("EX Score", id=5000, program=SCORING).waits("4 hours")
    out = printed(tmp_path, {"export.json": compact(Export(SCORING, *callers, score).bundle())})
    assert re.sub(r"\.json:.*", ".json", out).splitlines()[8:] == [
        f"       = executed from here: OP Scoring > Caller {number} > flow step 1"
        if is_place
        else "           --> export.json"
        for number in range(1, 5)
        for is_place in (True, False)
    ] + [
        "       = and 1,396 more locations; -f json lists the first 50",
        "    help: move the Wait step into the caller",
    ]


def test_names_have_no_effect_on_the_terminal() -> None:
    for show_source in (False, True):
        out = text.render(report_full_of(HOSTILE), show_source=show_source)
        assert acting_characters(out) == set()


def test_harmless_characters_are_not_escaped(tmp_path: Path) -> None:
    name = "EX Größe עברית 得点 \U0001f680 ½ №"
    assert name in printed(tmp_path, {"export.json": waiting(name)})


# The summary


def summary(folder: Path, files: dict[str, Content], **changes: Any) -> list[str]:
    write(folder, files)
    return text.render(lint(".", **changes)).split("\n\n")[-1].splitlines()


def test_a_run_without_findings_states_its_coverage(tmp_path: Path) -> None:
    record = campaign("EX", id=1)
    files: dict[str, Content] = {"a.json": record.record(), "b.json": record.smart_list_record()}
    write(tmp_path, files)
    assert text.render(lint(".")) == (
        "No findings in 1 campaign (0 executable) of 0 programs in 2 files.\n"
        "Today: 2026-03-02 (newest change in the export).\n"
    )
    assert text.render(lint("."), color=True).startswith("\x1b[32m\x1b[1mNo findings")


def test_the_summary_states_missing_data_and_skipped_files(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "export.json": SCORES | {"smartLists": []},
        "package.json": {"name": "exports"},
        "list.json": [
            {"id": number, "flowId": number, "isExecutable": True} for number in range(2000, 3300)
        ],
        "call.json": campaign("Caller", id=9).executes("EX Gone").record(),
    }
    assert summary(tmp_path, files, severity={"wait-in-executable": "note"}) == [
        "Found 1 note in 1,303 campaigns (1,301 executable) of 1 program in 4 files.",
        "Today: 2026-03-02 (newest change in the export).",
        "Not in this export: the flow of 1,300 campaigns, the smart list of 1,303",
        "campaigns and the target of 1 call.",
        "Not checked because data is missing: wait-in-executable (1,300).",
        "Skipped: 1 JSON file without Marketo records.",
    ]


def test_the_summary_counts_accepted_findings(tmp_path: Path) -> None:
    write(tmp_path, {"export.json": SCORES})
    found = lint("export.json")
    suppressed = (SuppressedFinding(found.findings[0], "configuration", "known"),) * 2
    baselined = (SuppressedFinding(found.findings[0], "baseline", "accepted"),) * 1000
    report = replace(found, accepted=(*suppressed, *baselined), hidden=Hidden(1))
    assert text.render(report).splitlines()[-1] == (
        "Hidden: 2 suppressed, 1,000 in the baseline and 1 in other files."
    )
