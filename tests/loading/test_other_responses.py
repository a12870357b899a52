"""Responses of the Asset API whose assets no rule needs are read without a diagnostic."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.loading.kinds import KINDS
from campaignlint.testing import campaign, envelope
from loading.reading import read
from test_instance_shapes import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Members = dict[str, Any]

ASSET: Members = {
    "id": 7,
    "name": "Trade Show",
    "description": "",
    "createdAt": "2016-09-10T23:15:00Z+0000",
    "updatedAt": "2016-09-10T23:15:00Z+0000",
    "url": "https://app-abc.marketo.com/#XY7",
    "folder": {"type": "Program", "value": 101, "folderName": "OP Scoring"},
    "workspace": "Default",
}

RECORDS: dict[str, Members] = {
    "form": ASSET | {"status": "approved", "theme": "simple", "progressiveProfiling": False},
    "form field": {
        "id": "Phone",
        "label": "Phone",
        "dataType": "telephone",
        "rowNumber": 0,
        "required": True,
        "visibilityRules": {"ruleType": "show", "rules": [{"subjectField": "Country"}]},
    },
    "visibility rules of a form field": {
        "formFieldId": "Phone",
        "ruleType": "show",
        "rules": [{"subjectField": "Country", "operator": "is", "values": ["Germany"]}],
    },
    "thank-you page rules of a form": {
        "followupType": "url",
        "default": True,
        "rules": [],
    },
    "email": ASSET
    | {
        "subject": {"type": "Text", "value": "Hello"},
        "fromName": {"type": "Text", "value": "Ada"},
        "operational": False,
        "status": "approved",
        "template": 12,
        "version": 2,
    },
    "email content": {"htmlId": "edit_text_1", "contentType": "Text", "value": [{"type": "HTML"}]},
    "dynamic content of an email": {
        "id": 5,
        "segmentation": 1001,
        "contents": [{"segmentId": 3, "segmentName": "Default", "type": "HTML", "content": ""}],
    },
    "email variable": {"name": "heroColor", "value": "#fff", "moduleScope": False},
    "email template": ASSET | {"status": "approved", "version": 2},
    "landing page": ASSET
    | {"status": "approved", "template": 8, "URL": "https://example.com", "mobileEnabled": True},
    "landing page template": ASSET | {"status": "draft", "templateType": "guided"},
    "landing page redirect rule": {
        "id": 3,
        "redirectFrom": {"type": "landingPageId", "value": "5"},
        "redirectTo": {"type": "url", "value": "https://example.com"},
        "hostname": "go.example.com",
    },
    "snippet": ASSET | {"status": "approved"},
    "snippet content": {"type": "HTML", "content": "<p></p>"},
    "file": ASSET | {"mimeType": "image/png", "size": 512},
    "tag": {"tagType": "Region", "applicableProgramTypes": "program", "required": False},
    "allowable values of a tag": {"tagType": "Region", "allowableValues": "[AMER, EMEA]"},
    "segmentation": ASSET | {"status": "approved"},
    "segment": ASSET | {"segmentationId": 1001, "status": "approved"},
    "static list": ASSET | {"computedUrl": "https://app-abc.marketo.com/#ST7A1"},
    "smart list without rules": ASSET,
    "content of a folder": {"id": 1001, "type": "Smart Campaign"},
    "costs of a program": {"cost": 2000, "startDate": "2016-09-10", "note": "Booth"},
    "user of an asset": {"usedByCount": "1", "usedBy": [{"id": 5, "name": "A", "type": "Email"}]},
    "catalog of triggers and filters": {"filters": [{"id": 1, "name": "City"}], "triggers": []},
    "catalog of flow step types": {"flowStepTypes": [{"id": 1, "name": "Wait"}]},
    "campaign of the lead database": {"id": 5, "name": "A", "type": "trigger", "active": True},
    "activity type": {"id": 2, "name": "Fill Out Form", "attributes": [{"name": "Referrer URL"}]},
    "custom object": {"name": "car_c", "idField": "marketoGUID", "relationships": []},
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_no_rule_needs_is_skipped(name: str, tmp_path: Path) -> None:
    good = campaign("EX Score", id=1001).record()
    files: dict[str, Any] = {"other.json": envelope(RECORDS[name], RECORDS[name])}
    records = read(tmp_path, files | {"good.json": good})
    assert (records.diagnostics, records.skipped_files) == ([], [])
    assert [each.data.id for each in records.records] == [1001]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", RECORDS)
def test_it_is_skipped_next_to_campaigns_and_in_a_bundle(name: str, tmp_path: Path) -> None:
    good = campaign("EX Score", id=1001).record()
    bundle = {"smartCampaigns": [good], "others": [RECORDS[name]], "forms": {"result": []}}
    files: dict[str, Any] = {"array.json": [RECORDS[name], good], "bundle.json": bundle}
    records = read(tmp_path, files)
    assert records.diagnostics == []
    assert [each.data.id for each in records.records] == [1001] * 2  # type: ignore[attr-defined]


def test_rules_of_a_form_field_are_no_smart_list_even_with_an_id(tmp_path: Path) -> None:
    rules = {"id": 7, "ruleType": "show", "rules": [{"subjectField": "Country"}]}
    records = read(tmp_path, {"a.json": [rules], "b.json": rules, "c.json": envelope(rules)})
    assert (records.records, records.diagnostics) == ([], [])


# Every response that Adobe's definitions name


def _definitions() -> dict[str, Members]:
    if not DEFINITIONS.is_file():
        return {}
    found: dict[str, Members] = json.loads(DEFINITIONS.read_text("utf-8"))
    return found


def _responses() -> list[str]:
    return [name for name in _definitions() if name.startswith("ResponseOf")]


@pytest.mark.skipif(not DEFINITIONS.is_file(), reason="needs a copy of Adobe's definitions")
def test_every_response_of_the_definitions_is_read_or_skipped(tmp_path: Path) -> None:
    definitions = _definitions()
    files = {
        f"{name}-{is_full}.json": _example(definitions, definitions[name], is_full=is_full)
        for name in _responses()
        for is_full in (True, False)
    }
    assert len(files) > 20
    records = read(tmp_path, files)
    assert [each.finding.message for each in records.diagnostics] == []
    kinds = {type(each.data) for each in records.records}
    assert kinds == {kind.struct for kind in KINDS if kind.noun != "instance"}


def _example(definitions: dict[str, Members], schema: Members, *, is_full: bool) -> Any:
    """An instance of a definition, with all of its properties or only the required ones."""
    if "$ref" in schema:
        return _example(
            definitions, definitions[schema["$ref"].rpartition("/")[2]], is_full=is_full
        )
    if schema.get("type") == "array":
        return [_example(definitions, schema["items"], is_full=is_full)]
    if "properties" in schema:
        return dict(_members(definitions, schema, is_full=is_full))
    return {"integer": 7, "boolean": True, "object": {}}.get(schema.get("type", ""), "2")


def _members(
    definitions: dict[str, Members], schema: Members, *, is_full: bool
) -> Iterator[tuple[str, Any]]:
    required = {"id", "success", "result", "requestId", *schema.get("required", ())}
    for name, inner in schema["properties"].items():
        if name == "folder" and inner.get("type") == "string":
            yield name, '{"id": 7, "type": "Program"}'
        elif is_full or name in required:
            yield name, _example(definitions, inner, is_full=is_full)
