"""`campaignlint schema`: what an export may look like, for exporters and editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from conftest import REPOSITORY
from factories import Export, campaign, folder, program, to_json, tokens

if TYPE_CHECKING:
    from conftest import CommandLine

ACME = REPOSITORY / "fixtures" / "acme"


@pytest.fixture
def validator(campaignlint: CommandLine) -> Draft202012Validator:
    printed = campaignlint("schema", "export")
    assert (printed.code, printed.err) == (0, "")
    return Draft202012Validator(json.loads(printed.out))


def test_it_is_a_schema_of_the_dialect_that_it_names(validator: Draft202012Validator) -> None:
    schema: Any = validator.schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    "files",
    [
        "campaigns/*.json",
        "folders.json",
        "programs/*.json",
        "smart-lists/*.json",
        "tokens/*.json",
        "flow-step-types.json",
        "instance.json",
    ],
)
def test_every_file_of_an_export_is_valid(validator: Draft202012Validator, files: str) -> None:
    found = sorted(ACME.glob(files))
    assert found
    faults = {
        file.name: fault.message
        for file in found
        for fault in validator.iter_errors(json.loads(file.read_text("utf-8")))
    }
    assert faults == {}


def test_every_shape_of_an_export_is_valid(validator: Draft202012Validator) -> None:
    above = folder("Marketing")
    home = program("OP Scoring", folder=above)
    export = Export(above, home, campaign("EX Score", program=home), tokens(home, {"Score": 5}))
    bundle = export.bundle()
    for shape in (
        bundle,
        bundle["smartCampaigns"],
        bundle["smartCampaigns"][0],
        {"success": True, "result": bundle["programs"]},
        {"smartCampaigns": {"success": True, "result": bundle["smartCampaigns"]}},
        {"success": False, "errors": [{"code": "606", "message": "Max rate limit"}]},
    ):
        assert list(validator.iter_errors(json.loads(to_json(shape)))) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"id": "x"},
        {"flow": {"steps": [{"id": 1, "activityTypeName": 9}]}},
        {"flow": []},
        {"isActive": "perhaps"},
    ],
    ids=str,
)
def test_a_record_of_the_wrong_types_is_not_valid(
    validator: Draft202012Validator, fault: dict[str, Any]
) -> None:
    record = campaign("EX Score").record()
    assert validator.is_valid(record)
    assert not validator.is_valid(record | fault)


def test_what_is_not_there_cannot_be_printed(campaignlint: CommandLine) -> None:
    printed = campaignlint("schema", "exports")
    assert (printed.code, printed.out) == (2, "")
    assert "'exports' is not" in printed.err
