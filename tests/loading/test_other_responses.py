"""Responses of the Asset API whose assets no rule needs are read without a diagnostic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.testing import campaign, envelope
from loading.reading import read

if TYPE_CHECKING:
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
    "email content": {"htmlId": "edit_text_1", "contentType": "Text", "value": [{"type": "HTML"}]},
    "landing page": ASSET
    | {"status": "approved", "template": 8, "URL": "https://example.com", "mobileEnabled": True},
    "snippet": ASSET | {"status": "approved"},
    "file": ASSET | {"mimeType": "image/png", "size": 512},
    "tag": {"tagType": "Region", "applicableProgramTypes": "program", "required": False},
    "segmentation": ASSET | {"status": "approved"},
    "smart list without rules": ASSET,
    "content of a folder": {"id": 1001, "type": "Smart Campaign"},
    "catalog of triggers and filters": {"filters": [{"id": 1, "name": "City"}], "triggers": []},
    "catalog of flow step types": {"flowStepTypes": [{"id": 1, "name": "Wait"}]},
    "campaign of the lead database": {"id": 5, "name": "A", "type": "trigger", "active": True},
    "custom object": {"name": "car_c", "idField": "marketoGUID", "relationships": []},
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_no_rule_needs_is_skipped(name: str, tmp_path: Path) -> None:
    good = campaign("EX Score", id=1001).record()
    files: dict[str, Any] = {
        "other.json": envelope(RECORDS[name], RECORDS[name]),
        "array.json": [RECORDS[name], good],
        "bundle.json": {"smartCampaigns": [good], "others": [RECORDS[name]]},
    }
    records = read(tmp_path, files)
    assert (records.diagnostics, records.skipped_files) == ([], [])
    assert [each.data.id for each in records.records] == [1001] * 2  # type: ignore[attr-defined]


def test_rules_of_a_form_field_are_no_smart_list_even_with_an_id(tmp_path: Path) -> None:
    rules = {"id": 7, "ruleType": "show", "rules": [{"subjectField": "Country"}]}
    records = read(tmp_path, {"a.json": [rules], "b.json": rules, "c.json": envelope(rules)})
    assert (records.records, records.diagnostics) == ([], [])
