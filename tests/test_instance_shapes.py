"""The exports in fixtures/acme and fixtures/northwind are what an instance would send."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator

from build_acme import PLANTED
from campaignlint.testing import DO_NOTHING
from generated import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

Record = dict[str, Any]

DEFINITIONS = Path(__file__).parents[2] / "shared" / "marketo" / "asset-definitions.json"

RESPONSES = {
    "campaigns/*.json": "ResponseOfSmartCampaignResponseWithFlow",
    "channels.json": "ResponseOfChannelResponse",
    "flow-step-types.json": "ResponseOfSmartCampaignFlowStepActionType",
    "folders.json": "ResponseOfFolderResponse",
    "programs/*.json": "ResponseOfProgramResponse",
    "smart-lists/*.json": "ResponseOfSmartListResponseWithRules",
    "static-lists/*.json": "ResponseOfStaticListResponse",
    "tokens/*.json": "ResponseOfTokenResponse",
}
IDENTIFIED = ("campaigns/*.json", "programs/*.json", "smart-lists/*.json", "folders.json")

# Called required, yet missing or null in Adobe's own samples where they are not set.
OMITTED = {
    "FolderResponse": {"parent", "url"},
    "ProgramResponse": {"status"},
    "Recurrence": {
        "dayOfMonth",
        "dayOfWeek",
        "endAt",
        "interval",
        "intervalType",
        "startAt",
        "weekOfMonth",
        "weekdayMask",
    },
    "SmartCampaignResponseWithFlow": {
        "maxMembers",
        "qualificationRuleInterval",
        "qualificationRuleUnit",
    },
}

# The definition types it as a string that holds JSON; instances send the object itself.
TOKEN_FOLDER = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {"type": {"enum": ["Folder", "Program"]}, "value": {"type": "integer"}},
}

TARGETS = {"Execute Campaign": "Executed Campaign", "Request Campaign": "Campaign"}
API_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\+0000")


@pytest.fixture(scope="module", params=["acme", "northwind"])
def folder(request: pytest.FixtureRequest) -> Path:
    return ROOT / "fixtures" / str(request.param)


@pytest.fixture(scope="module")
def definitions() -> Record:
    """Adobe's definitions, which also refuse properties that they do not name."""
    if not DEFINITIONS.is_file():
        pytest.skip("Adobe's API definitions are kept beside the repository, and are not here")
    definitions: Record = json.loads(DEFINITIONS.read_text("utf-8"))
    for name, definition in definitions.items():
        definition["additionalProperties"] = False
        required = set(definition.get("required", ())) - OMITTED.get(name, set())
        definition["required"] = sorted(required)
        if not required:
            del definition["required"]
    definitions["TokenResponse"]["properties"]["folder"] = TOKEN_FOLDER
    # Adobe's samples have this type, which the definition does not name.
    definitions["ProgramResponse"]["properties"]["type"]["enum"].append("email")
    return definitions


@pytest.fixture(scope="module")
def campaigns(folder: Path) -> dict[int, Record]:
    return {record["id"]: record for record in records(folder, "campaigns/*.json")}


@pytest.fixture(scope="module")
def programs(folder: Path) -> dict[int, Record]:
    return {record["id"]: record for record in records(folder, "programs/*.json")}


@pytest.fixture(scope="module")
def smart_lists(folder: Path) -> dict[int, Record]:
    return {record["id"]: record for record in records(folder, "smart-lists/*.json")}


@pytest.mark.parametrize("pattern", RESPONSES)
def test_answers_have_the_shape_that_adobe_publishes(
    folder: Path, definitions: Record, pattern: str
) -> None:
    schema = {"definitions": definitions, "$ref": f"#/definitions/{RESPONSES[pattern]}"}
    validator = Draft4Validator(schema)
    faults = [
        f"{file.name}: {error.json_path} {error.message}"
        for file in folder.glob(pattern)
        for error in validator.iter_errors(_without_nulls(_read(file)))
    ]
    assert faults == []


@pytest.mark.parametrize("pattern", RESPONSES)
def test_files_hold_one_envelope_without_request_id(folder: Path, pattern: str) -> None:
    for file in folder.glob(pattern):
        answer = _read(file)
        assert list(answer) == ["success", "errors", "warnings", "result"], file.name
        assert (answer["success"], answer["errors"], answer["warnings"]) == (True, [], [])


def test_instance_says_that_the_export_is_complete(folder: Path) -> None:
    assert _read(folder / "instance.json") == {
        "campaignlint": 1,
        "instance": "123-ABC-456",
        "exportedAt": "2026-09-14T06:00:00Z",
        "scope": {"programs": None, "folders": None, "workspaces": None, "since": None},
        "complete": True,
        "missing": [],
    }


@pytest.mark.parametrize("kind", ["campaigns", "programs", "smart-lists", "static-lists"])
def test_files_are_named_after_the_only_record_in_them(folder: Path, kind: str) -> None:
    for file in folder.glob(f"{kind}/*.json"):
        assert [record["id"] for record in _read(file)["result"]] == [int(file.stem)]


def test_token_files_are_named_after_their_owner(folder: Path) -> None:
    for file in folder.glob("tokens/*.json"):
        owners = [record["folder"] for record in _read(file)["result"]]
        assert [f"{owner['type'].lower()}-{owner['value']}" for owner in owners] == [file.stem]


def test_folder_is_what_the_builder_writes(folder: Path) -> None:
    builder = Path(__file__).with_name(f"build_{folder.name}.py")
    command = [sys.executable, str(builder), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_dates_are_in_the_dialect_of_the_api(folder: Path) -> None:
    for pattern in RESPONSES:
        for file in folder.glob(pattern):
            for key, value in re.findall(r'"(\w+(?:At|Date))": "(.*?)"', file.read_text("utf-8")):
                assert API_DATE.fullmatch(value), f"{file.name}: {key} is {value}"


@pytest.mark.parametrize("pattern", IDENTIFIED)
def test_ids_are_unique(folder: Path, pattern: str) -> None:
    ids = [record["id"] for record in records(folder, pattern)]
    assert len(ids) == len(set(ids))


def test_steps_choices_and_attributes_of_a_campaign_have_unique_ids(
    campaigns: dict[int, Record],
) -> None:
    for campaign in campaigns.values():
        steps = campaign["flow"]["steps"]
        choices = [choice for step in steps for choice in step["stepChoice"]]
        attributes = [attribute for choice in choices for attribute in choice["attributes"]]
        for parts in (steps, choices, attributes):
            ids = [part["id"] for part in parts]
            assert len(ids) == len(set(ids)), campaign["name"]


def test_every_step_has_one_default_choice_and_it_is_the_last(
    campaigns: dict[int, Record],
) -> None:
    for campaign in campaigns.values():
        for step in campaign["flow"]["steps"]:
            *others, last = step["stepChoice"]
            assert last["default"], campaign["name"]
            assert "rule" not in last
            assert all("rule" in choice and not choice["default"] for choice in others)


def test_steps_are_in_the_catalogue_of_flow_steps(
    folder: Path, campaigns: dict[int, Record]
) -> None:
    (catalogue,) = records(folder, "flow-step-types.json")
    known = {(each["id"], each["name"]) for each in catalogue["flowSteps"]}
    used = {
        (step["activityTypeId"], step["activityTypeName"])
        for campaign in campaigns.values()
        for step in campaign["flow"]["steps"]
    }
    assert used <= known


def test_campaigns_have_a_smart_list_and_stand_where_they_say(
    folder: Path,
    campaigns: dict[int, Record],
    programs: dict[int, Record],
    smart_lists: dict[int, Record],
) -> None:
    folders = {record["id"] for record in records(folder, "folders.json")}
    for campaign in campaigns.values():
        assert campaign["smartListId"] in smart_lists
        home = campaign["folder"]
        assert home["id"] in (programs if home["type"] == "Program" else folders)
        if "parentProgramId" in campaign:
            assert campaign["workspace"] == programs[campaign["parentProgramId"]]["workspace"]


def test_type_and_status_agree_with_triggers_and_schedule(
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


def test_calls_resolve_except_where_a_fault_is_planted(
    folder: Path, campaigns: dict[int, Record], programs: dict[int, Record]
) -> None:
    names = Counter(name for each in campaigns.values() for name in _names(each, programs))
    unknown = {
        (campaign["id"], f"flow step {step}")
        for campaign in campaigns.values()
        for step, target in _targets(campaign)
        if target != DO_NOTHING and not names[target]
    }
    assert unknown == _places(folder, "unknown-campaign")


def test_bare_names_are_unique_in_their_program_except_where_a_fault_is_planted(
    folder: Path, campaigns: dict[int, Record]
) -> None:
    bare = Counter(campaign["name"] for campaign in campaigns.values())
    local = Counter((each.get("parentProgramId"), each["name"]) for each in campaigns.values())
    ambiguous = {
        (campaign["id"], f"flow step {step}")
        for campaign in campaigns.values()
        for step, target in _targets(campaign)
        if bare[target] > 1 and local[campaign.get("parentProgramId"), target] != 1
    }
    assert ambiguous == _places(folder, "ambiguous-campaign")


def _read(file: Path) -> Record:
    content: Record = json.loads(file.read_text("utf-8"))
    return content


def records(folder: Path, pattern: str) -> list[Record]:
    """The records of the files that match the pattern."""
    files = sorted(folder.glob(pattern))
    assert files, pattern
    return [record for file in files for record in _read(file)["result"]]


def _without_nulls(content: Any) -> Any:
    if isinstance(content, dict):
        return {k: _without_nulls(v) for k, v in content.items() if v is not None}
    return [_without_nulls(each) for each in content] if isinstance(content, list) else content


def _names(campaign: Record, programs: dict[int, Record]) -> Iterator[str]:
    yield from (str(campaign["id"]), campaign["name"])
    if "parentProgramId" in campaign:
        yield f"{programs[campaign['parentProgramId']]['name']}.{campaign['name']}"


def _targets(campaign: Record) -> Iterator[tuple[int, str]]:
    """The number of each step that calls a campaign, and the value of its target."""
    for number, step in enumerate(campaign["flow"]["steps"], 1):
        if step["activityTypeName"] not in TARGETS:
            continue
        for choice in step["stepChoice"]:
            values = {each["name"]: each["value"] for each in choice["attributes"]}
            yield number, values[TARGETS[step["activityTypeName"]]]


def _places(folder: Path, rule: str) -> set[tuple[int | None, str]]:
    """Where a fault of the rule is planted; northwind has none."""
    planted = PLANTED if folder.name == "acme" else ()
    return {(each.campaign, each.place) for each in planted if each.rule == rule}
