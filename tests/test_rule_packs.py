"""Rules of others: installed as a distribution of their own, or loaded from a local Python file."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import build
from factories import Export, campaign, program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import CommandLine, Installation

NO_CHANGE_SCORE = '''
from collections.abc import Iterator

from campaignlint import Finding, Instance, rule


@rule(severity="warning", category="acme", since="2026.1", source="https://wiki.acme.example/scores")
def no_change_score(
    instance: Instance, *, allowed: list[str] = ["Behaviour Score"]
) -> Iterator[Finding]:
    """A flow changes a score that nobody reads.

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

RAISES = '''
from campaignlint import rule


@rule(severity="error", category="acme", since="1")
def divides_by_zero(instance):
    """A rule with a fault of its own."""
    for campaign in instance.campaigns:
        yield campaign.finding(f"{campaign} was seen")
        1 / 0
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
    """An executable that waits, called by a campaign that also changes a score."""
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
        """The installed wheel beside a pack whose rule stands in a module below its package."""
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
                "      A flow changes a score that nobody reads.\n"
                "\n"
                "1 rule. `campaignlint explain RULE` says more of one.\n"
            ),
            "",
        )

    def test_its_rule_is_explained(self, with_pack: Installation, tmp_path: Path) -> None:
        explained = with_pack.run("explain", "no-change-score", cwd=tmp_path)
        assert explained.code == 0
        assert "allowed (list[str], default ['Behaviour Score']): Scores that may" in explained.out
        assert "https://wiki.acme.example/scores" in explained.out

    @pytest.mark.usefixtures("export")
    def test_its_rule_runs_beside_the_built_in_ones(
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

    @pytest.mark.usefixtures("export")
    def test_its_rule_is_configured_like_any_other(
        self, with_pack: Installation, tmp_path: Path
    ) -> None:
        (tmp_path / "campaignlint.toml").write_text(
            'select = ["acme"]\n'
            "[severity]\n"
            'no-change-score = "note"\n'
            "[rules.no-change-score]\n"
            'allowed = "Score"\n'
        )
        checked = with_pack.run("check", "exports", cwd=tmp_path)
        assert (checked.code, checked.err) == (
            2,
            (
                "Error: campaignlint.toml:5: rules.no-change-score.allowed: "
                'expected a list of strings, not "Score"\n'
            ),
        )


class TestLocalRules:
    @pytest.mark.usefixtures("export")
    def test_a_file(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "ours.py").write_text(NO_CHANGE_SCORE)
        checked = campaignlint(
            "check", "exports", "--rules-from", "ours.py", "--select", "acme", "-f", "concise"
        )
        assert checked.code == 1
        assert "warning[no-change-score] 'Intake' changes a score" in checked.out

    @pytest.mark.usefixtures("export")
    def test_every_python_file_of_a_folder(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "ours" / "scores").mkdir(parents=True)
        (tmp_path / "ours" / "scores" / "change.py").write_text(NO_CHANGE_SCORE)
        (tmp_path / "ours" / "names.py").write_text(
            NO_CHANGE_SCORE.replace("no_change_score", "no_score_at_all")
        )
        checked = campaignlint(
            *("check", "exports", "--rules-from", "ours", "--select", "acme", "-f", "json")
        )
        assert [found["rule"] for found in json.loads(checked.out)["findings"]] == [
            "no-change-score",
            "no-score-at-all",
        ]

    def test_they_are_listed_and_explained(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "ours.py").write_text(NO_CHANGE_SCORE)
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
                    "from campaignlint import rule\n"
                    '@rule(severity="error", category="acme", since="1")\n'
                    "def bare(instance): ...\n"
                ),
                (
                    "--rules-from undocumented.py: RuleDefinitionError: "
                    "rule bare: its docstring is its documentation"
                ),
            ),
            (
                "severe.py",
                NO_CHANGE_SCORE.replace('"warning"', '"fatal"'),
                (
                    "--rules-from severe.py: RuleDefinitionError: "
                    "rule no_change_score: severity must be one of error, warning, note"
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
                "notes.txt",
                "Nothing to see",
                "--rules-from notes.txt: this is no Python file",
            ),
        ],
    )
    def test_what_cannot_be_used_is_said(
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

    def test_a_folder_without_rules(self, campaignlint: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "ours").mkdir()
        listed = campaignlint("rules", "--rules-from", "ours")
        assert (listed.code, listed.err) == (
            2,
            "Error: --rules-from ours: there is no Python file in this folder\n",
        )


class TestBrokenPack:
    """A pack that is installed and cannot be used: nobody is left to guess which one it is."""

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

    @pytest.mark.usefixtures("install")
    def test_it_is_named(self, campaignlint: CommandLine) -> None:
        listed = campaignlint("rules")
        assert (listed.code, listed.out, listed.err) == (
            2,
            "",
            "Error: pack 'sales' (sales_rules) cannot be loaded: RuntimeError: no licence\n",
        )


@pytest.mark.usefixtures("export")
def test_a_rule_that_raises_is_a_finding_and_the_others_go_on(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "ours.py").write_text(RAISES)

    checked = campaignlint("check", "exports", "--rules-from", "ours.py", "-f", "json")

    assert checked.code == 3
    assert checked.err == ""
    crash = "rule 'divides-by-zero' failed with ZeroDivisionError: division by zero (ours.py:10)"
    assert [(found["rule"], found["message"]) for found in json.loads(checked.out)["findings"]] == [
        ("divides-by-zero", "'EX Score' was seen"),
        (
            "wait-in-executable",
            (
                "'EX Score' waits, but it is an executable campaign (executed by 'Intake' step 1): "
                "Marketo supports no Wait step there"
            ),
        ),
        ("rule-crashed", f"{crash}; what else it would have found is missing"),
    ]


@pytest.mark.usefixtures("export")
def test_a_rule_that_yields_something_else_is_a_rule_that_raises(
    campaignlint: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "ours.py").write_text(RAISES.replace("yield campaign.finding", "yield str"))
    checked = campaignlint(
        *("check", "exports", "--rules-from", "ours.py", "--select", "acme", "-f", "concise")
    )
    assert checked.code == 3
    assert re.search(
        r"error\[rule-crashed\] rule 'divides-by-zero' failed with TypeError: "
        r"a rule yields findings, not str ",
        checked.out,
    )
