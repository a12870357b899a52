"""The vocabulary of change events: which steps cause them and which triggers listen."""

from __future__ import annotations

import pytest

from campaignlint.marketo import STEP_NAMES
from campaignlint.marketo.events import (
    STEP_EFFECTS,
    TRIGGERS,
    WITHOUT_SUBJECT,
    Effect,
    Listening,
    effect_of,
    is_known_trigger,
    listening_of,
    may_mean_flows,
)


def test_steps_have_the_names_of_the_api() -> None:
    assert STEP_EFFECTS.keys() <= STEP_NAMES.keys()


ENTRIES: list[Effect | Listening] = [*STEP_EFFECTS.values(), *TRIGGERS.values()]
REQUESTED = TRIGGERS["Campaign is Requested"]


def test_every_entry_has_a_source() -> None:
    for entry in ENTRIES:
        assert entry.source.startswith("https://")


def test_every_entry_names_its_subject() -> None:
    for entry in ENTRIES:
        assert bool(entry.subject) != (entry.kind in WITHOUT_SUBJECT or entry is REQUESTED)


def test_some_trigger_listens_to_each_effect() -> None:
    assert {effect.kind for effect in STEP_EFFECTS.values()} == {
        listening.kind for listening in TRIGGERS.values()
    }


@pytest.mark.parametrize("name", ["change  data value", "Change Data Value"])
def test_steps_are_found_in_any_spelling(name: str) -> None:
    assert effect_of(name) is STEP_EFFECTS["Change Data Value"]


def test_steps_are_found_by_the_names_of_the_screens() -> None:
    assert effect_of("Change Program Status") is STEP_EFFECTS["Change Status in Progression"]
    assert effect_of("Wait") is None


def test_triggers_are_found_by_the_names_of_the_screens() -> None:
    assert listening_of("Person Partition Changes") is TRIGGERS["Lead Partition Changes"]
    assert listening_of("Fills Out Form") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Fills Out Form", True),
        ("Person is Created", True),
        ("Score is Changed", True),
        ("Barcode is Scanned", False),
    ],
)
def test_known_triggers(name: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_known_trigger(name) is expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [("Marketo Flow Action", True), ("Smart Campaign", True), ("Salesforce.com", False)],
)
def test_sources_that_may_be_flows(source: str, expected: bool) -> None:  # noqa: FBT001
    assert may_mean_flows(source) is expected
