"""Shared fixtures: the command line in this process, and an installation of the wheel."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    CommandLine = Callable[..., "Outcome"]

REPOSITORY = Path(__file__).parents[1]

# The same examples in every run; `pytest --hypothesis-profile=explore` searches for new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("same")

# Processes that a shell starts in the background, and their children, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Variables of terminals, CI and shells that tests must not see.
_FROM_OUTSIDE = (
    "CAMPAIGNLINT_CONFIG",
    "COLUMNS",
    "FORCE_COLOR",
    "GITHUB_STEP_SUMMARY",
    "NO_COLOR",
    "PYTHONPATH",
)


@dataclass(frozen=True)
class Outcome:
    """The exit code and output of a command."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """The JSON document on standard output."""
        return json.loads(self.out)

    def findings(self, *fields: str) -> list[Any]:
        """Return one field of each finding in the JSON report, or tuples of several."""
        found = self.report["findings"]
        return [
            each[fields[0]] if len(fields) == 1 else tuple(map(each.get, fields)) for each in found
        ]


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _FROM_OUTSIDE:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make `tmp_path` the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def campaignlint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """Run the command in `tmp_path`, as the console script does."""
    from campaignlint import cli

    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["campaignlint", *arguments])
        capsys.readouterr()
        code = cli.run()
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return run


def clean_environment() -> dict[str, str]:
    """Return the environment without variables that affect another Python."""
    hidden = {*_FROM_OUTSIDE, "PYTHONHOME", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in hidden}


@dataclass(frozen=True)
class Installation:
    """A virtual environment with the wheel and without this checkout."""

    python: Path

    def run(self, *arguments: str, cwd: Path) -> Outcome:
        """Run `campaignlint` from the environment in a folder."""
        return run([str(self.python.with_name("campaignlint")), *arguments], cwd=cwd)

    def pip(self, *arguments: str, cwd: Path) -> None:
        """Run pip for the environment, which has no pip."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "--quiet"]
        done = run([*pip, *arguments], cwd=cwd)
        assert done.code == 0, done.err


def run(command: list[str], *, cwd: Path, environment: Mapping[str, str] | None = None) -> Outcome:
    """Run a program in a folder."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment() | dict(environment or {}),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, which must succeed, and give what it prints."""
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example")
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = run(["git", *identity, *arguments], cwd=folder, environment=alone)
    assert done.code == 0, done.err
    return done.out


def commit(folder: Path, message: str = "Export") -> str:
    """Commit everything in a folder, as a repository if it is none yet, and give the revision."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()


def build(project: Path, out: Path) -> list[Path]:
    """Build the sdist of a project, and the wheel from that sdist, with the tests' hatchling."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(project)]
    done = run(command, cwd=out)
    assert done.code == 0, done.err or done.out
    return sorted(out.iterdir())


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sdist of this checkout, and the wheel built from it."""
    return build(REPOSITORY, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def wheel(distributions: list[Path]) -> Path:
    return next(file for file in distributions if file.suffix == ".whl")


@pytest.fixture(scope="session")
def sdist(distributions: list[Path]) -> Path:
    return next(file for file in distributions if file.name.endswith(".tar.gz"))


@pytest.fixture(scope="session")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel and its dependencies, installed in a new environment."""
    folder = tmp_path_factory.mktemp("installation")
    venv.create(folder, with_pip=False, symlinks=True)
    installed = Installation(folder / "bin" / "python")
    installed.pip("install", str(wheel), cwd=folder)
    return installed
