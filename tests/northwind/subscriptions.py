"""Preferences and consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import DO_NOTHING, FROM_API, condition, is_requested, otherwise, when
from instance_builder import moment, value
from northwind.instance import changed

if TYPE_CHECKING:
    from northwind.instance import Northwind, Tree

_NEWSLETTER = "OPS Lists.Newsletter Subscribers"


def preference_center(northwind: Northwind, tree: Tree) -> None:
    """Opt-outs, topics and pauses."""
    program = northwind.owned_program(
        "OPS Preference Center",
        1313,
        tree.compliance,
        "Privacy and compliance",
        "Opt-outs, topics and pauses",
    )
    removes = (
        northwind.trigger(program, "T01 Global Unsubscribe", "However the opt-out arrived")
        .trigger("Data Value Changes", *changed("Unsubscribed", "true"))
        .changes("Newsletter Opt-in", "false")
        .changes("Product News Opt-in", "false")
        .step("Interesting Moment", moment("Milestone", "Unsubscribed on {{system.date}}"))
        .removes_from_flow("NUR Shipper Nurture.T06 Content Follow-up")
    )
    northwind.looks_faulty(
        removes, "removes people from another flow, but that one is active and waits"
    )
    (
        northwind.trigger(program, "T02 Preferences Saved", "The form writes the topics itself")
        .trigger(
            "Fills Out Form", condition("Form Name", "is", "OPS Preference Center.Preferences")
        )
        .changes("Preferences Updated At", "{{system.dateTime}}")
        .sends("OPS Preference Center.Preferences Confirmed")
    )
    (
        northwind.trigger(
            program, "T03 Resubscribe", "Needs the form: an opened email is no consent"
        )
        .trigger(
            "Fills Out Form", condition("Form Name", "is", "OPS Preference Center.Welcome Back")
        )
        .changes("Unsubscribed", "false")
        .changes("Unsubscribed Reason", "NULL")
        .sends("OPS Preference Center.Welcome Back")
    )
    pause = (
        northwind.trigger(program, "T04 Pause for 60 Days", "No email for two months")
        .trigger("Fills Out Form", condition("Form Name", "is", "OPS Preference Center.Pause"))
        .changes("Marketing Suspended", "true")
        .changes("Suspension Reason", "Pause")
        .waits("60 days")
        .choices(
            "Change Data Value",
            when("Suspension Reason", "is", "Pause", value("Marketing Suspended", "false")),
            otherwise(DO_NOTHING),
        )
    )
    northwind.looks_faulty(
        pause, "sets a field back after two months, but checks first that the reason still holds"
    )
    joins = (
        northwind.trigger(program, "T05 Newsletter - Join", "The field decides, the list follows")
        .trigger("Data Value Changes", *changed("Newsletter Opt-in", "true"))
        .step("Add to List", {"List Name": _NEWSLETTER})
    )
    northwind.looks_faulty(
        joins, "adds people to a list from which T06 removes them, but neither starts the other"
    )
    (
        northwind.trigger(program, "T06 Newsletter - Leave", "The field decides, the list follows")
        .trigger("Data Value Changes", *changed("Newsletter Opt-in", "false"))
        .step("Remove from List", {"List Name": _NEWSLETTER})
    )
    portal = (
        northwind.trigger(program, "R01 Preferences via Portal", "For the shipper portal")
        .trigger("Campaign is Requested", is_requested(FROM_API))
        .changes("Preferences Updated At", "{{system.dateTime}}")
        .step("Interesting Moment", moment("Web", "Changed preferences in the portal"))
    )
    northwind.looks_faulty(portal, "no campaign requests it, but the portal does, by API")
