"""What build_acme says about faults and look-alikes fits the export in fixtures/acme."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from build_acme import FOLDER, LOOK_ALIKES, PLANTED, Planted
from test_instance_shapes import records

Record = dict[str, Any]


@pytest.fixture(scope="module")
def campaigns() -> dict[int, Record]:
    return {record["id"]: record for record in records(FOLDER, "campaigns/*.json")}


@pytest.fixture(scope="module")
def smart_lists() -> dict[int, Record]:
    return {record["id"]: record for record in records(FOLDER, "smart-lists/*.json")}


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.rule}:{planted.name}")
def test_planted_faults_stand_at_places_that_exist(
    planted: Planted, campaigns: dict[int, Record], smart_lists: dict[int, Record]
) -> None:
    if planted.campaign is None:
        assert planted.smart_list is not None
        record, rules = {}, smart_lists[planted.smart_list]["rules"]
    else:
        record = campaigns[planted.campaign]
        rules = smart_lists[record["smartListId"]]["rules"]
    here: Any = {"flow step": record.get("flow", {}).get("steps"), **_rule_parts(rules)}
    for part in filter(None, planted.place.split(" > ")):
        kind, number = part.rsplit(" ", 1)
        here = here[kind][int(number) - 1]
        here = {"choice": here.get("stepChoice"), "condition": here.get("conditions")}


def test_choices_are_named_in_places_only_where_a_step_has_several(
    campaigns: dict[int, Record],
) -> None:
    for planted in PLANTED:
        if planted.campaign is not None and planted.place.startswith("flow step"):
            step = int(planted.place.split(" ")[2]) - 1
            choices = campaigns[planted.campaign]["flow"]["steps"][step]["stepChoice"]
            assert (len(choices) > 1) == ("choice" in planted.place), planted


def test_faults_are_planted_once() -> None:
    assert len(PLANTED) == len(set(PLANTED))
    places = Counter((each.rule, each.campaign, each.smart_list, each.place) for each in PLANTED)
    assert max(places.values()) == 1


def test_look_alikes_are_innocent_of_what_they_resemble() -> None:
    guilty = {(each.rule, each.name) for each in PLANTED}
    assert [each for each in LOOK_ALIKES if (each.rule, each.name) in guilty] == []


def _rule_parts(rules: Record) -> Record:
    return {"trigger": rules["triggers"], "filter": rules["filters"]}
