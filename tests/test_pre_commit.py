"""The two hooks, run by the real pre-commit in the repository of somebody who commits exports."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign, program
from conftest import REPOSITORY, Outcome, run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("git") is None or not (REPOSITORY / ".git").exists(),
        reason="needs git, and this checkout",
    ),
]

AUTHOR = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@acme.example",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@acme.example",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


WAIT = (
    "error: executable campaign 'EX Route' (executed by 'MQL' step 1) has a Wait step, which "
    "Marketo does not support there [wait-in-executable]"
)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Repository:
    """A git repository in which hooks run."""

    folder: Path
    environment: Mapping[str, str]

    def git(self, *arguments: str) -> str:
        """Run git, which must succeed, and give what it prints."""
        done = self.run("git", *arguments)
        assert done.code == 0, done.err
        return done.out

    def commit(self, message: str) -> Outcome:
        """Commit everything; with the hooks, once they are installed."""
        self.git("add", "--all")
        return self.run("git", "commit", "--message", message)

    def run(self, *command: str) -> Outcome:
        return run(list(command), cwd=self.folder, environment=self.environment)


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """This checkout as it is now, committed or not, as a repository of its own."""
    folder = tmp_path_factory.mktemp("campaignlint")
    listed = run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=REPOSITORY
    )
    for name in filter(None, listed.out.split("\0")):
        if (REPOSITORY / name).is_file() and not name.startswith("fixtures/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, folder / name)
    copied = Repository(folder, AUTHOR)
    copied.git("init", "--quiet")
    copied.commit("This checkout")
    return copied


@pytest.fixture(scope="session")
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit installs hooks: once for all tests."""
    return tmp_path_factory.mktemp("pre-commit-home")


@pytest.fixture
def repository(tmp_path: Path, pre_commit_home: Path) -> Repository:
    """A repository with two programs that nothing can be said against, and no hook as yet.

    `Intake` executes `EX Score`, which executes `EX Region`; `MQL` executes `EX Route`, and
    `Alert` requests `Nurture`.
    """
    folder = tmp_path / "marketo"
    scoring, routing = program("OP Scoring"), program("OP Routing")
    Export(
        scoring,
        routing,
        campaign("EX Region", id=1001, program=scoring).scores("Score", "+5"),
        campaign("EX Score", id=1002, program=scoring).executes("EX Region"),
        campaign("Intake", id=1003, program=scoring).executes("EX Score"),
        campaign("EX Route", id=1004, program=routing).scores("Score", "+5"),
        campaign("MQL", id=1005, program=routing).executes("EX Route"),
        campaign("Nurture", id=1006, program=scoring, isActive=True)
        .trigger("Campaign is Requested")
        .scores("Score", "+5"),
        campaign("Alert", id=1007, program=scoring).waits("1 day").requests("Nurture"),
    ).write(folder / "exports")
    # pre-commit runs as `python -m pre_commit`; the hook that it writes calls this Python too.
    made = Repository(folder, {**AUTHOR, "PRE_COMMIT_HOME": str(pre_commit_home)})
    made.git("init", "--quiet")
    return made


def install(repository: Repository, hooks: Repository, *names: str) -> None:
    """Commit what is there, and let the hooks of these names watch over what follows."""
    assert repository.commit("Begin").code == 0
    configure(repository, hooks, *names)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--no-verify", "--message", "Configure the hooks")


def configure(repository: Repository, hooks: Repository, *names: str) -> None:
    """Let the hooks of these names watch over the next commit."""
    revision = hooks.git("rev-parse", "HEAD").strip()
    listed = "".join(f"      - id: {name}\n" for name in names)
    (repository.folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks.folder}\n    rev: {revision}\n    hooks:\n{listed}"
    )
    installed = repository.run(sys.executable, "-m", "pre_commit", "install")
    assert installed.code == 0, installed.err


def change(repository: Repository, file: str, old: str, new: str) -> None:
    """Change a text that stands once in an exported file, as a new export would."""
    path = repository.folder / "exports" / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def close_cycle(repository: Repository) -> None:
    """Let `EX Region` execute `EX Score`, which executes it."""
    region = campaign("EX Region", id=1001, program=program("OP Scoring")).executes("EX Score")
    scratch = Export(region).write(repository.folder.parent / "scratch")
    shutil.copy(
        scratch / "campaigns" / "1001.json",
        repository.folder / "exports" / "campaigns" / "1001.json",
    )


def make_wait(repository: Repository, file: str) -> None:
    """Let a campaign wait in place of what its only step did."""
    change(repository, file, '"activityTypeName": "Change Score"', '"activityTypeName": "Wait"')


class TestWholeGraph:
    def test_a_clean_commit_passes(self, repository: Repository, hooks: Repository) -> None:
        install(repository, hooks, "campaignlint")
        change(repository, "campaigns/1001.json", '"+5"', '"+10"')
        committed = repository.commit("Score regions higher")
        assert committed.code == 0, committed.err
        assert "Score regions higher" in repository.git("log", "--format=%s")

    def test_a_commit_that_closes_a_cycle_through_an_untouched_campaign_is_blocked(
        self, repository: Repository, hooks: Repository
    ) -> None:
        install(repository, hooks, "campaignlint")
        close_cycle(repository)

        committed = repository.commit("Score again after the region")

        assert committed.code == 1
        assert (
            "error: campaigns execute each other in a cycle: 'EX Region' > 'EX Score' > 'EX Region'"
        ) in in_one_line(committed.err)
        assert "exports/campaigns/1001.json:" in committed.err
        assert repository.git("log", "--format=%s") == "Configure the hooks\nBegin\n"

    def test_what_was_wrong_before_blocks_as_well(
        self, repository: Repository, hooks: Repository
    ) -> None:
        make_wait(repository, "campaigns/1004.json")
        install(repository, hooks, "campaignlint")
        change(repository, "campaigns/1001.json", '"+5"', '"+10"')
        committed = repository.commit("Score regions higher")
        assert committed.code == 1
        assert WAIT in in_one_line(committed.err)

    def test_a_commit_without_exports_is_not_linted(
        self, repository: Repository, hooks: Repository
    ) -> None:
        make_wait(repository, "campaigns/1004.json")
        install(repository, hooks, "campaignlint")
        (repository.folder / "NOTES.md").write_text("Nothing about campaigns\n")
        committed = repository.commit("Take notes")
        assert committed.code == 0
        assert "(no files to check)Skipped" in committed.err

    def test_the_configuration_counts_as_an_export(
        self, repository: Repository, hooks: Repository
    ) -> None:
        make_wait(repository, "campaigns/1004.json")
        install(repository, hooks, "campaignlint")
        (repository.folder / "campaignlint.toml").write_text('paths = ["exports"]\n')
        assert repository.commit("Configure the linter").code == 1


class TestNewFindings:
    def test_an_old_finding_in_a_changed_file_does_not_block(
        self, repository: Repository, hooks: Repository
    ) -> None:
        make_wait(repository, "campaigns/1004.json")
        install(repository, hooks, "campaignlint-changed")
        change(repository, "campaigns/1004.json", "EX Route, kept by", "EX Route, owned by")
        committed = repository.commit("Describe the owner")
        assert committed.code == 0, committed.err

    def test_a_new_one_blocks(self, repository: Repository, hooks: Repository) -> None:
        install(repository, hooks, "campaignlint-changed")
        make_wait(repository, "campaigns/1004.json")
        committed = repository.commit("Let routing wait")
        assert committed.code == 1
        assert WAIT in in_one_line(committed.err)

    def test_deleting_a_requested_campaign_blocks(
        self, repository: Repository, hooks: Repository
    ) -> None:
        """The commit only deletes files, and the finding is in a file that it does not touch."""
        install(repository, hooks, "campaignlint-changed")
        (repository.folder / "exports" / "campaigns" / "1006.json").unlink()
        committed = repository.commit("Delete Nurture")
        assert committed.code == 1
        assert (
            "requests 'Nurture', but no such campaign exists; the step does "
            "nothing [unknown-campaign]"
        ) in in_one_line(committed.err)
        assert "exports/campaigns/1007.json:" in committed.err

    def test_a_change_of_the_caller_that_makes_a_finding_blocks(
        self, repository: Repository, hooks: Repository
    ) -> None:
        """The new caller makes the campaign executable, whose file does not change."""
        install(repository, hooks, "campaignlint-changed")
        caller = campaign("Intake", id=1003, program=program("OP Scoring")).executes("Alert")
        scratch = Export(caller).write(repository.folder.parent / "scratch")
        file = "campaigns/1003.json"
        shutil.copy(scratch / file, repository.folder / "exports" / file)
        committed = repository.commit("Alert at the intake")
        assert committed.code == 1
        assert "exports/campaigns/1007.json:" in committed.err
        assert "[wait-in-executable]" in committed.err

    def test_what_is_not_staged_does_not_count(
        self, repository: Repository, hooks: Repository
    ) -> None:
        """pre-commit sets changes of tracked files aside that are not in the commit."""
        install(repository, hooks, "campaignlint-changed")
        make_wait(repository, "campaigns/1004.json")
        (repository.folder / "NOTES.md").write_text("Nothing about campaigns\n")
        repository.git("add", "NOTES.md")
        committed = repository.run("git", "commit", "--message", "Take notes")
        assert committed.code == 0, committed.err
        assert "M exports/campaigns/1004.json" in repository.git("status", "--short")

    def test_the_first_commit_of_an_export(self, repository: Repository, hooks: Repository) -> None:
        """Before it, there is no state to compare with."""
        make_wait(repository, "campaigns/1004.json")
        configure(repository, hooks, "campaignlint-changed")
        committed = repository.commit("Begin")
        assert committed.code == 1
        assert WAIT in in_one_line(committed.err)

    def test_a_branch_is_compared_with_its_merge_base(
        self, repository: Repository, hooks: Repository
    ) -> None:
        """As in CI, where all commits are there already."""
        make_wait(repository, "campaigns/1004.json")
        install(repository, hooks, "campaignlint-changed")
        repository.git("branch", "base")
        close_cycle(repository)
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--no-verify", "--message", "Score again")
        run_hooks = (sys.executable, "-m", "pre_commit", "run", "campaignlint-changed")
        branch = repository.run(*run_hooks, "--from-ref", "base", "--to-ref", "HEAD")
        assert branch.code == 1
        assert "[execute-cycle]" in branch.out
        assert "[wait-in-executable]" not in branch.out
        assert repository.run(*run_hooks, "--all-files").code == 0
