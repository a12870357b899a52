"""What activates a campaign, what it activates, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.graph.activations import activation_graph
from campaignlint.graph.activations.neighbors import activated_by, activates, links_from
from campaignlint.testing import Campaign, campaign, condition
from loading.reading import campaign_in, instance_of

if TYPE_CHECKING:
    from campaignlint.model.instance import Instance
    from campaignlint.testing import Condition


def on(name: str, field: str, *constraints: Condition, is_active: bool = True) -> Campaign:
    attribute = condition("Attribute", "is", field)
    made = campaign(name, isActive=is_active)
    return made.trigger("Data Value Changes", attribute, *constraints)


def is_value(value: str) -> Condition:
    return condition("New Value", "is", value)


def stages() -> Instance:
    return instance_of(
        campaign("Set MQL").executes("EX Set MQL"),
        campaign("EX Set MQL").changes("Stage", "MQL"),
        on("Any Stage", "Stage"),
        on("MQL", "Stage", is_value("MQL")).filter("Country", condition("Country", "is", "US")),
        on("SAL", "Stage", is_value("SAL")),
        on("Only SAL", "Stage").filter("Stage", condition("Stage", "is", "SAL")),
        on("Off", "Stage", is_active=False),
        on("Other", "Status"),
    )


def activated_from(instance: Instance, name: str) -> list[tuple[str, str, str]]:
    found = activates(activation_graph(instance), campaign_in(instance, name))
    return [
        (each.campaign.name, each.verdict.certainty.name, each.verdict.reason) for each in found
    ]


def test_what_a_campaign_activates() -> None:
    assert activated_from(stages(), "Set MQL") == [
        ("Any Stage", "CERTAIN", ""),
        ("MQL", "POSSIBLE", "filter 1"),
    ]


def test_what_a_campaign_does_not_activate() -> None:
    instance = stages()
    _, found = links_from(activation_graph(instance), campaign_in(instance, "Set MQL"))
    assert [(each.campaign.name, each.verdict.reason) for each in found] == [
        ("SAL", "trigger 1: New Value is 'SAL'"),
        ("Only SAL", "filter 1"),
        ("Off", "it is not active"),
    ]


def test_what_activates_a_campaign() -> None:
    instance = stages()
    (trigger,) = activated_by(activation_graph(instance), campaign_in(instance, "MQL"))
    assert [(each.writer.name, each.verdict.reason) for each in trigger.links] == [
        ("EX Set MQL", "filter 1")
    ]


def test_another_campaign_may_change_the_value_before() -> None:
    instance = instance_of(
        campaign("Writer").changes("Stage", "MQL"),
        on("Only MQL", "Stage").filter("Stage", condition("Stage", "is", "MQL")),
        on("Reset", "Stage", is_value("MQL")).changes("Stage", "SAL"),
    )
    assert activated_from(instance, "Writer") == [
        ("Only MQL", "POSSIBLE", "filter 1"),
        ("Reset", "CERTAIN", ""),
    ]
