"""Rule packs: installed distributions, and local Python files."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign, program
from conftest import build, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import CommandLine, Installation

NO_CHANGE_SCORE = '''
from collections.abc import Iterator

from campaignlint import Finding, Instance, rule


@rule(severity="warning", category="acme", since="2026.1", source="https://wiki.acme.example/scores")
def no_change_score(
    instance: Instance, *, allowed: list[str] = ["Behaviour Score"]
) -> Iterator[Finding]:
    """A flow changes a score that no one reads.

    ## Why

    Reports read one score.

    ## How to fix

    Remove the step.

    ## Options

    - `allowed`: Scores that may be changed.
    """
    for campaign in instance.campaigns:
        for step in campaign.steps("Change Score"):
            yield step.finding(f"{campaign} changes a score", help="remove the step")
'''


PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "acme-campaign-rules"
version = "2026.1"
dependencies = ["campaignlint"]

[project.entry-points."campaignlint.rules"]
acme = "acme_campaign_rules"
"""


@pytest.fixture
def export(tmp_path: Path) -> None:
    """An executable campaign with a Wait step; its caller also changes a score."""
    scoring = program("OP Scoring")
    score = campaign("EX Score", program=scoring, isActive=False).waits("1 day")
    intake = campaign("Intake", program=scoring).executes(score).scores("Score", "+5")
    Export(scoring, score, intake).write(tmp_path / "exports")


class TestInstalledPack:
    @pytest.fixture(scope="class")
    @staticmethod
    def with_pack(
        installation: Installation, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[Installation]:
        """The installed wheel, and a pack with a rule in a module of its package."""
        project = tmp_path_factory.mktemp("pack")
        package = project / "acme_campaign_rules"
        package.mkdir()
        (project / "pyproject.toml").write_text(PROJECT)
        (package / "__init__.py").write_text('"""The rules of Acme."""\n')
        (package / "no_change_score.py").write_text(NO_CHANGE_SCORE)
        wheel = next(
            file
            for file in build(project, tmp_path_factory.mktemp("pack-dist"))
            if file.suffix == ".whl"
        )
        installation.pip("install", "--no-deps", "--no-index", str(wheel), cwd=project)
        yield installation
        installation.pip("uninstall", "--yes", "acme-campaign-rules", cwd=project)

    def test_its_rule_is_listed(self, with_pack: Installation, tmp_path: Path) -> None:
        listed = with_pack.run("rules", "--category", "acme", cwd=tmp_path)
        assert (listed.code, listed.out, listed.err) == (
            0,
            (
                "acme (1)\n"
                "\n"
                "  no-change-score  (warning, documented, recommended)\n"
                "      A flow changes a score that no one reads.\n"
                "\n"
                "1 rule. `campaignlint explain RULE` explains one.\n"
            ),
            "",
        )

    @pytest.mark.usefixtures("export")
    def test_its_rule_runs_with_the_built_in_ones(
        self, with_pack: Installation, tmp_path: Path
    ) -> None:
        checked = with_pack.run("check", "exports", "-f", "json", cwd=tmp_path)
        assert checked.code == 1
        assert [
            (found["rule"], found["place"]) for found in json.loads(checked.out)["findings"]
        ] == [
            ("wait-in-executable", "OP Scoring > EX Score > flow step 1"),
            ("no-change-score", "OP Scoring > Intake > flow step 2"),
        ]


class TestLocalRules:
    @pytest.mark.usefixtures("export")
    def test_a_file(self, campaignlint: CommandLine) -> None:
        Path("ours.py").write_text(NO_CHANGE_SCORE)
        checked = campaignlint(
            "check", "exports", "--rules-from", "ours.py", "--select", "acme", "-f", "concise"
        )
        assert checked.code == 1
        assert "warning[no-change-score] 'Intake' changes a score" in checked.out

    @pytest.mark.usefixtures("export")
    def test_every_python_file_of_a_folder(self, campaignlint: CommandLine) -> None:
        Path("ours/scores").mkdir(parents=True)
        Path("ours/scores/change.py").write_text(NO_CHANGE_SCORE)
        Path("ours/names.py").write_text(
            NO_CHANGE_SCORE.replace("no_change_score", "no_score_at_all")
        )
        checked = campaignlint(
            *("check", "exports", "--rules-from", "ours", "--select", "acme", "-f", "json")
        )
        assert [found["rule"] for found in json.loads(checked.out)["findings"]] == [
            "no-change-score",
            "no-score-at-all",
        ]

    def test_their_modules_have_the_same_names_in_every_run(self, tmp_path: Path) -> None:
        """Tracebacks and workers of a fleet use the names."""
        (tmp_path / "ours.py").write_text(NO_CHANGE_SCORE)
        program = (
            "from campaignlint.rules import registry as packs\n"
            "print(packs.load_rules(['ours.py']).rules['no-change-score'].function.__module__)"
        )
        command = [sys.executable, "-c", program]
        names = {
            run(command, cwd=tmp_path, environment={"PYTHONHASHSEED": seed}).out
            for seed in ("0", "1", "2")
        }
        (name,) = names
        assert re.fullmatch(r"campaignlint_local_rules_[0-9a-f]{8}_ours\n", name)

    def test_they_are_listed_and_explained(self, campaignlint: CommandLine) -> None:
        Path("ours.py").write_text(NO_CHANGE_SCORE)
        listed = campaignlint("rules", "--rules-from", "ours.py")
        explained = campaignlint("explain", "no-change-score", "--rules-from", "ours.py")
        assert "acme (1)\n\n  no-change-score  (warning, documented, recommended)\n" in listed.out
        assert explained.out.startswith("no-change-score\nwarning, documented; profile recommended")

    @pytest.mark.parametrize(
        ("name", "code", "message"),
        [
            (
                "taken.py",
                NO_CHANGE_SCORE.replace("no_change_score", "wait_in_executable"),
                (
                    "rule 'wait-in-executable' of taken.py has the id of a rule of "
                    "pack 'builtin' (campaignlint_rules): rename it"
                ),
            ),
            (
                "imports.py",
                "import no_such_module\n",
                "--rules-from imports.py: ModuleNotFoundError: No module named 'no_such_module'",
            ),
            (
                "exits.py",
                "raise SystemExit(0)\n",
                "--rules-from exits.py: SystemExit: 0",
            ),
            (
                "undocumented.py",
                (
                    "from campaignlint import Instance, rule\n"
                    '@rule(severity="error", category="acme", since="1")\n'
                    "def bare(instance: Instance): ...\n"
                ),
                (
                    "--rules-from undocumented.py: RuleDefinitionError: "
                    "rule bare: the docstring is missing"
                ),
            ),
            (
                "severe.py",
                NO_CHANGE_SCORE.replace('"warning"', '"fatal"'),
                (
                    "--rules-from severe.py: RuleDefinitionError: "
                    "rule no_change_score: "
                    "expected severity to be error or warning or note, found 'fatal'"
                ),
            ),
            (
                "untyped.py",
                NO_CHANGE_SCORE.replace("allowed: list[str] =", "allowed ="),
                (
                    "--rules-from untyped.py: RuleDefinitionError: rule no_change_score: "
                    "option 'allowed' must be keyword-only, typed and have a default"
                ),
            ),
            (
                "engine.py",
                NO_CHANGE_SCORE.replace('category="acme"', 'category="engine"'),
                (
                    "rule 'no-change-score' of engine.py has the category 'engine', "
                    "which is reserved: use another"
                ),
            ),
            (
                "unimported.py",
                "from __future__ import annotations\n"
                + NO_CHANGE_SCORE.replace("list[str]", "Scores"),
                (
                    "the options of rule 'no-change-score' of unimported.py cannot be read: "
                    "NameError: name 'Scores' is not defined"
                ),
            ),
            (
                "notes.txt",
                "Nothing to see",
                "--rules-from notes.txt: not a Python file",
            ),
        ],
    )
    def test_an_invalid_pack_is_an_error(
        self, campaignlint: CommandLine, tmp_path: Path, name: str, code: str, message: str
    ) -> None:
        (tmp_path / name).write_text(code)
        checked = campaignlint("check", ".", "--rules-from", name)
        assert (checked.code, checked.out, checked.err) == (2, "", f"Error: {message}\n")

    def test_a_path_that_does_not_exist(self, campaignlint: CommandLine) -> None:
        listed = campaignlint("rules", "--rules-from", "nowhere")
        assert (listed.code, listed.err) == (
            2,
            "Error: --rules-from nowhere: there is no such file or folder\n",
        )

    def test_a_folder_without_rules(self, campaignlint: CommandLine) -> None:
        Path("ours").mkdir()
        listed = campaignlint("rules", "--rules-from", "ours")
        assert (listed.code, listed.err) == (
            2,
            "Error: --rules-from ours: no Python file in this folder\n",
        )


class TestBrokenPack:
    """An installed pack that cannot be loaded is named."""

    @pytest.fixture
    def install(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        site = tmp_path / "site"
        site.mkdir()
        (site / "sales_rules.py").write_text("raise RuntimeError('no licence')\n")
        info = site / "sales_rules-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sales-rules\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("[campaignlint.rules]\nsales = sales_rules\n")
        monkeypatch.syspath_prepend(site)
        yield
        sys.modules.pop("sales_rules", None)

    MESSAGE = (
        "pack 'sales' (sales_rules) cannot be loaded: RuntimeError: no licence; "
        "its rules are missing"
    )

    @pytest.mark.usefixtures("install", "export")
    def test_it_is_a_finding_and_other_rules_run(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "-f", "json")
        assert (checked.code, checked.err) == (3, "")
        assert [
            (found["rule"], found["message"], found["place"], found["help"])
            for found in json.loads(checked.out)["findings"]
        ] == [
            (
                "wait-in-executable",
                WAIT.partition(": ")[2],
                "OP Scoring > EX Score > flow step 1",
                "move the Wait step into the caller",
            ),
            ("rule-crashed", self.MESSAGE, "sales_rules", "fix the pack, or uninstall it"),
        ]

    @pytest.mark.usefixtures("install")
    def test_the_list_of_rules_names_it(self, campaignlint: CommandLine) -> None:
        listed = campaignlint("rules")
        assert (listed.code, listed.err) == (0, f"campaignlint: {self.MESSAGE}\n")
        assert "wait-in-executable" in listed.out

    @pytest.mark.usefixtures("install", "export")
    def test_a_setting_of_a_missing_rule_names_it(self, campaignlint: CommandLine) -> None:
        Path("campaignlint.toml").write_text("[rules.quota]\nmonths = 3\n")
        checked = campaignlint("check", "exports")
        assert (checked.code, checked.err) == (
            2,
            (
                "Error: campaignlint.toml:1: rules.quota: unknown rule 'quota'; "
                f"`campaignlint rules` lists them; {self.MESSAGE}\n"
            ),
        )

    @pytest.mark.usefixtures("install", "export")
    def test_a_pack_with_a_duplicate_rule_id_is_not_loaded(self, campaignlint: CommandLine) -> None:
        code = NO_CHANGE_SCORE.replace("no_change_score", "wait_in_executable")
        Path("site/sales_rules.py").write_text(code)
        checked = campaignlint("check", "exports", "-f", "json")
        assert checked.code == 3
        assert [found["message"] for found in json.loads(checked.out)["findings"]] == [
            WAIT.partition(": ")[2],
            (
                "rule 'wait-in-executable' of pack 'sales' (sales_rules) has the id of a rule "
                "of pack 'builtin' (campaignlint_rules): rename it; its rules are missing"
            ),
        ]


def rule_that(body: str, name: str = "misbehaves") -> str:
    """Return a local pack of one rule with this body."""
    return (
        "import sys\n"
        "from campaignlint import Instance, rule\n"
        "@rule(severity='error', category='acme', since='1')\n"
        f"def {name}(instance: Instance):\n"
        "    'A rule that misbehaves.'\n"
        "    first = instance.campaigns[0]\n"
        f"    {body}\n"
    )


WAIT = (
    "wait-in-executable: executable campaign 'EX Score' (executed by 'Intake' step 1) has a Wait "
    "step, which Marketo does not support there"
)


@pytest.mark.usefixtures("export")
class TestMisbehavior:
    """A rule that raises an exception is one finding, and the other rules run."""

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ("sys.exit(0)", "SystemExit: 0 (ours.py:7)"),
            ("yield 1 / 0", "ZeroDivisionError: division by zero (ours.py:7)"),
            ("return None", "TypeError: 'NoneType' object is not iterable"),
            ("yield None", "TypeError: expected a finding, found NoneType"),
            ("yield 'text'", "TypeError: expected a finding, found str"),
        ],
    )
    def test_an_exception(self, campaignlint: CommandLine, body: str, error: str) -> None:
        Path("ours.py").write_text(rule_that(body))
        checked = campaignlint("check", "exports", "--rules-from", "ours.py", "-f", "json")
        assert checked.code == 3
        assert "Traceback" not in checked.err
        found = json.loads(checked.out)["findings"]
        wait, crash = [f"{each['rule']}: {each['message']}" for each in found]
        assert wait == WAIT
        assert crash.startswith(f"rule-crashed: rule 'misbehaves' failed with {error}")
        assert crash.endswith("; its other findings are missing")

    def test_ctrl_c_ends_the_run(self, campaignlint: CommandLine) -> None:
        Path("ours.py").write_text(rule_that("raise KeyboardInterrupt"))
        checked = campaignlint("check", "exports", "--rules-from", "ours.py", "-f", "json")
        assert (checked.code, checked.out, checked.err.strip()) == (130, "", "")


class TestCheckedOutRepository:
    """Linting a repository runs none of its code."""

    CODE = "import pathlib; pathlib.Path('ran').touch()\n"

    @pytest.mark.parametrize(
        ("key", "message"),
        [
            ("rules_from", "rules_from: unknown key"),
            ("rules-from", "rules-from: unknown key"),
            ("plugins", "plugins: unknown key"),
        ],
    )
    def test_its_configuration_loads_no_rules(
        self, campaignlint: CommandLine, key: str, message: str
    ) -> None:
        Path("ours.py").write_text(self.CODE)
        Path("campaignlint.toml").write_text(f'{key} = ["ours.py"]\n')
        refused = campaignlint("check", ".")
        assert refused.code == 2
        assert refused.err.startswith(f"Error: campaignlint.toml:1: {message}")
        assert not Path("ran").exists()

    def test_an_extended_file_is_not_run(self, campaignlint: CommandLine) -> None:
        Path("ours.py").write_text(self.CODE)
        Path("campaignlint.toml").write_text('extends = "ours.py"\n')
        refused = campaignlint("check", ".")
        assert refused.code == 2
        assert refused.err.startswith("Error: ours.py:1")
        assert not Path("ran").exists()

    def test_its_modules_do_not_replace_libraries(
        self, installation: Installation, tmp_path: Path
    ) -> None:
        """The working directory is not on the import path."""
        for name in (*LIBRARIES, "sitecustomize", "usercustomize", "ours_rules"):
            (tmp_path / f"{name}.py").write_text(self.CODE)
        info = tmp_path / "ours_rules-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ours-rules\nVersion: 1\n")
        (info / "entry_points.txt").write_text("[campaignlint.rules]\nours = ours_rules\n")
        score = campaign("EX Score", id=1).waits("1 day")
        Export(score, campaign("Intake", id=2).executes(1)).write(tmp_path / "exports")
        checked = installation.run("check", "exports", "-f", "sarif", cwd=tmp_path)
        assert (checked.code, checked.err) == (1, "")
        assert not (tmp_path / "ran").exists()


LIBRARIES = ("campaignlint_rules", "click", "json", "jsonschema", "msgspec", "networkx", "sarif_om")
