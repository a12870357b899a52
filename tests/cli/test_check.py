"""`campaignlint check`: paths, rules, reports and exit codes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, Program, campaign, program, to_json
from conftest import run

if TYPE_CHECKING:
    from campaignlint.testing import Campaign
    from conftest import CommandLine

CLEAN = (
    "No findings in 1 campaign (0 executable) of 1 program in 4 files.\n"
    "Today: 2026-09-14 (date of the export in instance.json).\n"
)
WAITS = (
    "executable campaign 'EX Score' (executed by 'Intake' step 1) has a Wait step, which Marketo "
    "does not support there"
)


def in_program(*campaigns: Campaign, name: str = "OP Scoring") -> Export:
    home: Program = program(name)
    for each in campaigns:
        each.above = each.program = home
    return Export(home, *campaigns)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """One campaign without findings."""
    return in_program(campaign("Intake").scores("Score", "+5")).write(tmp_path / "clean")


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """An executable campaign with a Wait step (1001.json), and its caller (1002.json)."""
    score = campaign("EX Score").waits("1 day")
    return in_program(score, campaign("Intake").executes("EX Score")).write(tmp_path / "waiting")


@pytest.fixture
def once(tmp_path: Path) -> Path:
    """Executable campaigns that run once (a warning) and once a week (a note)."""
    return in_program(
        campaign("EX Score", qualificationRuleType="once").scores("Score", "+5"),
        campaign(
            "EX Route",
            qualificationRuleType="interval",
            qualificationRuleInterval=7,
            qualificationRuleUnit="day",
        ).scores("Score", "+5"),
        campaign("Intake").executes("EX Score").executes("EX Route"),
    ).write(tmp_path / "once")


class TestExitCode:
    @pytest.mark.usefixtures("clean")
    def test_0_nothing_found(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "clean")
        assert (checked.code, checked.out, checked.err) == (0, CLEAN, "")

    @pytest.mark.usefixtures("waiting")
    def test_1_findings(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "waiting", "-f", "concise")
        assert (checked.code, checked.err) == (1, "")
        assert checked.out == (
            "waiting/campaigns/1001.json:33:11: error[wait-in-executable] "
            f"{WAITS} (OP Scoring > EX Score > flow step 1)\n"
            "Found 1 error in 2 campaigns (1 executable) of 1 program in 6 files.\n"
        )

    @pytest.mark.parametrize(
        "option_and_code", [("error", 0), ("warning", 1), ("note", 1), ("never", 0)], ids=str
    )
    @pytest.mark.usefixtures("once")
    def test_1_findings_at_or_above_fail_on(
        self, campaignlint: CommandLine, option_and_code: tuple[str, int]
    ) -> None:
        fail_on, code = option_and_code
        checked = campaignlint("check", "once", "--fail-on", fail_on, "-f", "json")
        assert checked.findings("rule") == ["executable-runs-once", "executable-runs-once"]
        assert checked.code == code

    @pytest.mark.usefixtures("waiting")
    def test_a_note_does_not_fail_by_default(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('[severity]\nwait-in-executable = "note"\n')
        checked = campaignlint("check", "waiting", "-f", "concise")
        assert "note[wait-in-executable]" in checked.out
        assert checked.code == 0

    def test_2_a_path_that_does_not_exist(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exprots")
        assert (checked.code, checked.out, checked.err) == (
            2,
            "",
            "Error: exprots: there is no such file or folder\n",
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--fromat", "json"], "No such option"),
            (["-f", "xml"], "junit, markdown or html, found 'xml'"),
            (
                ["--profile", "all"],
                "Invalid value for '--profile': expected recommended, strict or audit, found 'all'",
            ),
            (
                ["--fail-on", "fatal"],
                "'--fail-on': expected error, warning, note or never, found 'fatal'",
            ),
            (
                ["-r", "sarif"],
                (
                    "Invalid value for '-r' / '--report': 'sarif' is not FORMAT=FILE "
                    "with a format of text, concise, json, sarif"
                ),
            ),
            (["-r", "xml=report.xml"], "'xml=report.xml' is not FORMAT=FILE with a format of"),
            (["-r", "json="], "'json=' is not FORMAT=FILE with a format of"),
        ],
    )
    def test_2_bad_usage(
        self, campaignlint: CommandLine, arguments: list[str], message: str
    ) -> None:
        checked = campaignlint("check", ".", *arguments)
        assert (checked.code, checked.out) == (2, "")
        assert "Usage: campaignlint check [OPTIONS] [PATHS]..." in checked.err
        assert message in checked.err

    @pytest.mark.parametrize("text", ["14.9.2026", "2026-13-01", "today"])
    def test_2_an_invalid_date(self, text: str, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", ".", "--today", text)
        assert (checked.code, checked.out) == (2, "")
        assert checked.err.endswith(
            f"Error: Invalid value for '--today': expected a date like 2026-09-14, found '{text}'\n"
        )

    def test_3_no_records(self, campaignlint: CommandLine) -> None:
        Path("package.json").write_text('{"name": "a-web-site", "private": true}')
        checked = campaignlint("check", ".")
        assert (checked.code, checked.err) == (3, "")
        assert ".: no Marketo records found." in checked.out.splitlines()

    def test_3_no_files_to_read(self, campaignlint: CommandLine) -> None:
        Path("export.csv").write_text("id,name")
        checked = campaignlint("check", ".")
        assert (checked.code, checked.err) == (3, "")
        assert checked.out.splitlines()[-2:] == [
            ".: no Marketo records found.",
            "In folders, only .json, .ndjson and .jsonl files are read.",
        ]

    @pytest.mark.parametrize(
        "options", [["-f", "json"], ["-q"], ["-o", "report.txt"]], ids=["JSON", "quiet", "a file"]
    )
    def test_3_no_records_is_on_stderr_without_a_summary(
        self, options: list[str], campaignlint: CommandLine
    ) -> None:
        Path("package.json").write_text('{"name": "a-web-site", "private": true}')
        checked = campaignlint("check", ".", *options)
        assert (checked.code, checked.err) == (3, "campaignlint: .: no Marketo records found\n")

    @pytest.mark.usefixtures("clean")
    def test_3_one_of_the_paths_has_no_records(self, campaignlint: CommandLine) -> None:
        Path("empty").mkdir()
        checked = campaignlint("check", "clean", "empty")
        assert (checked.code, checked.err) == (3, "")
        assert checked.out.splitlines()[-1] == "empty: no Marketo records found."

    @pytest.mark.usefixtures("waiting")
    def test_3_wins_over_1(self, campaignlint: CommandLine) -> None:
        Path("waiting/programs/102.json").write_text('{"success": true, "resu')
        checked = campaignlint("check", "waiting", "-f", "json")
        assert checked.code == 3
        assert checked.findings("rule") == ["wait-in-executable", "unreadable-file"]

    @pytest.mark.usefixtures("clean")
    def test_3_a_failed_response(self, campaignlint: CommandLine) -> None:
        failure = {"success": False, "errors": [{"code": "606", "message": "Max rate limit"}]}
        Path("clean/campaigns/1002.json").write_text(to_json(failure))
        checked = campaignlint("check", "clean", "-f", "json")
        assert checked.code == 3
        assert checked.findings("rule") == ["failed-response"]

    @pytest.mark.usefixtures("clean")
    def test_3_an_internal_error(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("campaignlint.api.analyze", _fails)
        checked = campaignlint("check", "clean")
        assert (checked.code, checked.out, checked.err) == (
            3,
            "",
            (
                "campaignlint: internal error: KeyError\n"
                "This is a bug in campaignlint, not in the export; run again with --debug for "
                "details\n"
            ),
        )

    @pytest.mark.usefixtures("clean")
    def test_debug_shows_the_traceback_of_an_internal_error(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        from campaignlint.cli import main

        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("campaignlint.api.analyze", _fails)
        monkeypatch.setattr(sys, "argv", ["campaignlint", "check", "clean", "--debug"])
        with pytest.raises(KeyError, match="flow"):
            main()

    @pytest.mark.usefixtures("clean")
    def test_130_interrupted(self, tmp_path: Path) -> None:
        """A rule sends Ctrl-C during the run."""
        (tmp_path / "ours.py").write_text(
            "import os, signal\n"
            "from campaignlint import Instance, rule\n"
            '@rule(severity="note", category="acme", since="1")\n'
            "def interrupts(instance: Instance):\n"
            '    """Interrupts."""\n'
            "    os.kill(os.getpid(), signal.SIGINT)\n"
            "    yield from ()\n"
        )
        command = "from campaignlint.cli import main; main()"
        checked = run(
            [sys.executable, "-c", command, "check", "clean", "--rules-from", "ours.py"],
            cwd=tmp_path,
        )
        assert (checked.code, checked.out, checked.err.strip()) == (130, "", "")


def _fails(*_: object, **_options: object) -> None:
    raise KeyError("flow")


class TestPaths:
    @pytest.mark.usefixtures("waiting")
    def test_the_working_directory_by_default(self, campaignlint: CommandLine) -> None:
        assert campaignlint("check", "-f", "json").findings("rule") == ["wait-in-executable"]

    @pytest.mark.usefixtures("waiting", "clean")
    def test_those_of_the_configuration_by_default(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('paths = ["clean"]\n')
        assert campaignlint("check").code == 0
        assert campaignlint("check", "waiting").code == 1

    @pytest.mark.usefixtures("waiting", "clean")
    def test_those_of_the_configuration_are_relative_to_its_folder(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("campaignlint.toml").write_text('paths = ["waiting"]\n')
        monkeypatch.chdir(Path("clean"))
        checked = campaignlint("check", "-f", "json")
        report = checked.report
        assert [found["location"]["file"] for found in report["findings"]] == [
            "../waiting/campaigns/1001.json"
        ]

    @pytest.mark.usefixtures("waiting")
    def test_a_file_by_itself(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "waiting/campaigns/1001.json")
        assert checked.code == 0
        assert checked.out.startswith("No findings in 1 campaign (0 executable)")

    def test_several_roots_are_one_instance(self, campaignlint: CommandLine) -> None:
        """A campaign of one export executes a campaign of the other."""
        scoring, intake = program("OP Scoring", id=101), program("OP Intake", id=102)
        score = campaign("EX Score", id=1001, program=scoring).waits("1 day")
        Export(scoring, score).write(Path("europe"))
        Export(intake, campaign("Intake", id=1002, program=intake).executes(score)).write(
            Path("america")
        )
        assert campaignlint("check", "europe", "-f", "json").findings("rule") == []
        checked = campaignlint("check", "america", "europe", "-f", "json")
        assert checked.findings("rule") == ["wait-in-executable"]
        assert checked.report["coverage"]["files"] == 8
        assert campaignlint("check", "europe", "america", "-f", "json").out == checked.out


class TestPatterns:
    """Patterns exclude files; tests/loading/test_discovery.py has the patterns."""

    @pytest.fixture(autouse=True)
    def _partial(self, waiting: Path) -> None:
        """An excluded file is not missing from a partial export."""
        (waiting / "instance.json").unlink()

    NOT_READ = (
        "No findings in 1 campaign (0 executable) of 1 program in 4 files.\n"
        "Today: 2026-03-02 (newest change in the export).\n"
        "Not in this export: the target of 1 call.\n"
        "Excluded by patterns or .gitignore: 1 file.\n"
    )

    def test_exclude(self, campaignlint: CommandLine) -> None:
        assert campaignlint("check", "waiting", "--exclude", "waiting/*/1001.json").out == (
            self.NOT_READ
        )

    def test_it_adds_to_that_of_the_configuration(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('exclude = ["1001.json"]\n')
        assert campaignlint("check", "waiting").out == self.NOT_READ
        checked = campaignlint("check", "waiting", "-f", "json", "--exclude", "1002.json")
        assert checked.report["coverage"]["files"] == 3

    def test_the_configuration_s_are_relative_to_its_folder(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("campaignlint.toml").write_text('exclude = ["/waiting/campaigns/1001.json"]\n')
        monkeypatch.chdir(Path("waiting/programs"))
        assert campaignlint("check", "..").out == self.NOT_READ

    def test_include(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('include = ["programs/", "1002.json"]\n')
        checked = campaignlint("check", "waiting", "-f", "json")
        assert checked.report["coverage"]["files"] == 2

    def test_gitignore(self, campaignlint: CommandLine) -> None:
        Path("waiting/campaigns/.gitignore").write_text("1001.json\n")
        assert campaignlint("check", "waiting").out == self.NOT_READ
        assert campaignlint("check", "waiting", "--no-gitignore").code == 1
        Path("campaignlint.toml").write_text("gitignore = false\n")
        assert campaignlint("check", "waiting").code == 1


class TestWhichRulesRun:
    """`EX Score` has two findings of two rules."""

    @pytest.fixture(autouse=True)
    def _both(self, tmp_path: Path) -> None:
        in_program(
            campaign("EX Score", qualificationRuleType="once").waits("1 day"),
            campaign("Intake").executes("EX Score"),
        ).write(tmp_path / "exports")

    @pytest.mark.parametrize(
        ("arguments", "found"),
        [
            ([], ["executable-runs-once", "wait-in-executable"]),
            (["--select", "wait-in-executable"], ["wait-in-executable"]),
            (["--select", "reference"], []),
            (["--select", "reference,wait-in-executable"], ["wait-in-executable"]),
            (
                ["--select", "wait-in-executable", "--select", "executable-runs-once"],
                ["executable-runs-once", "wait-in-executable"],
            ),
            (["--ignore", "wait-in-executable"], ["executable-runs-once"]),
            (["--ignore", "executable"], []),
            (["--select", "all", "--ignore", "all"], []),
            (["--ignore", "executable-runs-once, wait-in-executable"], []),
            (
                ["--select", "reference", "--extend-select", "wait-in-executable"],
                ["wait-in-executable"],
            ),
        ],
    )
    def test_by_the_command_line(
        self, campaignlint: CommandLine, arguments: list[str], found: list[str]
    ) -> None:
        assert campaignlint("check", "exports", "-f", "json", *arguments).findings("rule") == found

    @pytest.mark.parametrize(
        ("configuration", "arguments", "found"),
        [
            ('ignore = ["wait-in-executable"]', [], ["executable-runs-once"]),
            (
                'ignore = ["wait-in-executable"]',
                ["--ignore", "executable-runs-once"],
                [],
            ),
            ('select = ["reference"]', [], []),
            (
                'select = ["reference"]',
                ["--select", "executable-runs-once"],
                ["executable-runs-once"],
            ),
            (
                'select = ["reference"]\nextend_select = ["wait-in-executable"]',
                ["--extend-select", "executable-runs-once"],
                ["executable-runs-once", "wait-in-executable"],
            ),
            (
                'extend_select = ["wait-in-executable"]',
                ["--select", "executable-runs-once"],
                ["executable-runs-once"],
            ),
        ],
        ids=str,
    )
    def test_by_the_configuration_and_the_command_line(
        self,
        campaignlint: CommandLine,
        configuration: str,
        arguments: list[str],
        found: list[str],
    ) -> None:
        Path("campaignlint.toml").write_text(configuration)
        assert campaignlint("check", "exports", "-f", "json", *arguments).findings("rule") == found

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (
                ["--select", "wait-in-executabel"],
                (
                    "--select: unknown rule or category 'wait-in-executabel'; "
                    "did you mean 'wait-in-executable'?"
                ),
            ),
            (
                ["--ignore", "executables"],
                "--ignore: unknown rule or category 'executables'; did you mean 'executable'?",
            ),
            (
                ["--extend-select", "XYZ"],
                (
                    "--extend-select: unknown rule or category 'XYZ'; "
                    "`campaignlint rules` lists them"
                ),
            ),
            (
                ["--ignore", "rule-crashed"],
                "--ignore: 'rule-crashed' is always enabled and cannot be selected or ignored",
            ),
        ],
    )
    def test_a_rule_that_does_not_exist(
        self, campaignlint: CommandLine, arguments: list[str], message: str
    ) -> None:
        checked = campaignlint("check", "exports", *arguments)
        assert (checked.code, checked.out, checked.err) == (2, "", f"Error: {message}\n")


@pytest.mark.usefixtures("clean")
class TestProfile:
    """A profile is a set of rules that includes the previous one."""

    @pytest.fixture(autouse=True)
    def _three_rules(self, tmp_path: Path) -> None:
        rule = (
            '@rule(severity="warning", category="acme", since="1", profile="{0}")\n'
            "def of_{0}(instance: Instance):\n"
            '    """Reports every campaign."""\n'
            "    for campaign in instance.campaigns:\n"
            '        yield campaign.finding("seen")\n'
        )
        rules = "".join(rule.format(profile) for profile in ("recommended", "strict", "audit"))
        (tmp_path / "ours.py").write_text(f"from campaignlint import Instance, rule\n{rules}")

    def found(self, campaignlint: CommandLine, *arguments: str) -> list[str]:
        checked = campaignlint(
            "check", "clean", "--rules-from", "ours.py", "-f", "json", *arguments
        )
        return [rule for rule in checked.findings("rule") if rule.startswith("of-")]

    @pytest.mark.parametrize(
        ("profile", "rules"),
        [
            ("recommended", ["of-recommended"]),
            ("strict", ["of-recommended", "of-strict"]),
            ("audit", ["of-audit", "of-recommended", "of-strict"]),
        ],
    )
    def test_each_includes_the_previous_ones(
        self, campaignlint: CommandLine, profile: str, rules: list[str]
    ) -> None:
        assert self.found(campaignlint, "--profile", profile) == rules
        Path("campaignlint.toml").write_text(f'profile = "{profile}"\n')
        assert self.found(campaignlint) == rules

    def test_recommended_by_default(self, campaignlint: CommandLine) -> None:
        assert self.found(campaignlint) == ["of-recommended"]

    def test_the_command_line_wins_over_the_configuration(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text('profile = "audit"\n')
        assert self.found(campaignlint, "--profile", "recommended") == ["of-recommended"]

    def test_a_rule_of_another_profile_is_selected_by_name_or_category(
        self, campaignlint: CommandLine
    ) -> None:
        assert self.found(campaignlint, "--select", "of-audit") == ["of-audit"]
        assert self.found(campaignlint, "--extend-select", "of-audit") == [
            "of-audit",
            "of-recommended",
        ]
        assert self.found(campaignlint, "--select", "acme") == [
            "of-audit",
            "of-recommended",
            "of-strict",
        ]


class TestCompleteness:
    @pytest.fixture(autouse=True)
    def _unresolved_call(self, tmp_path: Path) -> None:
        export = Export(campaign("Intake").executes("EX Socre"), campaign("EX Score"))
        export.marker["complete"] = False
        export.write(tmp_path / "exports")

    def test_an_absent_target_in_a_partial_export_is_not_reported(
        self, campaignlint: CommandLine
    ) -> None:
        checked = campaignlint("check", "exports", "-f", "json")
        assert checked.findings("rule") == []
        assert checked.report["coverage"]["unresolvedReferences"] == 1

    def test_an_absent_target_in_a_complete_export_is_reported(
        self, campaignlint: CommandLine
    ) -> None:
        checked = campaignlint("check", "exports", "-f", "json", "--complete")
        assert checked.findings("rule") == ["unknown-campaign"]

    def test_the_command_line_wins_over_the_configuration(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text("complete = true\n")
        assert campaignlint("check", "exports", "-f", "json").findings("rule") == [
            "unknown-campaign"
        ]
        assert campaignlint("check", "exports", "-f", "json", "--partial").findings("rule") == []

    def test_an_option_wins_over_instance_json(self, campaignlint: CommandLine) -> None:
        """Pull does not know whether the API user sees every workspace."""
        marker = Path("exports/instance.json")
        marker.write_text(marker.read_text("utf-8").replace("false", "true"), "utf-8")
        assert campaignlint("check", "exports", "-f", "json").findings("rule") == [
            "unknown-campaign"
        ]
        assert campaignlint("check", "exports", "-f", "json", "--partial").findings("rule") == []


class TestOnly:
    """`--only` narrows the report, not the graph."""

    @pytest.fixture(autouse=True)
    def _two_programs(self, tmp_path: Path) -> None:
        """Two executable campaigns with a Wait step, each with a caller in its program."""
        scoring, routing = program("OP Scoring"), program("OP Routing")
        Export(
            scoring,
            routing,
            campaign("EX Score", program=scoring).waits("1 day"),
            campaign("Intake", program=scoring).executes("EX Score"),
            campaign("EX Route", program=routing).waits("1 day"),
            campaign("MQL", program=routing).executes("EX Route"),
        ).write(tmp_path / "exports")

    SCORE = "OP Scoring > EX Score > flow step 1"
    ROUTE = "OP Routing > EX Route > flow step 1"

    @pytest.mark.parametrize(
        ("files", "places"),
        [
            (["1001"], [SCORE]),
            (["1003"], [ROUTE]),
            (["1001", "1003"], [SCORE, ROUTE]),
            (["1002"], [SCORE]),  # the caller: a related location
            (["1002", "1004"], [SCORE, ROUTE]),
        ],
    )
    def test_a_finding_with_a_location_in_a_given_file_is_reported(
        self, campaignlint: CommandLine, files: list[str], places: list[str]
    ) -> None:
        given = [f"exports/campaigns/{name}.json" for name in files]
        checked = campaignlint("check", "exports", "-f", "json", "--only", *given)
        assert checked.findings("place") == places
        assert checked.code == 1

    def test_hidden_findings_are_counted_and_do_not_fail(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--only", "exports/programs/101.json")
        assert (checked.code, checked.out) == (
            0,
            (
                "No findings in 4 campaigns (2 executable) of 2 programs in 11 files.\n"
                "Today: 2026-09-14 (date of the export in instance.json).\n"
                "Hidden: 2 in other files.\n"
            ),
        )

    def test_no_file_at_all_hides_everything(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--only")
        assert checked.code == 0
        assert checked.out.endswith("Hidden: 2 in other files.\n")

    def test_it_is_repeated_with_an_equals_sign(self, campaignlint: CommandLine) -> None:
        score, route = "exports/campaigns/1001.json", "exports/campaigns/1003.json"
        checked = campaignlint(
            *("check", "-f", "json", f"--only={score}", f"--only={route}", "exports")
        )
        assert checked.findings("place") == [self.SCORE, self.ROUTE]

    def test_paths_are_normalized(self, campaignlint: CommandLine) -> None:
        absolute = Path("exports/campaigns/1001.json")
        indirect = "./exports/programs/../campaigns/1003.json"
        checked = campaignlint(
            *("check", "exports", "-f", "json", "--only", str(absolute), indirect)
        )
        assert checked.findings("place") == [self.SCORE, self.ROUTE]

    def test_a_file_that_does_not_exist(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--only", "exports/campaigns/1.json")
        assert (checked.code, checked.out, checked.err) == (
            2,
            "",
            "Error: --only exports/campaigns/1.json: there is no such file\n",
        )


class TestTimings:
    @pytest.mark.usefixtures("clean")
    def test_they_are_on_stderr_by_stage_and_rule(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "clean", "--timings", "--select", "missing-description")
        assert checked.out == CLEAN
        head, *rows, last = checked.err.splitlines()
        assert head.split() == ["stage", "or", "rule", "seconds", "share"]
        stages = {row.rsplit(maxsplit=2)[0] for row in rows}
        assert stages == {
            *("walk", "read", "join", "rules", "missing-description", "suppress"),
            *("coverage", "locate"),
            "write text",
        }
        seconds = [float(row.split()[-2]) for row in rows]
        assert seconds == sorted(seconds, reverse=True)
        assert last.startswith("total ")
        assert last.endswith(" 100.0%")
        assert len({len(line) for line in checked.err.splitlines()}) == 1
