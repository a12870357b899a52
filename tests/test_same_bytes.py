"""The same export gives the same bytes in every environment."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from campaignlint.cli.output import FORMATS
from campaignlint.testing import campaign, to_json
from conftest import REPOSITORY, clean_environment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.slow

START = "from campaignlint.cli import main; main()"
SHUFFLING = """
import os, random

class Listing(list):
    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def close(self):
        pass

def shuffled(names):
    random.Random({seed}).shuffle(names)
    return names

scandir, listdir = os.scandir, os.listdir
os.scandir = lambda path=".": shuffled(Listing(scandir(path)))
os.listdir = lambda path=".": shuffled(listdir(path))
"""
"""Changes the order in which folders are listed."""
PATHS = ("exports/acme", "exports/linked", "exports/quirks", "exports/steps.json")
OPTIONS = ("--profile", "strict", "--today", "2026-11-01")
REPORTS = tuple(f"--report={name}={name}.txt" for name in FORMATS)

Bytes = dict[str, bytes]


def lint(
    folder: Path,
    *options: str,
    python: str = sys.executable,
    umask: int = 0o022,
    environment: Mapping[str, str] | None = None,
    seed: int | None = None,
) -> Bytes:
    """Return every report on the exports in a folder, and standard output.

    A seed changes the order of paths and of the files in folders.
    """
    paths = list(PATHS)
    start = START
    if seed is not None:
        random.Random(seed).shuffle(paths)  # noqa: S311 - any order will do
        start = f"{SHUFFLING.format(seed=seed)}\n{START}"
    done = subprocess.run(
        [
            python,
            *(part for option in options for part in option.split()),
            "-c",
            start,
            "check",
            *paths,
            *OPTIONS,
            *REPORTS,
        ],
        cwd=folder,
        env=clean_environment() | dict(environment or {}),
        capture_output=True,
        check=False,
        umask=umask,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    written = {name: (folder / f"{name}.txt").read_bytes() for name in FORMATS}
    return written | {"standard output": done.stdout}


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Acme and other exports."""
    folder = tmp_path_factory.mktemp("plain")
    _copy(folder)
    return folder


def _copy(folder: Path, seed: int | None = None) -> None:
    """Copy the exports, with a seed in another order and with other modification times."""
    fixtures = REPOSITORY / "fixtures"
    files = sorted(
        file for name in ("acme", "quirks") for file in (fixtures / name).rglob("*.json")
    )
    if seed is not None:
        random.Random(seed).shuffle(files)  # noqa: S311 - any order will do
    for number, file in enumerate(files):
        target = folder / "exports" / file.relative_to(fixtures)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        if seed is not None:
            os.utime(target, (number, number))
    unknown = campaign("Unknown Steps", id=900_001)
    for name in ("Zebra Step", "Écru Step", "Apple Step", "zinc step"):
        unknown.step(name)
    (folder / "exports" / "steps.json").write_text(to_json(unknown.record()), "utf-8")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    waiting = campaign("Reached By Links", id=900_002, isExecutable=True).waits("1 day")
    (elsewhere / "waiting.json").write_text(to_json(waiting.record()), "utf-8")
    linked = folder / "exports" / "linked"
    linked.mkdir()
    for name in ("b", "a", "c"):
        (linked / name).symlink_to(elsewhere)


@pytest.fixture(scope="module")
def expected(acme: Path) -> Bytes:
    return lint(acme, environment={"PYTHONHASHSEED": "0"})


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "4711", "TZ": "America/Anchorage", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "COLUMNS": "40", "TERM": "dumb"},
        {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONDEVMODE": "1"},
    ],
    ids=lambda given: " ".join(f"{name}={value}" for name, value in given.items()),
)
def test_in_any_environment(acme: Path, expected: Bytes, environment: dict[str, str]) -> None:
    assert lint(acme, environment=environment) == expected


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_under_any_umask(acme: Path, expected: Bytes, umask: int) -> None:
    assert lint(acme, umask=umask) == expected
    assert (acme / "json.txt").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_folder_and_order_of_writing(tmp_path: Path, expected: Bytes, seed: int) -> None:
    folder = tmp_path / "Ünïcode and spaces"
    folder.mkdir()
    _copy(folder, seed)
    assert lint(folder, seed=seed) == expected


def test_the_reports_depend_on_order_and_links(expected: Bytes) -> None:
    coverage = json.loads(expected["json"])["coverage"]
    assert list(coverage["unknownSteps"]) == ["Apple Step", "Zebra Step", "zinc step", "Écru Step"]
    assert set(re.findall(rb"exports/linked/./", expected["json"])) == {b"exports/linked/c/"}
