"""The configuration file: discovery, keys, errors, suppressions, overrides and `extends`."""

from __future__ import annotations

import codecs
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.config import settings as config
from campaignlint.rules.registry import load_rules
from campaignlint.testing import Export, campaign, folder, program

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import CommandLine, Outcome

    Check = Callable[..., list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def exports(tmp_path: Path) -> Path:
    """One finding: an executable campaign with a Wait step."""
    home = program("OP Scoring")
    return Export(
        home,
        campaign("EX Score", program=home).waits("1 day"),
        campaign("Intake", program=home).executes("EX Score"),
    ).write(tmp_path / "exports")


def origins_in(shown: Outcome) -> dict[str, str]:
    """The origin of each line of `--show-settings`."""
    lines = (line.partition("  # ") for line in shown.out.splitlines())
    return {text.rstrip(): origin for text, _, origin in lines}


WAITS = ("wait-in-executable", "error")
MUTED = 'ignore = ["wait-in-executable"]\n'


class TestDiscovery:
    def test_in_the_working_directory(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text(MUTED)
        assert campaignlint("check", "exports").code == 0

    def test_in_the_nearest_folder_above(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("campaignlint.toml").write_text('ignore = ["reference"]\n')
        Path("exports/campaignlint.toml").write_text(MUTED)
        monkeypatch.chdir(Path("exports/campaigns"))
        assert campaignlint("check", "..").code == 0

    def test_in_the_table_of_pyproject(self, campaignlint: CommandLine) -> None:
        Path("pyproject.toml").write_text(f"[tool.campaignlint]\n{MUTED}")
        assert campaignlint("check", "exports").code == 0

    def test_a_pyproject_without_the_table_is_passed_over(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("campaignlint.toml").write_text(MUTED)
        Path("exports/pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n")
        monkeypatch.chdir(Path("exports"))
        assert campaignlint("check", ".").code == 0

    @pytest.mark.parametrize("format_name", ["concise", "sarif", "github", "gitlab"])
    def test_a_folder_without_permission_has_no_configuration(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch, format_name: str
    ) -> None:
        stat = os.stat

        def refusing(path: str | int | Path, **options: Any) -> os.stat_result:
            if str(path).endswith((".toml", ".git")):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return stat(path, **options)

        monkeypatch.setattr(os, "stat", refusing)
        checked = campaignlint("check", "exports", "-f", format_name)
        assert (checked.code, checked.err) == (1, "")

    @pytest.mark.parametrize(
        ("name", "text"),
        [("campaignlint.toml", MUTED), ("pyproject.toml", f"[tool.campaignlint]\n{MUTED}")],
    )
    def test_a_byte_order_mark_is_no_part_of_the_text(
        self, campaignlint: CommandLine, tmp_path: Path, name: str, text: str
    ) -> None:
        (tmp_path / name).write_text(text, "utf-8-sig")
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (0, "")

    def test_a_pyproject_that_is_not_toml_is_for_others_to_complain_about(
        self, campaignlint: CommandLine
    ) -> None:
        Path("pyproject.toml").write_text("[tool.campaignlint\n")
        assert campaignlint("check", "exports").code == 1

    def test_campaignlint_toml_wins_over_pyproject_in_the_same_folder(
        self, campaignlint: CommandLine
    ) -> None:
        Path("campaignlint.toml").write_text("")
        Path("pyproject.toml").write_text(f"[tool.campaignlint]\n{MUTED}")
        assert campaignlint("check", "exports").code == 1

    def test_the_file_that_config_names(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text("")
        Path("muted.toml").write_text(MUTED)
        assert campaignlint("check", "exports", "--config", "muted.toml").code == 0

    def test_the_file_that_the_environment_names(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("muted.toml").write_text(MUTED)
        Path("loud.toml").write_text("")
        monkeypatch.setenv("CAMPAIGNLINT_CONFIG", "muted.toml")
        assert campaignlint("check", "exports").code == 0
        assert campaignlint("check", "exports", "--config", "loud.toml").code == 1

    def test_no_config_ignores_every_file(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("campaignlint.toml").write_text(MUTED)
        monkeypatch.setenv("CAMPAIGNLINT_CONFIG", "campaignlint.toml")
        assert campaignlint("check", "exports", "--no-config").code == 1

    def test_config_and_no_config(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--config", "x.toml", "--no-config")
        assert checked.code == 2
        assert checked.err.endswith("Error: --config and --no-config cannot be used together\n")

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
    def check(self, campaignlint: CommandLine, configuration: str) -> Outcome:
        Path("campaignlint.toml").write_text(configuration)
        return campaignlint("check", "exports", "-f", "json")

    def test_severity(self, campaignlint: CommandLine) -> None:
        checked = self.check(campaignlint, '[severity]\nwait-in-executable = "note"\n')
        assert checked.findings("rule", "severity") == [("wait-in-executable", "note")]
        assert checked.code == 0

    def test_fail_on(self, campaignlint: CommandLine) -> None:
        checked = self.check(campaignlint, 'fail_on = "never"\n')
        assert (checked.findings("rule", "severity"), checked.code) == ([WAITS], 0)

    def test_a_rule_s_option(self, campaignlint: CommandLine) -> None:
        home = program("OP Scoring")
        Export(
            home,
            campaign("EX Inner", program=home).scores("Score", "+5"),
            campaign("EX Outer", program=home).executes("EX Inner"),
            campaign("Intake", program=home).executes("EX Outer"),
        ).write(Path("exports"))
        assert self.check(campaignlint, "").findings("rule", "severity") == []
        checked = self.check(campaignlint, "[rules.nesting-too-deep]\nmax_depth = 1\n")
        assert checked.findings("rule", "severity") == [("nesting-too-deep", "error")]

    def test_executables_by_name(self, campaignlint: CommandLine) -> None:
        """No campaign in the export calls it, but its name matches the pattern."""
        Export(campaign("EX Alone").waits("1 day")).write(Path("alone"))
        assert campaignlint("check", "alone").code == 0
        Path("campaignlint.toml").write_text('[executables]\nnames = ["EX *"]\n')
        checked = campaignlint("check", "alone", "-f", "json")
        assert checked.findings("rule", "severity") == [WAITS]

    def test_executables_by_folder(self, campaignlint: CommandLine) -> None:
        above = folder("99 Executables")
        Export(above, campaign("Alone", folder=above).waits("1 day")).write(Path("alone"))
        assert campaignlint("check", "alone").code == 0
        Path("campaignlint.toml").write_text('[executables]\nfolders = ["*/99 Executables"]\n')
        checked = campaignlint("check", "alone", "-f", "json")
        assert checked.findings("rule", "severity") == [WAITS]

    def test_every_key_in_pyproject(self, campaignlint: CommandLine) -> None:
        Path("pyproject.toml").write_text(
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
        assert checked.findings("rule", "severity") == [("wait-in-executable", "warning")]
        assert checked.code == 0


def error_cases(text: str) -> list[tuple[str, str]]:
    """Return pairs of a configuration and its error from blocks; errors are indented."""
    cases = []
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        configuration = [line for line in lines if not line.startswith("    ")]
        error = [line.strip() for line in lines if line.startswith("    ")]
        cases.append(("\n".join([*configuration, ""]), " ".join(error)))
    return cases


def name_of(case: str) -> str:
    return "" if case.startswith(":") else case.strip().replace("\n", " ")


CONFIGURATION_ERRORS = """
# A comment
profil = "strict"
    :2: profil: unknown key; did you mean 'profile'?

colour = true
    :1: colour: unknown key; expected one of extends, paths, include, exclude, gitignore, profile,
    select, extend_select, ignore, fail_on, inactive, archived, complete, today, baseline, redact,
    redact_names, executables, severity, rules, suppressions, overrides

[executables]
name = ["EX *"]
    :2: executables.name: unknown key; did you mean 'names'?

ignore = [
  "reference",
  "wait-in-executabel",
]
    :3: ignore: unknown rule or category 'wait-in-executabel'; did you mean 'wait-in-executable'?

extend-select = ["xyz"]
    :1: extend-select: unknown rule or category 'xyz'; `campaignlint rules` lists them

select = ["unreadable-file"]
    :1: select: 'unreadable-file' is always enabled and cannot be selected or ignored

[severity]
wait-in-executable = "note"
xyz = "note"
    :3: severity.xyz: unknown rule 'xyz'; `campaignlint rules` lists them

[severity]
wait-in-executable = "warn"
    :2: severity.wait-in-executable: expected one of error, warning, note, found "warn";
    did you mean 'warning'?

profile = "everything"
    :1: profile: expected one of recommended, strict, audit, found "everything"

fail-on = 3
    :1: fail-on: expected one of error, warning, note, never, found 3

complete = "yes"
    :1: complete: expected true or false, found "yes"

today = 14
    :1: today: expected a date like 2026-09-14, found 14

paths = "exports"
    :1: paths: expected a list of strings, found "exports"

paths = [1]
    :1: paths: expected a list of strings, found [1]

extends = 3
    :1: extends: expected a string or a list of strings, found 3

fail-on = "note"
fail_on = "error"
    :1: fail-on: duplicate key: also set as 'fail_on'

exclude = ["old/",
  "!"]
    :2: exclude: '!' is not a valid .gitignore pattern

executables = "EX *"
    :1: executables: expected a table, found "EX *"

[rules.nesting-to-deep]
max_depth = 3
    :1: rules.nesting-to-deep: unknown rule 'nesting-to-deep'; did you mean 'nesting-too-deep'?

[rules.nesting-too-deep]
max_dept = 3
    :2: rules.nesting-too-deep.max_dept: rule 'nesting-too-deep' has no option 'max_dept';
    did you mean 'max_depth'?

[rules.nesting-too-deep]
levels = 3
    :2: rules.nesting-too-deep.levels: rule 'nesting-too-deep' has no option 'levels';
    its options are max_depth

[rules.wait-in-executable]
hours = 3
    :2: rules.wait-in-executable.hours: rule 'wait-in-executable' has no option 'hours'

[rules.nesting-too-deep]
max-depth = "3"
    :2: rules.nesting-too-deep.max-depth: expected an integer, found "3"

[rules.nesting-too-deep]
max_depth = true
    :2: rules.nesting-too-deep.max_depth: expected an integer, found true

[rules.nesting-too-deep]
max_depth = -1
    :2: rules.nesting-too-deep.max_depth: expected an integer from 0 to 1,000, found -1

[rules.idle-trigger]
months = 100000000000
    :2: rules.idle-trigger.months: expected an integer from 1 to 1,200, found 100,000,000,000

[rules.name-convention]
programs = 'EX ('
    :2: rules.name-convention.programs: expected a regular expression, found "EX (":
    missing ), unterminated subpattern at position 3

[rules.name-convention]
pattern = 'a{99999999999}'
    :2: rules.name-convention.pattern: expected a regular expression, found "a{99999999999}":
    the repetition number is too large

[rules.name-convention]
pattern = 3
    :2: rules.name-convention.pattern: expected a string, found 3

# A comment
select =
    :2:9: invalid TOML: Invalid value
"""


class TestErrors:
    """An error is one line: where, what, and what would be valid."""

    @pytest.mark.parametrize(
        ("configuration", "message"),
        error_cases(CONFIGURATION_ERRORS),
        ids=name_of,
    )
    def test_in_the_own_file(
        self, campaignlint: CommandLine, configuration: str, message: str
    ) -> None:
        Path("campaignlint.toml").write_text(configuration)
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
                ":5: tool.campaignlint.profil: unknown key; did you mean 'profile'?",
            ),
            (
                '[tool.campaignlint.severity]\nxyz = "note"\n',
                (
                    ":2: tool.campaignlint.severity.xyz: unknown rule 'xyz'; "
                    "`campaignlint rules` lists them"
                ),
            ),
            (
                "[tool]\ncampaignlint = 3\n",
                ":2: tool.campaignlint: expected a table, found 3",
            ),
        ],
        ids=["key", "rule", "table"],
    )
    def test_in_pyproject(
        self, campaignlint: CommandLine, configuration: str, message: str
    ) -> None:
        Path("pyproject.toml").write_text(configuration)
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (2, f"Error: pyproject.toml{message}\n")

    def test_the_file_is_named_as_seen_from_the_working_directory(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("campaignlint.toml").write_text("colours = 3\n")
        monkeypatch.chdir(Path("exports"))
        assert campaignlint("check", ".").err.startswith(
            "Error: ../campaignlint.toml:1: colours: unknown key"
        )

    def test_a_pyproject_without_our_table_cannot_be_named(self, campaignlint: CommandLine) -> None:
        Path("pyproject.toml").write_text("[tool.ruff]\n")
        checked = campaignlint("check", "exports", "--config", "pyproject.toml")
        assert (checked.code, checked.err) == (
            2,
            "Error: pyproject.toml: no table [tool.campaignlint] in this file\n",
        )

    def test_a_file_that_is_not_utf_8(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_bytes(b'ignore = ["\xfc"]\n')
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (
            2,
            "Error: campaignlint.toml: not UTF-8 at byte 11; save it as UTF-8\n",
        )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            config.Settings(ignore=("reference", "xyz")),
            "ignore: unknown rule or category 'xyz'; `campaignlint rules` lists them",
        ),
        (
            config.Settings(options={"nesting-too-deep": {"max_depth": "3"}}),
            'rules.nesting-too-deep.max_depth: expected an integer, found "3"',
        ),
    ],
    ids=["rule", "option"],
)
def test_invalid_settings_without_a_file(settings: config.Settings, message: str) -> None:
    with pytest.raises(config.ConfigError) as error:
        config.plan(settings, load_rules())
    assert str(error.value) == message


SUPPRESSION = '[[suppressions]]\nrule = "wait-in-executable"\nreason = "moved in May"\n'

SUPPRESSION_ERRORS = """
[[suppressions]]
reason = "x"
campaign = 1
    :1: suppressions: 'rule' is missing; name the rule to suppress

# A comment
[[suppressions]]
rule = "wait-in-executable"
campaign = 1
    :2: suppressions: 'reason' is missing; explain why the findings are accepted

suppressions = [
  { rule = "wait-in-executable", campaign = 1 },
]
    :2: suppressions: 'reason' is missing; explain why the findings are accepted

[[suppressions]]
rule = "x"
campaign = 1
reason = " "
    :4: suppressions.reason: must not be empty

[[suppressions]]
rule = []
campaign = 1
reason = "x"
    :2: suppressions.rule: must not be empty

[[suppressions]]
rule = "wait-in-executable"
reason = "x"
step = 1
    :1: suppressions: needs a campaign, program, or workspace; to turn the rule off everywhere, use
    `ignore`

[[suppressions]]
campain = 1
    :2: suppressions.campain: unknown key; did you mean 'campaign'?

[[suppressions]]
campaign = true
    :2: suppressions.campaign: expected a number or a string, found true

[[suppressions]]
step = 0
    :2: suppressions.step: expected the number of a flow step, from 1, found 0

[[suppressions]]
expires = "soon"
    :2: suppressions.expires: expected a date like 2026-09-14, found "soon"

[[suppressions]]
reason = "x"
program = "x"
rule = [
  "execute-cycle",
  "wait-in-executabel",
]
    :6: suppressions.rule: unknown rule 'wait-in-executabel'; did you mean 'wait-in-executable'?

[[suppressions]]
rule = "executable"
reason = "x"
program = "x"
    :2: suppressions.rule: unknown rule 'executable'; did you mean 'executable-tier'?

[[suppressions]]
rule = "rule-crashed"
reason = "x"
program = "x"
    :2: suppressions.rule: 'rule-crashed' is always enabled and cannot be suppressed

suppressions = 3
    :1: suppressions: expected tables, found 3

suppressions = [3]
    :1: suppressions: expected a table, found 3
"""


class TestSuppressions:
    """Keys and errors; tests/engine/test_suppressions.py has the matching."""

    @pytest.mark.parametrize(
        "entry",
        [
            "campaign = 1001",
            'campaign = "1001"',
            'campaign = "EX Score"',
            'campaign = "OP Scoring.EX Score"',
            'campaign = "ex *"',
            'campaign = "EX Score"\nstep = 1',
            'program = "OP *"',
            'workspace = "Default"',
            'campaign = 1001\nowner = "Ann"\nexpires = 2026-09-14',
            'campaign = 1001\nowner = "Ann"\nexpires = "2026-09-14"',
        ],
        ids=lambda entry: entry.replace("\n", " "),
    )
    def test_each_way_to_match_findings(self, campaignlint: CommandLine, entry: str) -> None:
        Path("campaignlint.toml").write_text(f"today = 2026-09-14\n{SUPPRESSION}{entry}\n")
        checked = campaignlint("check", "exports", "-f", "json")
        assert (checked.findings("rule", "severity"), checked.code) == ([], 0)
        assert checked.report["suppressed"] == 1

    def test_of_several_rules(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text(
            "[[suppressions]]\n"
            'rule = ["execute-cycle", "wait-in-executable"]\n'
            'campaign = "EX Score"\n'
            'reason = "moved in May"\n'
        )
        assert campaignlint("check", "exports").code == 0

    def test_in_pyproject(self, campaignlint: CommandLine) -> None:
        entry = SUPPRESSION.replace("[[", "[[tool.campaignlint.")
        Path("pyproject.toml").write_text(f'[project]\nname = "x"\n\n{entry}campaign = 7\n')
        checked = campaignlint("check", "exports", "-f", "json")
        assert [
            (found["rule"], found["location"]["file"], found["location"]["line"])
            for found in checked.report["findings"]
        ] == [
            ("wait-in-executable", "exports/campaigns/1001.json", 33),
            ("unused-suppression", "pyproject.toml", 4),
        ]

    def test_no_suppressions_shows_everything(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text(f"{SUPPRESSION}campaign = 1001\n")
        checked = campaignlint("check", "exports", "-f", "json", "--no-suppressions")
        assert checked.findings("rule", "severity") == [WAITS]

    @pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
    def test_all_unused_ones_are_found_at_their_lines(
        self, campaignlint: CommandLine, mark: bytes
    ) -> None:
        Path("campaignlint.toml").write_bytes(
            mark + b"# \xc3\xa4\r\ncomplete = true\r\n\r\n"
            b"  [[suppressions]]\r\n"
            b'  rule = "wait-in-executable"\r\n  reason = "x"\r\n  campaign = 7\r\n'
            b'[[suppressions]]\r\nrule = "execute-cycle"\r\nreason = "x"\r\nprogram = "Y"\r\n'
        )
        checked = campaignlint("check", "exports", "-f", "concise")
        assert [line.partition(" (")[0] for line in checked.out.splitlines()[:2]] == [
            (
                "campaignlint.toml:4:3: warning[unused-suppression] the suppression of "
                "'wait-in-executable' matches no finding"
            ),
            (
                "campaignlint.toml:8:1: warning[unused-suppression] the suppression of "
                "'execute-cycle' matches no finding"
            ),
        ]

    @pytest.mark.parametrize(("entry", "message"), error_cases(SUPPRESSION_ERRORS), ids=name_of)
    def test_an_error_has_its_line(
        self, campaignlint: CommandLine, entry: str, message: str
    ) -> None:
        Path("campaignlint.toml").write_text(entry)
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (2, f"Error: campaignlint.toml{message}\n")


OVERRIDE_ERRORS = """
[[overrides]]
ignore = ["all"]
    :1: overrides: 'match' is missing; name the program, folder or workspace

[[overrides]]
match = {}
    :2: overrides.match: needs a program, folder, or workspace; put global settings outside
    `[[overrides]]`

[[overrides]]
[overrides.match]
programme = "x"
    :3: overrides.match.programme: unknown key; did you mean 'program'?

[[overrides]]
match = 3
    :2: overrides.match: expected a table, found 3

[[overrides]]
match.program = "OP"
ignore = ["wait-in-executable", "wait-in-executabel"]
    :3: overrides.ignore: unknown rule or category 'wait-in-executabel';
    did you mean 'wait-in-executable'?

[[overrides]]
match.program = "OP"
select = ["rule-crashed"]
    :3: overrides.select: 'rule-crashed' is always enabled and cannot be selected or ignored

[[overrides]]
match.program = "OP"
[overrides.severity]
wait-in-executabel = "note"
    :4: overrides.severity.wait-in-executabel: unknown rule 'wait-in-executabel';
    did you mean 'wait-in-executable'?

[[overrides]]
match.program = "OP"
[overrides.rules.nesting-too-deep]
max_dept = 3
    :4: overrides.rules.nesting-too-deep.max_dept: rule 'nesting-too-deep' has no option
    'max_dept'; did you mean 'max_depth'?

[[overrides]]
match.program = "OP"
rules.name-convention.pattern = '*'
    :3: overrides.rules.name-convention.pattern: expected a regular expression, found "*":
    nothing to repeat at position 0

[[overrides]]
match.program = "OP"
extend_select = []
    :3: overrides.extend_select: unknown key; did you mean 'select'?
"""


class TestOverrides:
    """Keys, matching and errors."""

    HERE = '[[overrides]]\nmatch = { program = "OP Scoring" }\n'
    ELSEWHERE = '[[overrides]]\nmatch = { program = "WEB *" }\n'

    @pytest.fixture
    def check(self, campaignlint: CommandLine) -> Check:
        """Check with a configuration."""

        def run(configuration: str, *options: str) -> list[tuple[str, str]]:
            Path("campaignlint.toml").write_text(configuration)
            return campaignlint("check", "exports", "-f", "json", *options).findings(
                "rule", "severity"
            )

        return run

    @pytest.mark.parametrize(
        "match",
        ['program = "op *"', 'workspace = "Default"', 'program = "OP *", workspace = "Def*"'],
    )
    def test_it_applies_if_the_whole_match_does(self, check: Check, match: str) -> None:
        entry = f"[[overrides]]\nmatch = {{ {match} }}\nignore = ['wait-in-executable']\n"
        assert check(entry) == []
        entry = entry.replace("match = {", 'match = { folder = "90 Archive", ')
        assert check(entry) == [WAITS]

    def test_select_ignore_and_severity(self, check: Check) -> None:
        assert check(f'{self.HERE}select = ["reference"]\n') == []
        assert check(f'{self.ELSEWHERE}ignore = ["all"]\n') == [WAITS]
        severity = f'{self.HERE}severity = {{ wait-in-executable = "note" }}\n'
        assert check(severity) == [("wait-in-executable", "note")]

    def test_a_rule_that_is_enabled_only_there(self, check: Check) -> None:
        only_there = 'select = ["reference"]\n{}select = ["wait-in-executable"]\n'
        assert check(only_there.format(self.HERE)) == [WAITS]
        assert check(only_there.format(self.ELSEWHERE)) == []

    @pytest.mark.parametrize(
        ("options", "found"),
        [
            ((), [WAITS]),
            (("--ignore", "executable"), []),
            (("--select", "reference"), []),
            (("--select", "executable"), [WAITS]),
            (("--select", "reference", "--extend-select", "wait-in-executable"), [WAITS]),
        ],
        ids=lambda value: " ".join(value) if value and isinstance(value[0], str) else None,
    )
    def test_the_command_line_wins(
        self,
        check: Check,
        options: tuple[str, ...],
        found: list[tuple[str, str]],
    ) -> None:
        entry = f'ignore = ["executable"]\n{self.HERE}select = ["wait-in-executable"]\n'
        assert check(entry, *options) == found

    def test_the_command_line_adds_to_the_rules_of_an_override(self, check: Check) -> None:
        entry = f'{self.HERE}select = ["reference"]\n'
        extended = check(entry, "--extend-select", "wait-in-executable")
        assert extended == [WAITS]

    def test_an_option(self, check: Check) -> None:
        home = program("OP Scoring")
        Export(
            home,
            campaign("EX Inner", program=home).scores("Score", "+5"),
            campaign("EX Outer", program=home).executes("EX Inner"),
            campaign("Intake", program=home).executes("EX Outer"),
        ).write(Path("exports"))
        option = "rules = { nesting-too-deep = { max-depth = 1 } }\n"
        assert check(self.ELSEWHERE + option) == []
        assert check(self.HERE + option) == [("nesting-too-deep", "error")]

    @pytest.mark.parametrize(("entry", "message"), error_cases(OVERRIDE_ERRORS), ids=name_of)
    def test_an_error_has_its_line(
        self, campaignlint: CommandLine, entry: str, message: str
    ) -> None:
        Path("campaignlint.toml").write_text(entry)
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (2, f"Error: campaignlint.toml{message}\n")


class TestExtends:
    """A shared configuration applies where the nearer file sets nothing."""

    def write(self, **files: str) -> None:
        """`shared="..."` is shared/lint.toml, anything else a file in the working directory."""
        for name, text in files.items():
            path = Path("shared/lint.toml" if name == "shared" else f"{name}.toml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def test_keys_of_the_shared_file_apply(self, campaignlint: CommandLine) -> None:
        self.write(campaignlint='extends = "shared/lint.toml"\n', shared=MUTED)
        assert campaignlint("check", "exports").code == 0

    def test_the_nearer_file_wins_key_by_key(self, campaignlint: CommandLine) -> None:
        self.write(
            shared=(
                'fail-on = "never"\nignore = ["wait-in-executable"]\n[severity]\n'
                'wait-in-executable = "note"\nexecute-cycle = "note"\n'
                "[rules.nesting-too-deep]\nmax-depth = 1\n"
            ),
            campaignlint=(
                'extends = "shared/lint.toml"\nignore = []\n[severity]\nexecute-cycle = "error"\n'
                "[rules]\nnesting-too-deep = { max_depth = 2 }\n"
            ),
        )
        checked = campaignlint("check", "exports", "-f", "json")
        assert (checked.findings("rule", "severity"), checked.code) == (
            [("wait-in-executable", "note")],
            0,
        )
        origins = origins_in(campaignlint("check", "--show-settings"))
        assert origins['execute-cycle = "error"'] == "campaignlint.toml:4"
        assert origins["max_depth = 2"] == "campaignlint.toml:6"

    def test_suppressions_and_overrides_are_added(self, campaignlint: CommandLine) -> None:
        """The shared ones come first, so that of two overrides the nearer one counts."""
        override = (
            '[[overrides]]\nmatch = {{ program = "OP *" }}\n'
            'severity = {{ wait-in-executable = "{}" }}\n'
        )
        self.write(
            shared=f"{SUPPRESSION}campaign = 7\n{override.format('note')}",
            campaignlint=(
                f'extends = "shared/lint.toml"\n{override.format("warning")}'
                f"{SUPPRESSION}campaign = 8\n"
            ),
        )
        checked = campaignlint("check", "exports", "-f", "concise")
        assert [line.partition("] ")[0] for line in checked.out.splitlines()[:-1]] == [
            "campaignlint.toml:5:1: warning[unused-suppression",
            "exports/campaigns/1001.json:33:11: warning[wait-in-executable",
            "shared/lint.toml:1:1: warning[unused-suppression",
        ]

    def test_of_several_the_later_one_wins_and_each_is_read_once(
        self, campaignlint: CommandLine
    ) -> None:
        self.write(
            shared=f'profile = "audit"\nfail_on = "note"\n{SUPPRESSION}campaign = 1001\n',
            one='extends = "shared/lint.toml"\nfail_on = "error"\ncomplete = true\n',
            two='extends = "shared/lint.toml"\nfail_on = "never"\n',
            campaignlint='extends = ["one.toml", "two.toml"]\n',
        )
        shown = campaignlint("check", "--show-settings")
        assert shown.out.startswith(
            "# campaignlint.toml (the nearest), which extends two.toml, one.toml, "
            "shared/lint.toml.\n"
        )
        origins = origins_in(shown)
        assert origins['fail_on = "never"'] == "two.toml:2"
        assert origins["complete = true"] == "one.toml:3"
        assert origins['profile = "audit"'] == "shared/lint.toml:1"
        assert shown.out.count("[[suppressions]]") == 1

    def test_paths_are_relative_to_the_file_that_sets_them(
        self, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.write(
            shared='paths = ["../exports"]\nexclude = ["/old"]\nbaseline = "baseline.json"\n',
            campaignlint='extends = "shared/lint.toml"\n',
        )
        campaignlint("check", "--write-baseline", "shared/baseline.json")
        monkeypatch.chdir("exports/campaigns")
        checked = campaignlint("check", "-f", "json")
        assert (checked.code, checked.err) == (0, "")
        assert checked.report["baselined"] == 1

    def test_the_table_of_a_pyproject(self, campaignlint: CommandLine) -> None:
        Path("pyproject.toml").write_text(f"[tool.campaignlint]\n{MUTED}")
        self.write(campaignlint='extends = "pyproject.toml"\n')
        assert campaignlint("check", "exports").code == 0

    def test_an_error_names_its_file(self, campaignlint: CommandLine) -> None:
        self.write(
            campaignlint='extends = "shared/lint.toml"\n',
            shared='complete = true\nignore = ["xyz"]\n',
        )
        assert campaignlint("check", "exports").err == (
            "Error: shared/lint.toml:2: ignore: unknown rule or category 'xyz'; "
            "`campaignlint rules` lists them\n"
        )

    @pytest.mark.parametrize(
        ("files", "message"),
        [
            (
                {"campaignlint": 'profile = "strict"\nextends = "none.toml"\n'},
                "campaignlint.toml:2: extends: there is no such file 'none.toml'",
            ),
            (
                {"campaignlint": 'extends = [\n  "one.toml",\n  "exports"\n]\n', "one": ""},
                "campaignlint.toml:3: extends: 'exports' is a folder, expected a file",
            ),
            (
                {"campaignlint": 'extends = "campaignlint.toml"\n'},
                (
                    "campaignlint.toml:1: extends: `extends` cycle: "
                    "campaignlint.toml > campaignlint.toml"
                ),
            ),
            (
                {
                    "campaignlint": 'extends = "one.toml"\n',
                    "one": 'extends = ["two.toml"]\n',
                    "two": 'extends = ["./one.toml"]\n',
                },
                ("two.toml:1: extends: `extends` cycle: one.toml > two.toml > one.toml"),
            ),
            (
                {"campaignlint": f'extends = "{"x" * 5_000}"\n'},
                f"campaignlint.toml:1: extends: there is no such file '{'x' * 5_000}'",
            ),
        ],
        ids=["missing", "folder", "itself", "cycle", "name"],
    )
    def test_a_file_that_cannot_be_extended(
        self, campaignlint: CommandLine, files: dict[str, str], message: str
    ) -> None:
        self.write(**files)
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (2, f"Error: {message}\n")
