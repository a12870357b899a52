"""What follows from changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from campaignlint.diff.json import diff_schema
from campaignlint.testing import (
    Export,
    campaign,
    condition,
    program,
    smart_list,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from campaignlint.testing import Campaign
    from conftest import CommandLine

    Diff = Callable[[Export, Export], dict[str, Any]]


@pytest.fixture
def diff(tmp_path: Path, campaignlint: CommandLine) -> Diff:
    """Return the JSON document of the comparison of two exports."""

    def run(old: Export, new: Export) -> dict[str, Any]:
        for name, export in (("old", old), ("new", new)):
            (tmp_path / f"{name}.json").write_text(json.dumps(export.bundle()))
        result = campaignlint("diff", "old.json", "new.json", "-f", "json", "--fail-on", "never")
        document: dict[str, Any] = json.loads(result.out)
        jsonschema.validate(document, diff_schema())
        return document

    return run


def _export(*campaigns: Campaign, token: str = "1", status: str = "Customer") -> Export:  # noqa: S107
    home = program("OP", id=101)
    customers = smart_list("Customers", id=501, folder=home)
    customers.filter("Lead Status", condition("Lead Status", "is", status))
    return Export(home, customers, tokens(home, {"Score": token}), *campaigns)


def _named(number: int, name: str) -> dict[str, object]:
    return {"id": number, "name": name, "program": None, "workspace": "Default"}


def _listener(*, active: bool = True) -> Campaign:
    found = campaign("Qualified", id=1002, isActive=active)
    constraint = condition("Attribute", "is", "Lead Status", isPrimary=True)
    found.trigger("Data Value Changes", constraint, condition("New Value", "is", "MQL"))
    return found.scores("Score", "+5")


def _writer(value: str) -> Campaign:
    found = campaign("Intake", id=1001, isActive=True).trigger("Fills Out Form")
    return found.changes("Lead Status", value)


def test_an_edit_adds_an_activation(diff: Diff) -> None:
    old = _export(_writer("Open"), _listener())
    new = _export(_writer("MQL"), _listener())
    assert diff(old, new)["effects"] == {
        "calls": {"added": [], "removed": []},
        "activations": {
            "added": [
                {
                    "source": _named(1001, "Intake"),
                    "verb": "activates",
                    "target": _named(1002, "Qualified"),
                    "text": "Intake activates Qualified: 'Lead Status' is set to 'MQL'",
                    "event": "'Lead Status' is set to 'MQL'",
                    "certain": True,
                }
            ],
            "removed": [],
        },
        "affected": [],
        "broken": [],
    }


def test_a_deactivated_campaign_is_no_longer_activated(diff: Diff) -> None:
    old = _export(_writer("{{lead.Status}}"), _listener())
    new = _export(_writer("{{lead.Status}}"), _listener(active=False))
    activations = diff(old, new)["effects"]["activations"]
    assert [each["text"] for each in activations["removed"]] == [
        "Intake may activate Qualified: 'Lead Status' is set to an unknown value"
    ]
    assert activations["added"] == []


def test_an_added_step_adds_a_call_and_affects_the_callers_above(diff: Diff) -> None:
    def export(*, calls: bool) -> Export:
        enter = campaign("Enter", id=1, isActive=True).trigger("Fills Out Form").executes("EX A")
        night = campaign("Night", id=2).executes("EX A")
        first = campaign("EX A", id=3).executes("EX B")
        second, third = campaign("EX B", id=4).scores("Score", "+1"), campaign("EX C", id=5)
        if calls:
            second.executes("EX C")
        return _export(enter, night, first, second, third.scores("Score", "+1"))

    document = diff(export(calls=False), export(calls=True))
    assert [each["name"] for each in document["changes"]] == ["EX B"]
    effects = document["effects"]
    assert effects["calls"] == {
        "added": [
            {
                "source": _named(4, "EX B"),
                "verb": "executes",
                "target": _named(5, "EX C"),
                "text": "EX B executes EX C",
            }
        ],
        "removed": [],
    }
    assert effects["affected"] == [
        {"campaign": _named(1, "Enter"), "active": True, "entryPoint": True},
        {"campaign": _named(2, "Night"), "active": False, "entryPoint": False},
        {"campaign": _named(3, "EX A"), "active": False, "entryPoint": False},
    ]


@pytest.mark.parametrize("change", [{"token": "2"}, {"status": "Client"}])
def test_campaigns_that_use_a_changed_asset_are_affected(
    diff: Diff, change: dict[str, str]
) -> None:
    def export(**values: str) -> Export:
        home = program("OP", id=101)
        scores = campaign("Score", id=1, program=home).scores("Score", "{{my.score}}")
        mails = campaign("Mail", id=2).sends("Hello")
        mails.filter(
            "Member of Smart List", condition("Member of Smart List", "in", "OP.Customers")
        )
        other = campaign("Other", id=3).scores("Score", "{{my.Score}}")
        return _export(scores, mails, other, **values)

    effects = diff(export(), export(**change))["effects"]
    users = [_named(1, "Score") | {"program": "OP"}] if "token" in change else [_named(2, "Mail")]
    assert [each["campaign"] for each in effects["affected"]] == users


def test_a_renamed_target_changes_only_its_name(diff: Diff) -> None:
    def export(name: str) -> Export:
        caller = campaign("Intake", id=1, isActive=True).trigger("Fills Out Form").executes(name)
        return _export(caller, campaign(name, id=2, description="Scores").scores("Score", "+1"))

    document = diff(export("EX Score"), export("EX Rate"))
    (change,) = document["changes"]
    assert [each["text"] for each in change["details"]] == ["name: EX Score -> EX Rate"]
    assert document["effects"]["calls"] == {"added": [], "removed": []}
    assert document["effects"]["affected"] == []


def test_a_caller_that_still_has_the_old_name_did_not_change(diff: Diff) -> None:
    def export(name: str) -> Export:
        caller = campaign("Intake", id=1, isActive=True).trigger("Fills Out Form")
        caller.executes("EX Score").waits("1 day")
        return _export(caller, campaign(name, id=2, description="").scores("Score", "+1"))

    document = diff(export("EX Score"), export("EX Rate"))
    assert [each["name"] for each in document["changes"]] == ["EX Rate"]
    assert [each["text"] for each in document["effects"]["broken"]] == [
        "Intake > flow step 1: 'EX Score' is no longer in the export"
    ]


def test_swapped_names_do_not_change_the_caller(diff: Diff) -> None:
    def export(first: str, second: str) -> Export:
        caller = campaign("Intake", id=1).executes(first)
        targets = (campaign(name, id=2 + at) for at, name in enumerate((first, second)))
        return _export(caller, *(each.scores("Score", "+1") for each in targets))

    document = diff(export("EX A", "EX B"), export("EX B", "EX A"))
    assert [each["name"] for each in document["changes"]] == ["EX B", "EX A"]


def test_a_detail_in_json(diff: Diff) -> None:
    def export(days: str) -> Export:
        return _export(campaign("Intake", id=1).waits(days))

    assert diff(export("1 day"), export("3 days"))["changes"] == [
        {
            "kind": "campaign",
            "id": 1,
            "name": "Intake",
            "change": "changed",
            "details": [
                {
                    "what": "flow step 1 Wait",
                    "old": "1 day",
                    "new": "3 days",
                    "text": "step 1 Wait: 1 day -> 3 days",
                }
            ],
        }
    ]
