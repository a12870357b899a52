"""What one event sets off: races between campaigns, cascades, and campaigns that start again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from campaignlint.graph.activations import activation_graph
from campaignlint.graph.activations.cascades import OutsideEvent, cascades
from campaignlint.graph.activations.races import filter_races, self_activations
from campaignlint.graph.activations.webhooks import reads_after_webhooks, written_fields
from campaignlint.testing import Campaign, campaign, condition, otherwise, program, when
from loading.reading import campaign_in, instance_of

if TYPE_CHECKING:
    from campaignlint.testing import Part

DO_NOTHING = {"Attribute": "--Do Nothing--"}


def on_form(name: str, form: str = "WEB Demo.Request", **fields: Any) -> Campaign:
    made = campaign(name, **{"isActive": True} | fields)
    return made.trigger("Fills Out Form", condition("Form Name", "is", form))


def on_field(name: str, field: str, value: str = "") -> Campaign:
    constraints = [condition("New Value", "is", value)] if value else []
    attribute = condition("Attribute", "is", field)
    return campaign(name, isActive=True).trigger("Data Value Changes", attribute, *constraints)


def asking_for(made: Campaign, field: str, operator: str, value: str) -> Campaign:
    return made.filter(field, condition(field, operator, value))


def to(field: str, value: str) -> dict[str, str]:
    return {"Attribute": field, "New Value": value}


# Filters


def filter_races_in(*parts: Part) -> list[str]:
    graph = activation_graph(instance_of(*parts))
    return [
        f"{race.write.campaign} {race.write.name} > {race.filter.location.text}"
        for race in filter_races(graph)
    ]


def region() -> Campaign:
    return on_form("Set Region").choices(
        "Change Data Value",
        when("Country", "is", ["Germany", "France"], to("Region", "EMEA")),
        otherwise(to("Region", "AMER")),
    )


def test_a_filter_asks_for_what_another_campaign_sets_at_the_same_event() -> None:
    route = asking_for(on_form("Route EMEA"), "Region", "is", "EMEA")
    assert filter_races_in(region(), route) == ["'Set Region' Region > Route EMEA > filter 1"]


def test_a_value_that_is_never_set_does_not_race() -> None:
    route = asking_for(on_form("Route APAC"), "Region", "is", "APAC")
    assert filter_races_in(region(), route) == []


def test_another_form_is_another_event() -> None:
    route = asking_for(on_form("Route EMEA", "WEB Contact.Us"), "Region", "is", "EMEA")
    assert filter_races_in(region(), route) == []


def test_a_trigger_on_several_forms_fires_at_the_events_of_each() -> None:
    route = campaign("Route EMEA", isActive=True).trigger(
        "Fills Out Form", condition("Form Name", "is", ["WEB Contact.Us", "web demo.request"])
    )
    route = asking_for(route, "Region", "is", "EMEA")
    assert filter_races_in(region(), route) == ["'Set Region' Region > Route EMEA > filter 1"]


def test_a_wait_gives_the_others_time() -> None:
    late = on_form("Set Region").waits("1 day").changes("Region", "EMEA")
    route = asking_for(on_form("Route EMEA"), "Region", "is", "EMEA")
    assert filter_races_in(late, route) == []


def test_what_only_some_people_get_does_not_count() -> None:
    some = on_form("Set Region").choices(
        "Change Data Value",
        when("Country", "is", "Germany", to("Region", "EMEA")),
        otherwise(DO_NOTHING),
    )
    route = asking_for(on_form("Route EMEA"), "Region", "is", "EMEA")
    assert filter_races_in(some, route) == []


def test_campaigns_for_different_people_do_not_race() -> None:
    german = asking_for(on_form("Germany"), "Country", "is", "Germany").changes("Region", "EMEA")
    french = asking_for(on_form("France"), "Country", "is", "France")
    asking_for(french, "Region", "is", "EMEA")
    assert filter_races_in(german, french) == []


def test_a_campaign_that_asks_for_the_field_itself_does_not_race() -> None:
    again = asking_for(on_form("Set Region"), "Region", "is", "EMEA").changes("Region", "EMEA")
    route = asking_for(on_form("Route EMEA"), "Region", "is", "EMEA")
    assert filter_races_in(again, route) == []


def test_an_executed_campaign_writes_at_once() -> None:
    intake = on_form("Intake").executes("EX Region")
    route = asking_for(on_form("Route EMEA"), "Region", "is", "EMEA")
    executed = campaign("EX Region").changes("Region", "EMEA")
    races = filter_races_in(intake, executed, route)
    assert races == ["'EX Region' Region > Route EMEA > filter 1"]


def test_workspaces_do_not_race() -> None:
    route = asking_for(on_form("Route EMEA", workspace="EMEA"), "Region", "is", "EMEA")
    assert filter_races_in(region(), route) == []


# Campaigns that activate themselves


def self_activations_in(*parts: Part) -> list[tuple[str, str]]:
    graph = activation_graph(instance_of(*parts))
    return [(str(each.write.campaign), each.write.name) for each in self_activations(graph)]


def test_a_normalizer_activates_itself() -> None:
    normalizer = on_field("Normalize", "Country").choices(
        "Change Data Value",
        when("Country", "is", "DE", to("Country", "Germany")),
        otherwise(DO_NOTHING),
    )
    assert self_activations_in(normalizer) == [("'Normalize'", "Country")]


def test_a_constraint_on_the_new_value_keeps_it_out() -> None:
    assert self_activations_in(on_field("DE", "Country", "DE").changes("Country", "Germany")) == []


def test_a_filter_keeps_it_out() -> None:
    made = asking_for(on_field("DE", "Country"), "Country", "is", "DE")
    assert self_activations_in(made.changes("Country", "Germany")) == []


# Cascades


def test_a_cascade_follows_events_and_calls() -> None:
    scoring = program("OP Scoring")
    (cascade,) = cascades(
        activation_graph(
            instance_of(
                on_form("Intake").changes("Stage", "MQL").executes("OP Scoring.EX Score"),
                campaign("EX Score", program=scoring).scores("Score", "+5").executes("EX More"),
                campaign("EX More", program=scoring).sends("Thanks"),
                on_field("On MQL", "Stage", "MQL").step("Send Alert", "MQL").calls_webhook("W"),
                on_field("On SAL", "Stage", "SAL").sends("SAL"),
                campaign("On Score", isActive=True)
                .trigger("Score is Changed", condition("Score Name", "is", "Score"))
                .changes("Grade", "A"),
                on_field("On Grade", "Grade").sends("Grade"),
            )
        )
    )
    assert cascade.root == OutsideEvent("Fills Out Form", "WEB Demo.Request")
    assert [(step.campaign.name, step.depth) for step in cascade.steps] == [
        ("Intake", 1),
        ("EX Score", 1),
        ("EX More", 1),
        ("On MQL", 2),
        ("On Score", 2),
        ("On Grade", 3),
    ]
    assert (cascade.depth, cascade.breadth, cascade.is_complete) == (3, 5, True)
    assert cascade.counts == {"Send Email": 2, "Send Alert": 1, "Call Webhook": 1}


def test_a_trigger_on_any_form_is_part_of_each_cascade() -> None:
    anywhere = campaign("Any Form", isActive=True).trigger(
        "Fills Out Form", condition("Form Name", "is any")
    )
    found = cascades(activation_graph(instance_of(on_form("One"), anywhere)))
    names = {str(each.root): [step.campaign.name for step in each.steps] for each in found}
    assert names == {
        "Fills Out Form": ["Any Form"],
        "Fills Out Form 'WEB Demo.Request'": ["One", "Any Form"],
    }


# Webhooks


def test_reads_after_a_webhook() -> None:
    enrich = (
        on_form("Enrich")
        .calls_webhook("Data")
        .choices(
            "Change Data Value",
            when("Industry", "is", "Water", to("Segment", "{{lead.Size}}")),
            otherwise(to("Segment", "Other")),
        )
        .step("Sync Lead to SFDC", "Queue")
        .waits("5 minutes")
        .choices(
            "Change Data Value",
            when("Industry", "is", "Water", to("Segment", "Water")),
            otherwise(DO_NOTHING),
        )
    )
    instance = instance_of(enrich)
    reads = reads_after_webhooks(campaign_in(instance, "Enrich"), lambda name: name != "Other")
    assert [(each.use.location.text, each.field) for each in reads] == [
        ("Enrich > flow step 2 > choice 1", "Industry"),
        ("Enrich > flow step 2", "Size"),
        ("Enrich > flow step 3", ""),
    ]
    assert written_fields(instance) == {"segment"}
