"""`check` with a baseline: used, written and pruned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign, program

if TYPE_CHECKING:
    from conftest import CommandLine

SCORING = program("OP Scoring", id=101)


def export(*waiting: str) -> Export:
    """Executable campaigns with a Wait step, each with a finding, and their caller."""
    executables = [campaign(name, program=SCORING).waits("1 day") for name in waiting]
    intake = campaign("Intake", id=2000, program=SCORING)
    for each in executables:
        intake.executes(each)
    return Export(SCORING, *executables, intake)


@pytest.fixture(autouse=True)
def _exports(tmp_path: Path) -> None:
    export("EX Route", "EX Score").write(tmp_path / "exports")


def entries_in(file: Path) -> list[tuple[str, str]]:
    return [
        (entry["rule"], entry["campaign"]) for entry in json.loads(file.read_text())["findings"]
    ]


ROUTE = ("wait-in-executable", "OP Scoring > EX Route (1001)")
SCORE = ("wait-in-executable", "OP Scoring > EX Score (1002)")


class TestWrite:
    def test_it_accepts_the_findings_and_exits_with_0(self, campaignlint: CommandLine) -> None:
        written = campaignlint("check", "exports", "--write-baseline", "baseline.json")
        assert (written.code, written.out, written.err) == (
            0,
            (
                "Accepted 2 findings, found nothing else in 3 campaigns (2 executable) of 1 "
                "program in 8 files.\n"
                "Today: 2026-09-14 (date of the export in instance.json).\n"
            ),
            "campaignlint: wrote 2 findings to baseline.json\n",
        )
        assert entries_in(Path("baseline.json")) == [ROUTE, SCORE]
        checked = campaignlint("check", "exports", "--baseline", "baseline.json")
        assert (checked.code, checked.out, checked.err) == (
            0,
            (
                "No new findings in 3 campaigns (2 executable) of 1 program in 8 files.\n"
                "Today: 2026-09-14 (date of the export in instance.json).\n"
                "Hidden: 2 in the baseline.\n"
            ),
            "",
        )

    def test_it_includes_the_entries_of_the_previous_baseline(
        self, campaignlint: CommandLine
    ) -> None:
        Path("campaignlint.toml").write_text('baseline = "baseline.json"\n')
        campaignlint("check", "exports", "--write-baseline", "baseline.json")
        export("EX Route", "EX Score", "EX Tag").write(Path("exports"))
        assert campaignlint("check", "exports").code == 1
        written = campaignlint("check", "exports", "--write-baseline", "baseline.json")
        assert written.err == "campaignlint: wrote 3 findings to baseline.json\n"
        assert campaignlint("check", "exports").code == 0

    def test_suppressed_findings_are_not_in_it(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text(
            "[[suppressions]]\n"
            'rule = "wait-in-executable"\ncampaign = "EX Score"\nreason = "moved in May"\n'
        )
        written = campaignlint("check", "exports", "--write-baseline", "baseline.json")
        assert written.err == "campaignlint: wrote 1 finding to baseline.json\n"
        assert entries_in(Path("baseline.json")) == [ROUTE]

    def test_unreadable_files_are_never_accepted(self, campaignlint: CommandLine) -> None:
        Path("exports/programs/102.json").write_text("{")
        written = campaignlint(
            "check", "exports", "-f", "concise", "--write-baseline", "baseline.json"
        )
        assert (written.code, written.err) == (
            3,
            "campaignlint: wrote 2 findings to baseline.json\n",
        )
        assert written.out.startswith("exports/programs/102.json:1:2: error[unreadable-file]")
        checked = campaignlint("check", "exports", "-f", "json", "--baseline", "baseline.json")
        assert (checked.code, checked.findings("place")) == (3, ["exports/programs/102.json"])

    def test_a_failed_write_is_an_error(self, campaignlint: CommandLine) -> None:
        written = campaignlint("check", "exports", "--write-baseline", "nowhere/baseline.json")
        assert (written.code, written.out, written.err) == (
            2,
            "",
            "Error: cannot write nowhere/baseline.json: no such file or directory\n",
        )


class TestUse:
    @pytest.fixture(autouse=True)
    def _written(self, campaignlint: CommandLine) -> None:
        campaignlint("check", "exports", "--write-baseline", "baseline.json")

    def test_only_new_findings_are_reported(self, campaignlint: CommandLine) -> None:
        export("EX Route", "EX Score", "EX Tag").write(Path("exports"))
        checked = campaignlint("check", "exports", "-f", "json", "--baseline", "baseline.json")
        assert (checked.code, checked.findings("place")) == (
            1,
            ["OP Scoring > EX Tag > flow step 1"],
        )

    def test_the_path_in_the_configuration_is_relative_to_its_folder(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("campaignlint.toml").write_text('baseline = "baseline.json"\n')
        assert campaignlint("check", "exports").code == 0
        monkeypatch.chdir(Path("exports"))
        assert campaignlint("check", ".").code == 0

    def test_the_command_line_wins(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('baseline = "baseline.json"\n')
        Path("empty.json").write_text('{"version": 1, "findings": []}')
        assert campaignlint("check", "exports", "--baseline", "empty.json").code == 1
        assert campaignlint("check", "exports", "--no-baseline").code == 1

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (
                None,
                (
                    "baseline b.json: no such file or directory; write one with --write-baseline "
                    "b.json"
                ),
            ),
            (
                "[]",
                (
                    "cannot read baseline b.json: Expected `object`, got `array`; restore it, or "
                    "rewrite it with --write-baseline b.json"
                ),
            ),
            (
                '{"version": 2, "findings": []}',
                (
                    "baseline b.json has version 2, but this campaignlint supports version 1; "
                    "rewrite it with --write-baseline b.json"
                ),
            ),
        ],
        ids=["missing", "no baseline", "of another version"],
    )
    def test_an_invalid_baseline_is_an_error(
        self, campaignlint: CommandLine, content: str | None, message: str
    ) -> None:
        if content is not None:
            Path("b.json").write_text(content)
        checked = campaignlint("check", "exports", "--baseline", "b.json")
        assert (checked.code, checked.out, checked.err) == (2, "", f"Error: {message}\n")


class TestPrune:
    @pytest.fixture(autouse=True)
    def _written(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        """A baseline with two findings, one of which is fixed."""
        campaignlint("check", "exports", "--write-baseline", "baseline.json")
        fixed = export("EX Route")
        fixed.add(campaign("EX Score", id=1002, program=SCORING))
        fixed.write(tmp_path / "exports")

    def test_a_stale_entry_is_a_finding_at_its_line(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "-f", "concise", "--baseline", "baseline.json")
        assert checked.code == 1
        assert checked.out.startswith(
            "baseline.json:5:5: warning[stale-baseline] stale baseline entry: "
            "'wait-in-executable' in OP Scoring > EX Score (1002) is no longer found"
        )

    def test_it_is_removed(self, campaignlint: CommandLine) -> None:
        pruned = campaignlint(
            "check", "exports", "-f", "json", "--baseline", "baseline.json", "--prune-baseline"
        )
        assert (pruned.code, pruned.findings("place"), pruned.err) == (
            0,
            [],
            "campaignlint: removed 1 finding from baseline.json\n",
        )
        assert entries_in(Path("baseline.json")) == [ROUTE]

    def test_nothing_is_written_if_no_entry_is_stale(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('baseline = "baseline.json"\n')
        campaignlint("check", "exports", "--prune-baseline")
        before = Path("baseline.json").stat()
        pruned = campaignlint("check", "exports", "--prune-baseline")
        after = Path("baseline.json").stat()
        assert (pruned.code, pruned.err) == (
            0,
            "campaignlint: removed 0 findings from baseline.json\n",
        )
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_entries_of_rules_that_did_not_run_are_kept(self, campaignlint: CommandLine) -> None:
        campaignlint(
            *("check", "exports", "--baseline", "baseline.json", "--prune-baseline"),
            *("--ignore", "wait-in-executable"),
        )
        assert entries_in(Path("baseline.json")) == [ROUTE, SCORE]

    def test_an_incomplete_run_prunes_nothing(self, campaignlint: CommandLine) -> None:
        Path("exports/campaigns/1001.json").write_text("{")
        pruned = campaignlint("check", "exports", "--baseline", "baseline.json", "--prune-baseline")
        assert (pruned.code, pruned.err) == (
            3,
            "campaignlint: did not prune baseline.json because the run is incomplete\n",
        )
        assert entries_in(Path("baseline.json")) == [ROUTE, SCORE]

    def test_a_folder(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--baseline", "exports")
        assert (checked.code, checked.out, checked.err) == (
            2,
            "",
            "Error: baseline exports: not a file; compare with an earlier export by --new-since\n",
        )

    def test_without_a_baseline(self, campaignlint: CommandLine) -> None:
        pruned = campaignlint("check", "exports", "--prune-baseline")
        assert pruned.code == 2
        assert pruned.err.endswith(
            "Error: --prune-baseline needs a baseline; set it with --baseline or in the "
            "configuration\n"
        )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--baseline", "x", "--no-baseline"], "--baseline and --no-baseline"),
        (["--baseline", "x", "--write-baseline", "x"], "--baseline and --write-baseline"),
        (["--no-baseline", "--prune-baseline"], "--no-baseline and --prune-baseline"),
        (["--write-baseline", "x", "--prune-baseline"], "--write-baseline and --prune-baseline"),
        (["--write-baseline", "x", "--only", "exports"], "--write-baseline and --only"),
        (["--prune-baseline", "--only"], "--prune-baseline and --only"),
        (["--write-baseline", "x", "--new-since", "x"], "--write-baseline and --new-since"),
        (["--prune-baseline", "--new-since", "x"], "--prune-baseline and --new-since"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_options_that_cannot_be_used_together(
    campaignlint: CommandLine, options: list[str], message: str
) -> None:
    checked = campaignlint("check", "exports", *options)
    assert (checked.code, checked.out) == (2, "")
    assert checked.err.endswith(f"Error: {message} cannot be used together\n")
