"""What holds for the comparison of any two states."""

from __future__ import annotations

import copy
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaignlint import api
from campaignlint.config.settings import Settings, plan
from campaignlint.diff.comparison import Comparison, compare
from campaignlint.rules.registry import load_rules
from campaignlint.testing import (
    Export,
    campaign,
    condition,
    folder,
    otherwise,
    program,
    smart_list,
    tokens,
    when,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Bundle = dict[str, Any]
    Edits = list[tuple[str, list[str]]]
    """The changed assets with their details."""

_PLAN = replace(plan(Settings(), load_rules(())), rules=(), use_suppressions=False)


def _base() -> Bundle:
    operations, archive = folder("Operations"), folder("Archive")
    home, other = program("OP", folder=operations), program("WBN", folder=operations)
    intake = campaign("Intake", id=1001, program=home, isActive=True)
    intake.trigger("Fills Out Form", condition("Form Name", "is", "Demo", isPrimary=True))
    intake.trigger("Visits Web Page", condition("Web Page", "is", "/demo", isPrimary=True))
    intake.filter("Country", condition("Country", "is", ["DE", "AT"]))
    intake.filter("Lead Status", condition("Lead Status", "is", "New"))
    intake.filter("Member of Smart List", condition("Member of Smart List", "in", "OP.Customers"))
    intake.waits("1 day").scores("Score", "+5").waits("2 days").executes("EX Score")
    intake.choices(
        "Send Email",
        when("Country", "is", "DE", {"Email": "OP.Willkommen"}),
        when("Country", "is", "FR", {"Email": "OP.Bienvenue"}),
        otherwise({"Email": "OP.Welcome"}),
    )
    intake.changes("Lead Status", "{{my.Status}}").waits("1 day")
    score = campaign("EX Score", id=1002, program=home).scores("Score", "+5")
    batch = campaign("Nightly", id=1003, program=other, description="Runs at night")
    batch.filter("Country", condition("Country", "is", "DE")).waits("5 days")
    customers = smart_list("Customers", id=501, folder=home)
    customers.filter("Lead Status", condition("Lead Status", "is", "Customer"))
    values = tokens(home, {"Status": "MQL", "Owner": "Ann"})
    return Export(
        operations, archive, home, other, intake, score, batch, customers, values
    ).bundle()


def _compare(old: str, new: str) -> Comparison:
    analyses = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("old", old), ("new", new)):
            file = Path(folder, f"{name}.json")
            file.write_text(text)
            analyses.append(api.analyze([str(file)], _PLAN))
    return compare(*analyses)


def _edits(comparison: Comparison) -> Edits:
    found = []
    for change in comparison.changes:
        suffix = "" if change.change == "changed" else f" {change.change}"
        name = f"{change.kind} {change.name}{suffix}"
        found.append((name, [detail.text for detail in change.details]))
    return found


# Itself


def _shuffled(value: Any, draw: random.Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(each, draw) for each in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    draw.shuffle(keys)
    return {key: _shuffled(value[key], draw) for key in keys}


def _in_another_layout(bundle: Bundle, draw: random.Random) -> str:
    for records in bundle.values():
        draw.shuffle(records)
    turned = _shuffled(bundle, draw)
    if draw.random() < 0.5:
        return json.dumps(turned, indent=draw.choice([None, 0, 1, 4]), ensure_ascii=False)
    lists = [{key: [record]} for key, records in turned.items() for record in records]
    return json.dumps(lists, indent=draw.choice([None, 3]))


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_a_state_does_not_differ_from_itself_in_another_layout(draw: random.Random) -> None:
    comparison = _compare(json.dumps(_base()), _in_another_layout(_base(), draw))
    assert comparison.is_empty
    assert comparison.effects == type(comparison.effects)()


# Single edits


def _steps(bundle: Bundle) -> list[Any]:
    steps: list[Any] = bundle["smartCampaigns"][0]["flow"]["steps"]
    return steps


def _rules(bundle: Bundle) -> Any:
    return bundle["smartLists"][0]["rules"]


_NAMES = (
    "Wait",
    "Change Score",
    "Wait",
    "Execute Campaign",
    "Send Email",
    "Change Data Value",
    "Wait",
)
_INTAKE = "campaign OP > Intake"


def _move_step(bundle: Bundle, draw: random.Random) -> Edits:
    steps = _steps(bundle)
    at, to = draw.choice([(a, b) for a in range(1, 6) for b in range(7) if abs(a - b) > 1])
    steps.insert(to, steps.pop(at))
    return [(_INTAKE, [f"step {at + 1} {_NAMES[at]} moved to {to + 1}"])]


def _remove_step(bundle: Bundle, draw: random.Random) -> Edits:
    at = draw.choice([0, 1, 2])
    del _steps(bundle)[at]
    value = ("Wait 1 day", "Change Score Score, Change = +5", "Wait 2 days")[at]
    return [(_INTAKE, [f"step {at + 1} removed: {value}"])]


def _add_step(bundle: Bundle, draw: random.Random) -> Edits:
    step = copy.deepcopy(_steps(bundle)[0])
    step["id"] = 999_999
    step["stepChoice"][0]["attributes"][0]["value"] = "9 days"
    at = draw.randrange(8)
    _steps(bundle).insert(at, step)
    return [(_INTAKE, [f"step {at + 1} added: Wait 9 days"])]


def _change_step(bundle: Bundle, draw: random.Random) -> Edits:
    at, before = draw.choice([(0, "1 day"), (2, "2 days"), (6, "1 day")])
    _steps(bundle)[at]["stepChoice"][0]["attributes"][0]["value"] = "3 days"
    return [(_INTAKE, [f"step {at + 1} Wait: {before} -> 3 days"])]


def _change_second_attribute(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    _steps(bundle)[5]["stepChoice"][0]["attributes"][1]["value"] = "Customer"
    text = "step 6 Change Data Value: New Value = {{my.Status}} -> New Value = Customer"
    return [(_INTAKE, [text])]


def _change_condition(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    _steps(bundle)[4]["stepChoice"][1]["rule"]["values"] = ["BE"]
    text = 'step 5 Send Email choice 2: if Country is "FR" -> if Country is "BE"'
    return [(_INTAKE, [text])]


def _add_choice(bundle: Bundle, draw: random.Random) -> Edits:
    step = _steps(bundle)[1]
    at = draw.randrange(1)
    rule = {"name": "Country", "operator": "is", "values": ["DE"]}
    choice = {**copy.deepcopy(step["stepChoice"][0]), "id": 999_999, "rule": rule, "default": False}
    step["stepChoice"].insert(at, choice)
    text = 'choice 1 added: if Country is "DE" then Score, Change = +5'
    return [(_INTAKE, [f"step 2 Change Score {text}"])]


def _remove_choice(bundle: Bundle, draw: random.Random) -> Edits:
    at, country, email = draw.choice([(0, "DE", "Willkommen"), (1, "FR", "Bienvenue")])
    del _steps(bundle)[4]["stepChoice"][at]
    text = f'choice {at + 1} removed: if Country is "{country}" then OP.{email}'
    return [(_INTAKE, [f"step 5 Send Email {text}"])]


def _swap_choices(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    choices = _steps(bundle)[4]["stepChoice"]
    choices[:2] = reversed(choices[:2])
    return [(_INTAKE, ["step 5 Send Email choice 1 moved to 2"])]


def _change_default(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    _steps(bundle)[4]["stepChoice"][2]["attributes"][0]["value"] = "OP.Hello"
    return [(_INTAKE, ["step 5 Send Email default choice: OP.Welcome -> OP.Hello"])]


def _change_trigger(bundle: Bundle, draw: random.Random) -> Edits:
    at, name, value = draw.choice([(0, "Fills Out Form", "Demo"), (1, "Visits Web Page", "/demo")])
    _rules(bundle)["triggers"][at]["conditions"][0]["values"] = ["X"]
    return [(_INTAKE, [f"trigger {at + 1} {name}: is {value} -> is X"])]


def _add_trigger(bundle: Bundle, draw: random.Random) -> Edits:
    at = draw.randrange(3)
    primary = {"activityAttributeName": "Email", "operator": "is", "values": ["A"]}
    conditions = [{**primary, "isPrimary": True}]
    added = {"id": 999_999, "name": "Opens Email", "ruleType": "Activity", "conditions": conditions}
    _rules(bundle)["triggers"].insert(at, added)
    return [(_INTAKE, [f"trigger {at + 1} added: Opens Email is A"])]


def _remove_filter(bundle: Bundle, draw: random.Random) -> Edits:
    at, text = draw.choice([(0, "Country is DE or AT"), (1, "Lead Status is New")])
    del _rules(bundle)["filters"][at]
    return [(_INTAKE, [f"filter {at + 1} removed: {text}"])]


def _change_logic(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    _rules(bundle)["filterMatchType"] = "any"
    return [(_INTAKE, ["filters match: all -> any"])]


def _field(name: str, value: object, text: str, at: int = 0) -> Callable[..., Edits]:
    path = (_INTAKE, "campaign OP > EX Score", "campaign WBN > Nightly")[at]

    def edit(bundle: Bundle, draw: random.Random) -> Edits:
        del draw
        bundle["smartCampaigns"][at][name] = value
        return [(path, [text])]

    return edit


def _rename(kind: str, at: int, name: str, header: str) -> Callable[..., Edits]:
    """Rename an asset that flows and smart lists name; these did not change."""

    def edit(bundle: Bundle, draw: random.Random) -> Edits:
        del draw
        record = bundle[kind][at]
        old = record["name"]
        record["name"] = name
        text = json.dumps(bundle).replace(f'"{old}.', f'"{name}.')
        for quoted in (f'"value": "{old}"', f'"OP.{old}"'):
            text = text.replace(quoted, quoted.replace(old, name))
        bundle.clear()
        bundle.update(json.loads(text))
        return [(header, [f"name: {old} -> {name}"])]

    return edit


def _deactivate(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    changed = {"isActive": False, "status": "Inactive", "isRequestable": False}
    bundle["smartCampaigns"][0].update(changed, updatedAt="2026-09-01T00:00:00Z")
    return [(_INTAKE, ["deactivated"])]


def _schedule(bundle: Bundle, draw: random.Random) -> Edits:
    number = draw.randrange(2, 9)
    recurrence = {"intervalType": "Daily", "interval": number, "startAt": "2026-10-01"}
    bundle["smartCampaigns"][2]["recurrence"] = recurrence
    text = f"schedule: empty -> every {number} days, from 2026-10-01"
    return [("campaign WBN > Nightly", [text])]


def _move_campaign(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    nightly, home = bundle["smartCampaigns"][2], bundle["programs"][0]
    nightly["folder"] = {"id": home["id"], "type": "Program"}
    nightly["parentProgramId"] = home["id"]
    return [("campaign OP > Nightly", ["moved from WBN to OP"])]


def _archive(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    bundle["folders"][1]["isArchive"] = True
    return [("folder Archive", ["archived"])]


def _remove_campaign(bundle: Bundle, draw: random.Random) -> Edits:
    at, path = draw.choice([(0, "OP > Intake"), (2, "WBN > Nightly")])
    del bundle["smartCampaigns"][at]
    return [(f"campaign {path} removed", [])]


def _edit_token(bundle: Bundle, draw: random.Random) -> Edits:
    values = bundle["tokens"][0]["tokens"]
    name, old = draw.choice([("Status", "MQL"), ("Owner", "Ann")])
    (edited,) = (each for each in values if each["name"] == name)
    edited["value"] = "New"
    return [(f"token OP > {{{{my.{name}}}}}", [f"value: {old} -> New"])]


def _remove_token(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    bundle["tokens"][0]["tokens"] = [
        each for each in bundle["tokens"][0]["tokens"] if each["name"] != "Owner"
    ]
    return [("token OP > {{my.Owner}} removed", [])]


def _change_list(bundle: Bundle, draw: random.Random) -> Edits:
    del draw
    (customers,) = (each for each in bundle["smartLists"] if each["id"] == 501)
    customers["rules"]["filters"][0]["conditions"][0]["values"] = ["Client"]
    return [("smart list OP > Customers", ["filter 1 Lead Status: is Customer -> is Client"])]


_EDITS = (
    _move_step,
    _remove_step,
    _add_step,
    _change_step,
    _change_second_attribute,
    _change_condition,
    _add_choice,
    _remove_choice,
    _swap_choices,
    _change_default,
    _change_trigger,
    _add_trigger,
    _remove_filter,
    _change_logic,
    _field("description", "Cleans", "description: Runs at night -> Cleans", 2),
    _field("qualificationRuleType", "once", "each person: every time -> only once"),
    _field(
        "isCommunicationLimitEnabled",
        value=True,
        text="communication limits: not respected -> respected",
        at=1,
    ),
    _field("maxMembers", 1000, "maximum members: empty -> 1,000", 2),
    _rename("smartCampaigns", 1, "EX Rate", "campaign OP > EX Rate"),
    _rename("smartLists", -1, "Clients", "smart list OP > Clients"),
    _rename("programs", 0, "OPS", "program OPS"),
    _deactivate,
    _schedule,
    _move_campaign,
    _archive,
    _remove_campaign,
    _edit_token,
    _remove_token,
    _change_list,
)


def _with_ids(bundle: Bundle, ids: str) -> Bundle:
    """Return the bundle with the ids of steps and rules as they are, by position, or without."""
    turned: Bundle = copy.deepcopy(bundle)
    steps = [each["flow"]["steps"] for each in turned["smartCampaigns"]]
    rules = [each["rules"].get(kind, []) for each in turned["smartLists"] for kind in _RULES]
    choices = [step["stepChoice"] for each in steps for step in each]
    for elements in (*steps, *rules, *choices):
        for number, element in enumerate(elements, 1):
            if ids == "by position":
                element["id"] = number
            elif ids == "none":
                del element["id"]
    return turned


_RULES = ("triggers", "filters")


@pytest.mark.parametrize("ids", ["as they are", "by position", "none"])
@given(st.sampled_from(_EDITS), st.randoms(use_true_random=False))
def test_a_single_edit_is_described_as_that_edit(
    ids: str, edit: Callable[[Bundle, random.Random], Edits], draw: random.Random
) -> None:
    edited = _base()
    expected = edit(edited, draw)
    comparison = _compare(json.dumps(_with_ids(_base(), ids)), json.dumps(_with_ids(edited, ids)))
    assert _edits(comparison) == expected


# Mirror

_TURNED = {"added": "removed", "removed": "added"}


def _both_ways(comparison: Comparison, *, turned: bool) -> list[object]:
    found: list[object] = []
    for change in comparison.changes:
        details = []
        for each in change.details:
            ends = (each.new, each.old) if turned else (each.old, each.new)
            details.append((_turn(each.edit, turned=turned), *ends))
        key = (change.kind, change.id, _turn(change.change, turned=turned))
        found.append((*key, sorted(details, key=str)))
    return sorted(found, key=str)


def _turn(word: str, *, turned: bool) -> str:
    return _TURNED.get(word, word) if turned else word


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(_EDITS), min_size=1, max_size=6, unique=True),
    st.randoms(use_true_random=False),
    st.sampled_from(["as they are", "by position", "none"]),
)
def test_both_directions_mirror_each_other(
    edits: list[Callable[[Bundle, random.Random], Edits]], draw: random.Random, ids: str
) -> None:
    edited = _base()
    for edit in edits:
        try:
            edit(edited, draw)
        except (IndexError, KeyError, ValueError):  # an earlier edit removed what this one edits
            continue
    draw.shuffle(_steps(edited))
    one, other = (json.dumps(_with_ids(each, ids)) for each in (_base(), edited))
    forward, back = _compare(one, other), _compare(other, one)
    assert _both_ways(forward, turned=False) == _both_ways(back, turned=True)
    effects, mirrored = forward.effects, back.effects
    for links, turned in (
        (effects.calls, mirrored.calls),
        (effects.activations, mirrored.activations),
    ):
        assert {each.text for each in links.added} == {each.text for each in turned.removed}
        assert {each.text for each in links.removed} == {each.text for each in turned.added}
