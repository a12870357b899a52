"""The configuration file: where it is found, what may stand in it, and what is said where not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from campaignlint import toml_lines
from factories import Export, campaign, folder, program

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine, Outcome


@pytest.fixture(autouse=True)
def exports(tmp_path: Path) -> Path:
    """One finding: an executable that waits."""
    home = program("OP Scoring")
    return Export(
        home,
        campaign("EX Score", program=home).waits("1 day"),
        campaign("Intake", program=home).executes("EX Score"),
    ).write(tmp_path / "exports")


def found_in(outcome: Outcome) -> list[tuple[str, str]]:
    """Rule and severity of each finding of a JSON report."""
    return [(found["rule"], found["severity"]) for found in json.loads(outcome.out)["findings"]]


WAITS = ("wait-in-executable", "error")
MUTED = 'ignore = ["wait-in-executable"]\n'


class TestDiscovery:
    def test_in_the_working_directory(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "campaignlint.toml").write_text(MUTED)
        assert campaignlint("check", "exports").code == 0

    def test_in_the_nearest_folder_above(
        self, campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "campaignlint.toml").write_text('ignore = ["reference"]\n')
        (tmp_path / "exports" / "campaignlint.toml").write_text(MUTED)
        monkeypatch.chdir(tmp_path / "exports" / "campaigns")
        assert campaignlint("check", "..").code == 0

    def test_in_the_table_of_pyproject(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(f"[tool.campaignlint]\n{MUTED}")
        assert campaignlint("check", "exports").code == 0

    def test_a_pyproject_without_the_table_is_passed_over(
        self, campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "campaignlint.toml").write_text(MUTED)
        (tmp_path / "exports" / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n")
        monkeypatch.chdir(tmp_path / "exports")
        assert campaignlint("check", ".").code == 0

    def test_a_pyproject_that_is_not_toml_is_for_others_to_complain_about(
        self, campaignlint: CommandLine, tmp_path: Path
    ) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.campaignlint\n")
        assert campaignlint("check", "exports").code == 1

    def test_the_own_file_wins_over_pyproject_beside_it(
        self, campaignlint: CommandLine, tmp_path: Path
    ) -> None:
        (tmp_path / "campaignlint.toml").write_text("")
        (tmp_path / "pyproject.toml").write_text(f"[tool.campaignlint]\n{MUTED}")
        assert campaignlint("check", "exports").code == 1

    def test_the_file_that_config_names(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "campaignlint.toml").write_text("")
        (tmp_path / "muted.toml").write_text(MUTED)
        assert campaignlint("check", "exports", "--config", "muted.toml").code == 0

    def test_the_file_that_the_environment_names(
        self, campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "muted.toml").write_text(MUTED)
        (tmp_path / "loud.toml").write_text("")
        monkeypatch.setenv("CAMPAIGNLINT_CONFIG", "muted.toml")
        assert campaignlint("check", "exports").code == 0
        assert campaignlint("check", "exports", "--config", "loud.toml").code == 1

    def test_none_at_all(
        self, campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "campaignlint.toml").write_text(MUTED)
        monkeypatch.setenv("CAMPAIGNLINT_CONFIG", "campaignlint.toml")
        assert campaignlint("check", "exports", "--no-config").code == 1

    def test_config_and_no_config(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--config", "x.toml", "--no-config")
        assert checked.code == 2
        assert checked.err.endswith("Error: --config and --no-config exclude each other\n")

    def test_a_named_file_that_does_not_exist(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checked = campaignlint("check", "exports", "--config", "lint.toml")
        assert (checked.code, checked.err) == (
            2,
            "Error: --config lint.toml: there is no such file\n",
        )
        monkeypatch.setenv("CAMPAIGNLINT_CONFIG", "lint.toml")
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (
            2,
            "Error: CAMPAIGNLINT_CONFIG lint.toml: there is no such file\n",
        )


class TestKeys:
    def check(self, campaignlint: CommandLine, tmp_path: Path, configuration: str) -> Outcome:
        (tmp_path / "campaignlint.toml").write_text(configuration)
        return campaignlint("check", "exports", "-f", "json")

    def test_severity(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        checked = self.check(campaignlint, tmp_path, '[severity]\nwait-in-executable = "note"\n')
        assert found_in(checked) == [("wait-in-executable", "note")]
        assert checked.code == 0

    def test_fail_on(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        checked = self.check(campaignlint, tmp_path, 'fail_on = "never"\n')
        assert (found_in(checked), checked.code) == ([WAITS], 0)

    def test_a_hyphen_is_as_good_as_an_underscore(
        self, campaignlint: CommandLine, tmp_path: Path
    ) -> None:
        checked = self.check(campaignlint, tmp_path, 'fail-on = "never"\n')
        assert checked.code == 0

    def test_a_rule_s_option(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        home = program("OP Scoring")
        Export(
            home,
            campaign("EX Inner", program=home).scores("Score", "+5"),
            campaign("EX Outer", program=home).executes("EX Inner"),
            campaign("Intake", program=home).executes("EX Outer"),
        ).write(tmp_path / "exports")
        assert found_in(self.check(campaignlint, tmp_path, "")) == []
        checked = self.check(campaignlint, tmp_path, "[rules.nesting-too-deep]\nmax_depth = 1\n")
        assert found_in(checked) == [("nesting-too-deep", "error")]

    def test_executables_by_name(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        """Nobody in the export calls it; its name says what it is."""
        Export(campaign("EX Alone").waits("1 day")).write(tmp_path / "alone")
        assert campaignlint("check", "alone").code == 0
        (tmp_path / "campaignlint.toml").write_text('[executables]\nnames = ["EX *"]\n')
        checked = campaignlint("check", "alone", "-f", "json")
        assert found_in(checked) == [WAITS]

    def test_executables_by_folder(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        above = folder("99 Executables")
        Export(above, campaign("Alone", folder=above).waits("1 day")).write(tmp_path / "alone")
        assert campaignlint("check", "alone").code == 0
        (tmp_path / "campaignlint.toml").write_text(
            '[executables]\nfolders = ["*/99 Executables"]\n'
        )
        checked = campaignlint("check", "alone", "-f", "json")
        assert found_in(checked) == [WAITS]

    def test_all_of_them_in_pyproject(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text(
            "[tool.campaignlint]\n"
            'paths = ["exports"]\n'
            'profile = "strict"\n'
            'select = ["executable", "reference"]\n'
            'extend_select = ["all"]\n'
            'ignore = ["reference"]\n'
            'fail_on = "error"\n'
            "complete = true\n"
            "[tool.campaignlint.executables]\n"
            'names = ["EX *"]\n'
            'folders = ["*/99 Executables"]\n'
            "[tool.campaignlint.severity]\n"
            'wait-in-executable = "warning"\n'
            "[tool.campaignlint.rules.nesting-too-deep]\n"
            "max_depth = 2\n"
        )
        checked = campaignlint("check", "-f", "json", "--select", "wait-in-executable")
        assert found_in(checked) == [("wait-in-executable", "warning")]
        assert checked.code == 0


class TestFaults:
    """Each is one line that says where, what, and what would do."""

    @pytest.mark.parametrize(
        ("configuration", "message"),
        [
            ('\nprofil = "strict"\n', ":2: profil: there is no such key; did you mean 'profile'?"),
            (
                "colour = true\n",
                (
                    ":1: colour: there is no such key; the keys here are paths, profile, select, "
                    "extend_select, ignore, fail_on, complete, today, executables, severity, rules"
                ),
            ),
            (
                '[executables]\nname = ["EX *"]\n',
                ":2: executables.name: there is no such key; did you mean 'names'?",
            ),
            (
                'ignore = [\n  "reference",\n  "wait-in-executabel",\n]\n',
                (
                    ":3: ignore: there is no rule or category 'wait-in-executabel'; "
                    "did you mean 'wait-in-executable'?"
                ),
            ),
            (
                'extend-select = ["xyz"]\n',
                (
                    ":1: extend_select: there is no rule or category 'xyz'; "
                    "`campaignlint rules` lists them"
                ),
            ),
            (
                'select = ["unreadable-file"]\n',
                ":1: select: 'unreadable-file' is always on and cannot be selected or ignored",
            ),
            (
                '[severity]\nwait-in-executable = "note"\nxyz = "note"\n',
                ":3: severity.xyz: there is no rule 'xyz'; `campaignlint rules` lists them",
            ),
            (
                '[severity]\nwait-in-executable = "warn"\n',
                (
                    ":2: severity.wait-in-executable: expected one of error, warning, note, "
                    "not \"warn\"; did you mean 'warning'?"
                ),
            ),
            (
                'profile = "everything"\n',
                ':1: profile: expected one of recommended, strict, audit, not "everything"',
            ),
            ("fail-on = 3\n", ":1: fail-on: expected one of error, warning, note, never, not 3"),
            ('complete = "yes"\n', ':1: complete: expected true or false, not "yes"'),
            ("today = 14\n", ":1: today: expected a day such as 2026-09-14, not 14"),
            ('paths = "exports"\n', ':1: paths: expected a list of strings, not "exports"'),
            ("paths = [1]\n", ":1: paths: expected a list of strings, not [1]"),
            ('executables = "EX *"\n', ':1: executables: expected a table, not "EX *"'),
            (
                "[rules]\nnesting-too-deep = 3\n",
                ":2: rules.nesting-too-deep: expected a table, not 3",
            ),
            (
                "[rules.nesting-to-deep]\nmax_depth = 3\n",
                (
                    ":1: rules.nesting-to-deep: there is no rule 'nesting-to-deep'; "
                    "did you mean 'nesting-too-deep'?"
                ),
            ),
            (
                "[rules.nesting-too-deep]\nmax_dept = 3\n",
                (
                    ":2: rules.nesting-too-deep.max_dept: "
                    "rule 'nesting-too-deep' has no option 'max_dept'; did you mean 'max_depth'?"
                ),
            ),
            (
                "[rules.nesting-too-deep]\nlevels = 3\n",
                (
                    ":2: rules.nesting-too-deep.levels: "
                    "rule 'nesting-too-deep' has no option 'levels'; it takes max_depth"
                ),
            ),
            (
                "[rules.wait-in-executable]\nhours = 3\n",
                (
                    ":2: rules.wait-in-executable.hours: "
                    "rule 'wait-in-executable' has no option 'hours'; it takes none"
                ),
            ),
            (
                '[rules.nesting-too-deep]\nmax-depth = "3"\n',
                ':2: rules.nesting-too-deep.max-depth: expected a whole number, not "3"',
            ),
            (
                "[rules.nesting-too-deep]\nmax_depth = true\n",
                ":2: rules.nesting-too-deep.max_depth: expected a whole number, not true",
            ),
            ("\nselect = \n", ":2: is not TOML: Invalid value (at line 2, column 10)"),
        ],
        ids=lambda value: None if value.startswith(":") else value.strip().replace("\n", " "),
    )
    def test_in_the_own_file(
        self, campaignlint: CommandLine, tmp_path: Path, configuration: str, message: str
    ) -> None:
        (tmp_path / "campaignlint.toml").write_text(configuration)
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.out, checked.err) == (
            2,
            "",
            f"Error: campaignlint.toml{message}\n",
        )

    @pytest.mark.parametrize(
        ("configuration", "message"),
        [
            (
                '[project]\nname = "x"\n\n[tool.campaignlint]\nprofil = "strict"\n',
                ":5: tool.campaignlint.profil: there is no such key; did you mean 'profile'?",
            ),
            (
                '[tool.campaignlint.severity]\nxyz = "note"\n',
                (
                    ":2: tool.campaignlint.severity.xyz: there is no rule 'xyz'; "
                    "`campaignlint rules` lists them"
                ),
            ),
            (
                "[tool]\ncampaignlint = 3\n",
                ":2: tool.campaignlint: expected a table, not 3",
            ),
        ],
        ids=["key", "rule", "table"],
    )
    def test_in_pyproject(
        self, campaignlint: CommandLine, tmp_path: Path, configuration: str, message: str
    ) -> None:
        (tmp_path / "pyproject.toml").write_text(configuration)
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (2, f"Error: pyproject.toml{message}\n")

    def test_the_file_is_named_as_seen_from_the_working_directory(
        self, campaignlint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "campaignlint.toml").write_text("colours = 3\n")
        monkeypatch.chdir(tmp_path / "exports")
        assert campaignlint("check", ".").err.startswith(
            "Error: ../campaignlint.toml:1: colours: there is no such key"
        )

    def test_a_file_that_is_not_utf_8(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "campaignlint.toml").write_bytes(b'ignore = ["\xfc"]\n')
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (
            2,
            "Error: campaignlint.toml: is not UTF-8 at byte 11: save it as UTF-8\n",
        )


class TestLines:
    """Where a key stands in a TOML file."""

    TEXT = """\
paths = ["a"] # first

[executables]
names = [
  "EX *",
  'Exec *',
]

[rules."nesting-too-deep"]
max-depth = 4

[tool.x]
severity = { wait-in-executable = "note" }
a.b = 1
"""

    @pytest.mark.parametrize(
        ("path", "value", "line"),
        [
            (("paths",), None, 1),
            (("executables",), None, 3),
            (("executables", "names"), None, 4),
            (("executables", "names"), "EX *", 5),
            (("executables", "names"), "Exec *", 6),
            (("executables", "names"), "not there", 4),
            (("rules", "nesting-too-deep", "max_depth"), None, 10),
            (("tool", "x", "severity", "wait-in-executable"), None, 13),
            (("tool", "x", "a", "b"), None, 14),
            (("nowhere",), None, None),
        ],
    )
    def test_line_of(self, path: tuple[str, ...], value: str | None, line: int | None) -> None:
        assert toml_lines.line_of(self.TEXT, path, value) == line
