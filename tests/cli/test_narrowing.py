"""Reports limited to programs, folders, workspaces and severities, and without the summary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign, condition, folder, program, smart_list

if TYPE_CHECKING:
    from conftest import CommandLine

SCORE = "OP Scoring > EX Score > flow step 1"
ROUTE = "EMEA Routing > EX Route > flow step 1"
OTHER_PROGRAM = {"otherFiles": 0, "otherAssets": 1, "lessSevere": 0, "existing": 0}


@pytest.fixture(autouse=True)
def _exports(tmp_path: Path) -> None:
    operational = folder("10 Operational", id=10, path="/Marketing Activities/10 Operational")
    scoring = program("OP Scoring", id=101, folder=operational)
    routing = program("EMEA Routing", id=102, workspace="EMEA")
    Export(
        *(operational, scoring, routing),
        campaign("Intake", id=1001, program=scoring).executes("EX Score"),
        campaign("EX Score", id=1002, program=scoring).waits("1 day"),
        campaign("Batch", id=1003, program=routing, workspace="EMEA").executes("EX Route"),
        campaign("EX Route", id=1004, program=routing, workspace="EMEA").waits("1 day"),
    ).write(tmp_path / "exports")


@pytest.mark.parametrize(
    ("options", "place"),
    [
        (["--program", "OP Scoring"], SCORE),
        (["--program", "op *"], SCORE),
        (["--program", "EMEA*", "--program", "EMEA Routing"], ROUTE),
        (["--folder", "10 Operational"], SCORE),
        (["--folder", "/Marketing Activities/10*"], SCORE),
        (["--workspace", "EMEA"], ROUTE),
        (["--workspace", "EMEA", "--program", "*"], ROUTE),
    ],
)
def test_findings_in_other_assets_are_left_out(
    options: list[str], place: str, campaignlint: CommandLine
) -> None:
    checked = campaignlint("check", "exports", "-f", "json", *options)
    assert checked.code == 1
    assert checked.findings("place") == [place]
    assert checked.report["hidden"] == OTHER_PROGRAM


def test_a_finding_belongs_to_the_assets_of_its_related_locations(
    campaignlint: CommandLine,
) -> None:
    """Whoever owns the caller wants to know that its callee waits."""
    web = program("WEB", id=103)
    Export(web, campaign("Form", id=1005, program=web).executes("OP Scoring.EX Score")).write(
        Path("exports")
    )
    checked = campaignlint("check", "exports", "-f", "json", "--program", "WEB")
    assert checked.findings("place") == [SCORE]


def test_the_whole_export_is_read_and_counted(campaignlint: CommandLine) -> None:
    document = campaignlint("check", "exports", "-f", "json", "--workspace", "EMEA").report
    assert document["coverage"]["campaigns"] == 4
    assert document["narrowedTo"] == {
        "programs": [],
        "folders": [],
        "workspaces": ["EMEA"],
        "campaigns": 2,
    }


def test_the_summary_has_the_narrowing(campaignlint: CommandLine) -> None:
    options = ("--program", "OP Scoring", "--program", "EMEA *", "--workspace", "Default")
    checked = campaignlint("check", "exports", "--ignore", "wait-in-executable", *options)
    assert checked.out.splitlines() == [
        "No findings in 4 campaigns (2 executable) of 2 programs in 12 files.",
        "Today: 2026-09-14 (date of the export in instance.json).",
        "Narrowed to programs 'OP Scoring' and 'EMEA *' and workspace 'Default': 2 of 4 campaigns.",
    ]


def test_redaction_of_names_hides_the_narrowing(campaignlint: CommandLine) -> None:
    checked = campaignlint("check", "exports", "--redact-names", "--program", "OP Scoring")
    assert "Narrowed: 2 of 4 campaigns." in checked.out
    assert "Scoring" not in checked.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--program", "OP Scorng"],
            "no program in the export matches 'OP Scorng'; did you mean 'OP Scoring'?",
        ),
        (["--folder", "zz*"], "no folder in the export matches 'zz*'"),
        (["--workspace", "APAC"], "no workspace in the export matches 'APAC'"),
    ],
)
def test_a_name_that_matches_nothing_is_an_error(
    options: list[str], message: str, campaignlint: CommandLine
) -> None:
    checked = campaignlint("check", "exports", *options)
    assert (checked.code, checked.out, checked.err) == (2, "", f"Error: {message}\n")


def test_a_smart_list_belongs_to_its_program(campaignlint: CommandLine) -> None:
    lists = program("OP Lists", id=104)
    first = smart_list("SL A", id=3001, folder=lists).filter(
        "Member of Smart List", condition("Member of Smart List", "in", "OP Lists.SL A")
    )
    Export(lists, first).write(Path("exports"))
    options = ("--select", "smart-list-cycle", "-f", "json", "--program")
    own = campaignlint("check", "exports", *options, "OP Lists")
    assert len(own.report["findings"]) == 1
    other = campaignlint("check", "exports", *options, "OP Scoring")
    assert (other.report["findings"], other.report["hidden"]) == ([], OTHER_PROGRAM)


def test_what_could_not_be_read_is_always_reported(campaignlint: CommandLine) -> None:
    Path("exports/bad.json").write_text("{")
    checked = campaignlint("check", "exports", "-f", "json", "--workspace", "EMEA")
    assert checked.code == 3
    assert checked.findings("rule") == [
        "unreadable-file",
        "wait-in-executable",
    ]


@pytest.mark.parametrize("option", ["--program", "--folder", "--workspace"])
@pytest.mark.parametrize("baseline", ["--write-baseline", "--prune-baseline"])
def test_a_narrowed_report_makes_no_baseline(
    option: str, baseline: str, campaignlint: CommandLine
) -> None:
    file = ("baseline.json",) if baseline == "--write-baseline" else ()
    checked = campaignlint("check", "exports", option, "x", baseline, *file)
    assert checked.code == 2
    assert f"Error: {baseline} and {option} cannot be used together\n" in checked.err


class TestSeverity:
    def test_less_severe_findings_are_left_out(self, campaignlint: CommandLine) -> None:
        """What is not reported does not fail the run either."""
        options = ("--select", "all", "--profile", "audit", "--min-severity", "error")
        checked = campaignlint("check", "exports", "-f", "json", *options)
        document = checked.report
        assert {each["severity"] for each in document["findings"]} == {"error"}
        assert document["hidden"]["lessSevere"] > 0

    def test_the_summary_counts_them(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('[severity]\nwait-in-executable = "warning"\n')
        checked = campaignlint("check", "exports", "--min-severity", "error")
        assert (checked.code, checked.out.splitlines()[-1]) == (
            0,
            "Hidden: 2 less severe than error.",
        )


class TestQuiet:
    def test_only_findings_are_printed(self, campaignlint: CommandLine) -> None:
        full = campaignlint("check", "exports").out
        quiet = campaignlint("check", "exports", "--quiet")
        assert quiet.code == 1
        assert full.startswith(quiet.out)
        assert full.removeprefix(quiet.out).startswith("\nFound 2 errors in")

    def test_nothing_found_prints_nothing(self, campaignlint: CommandLine) -> None:
        for format_name in ("text", "concise"):
            checked = campaignlint(
                *("check", "exports", "-q", "-f", format_name, "--ignore", "wait-in-executable")
            )
            assert (checked.code, checked.out, checked.err) == (0, "", "")


class TestGraph:
    def test_calls_of_other_assets_are_left_out(self, campaignlint: CommandLine) -> None:
        shown = campaignlint("graph", "exports", "--workspace", "EMEA")
        assert (shown.code, shown.out, shown.err) == (
            0,
            (
                "EMEA Routing > Batch [1003]\n"
                "└── step 1 executes EX Route [1004]\n"
                "\n"
                "2 campaigns, 1 call (1 Execute Campaign).\n"
            ),
            (
                "campaignlint: narrowed to workspace 'EMEA': 2 of 4 campaigns, with their direct "
                "callers and callees\n"
            ),
        )

    def test_callers_and_callees_in_other_assets_are_shown(self, campaignlint: CommandLine) -> None:
        web = program("WEB", id=103)
        Export(web, campaign("Form", id=1005, program=web).executes("OP Scoring.EX Score")).write(
            Path("exports")
        )
        shown = campaignlint("graph", "exports", "--program", "WEB", "-f", "json")
        names = [each["name"] for each in json.loads(shown.out)["campaigns"]]
        assert names == ["EX Score", "Form"]

    @pytest.mark.parametrize("option", ["--root", "--callers", "--callees"])
    def test_it_has_no_other_selection(self, option: str, campaignlint: CommandLine) -> None:
        shown = campaignlint("graph", "exports", "--program", "WEB", option, "EX Score")
        assert shown.code == 2
        assert f"Error: --program and {option} cannot be used together\n" in shown.err
