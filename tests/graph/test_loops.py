"""Which campaigns loop: certainly, possibly, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from campaignlint.graph.activations import activation_graph, find_loops
from campaignlint.testing import (
    Campaign,
    campaign,
    channel,
    condition,
    otherwise,
    program,
    tokens,
    when,
)
from loading.reading import instance_of

if TYPE_CHECKING:
    from campaignlint.model.instance import Instance
    from campaignlint.testing import Choice, Condition, Part

NOW = "{{system.dateTime}}"
DO_NOTHING = {"Attribute": "--Do Nothing--"}
CERTAIN, SLOWED, POSSIBLE, NONE = "certain", "certain, slowed", "possible", "none"


def verdict(*parts: Part) -> str:
    return verdict_on(instance_of(*parts))


def verdict_on(instance: Instance) -> str:
    loops = find_loops(activation_graph(instance))
    certain = [loop for loop in loops if loop.is_certain]
    if certain:
        return SLOWED if all(loop.slowed_by for loop in certain) else CERTAIN
    return POSSIBLE if loops else NONE


def on(field: str, *constraints: Condition, name: str = "", **fields: Any) -> Campaign:
    """Return an active campaign that listens to a field."""
    made = campaign(name or f"On {field}", **{"isActive": True} | fields)
    return made.trigger("Data Value Changes", condition("Attribute", "is", field), *constraints)


def on_value(field: str, value: str, **fields: Any) -> Campaign:
    return on(field, condition("New Value", "is", value), name=f"On {field} {value}", **fields)


def on_score(score: str, *constraints: Condition) -> Campaign:
    made = campaign(f"On {score}", isActive=True)
    return made.trigger("Score is Changed", condition("Score Name", "is", score), *constraints)


def on_list(name: str) -> Campaign:
    made = campaign(f"On {name}", isActive=True)
    return made.trigger("Added to List", condition("List Name", "is", name))


def to(field: str, value: str) -> dict[str, str]:
    return {"Attribute": field, "New Value": value}


def if_value(field: str, value: str, new: str) -> Choice:
    return when(field, "is", value, to(field, new))


def new_score(operator: str, score: str) -> Condition:
    return condition("New Score", operator, score)


# Fields


def test_time_stamps_that_cause_each_other() -> None:
    assert verdict(on("X").changes("Y", NOW), on("Y").changes("X", NOW)) == CERTAIN


def test_constants_change_nothing_in_the_second_round() -> None:
    assert verdict(on("X").changes("Y", "1"), on("Y").changes("X", "1")) == NONE


def toggle(**fields: Any) -> tuple[Campaign, Campaign]:
    return (
        on_value("Status", "Open", **fields).changes("Status", "Working"),
        on_value("Status", "Working").changes("Status", "Open"),
    )


def test_two_values_that_replace_each_other() -> None:
    assert verdict(*toggle()) == CERTAIN


def test_a_campaign_that_lets_each_person_through_once_ends_a_loop() -> None:
    assert verdict(*toggle(qualificationRuleType="once")) == NONE


def test_an_interval_slows_a_loop() -> None:
    interval = {
        "qualificationRuleType": "interval",
        "qualificationRuleInterval": 1,
        "qualificationRuleUnit": "day",
    }
    assert verdict(*toggle(**interval)) == SLOWED


def test_a_wait_slows_a_loop() -> None:
    assert verdict(on("X").waits("1 day").changes("X", NOW)) == SLOWED


def test_a_normalizer_converges() -> None:
    country = on("Country").choices(
        "Change Data Value",
        if_value("Country", "DE", "Germany"),
        if_value("Country", "Deutschland", "Germany"),
        if_value("Country", "USA", "United States"),
        otherwise(DO_NOTHING),
    )
    assert verdict(country) == NONE


def test_a_normalizer_of_two_fields_converges() -> None:
    address = on("Country").trigger("Data Value Changes", condition("Attribute", "is", "State"))
    address.choices(
        "Change Data Value", if_value("Country", "DE", "Germany"), otherwise(DO_NOTHING)
    )
    address.choices("Change Data Value", if_value("State", "BY", "Bavaria"), otherwise(DO_NOTHING))
    assert verdict(address) == NONE


def test_normalizers_that_disagree() -> None:
    assert (
        verdict(
            on_value("Country", "USA").changes("Country", "United States"),
            on_value("Country", "United States").changes("Country", "USA"),
        )
        == CERTAIN
    )


def test_normalizers_that_disagree_by_choices() -> None:
    one, other = on("Country", name="One"), on("Country", name="Other")
    one.choices(
        "Change Data Value",
        if_value("Country", "USA", "United States"),
        otherwise(DO_NOTHING),
    )
    other.choices(
        "Change Data Value",
        if_value("Country", "United States", "USA"),
        otherwise(DO_NOTHING),
    )
    assert verdict(one, other) == CERTAIN


def test_a_source_constraint_keeps_flows_out() -> None:
    source = condition("Source", "is", "Salesforce.com")
    assert verdict(on("Status", source).changes("Status", "{{lead.Stage}}")) == NONE


def test_an_unknown_value_may_differ() -> None:
    assert verdict(on("Status").changes("Status", "{{lead.Stage}}")) == POSSIBLE


def test_a_value_that_is_appended_to_itself() -> None:
    assert verdict(on("Notes").changes("Notes", "{{lead.Notes}} seen")) == CERTAIN


def test_a_field_that_gets_its_own_value_does_not_change() -> None:
    assert verdict(on("Notes").changes("Notes", "{{lead.Notes}}")) == NONE


def test_a_field_that_gets_its_own_value_and_a_space_may_change() -> None:
    assert verdict(on("Country").changes("Country", "{{lead.Country}} ")) == POSSIBLE


def test_an_inactive_campaign_is_not_activated() -> None:
    assert verdict(on("X", isActive=False).changes("X", NOW)) == NONE


def test_a_filter_on_the_same_field_ends_a_loop() -> None:
    status = on("Status").filter("Status", condition("Status", "is", "Open"))
    assert verdict(status.changes("Status", "Working")) == NONE


def test_a_filter_on_something_else_may_let_people_through() -> None:
    water = on("X").filter("Industry", condition("Industry", "is", "Water"))
    assert verdict(water.changes("X", NOW)) == POSSIBLE


def test_a_choice_that_turns_false() -> None:
    stamp = on("X").choices(
        "Change Data Value", when("X", "is empty", (), to("X", NOW)), otherwise(DO_NOTHING)
    )
    assert verdict(stamp) == NONE


def test_steps_after_remove_from_flow_do_not_run() -> None:
    assert verdict(on("X").removes_from_flow().changes("X", NOW)) == NONE


def test_a_bare_trigger_is_not_understood() -> None:
    bare = campaign("Bare", isActive=True).trigger("Data Value Changes", bare=True)
    instance = instance_of(bare.changes("X", NOW))
    assert verdict_on(instance) == NONE
    coverage = activation_graph(instance).coverage
    assert (coverage.triggers, coverage.triggers_not_understood) == (1, 1)


def test_another_workspace_may_not_see_the_person() -> None:
    one = on("X", workspace="Default").changes("Y", NOW)
    assert verdict(one, on("Y", workspace="EMEA").changes("X", NOW)) == POSSIBLE


def test_a_my_token_is_its_value() -> None:
    home = program("OP Data")
    loop = on("X", program=home).changes("X", "{{my.Value}}")
    assert verdict(home, loop, tokens(home, {"Value": "1"})) == NONE
    assert verdict(home, loop) == POSSIBLE


# Scores


def test_a_floor_converges() -> None:
    assert (
        verdict(on_score("Lead Score", new_score("less than", "0")).scores("Lead Score", "=0"))
        == NONE
    )


def test_a_cap_converges() -> None:
    cap = on_score("Lead Score", new_score("greater than", "100")).changes("Lead Score", "100")
    assert verdict(cap) == NONE


def test_a_score_that_adds_to_itself() -> None:
    assert verdict(on_score("Lead Score").scores("Lead Score", "+5")) == CERTAIN


def test_who_has_passed_a_threshold_passes_it_again() -> None:
    assert (
        verdict(on_score("Lead Score", new_score("at least", "65")).scores("Lead Score", "+5"))
        == CERTAIN
    )


def test_who_leaves_a_band_stops() -> None:
    assert (
        verdict(on_score("Lead Score", new_score("less than", "65")).scores("Lead Score", "+5"))
        == POSSIBLE
    )


def test_a_sum_of_another_score() -> None:
    assert verdict(on_score("Behavior Score").scores("Lead Score", "+5")) == NONE


def test_a_reset_and_an_addition_are_two_changes() -> None:
    score = "Demographic Score"
    assert verdict(on_score(score).scores(score, "=0").scores(score, "+10")) == CERTAIN
    assert verdict(on_score(score).changes(score, "0").scores(score, "+10")) == CERTAIN


# Lists and statuses


def test_lists_back_and_forth() -> None:
    one = on_list("L1").step("Remove from List", "L1").step("Add to List", "L2")
    other = on_list("L2").step("Remove from List", "L2").step("Add to List", "L1")
    assert verdict(one, other) == CERTAIN


def test_lists_without_removal() -> None:
    one, other = on_list("L1").step("Add to List", "L2"), on_list("L2").step("Add to List", "L1")
    assert verdict(one, other) == NONE


WEBINAR = program("WBN Pumps", channel="Webinar")


def status_changes() -> list[Campaign]:
    made = []
    for old, new in (("Registered", "Attended"), ("Attended", "Registered")):
        listening = campaign(f"On {old}", program=WEBINAR, isActive=True).trigger(
            "Progression Status is Changed",
            condition("Program", "is", "WBN Pumps"),
            condition("New Status", "is", old),
        )
        attributes = {"Program": "WBN Pumps", "New Status": new}
        made.append(listening.step("Change Status in Progression", attributes))
    return made


@pytest.mark.parametrize(
    ("steps", "expected"), [((10, 20), NONE), ((10, 10), CERTAIN), (None, POSSIBLE)]
)
def test_a_status_moves_only_upwards(steps: tuple[int, int] | None, expected: str) -> None:
    parts = []
    if steps is not None:
        parts.append(channel("Webinar", dict(zip(("Registered", "Attended"), steps, strict=True))))
    assert verdict(WEBINAR, *parts, *status_changes()) == expected


# Calls


def test_a_loop_through_an_executable_campaign() -> None:
    assert verdict(on("X").executes("EX"), campaign("EX").changes("X", NOW)) == CERTAIN


def test_an_executable_campaign_that_runs_once_does_not_loop() -> None:
    once = campaign("EX", qualificationRuleType="once")
    assert verdict(on("X").executes("EX"), once.changes("X", NOW)) == NONE


def test_an_executable_campaign_that_runs_once_resets_a_value_once() -> None:
    reset = campaign("EX", qualificationRuleType="once").changes("X", "1")
    assert verdict(on("X").executes("EX").changes("X", "2"), reset) != CERTAIN


def test_an_executable_campaign_that_runs_once_ends_the_flow_once() -> None:
    end = campaign("EX", qualificationRuleType="once").removes_from_flow()
    assert verdict(on("X").executes("EX").changes("X", NOW), end) == POSSIBLE


def test_a_request_that_only_some_people_reach() -> None:
    requesting = on("X").choices(
        "Request Campaign",
        when("Region", "is", "EMEA", {"Campaign": "B"}),
        otherwise({"Campaign": "--Do Nothing--"}),
    )
    requested = campaign("B", isActive=True).trigger(
        "Campaign is Requested", condition("Source", "is", "Marketo Flow Action")
    )
    assert verdict(requesting, requested.changes("X", NOW)) == POSSIBLE


# Events that are not changes


def test_a_webhook_that_is_called_again_after_an_error() -> None:
    retry = campaign("Retry", isActive=True).trigger(
        "Webhook is Called",
        condition("Webhook", "is", "W"),
        condition("Error Type", "is not empty"),
    )
    assert verdict(retry.calls_webhook("W")) == POSSIBLE


@pytest.mark.parametrize(("written", "expected"), [("Web", CERTAIN), ("Email", NONE)])
def test_interesting_moments(written: str, expected: str) -> None:
    moment = campaign("Moment", isActive=True).trigger(
        "Has Interesting Moment", condition("Type", "is", "Web")
    )
    step = {"Type": written, "Description": "Seen"}
    assert verdict(moment.step("Interesting Moment", step)) == expected
