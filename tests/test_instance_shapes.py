"""The exports in fixtures/acme and fixtures/northwind look like those of a real instance."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generated import ROOT

Record = dict[str, Any]


API_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\+0000")


@pytest.fixture(scope="module", params=["acme", "northwind"])
def folder(request: pytest.FixtureRequest) -> Path:
    return ROOT / "fixtures" / str(request.param)


@pytest.fixture(scope="module")
def campaigns(folder: Path) -> dict[int, Record]:
    return {record["id"]: record for record in records(folder, "campaigns/*.json")}


@pytest.fixture(scope="module")
def programs(folder: Path) -> dict[int, Record]:
    return {record["id"]: record for record in records(folder, "programs/*.json")}


@pytest.fixture(scope="module")
def smart_lists(folder: Path) -> dict[int, Record]:
    return {record["id"]: record for record in records(folder, "smart-lists/*.json")}


def test_the_folder_matches_the_builder(folder: Path) -> None:
    builder = Path(__file__).with_name(f"build_{folder.name}.py")
    command = [sys.executable, str(builder), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_dates_have_the_format_of_the_api(folder: Path) -> None:
    for file in folder.rglob("*.json"):
        if file.name != "instance.json":
            for key, value in re.findall(r'"(\w+(?:At|Date))": "(.*?)"', file.read_text("utf-8")):
                assert API_DATE.fullmatch(value), f"{file.name}: {key} is {value}"


def test_the_last_choice_of_a_step_is_the_only_default_choice(
    campaigns: dict[int, Record],
) -> None:
    for campaign in campaigns.values():
        for step in campaign["flow"]["steps"]:
            *others, last = step["stepChoice"]
            assert last["default"], campaign["name"]
            assert "rule" not in last
            assert all("rule" in choice and not choice["default"] for choice in others)


def test_type_and_status_match_triggers_and_schedule(
    campaigns: dict[int, Record], smart_lists: dict[int, Record]
) -> None:
    for campaign in campaigns.values():
        rules = smart_lists[campaign["smartListId"]]["rules"]
        kind = "trigger" if rules["triggers"] else "batch" if rules["filters"] else "default"
        assert campaign["type"] == kind
        assert campaign["isActive"] == (campaign["status"] == "Active")
        assert not campaign["isActive"] or kind == "trigger"
        scheduled = "intervalType" in campaign["recurrence"]
        assert scheduled == (campaign["status"] == "Recurring Run")


def _read(file: Path) -> Record:
    content: Record = json.loads(file.read_text("utf-8"))
    return content


def records(folder: Path, pattern: str) -> list[Record]:
    """The records of the files that match the pattern."""
    files = sorted(folder.glob(pattern))
    assert files, pattern
    return [record for file in files for record in _read(file)["result"]]
