"""The names of flow steps, and what each step does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from campaignlint import marketo
from campaignlint.loading import assemble, reader
from campaignlint.testing import (
    DO_NOTHING,
    Campaign,
    Export,
    campaign,
    condition,
    is_requested,
    otherwise,
    program,
    to_json,
    when,
)

if TYPE_CHECKING:
    from pathlib import Path

    from campaignlint import FlowStep, SmartCampaign


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Send Email", "Send Email"),
        ("  send   EMAIL ", "Send Email"),
        ("Delete Person", "Delete Lead"),
        ("Add to Engagement Program", "Add to Nurture"),
        ("Sync Person to SFDC", "Sync Lead to SFDC"),
        ("Sync Person to Salesforce", "Sync Lead to SFDC"),
        ("Create Task in Microsoft Dynamics", "Create Task in Microsoft"),
        ("Look Up Region", "Look Up Region"),
    ],
)
def test_a_step_has_one_name_for_all_its_aliases(written: str, name: str) -> None:
    assert marketo.step_name(written) == name


@pytest.mark.parametrize(
    "name",
    [
        "Change Person Partition",
        "Send Push Notification",
        "Send SMS Message",
        "unsubscribe from vibes list",
        "Enrich with Data.com",
        "Add to Named Account",
        "Assign Dynamic Chat Agent",
    ],
)
def test_built_in_steps_are_known(name: str) -> None:
    assert marketo.is_built_in_step(name)


@pytest.mark.parametrize("name", ["Look Up Region", "Send Twilio SMS", "Chat with Sales"])
def test_steps_of_installed_services_are_not_built_in(name: str) -> None:
    assert not marketo.is_built_in_step(name)


OTHERS = marketo.OTHER_SOURCES


@pytest.mark.parametrize(
    ("operator", "values", "sources"),
    [
        ("is", ["web service api"], {"Web Service API"}),
        ("is", ["Marketo Flow Action", "Chat"], {"Marketo Flow Action", "Chat"}),
        ("is any", [], marketo.ANYBODY),
        ("is", [], None),
        ("is not", ["Web Service API"], {"Marketo Flow Action", "Sales Insight", OTHERS}),
        ("is not", ["Marketo Flow Action"], {"Web Service API", "Sales Insight", OTHERS}),
        ("not contains", ["flow", "api"], {"Sales Insight", OTHERS}),
        ("contains", ["API"], {"Web Service API", OTHERS}),
        ("contains", ["Chat"], None),
        ("matches", ["API"], None),
    ],
)
def test_a_source_constraint_has_the_accepted_sources(
    operator: str, values: list[str], sources: set[str] | None
) -> None:
    assert marketo.request_sources(operator, values) == sources


def test_a_campaign_accepts_the_sources_of_all_its_triggers(tmp_path: Path) -> None:
    both = (
        campaign("Both")
        .trigger("Campaign is Requested", is_requested())
        .trigger("campaign is requested", condition("Source", "is", "Sales Insight"))
    )
    loaded = _load(tmp_path, both)
    assert loaded.request_sources == frozenset({"Marketo Flow Action", "Sales Insight"})
    assert not loaded.rejects_flows
    assert not loaded.accepts_only_flows


def test_without_a_constraint_every_source_is_accepted(tmp_path: Path) -> None:
    loaded = _load(tmp_path, campaign("Open").trigger("Campaign is Requested"))
    assert loaded.request_sources == marketo.ANYBODY


@pytest.mark.parametrize(
    "listener",
    [
        campaign("Bare").trigger("Campaign is Requested", bare=True),
        campaign("Renamed").trigger("Campaign is Requested", condition("Origin", "is", "API")),
    ],
)
def test_an_unknown_constraint_has_unknown_sources(tmp_path: Path, listener: Campaign) -> None:
    loaded = _load(tmp_path, listener)
    assert loaded.has_request_trigger
    assert loaded.request_sources is None


def test_fields_that_a_step_writes_and_reads(tmp_path: Path) -> None:
    (step,) = _steps(
        tmp_path,
        campaign("EX Region").choices(
            "Change Data Value",
            when("Country", "is", "US", {"Attribute": "Region", "New Value": "NA"}),
            when("State", "is", "BY", {"Attribute": "Area", "New Value": "{{lead.City}}"}),
            when("State", "is", "?", DO_NOTHING),
            otherwise({"Attribute": "Region", "New Value": "Other"}),
        ),
    )
    assert step.fields_written == ("Region", "Area")
    assert step.fields_read == ("Country", "State", "City")
    assert not step.is_unconditional


def test_the_written_field_is_found_under_another_name_of_its_attribute(tmp_path: Path) -> None:
    named, alone, sent = _steps(
        tmp_path,
        campaign("EX Region")
        .step("Change Data Value", {"New Value": "NA", "Field Name": "Region"})
        .step("Change Score", {"?": "Lead Score"})
        .sends("Welcome"),
    )
    assert named.fields_written == ("Region",)
    assert alone.fields_written == ("Lead Score",)
    assert sent.fields_written == ()


@pytest.mark.parametrize("target", ["this campaign", "This Campaign", "all", "OP.Exit", "Exit"])
def test_removal_from_this_campaign_or_from_all_empties_the_flow(
    tmp_path: Path, target: str
) -> None:
    (step,) = _steps(tmp_path, campaign("Exit", program=program("OP")).removes_from_flow(target))
    assert step.empties_flow


@pytest.mark.parametrize("target", ["OP.Other", "", DO_NOTHING])
def test_removal_from_another_campaign_or_from_none_does_not(tmp_path: Path, target: str) -> None:
    (step,) = _steps(tmp_path, campaign("Exit", program=program("OP")).removes_from_flow(target))
    assert not step.empties_flow


def test_steps_are_compared_without_ids(tmp_path: Path) -> None:
    first, second, third = _steps(
        tmp_path,
        campaign("Score").scores("Lead Score", "+5").scores("Lead Score", "+5").waits("1 day"),
    )
    assert first.is_like(second)
    assert not second.is_like(third)
    assert first.data.id != second.data.id


def _steps(folder: Path, part: Campaign) -> tuple[FlowStep, ...]:
    return _load(folder, part).steps()


def _load(folder: Path, part: Campaign) -> SmartCampaign:
    file = folder / "export.json"
    file.write_text(to_json(Export(part).bundle()), "utf-8")
    instance, _ = assemble.assemble_instance(reader.read_records([str(file)]))
    (loaded,) = instance.campaigns
    return loaded
