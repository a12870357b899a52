"""Quirks that Marketo is known to have are read without a diagnostic; see fixtures/quirks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint.loading import assemble
from campaignlint.loading.reader import Records, read_records
from campaignlint.marketo.dates import parse_datetime
from conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import SmartList

QUIRKS = REPOSITORY / "fixtures" / "quirks"
SMART_LIST_QUIRKS = {
    "triggers-as-objects": ("all", ["Visits Web Page"], ["Email Address"]),
    "triggers-as-names": ("all", ["Visits Web Page"], []),
    "match-type-all": ("all", [], ["City"]),
    "match-type-any": ("any", [], ["City"]),
    "match-type-advanced": ("custom", [], ["City"]),
    "match-type-custom": ("custom", [], ["City"]),
}


def records_of(name: str) -> Records:
    return read_records([str(QUIRKS / f"{name}.json")])


def instance_in(name: str) -> Instance:
    instance, diagnostics = assemble.assemble_instance(records_of(name))
    assert diagnostics == []
    return instance


def campaign_in(name: str) -> SmartCampaign:
    (campaign,) = instance_in(name).campaigns
    return campaign


@pytest.mark.parametrize("file", sorted(QUIRKS.glob("*.json")), ids=lambda file: file.name)
def test_a_quirk_is_read_without_a_diagnostic(file: Path) -> None:
    records = read_records([str(file)])
    assert (records.diagnostics, records.skipped_files) == ([], [])


@pytest.mark.parametrize("name", ["folder-under-value", "folder-in-capitals"])
def test_a_folder_is_found_by_every_form_of_reference(name: str) -> None:
    campaign = campaign_in(name)
    assert (campaign.program_id, campaign.program_name) == (101, "OP Scoring")
    assert campaign.folders == (("program", 101), ("folder", 21))
    assert str(campaign.program) == "'OP Scoring'"


def test_a_folder_name_names_a_program_that_was_not_exported() -> None:
    campaign = campaign_in("folder-name-only")
    assert (campaign.path_text, campaign.program) == ("OP Scoring > EX Score", None)


def test_a_root_has_no_parent() -> None:
    (folder,) = instance_in("root-folder").folders.values()
    assert (folder.name, folder.data.parent) == ("Marketing Activities", None)


@pytest.mark.parametrize("name", SMART_LIST_QUIRKS)
def test_a_smart_list_is_read_in_both_editions(name: str) -> None:
    (found,) = instance_in(name).smart_lists
    assert _summary(found) == SMART_LIST_QUIRKS[name]


def _summary(found: SmartList) -> tuple[str, list[str], list[str]]:
    names = [trigger.name for trigger in found.triggers]
    return found.match_type, names, [item.name for item in found.filters]


def test_a_trigger_that_is_a_name_has_unknown_conditions() -> None:
    (bare,) = instance_in("triggers-as-names").smart_lists[0].triggers
    (whole,) = instance_in("triggers-as-objects").smart_lists[0].triggers
    assert (bare.has_conditions, bare.location.focus) == (False, ())
    assert (whole.has_conditions, whole.location.focus) == (True, ("name",))
    assert whole.conditions[0].values == ("Pricing",)


def test_a_campaign_contains_its_smart_list() -> None:
    campaign = campaign_in("smart-list-in-campaign")
    (trigger,) = campaign.triggers
    assert trigger.location.text == "Intake > trigger 1"
    assert trigger.location.origin.pointer == ("result", 0, "smartList")
    assert trigger.location.path == ("rules", "triggers", 0)


@pytest.mark.parametrize("name", ["fields-missing", "null-for-absent"])
def test_absent_and_null_fields_are_unknown(name: str) -> None:
    campaign = campaign_in(name)
    assert (campaign.has_flow, campaign.steps()) == (False, ())
    assert campaign.has_triggers is None
    assert (campaign.qualification, campaign.workspace, campaign.program_id) == ("", None, None)
    flags = (campaign.is_active, campaign.is_scheduled, campaign.is_system)
    assert flags == (False, False, False)


def test_dates_are_compared_as_moments() -> None:
    assert campaign_in("dates").data.description == "newest"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2016-09-10T23:16:19Z+0000", "2016-09-10T23:16:19+00:00"),
        ("2016-09-10T23:16:19Z+0200", "2016-09-10T21:16:19+00:00"),
        ("2016-09-10T23:16:19-08:30", "2016-09-11T07:46:19+00:00"),
        ("2016-09-10T23:16:19.25Z", "2016-09-10T23:16:19.250000+00:00"),
        (" 2016-09-10 23:16 ", "2016-09-10T23:16:00+00:00"),
        ("2016-09-10", "2016-09-10T00:00:00+00:00"),
        ("2016-13-10", None),
        ("2016-09-10T25:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_in_every_format(text: str | None, moment: str | None) -> None:
    found = parse_datetime(text)
    assert (None if found is None else found.isoformat()) == moment


def test_digits_in_a_string_are_an_integer() -> None:
    campaign = campaign_in("ids-in-digits")
    assert (campaign.id, campaign.data.smart_list_id, campaign.program_id) == (1001, 21001, 101)
    assert campaign.path_text == "OP Scoring > EX Score"
    assert (campaign.is_active, campaign.data.qualification_rule_interval) == (False, 3)


def test_a_recurrence_without_an_interval_is_not_a_schedule() -> None:
    assert campaign_in("recurrence-of-none").is_scheduled is False


def test_a_campaign_of_the_list_call_has_no_flow() -> None:
    assert campaign_in("without-flow").has_flow is False


def test_values_are_those_shown_in_marketo() -> None:
    change, wait = campaign_in("bare-values").steps()
    (choice,) = change.choices
    values = [choice.attribute(f"Value {number}") for number in range(5)]
    assert (change.name, values) == ("Change Score", ["+10", "10", "2.5", "true", ""])
    assert (wait.name, wait.choices) == ("Wait", ())


def test_a_program_may_have_fields_that_no_definition_names() -> None:
    (program,) = instance_in("program-beyond-the-definitions").programs.values()
    assert (program.id, program.name) == (101, "OP Scoring")


@pytest.mark.parametrize("name", ["token-folder-as-text", "token-folder-as-object"])
def test_the_owner_of_tokens_is_read_in_both_forms(name: str) -> None:
    tokens = instance_in(name).tokens
    assert list(tokens) == [("program", 101)]
    assert {key: (token.type, token.value) for key, token in tokens["program", 101].items()} == {
        "score": ("score", "+10"),
        "owner": ("text", "Ada"),
    }


def test_a_response_without_results_has_no_diagnostic() -> None:
    assert records_of("nothing-found").records == []
