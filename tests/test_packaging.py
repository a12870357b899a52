"""What is distributed: two packages, one command, and everything that a source build needs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

import campaignlint
from conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Installation

pytestmark = pytest.mark.slow

VERSION = campaignlint.__version__
DOCS = REPOSITORY / "docs" / "rules"
INFO = f"campaignlint-{VERSION}.dist-info"


@pytest.fixture(scope="module")
def in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_two_packages_and_nothing_else(in_wheel: set[str]) -> None:
    sources = {path.removeprefix("linter/").removeprefix("rules/") for path in tracked()}
    pages = {f"campaignlint_rules/docs/{page.name}" for page in DOCS.glob("*.md")}
    assert len(pages) > 60
    sources |= pages
    assert {name for name in in_wheel if not name.startswith(INFO)} == sources
    assert {PurePosixPath(name).parts[0] for name in in_wheel} == {
        "campaignlint",
        "campaignlint_rules",
        INFO,
    }


def tracked() -> list[str]:
    """The files of both packages that git knows; where there is no git, those that are there.

    What merely lies there is not to be distributed: a new file wants `git add`.
    """
    if shutil.which("git") is None or not (REPOSITORY / ".git").exists():
        return [
            path.relative_to(REPOSITORY).as_posix()
            for top in ("linter", "rules")
            for path in (REPOSITORY / top).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "linter", "rules"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for path in listed.stdout.split("\0") if path and (REPOSITORY / path).exists()]


STRAYS = re.compile(
    r"(^|/)(\.|_?tests?/|conftest|fixtures|factories|__pycache__)|\.(pyc|toml|lock|env)$"
)
SHOWN = {".css", ".html", ".j2", ".jinja", ".js", ".svg"}
"""What a page in HTML is made of."""


def test_the_wheel_has_the_code_and_the_page_templates(in_wheel: set[str]) -> None:
    """By kind, so that no new rule is to be written down here, and nothing else slips in."""
    paths = [PurePosixPath(name) for name in in_wheel if not name.startswith(INFO)]
    allowed = {".py", ".md", *SHOWN}
    others = [path for path in paths if path.suffix not in allowed]
    assert {path.name for path in others} == {"py.typed"}
    assert [name for name in in_wheel if STRAYS.search(name)] == []
    pages = {str(path.parent) for path in paths if path.suffix == ".md"}
    assert pages == {"campaignlint_rules/docs"}
    information = {name.removeprefix(f"{INFO}/") for name in in_wheel if name.startswith(INFO)}
    assert information == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}


def requirements(*, run_time: bool) -> list[Requirement]:
    """What is depended on to run, or to develop as well."""
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        document = tomllib.load(file)
    project = document["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    if not run_time:
        groups += document["dependency-groups"].values()
    return [Requirement(each) for group in groups for each in group if isinstance(each, str)]


def test_the_lock_holds_every_dependency_in_a_version_that_is_allowed() -> None:
    lock = (REPOSITORY / "requirements-dev.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))
    lacking = [
        str(each)
        for each in requirements(run_time=False)
        if each.name not in locked or not each.specifier.contains(locked[each.name])
    ]
    assert lacking == [], "run `make lock`"
    assert all(
        "--hash=sha256:" in each for each in re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]
    )
    assert "://" not in lock


def test_every_dependency_has_a_lowest_version_and_no_highest() -> None:
    for each in requirements(run_time=True):
        assert [bound.operator for bound in each.specifier] == [">="], str(each)


def test_the_wheel_is_typed(in_wheel: set[str]) -> None:
    assert {"campaignlint/py.typed", "campaignlint_rules/py.typed"} <= in_wheel


def test_the_wheel_has_its_licence_and_its_entry_points(wheel: Path, in_wheel: set[str]) -> None:
    assert f"{INFO}/licenses/LICENSE" in in_wheel
    with zipfile.ZipFile(wheel) as archive:
        entry_points = archive.read(f"{INFO}/entry_points.txt").decode()
    assert entry_points == (
        "[console_scripts]\n"
        "campaignlint = campaignlint.cli:main\n"
        "\n"
        "[campaignlint.rules]\n"
        "builtin = campaignlint_rules\n"
    )


def test_the_sdist_has_everything_for_a_test_run(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        ".ci/run",
        ".pre-commit-hooks.yaml",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "fixtures/acme/instance.json",
        "linter/campaignlint/py.typed",
        "pyproject.toml",
        "rules/campaignlint_rules/py.typed",
        "linter/campaignlint/testing/assets.py",
    } <= names
    assert not [name for name in names if name.startswith((".venv", ".tools", ".git/"))]


def test_the_version_is_set_once(wheel: Path, sdist: Path) -> None:
    assert wheel.name == f"campaignlint-{VERSION}-py3-none-any.whl"
    assert sdist.name == f"campaignlint-{VERSION}.tar.gz"
    quoted = re.compile(rf"""["']{re.escape(VERSION)}["']""")
    sources = [
        REPOSITORY / "pyproject.toml",
        *(REPOSITORY / "linter").rglob("*.py"),
        *(REPOSITORY / "rules").rglob("*.py"),
    ]
    saying_it = [file for file in sources if quoted.search(file.read_text("utf-8"))]
    assert saying_it == [REPOSITORY / "linter" / "campaignlint" / "__init__.py"]


def test_the_installed_wheel_lints(installation: Installation, tmp_path: Path) -> None:
    version = installation.run("--version", cwd=tmp_path)
    assert (version.code, version.out) == (0, f"campaignlint {VERSION}\n")

    acme = str(REPOSITORY / "fixtures" / "acme")
    checked = installation.run("check", acme, "--format", "json", cwd=tmp_path)

    assert (checked.code, checked.err) == (1, "")
    report = json.loads(checked.out)
    waits = [found for found in report["findings"] if found["rule"] == "wait-in-executable"]
    assert [found["place"] for found in waits] == [
        "OP Data Normalization > EX 04 Normalise Phone > flow step 1"
    ]
    campaigns = REPOSITORY / "fixtures" / "acme" / "campaigns"
    assert report["coverage"]["campaigns"] == len(list(campaigns.iterdir()))


def test_the_installed_wheel_cannot_talk_to_the_network(
    installation: Installation, tmp_path: Path
) -> None:
    pulled = installation.run("pull", "exports", cwd=tmp_path)
    assert (pulled.code, pulled.out, pulled.err) == (
        2,
        "",
        "Error: pull needs more libraries; install them with: pip install 'campaignlint[audit]'\n",
    )
    assert list(tmp_path.iterdir()) == []
