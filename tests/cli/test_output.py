"""Where reports go: the terminal, pipes and files; and when they have colors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.cli import output
from campaignlint.testing import Export, campaign, program
from conftest import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import CommandLine

COMMAND = [sys.executable, "-c", "from campaignlint.cli import main; main()"]
COLOR = "\x1b["


@pytest.fixture(autouse=True)
def exports(tmp_path: Path) -> Path:
    """One finding: an executable that waits."""
    home = program("OP Scoring")
    return Export(
        home,
        campaign("EX Score", program=home).waits("1 day"),
        campaign("Intake", program=home).executes("EX Score"),
    ).write(tmp_path / "exports")


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class TestFiles:
    def test_o_writes_the_report_to_a_file_and_nothing_to_the_terminal(
        self, campaignlint: CommandLine
    ) -> None:
        printed = campaignlint("check", "exports", "-f", "json")
        written = campaignlint("check", "exports", "-f", "json", "-o", "report.json")
        assert (written.code, written.out, written.err) == (1, "", "")
        assert Path("report.json").read_bytes() == printed.out.encode()

    def test_r_writes_more_reports_in_the_same_run(self, campaignlint: CommandLine) -> None:
        checked = campaignlint(
            *("check", "exports", "-f", "concise"),
            *("-r", "json=report.json", "--report", "sarif=report.sarif"),
        )
        assert checked.code == 1
        assert checked.out.startswith("exports/campaigns/1001.json:33:11: error")
        report = json.loads(Path("report.json").read_text())
        log = json.loads(Path("report.sarif").read_text())
        assert [found["rule"] for found in report["findings"]] == ["wait-in-executable"]
        assert [found["ruleId"] for found in log["runs"][0]["results"]] == ["wait-in-executable"]

    def test_a_file_is_never_colored(self, campaignlint: CommandLine) -> None:
        campaignlint("check", "exports", "--color", "always", "-o", "report.txt")
        assert COLOR not in Path("report.txt").read_text()

    @pytest.mark.parametrize("option", [["-o", "nowhere/report"], ["-r", "json=nowhere/report"]])
    def test_a_file_in_a_folder_that_does_not_exist(
        self, campaignlint: CommandLine, tmp_path: Path, option: list[str]
    ) -> None:
        checked = campaignlint("check", "exports", *option)
        assert (checked.code, checked.out, checked.err) == (
            2,
            "",
            "Error: cannot write nowhere/report: no such file or directory\n",
        )
        assert files_in(tmp_path) == {"exports"}

    def test_a_failed_write_keeps_the_old_file(
        self, campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "report.json").write_text("of yesterday")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        checked = campaignlint("check", "exports", "-f", "json", "-o", "report.json")
        assert (checked.code, checked.err) == (
            2,
            "Error: cannot write report.json: no space left on device\n",
        )
        assert (tmp_path / "report.json").read_text() == "of yesterday"
        assert files_in(tmp_path) == {"exports", "report.json"}

    def test_a_link_stays_a_link(self, campaignlint: CommandLine) -> None:
        Path("artifacts").mkdir()
        Path("report.json").symlink_to("artifacts/latest.json")
        campaignlint("check", "exports", "-f", "json", "-o", "report.json")
        assert Path("report.json").is_symlink()
        assert json.loads(Path("artifacts/latest.json").read_text())["version"] == 1


class TestColor:
    @pytest.fixture(autouse=True)
    def _terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TERM", "xterm")

    @pytest.mark.parametrize(
        ("environment", "options", "expected"),
        [
            ({}, (), False),
            ({"NO_COLOR": "1"}, (), False),
            ({"FORCE_COLOR": "1"}, (), True),
            ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False),
            ({"FORCE_COLOR": "1", "NO_COLOR": ""}, (), True),
            ({"NO_COLOR": "1"}, ("--color", "always"), True),
            ({"FORCE_COLOR": "1"}, ("--color", "never"), False),
            ({"FORCE_COLOR": "1"}, ("-f", "concise"), True),
            ({}, ("--color", "always", "-f", "json"), False),
            ({}, ("--color", "always", "-f", "sarif"), False),
        ],
    )
    def test_in_a_pipe(
        self,
        campaignlint: CommandLine,
        monkeypatch: pytest.MonkeyPatch,
        environment: dict[str, str],
        options: tuple[str, ...],
        expected: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert (COLOR in campaignlint("check", "exports", *options).out) is expected

    @pytest.mark.parametrize(
        ("term", "environment", "colored"),
        [
            ("xterm", {}, True),
            ("dumb", {}, False),
            ("xterm", {"NO_COLOR": "1"}, False),
            ("dumb", {"FORCE_COLOR": "1"}, True),
        ],
    )
    def test_on_a_terminal(
        self,
        monkeypatch: pytest.MonkeyPatch,
        term: str,
        environment: dict[str, str],
        colored: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        for name, value in {"TERM": term, **environment}.items():
            monkeypatch.setenv(name, value)
        assert output.wants_color("auto") is colored


class TestWidth:
    def test_a_pipe_has_100_columns(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "200")
        checked = campaignlint("check", "exports")
        assert max(map(len, checked.out.splitlines())) <= 100


class TestPipe:
    @pytest.fixture
    def closed_pipe(self) -> Iterator[int]:
        """The end to write to of a pipe that no one reads."""
        reading, writing = os.pipe()
        os.close(reading)
        yield writing
        os.close(writing)

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["check", "exports"], 1),
            (["check", "exports", "-f", "json"], 1),
            (["rules"], 0),
            (["explain", "wait-in-executable"], 0),
            (["schema", "export"], 0),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else None,
    )
    def test_a_pipe_that_closes_early_is_not_an_error(
        self, tmp_path: Path, closed_pipe: int, arguments: list[str], code: int
    ) -> None:
        done = self.into(closed_pipe, tmp_path, arguments)
        assert (done.returncode, done.stderr) == (code, "")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no such device")
    def test_a_full_disk_is_an_error(self, tmp_path: Path) -> None:
        with Path("/dev/full").open("wb") as full:
            done = self.into(full.fileno(), tmp_path, ["check", "exports"])
        assert (done.returncode, done.stderr) == (
            2,
            "Error: cannot write to standard output: no space left on device\n",
        )

    def test_standard_output_is_utf_8_in_every_locale(self, tmp_path: Path) -> None:
        home = program("Świat 🚀")
        score = campaign("EX Wynik", program=home).waits("1 day")
        Export(home, score, campaign("Ruft auf", program=home).executes(score)).write(
            tmp_path / "exports"
        )
        done = subprocess.run(
            [*COMMAND, "check", "exports", "-f", "concise"],
            cwd=tmp_path,
            env=clean_environment() | {"PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )
        assert "Świat 🚀 > EX Wynik > flow step 1" in done.stdout.decode("utf-8")

    def into(
        self, output_of: int, folder: Path, arguments: list[str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=folder,
            env=clean_environment(),
            stdout=output_of,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
