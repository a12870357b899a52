"""The workspace of the Nordic team, which has executable campaigns of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import DO_NOTHING, condition, otherwise, recurring, when
from instance_builder import alert, in_smart_list, value
from northwind.instance import (
    FROM_CRM,
    FROM_IMPORT,
    ONCE,
    changed,
    field,
    in_past,
    in_static_list,
    new_score,
    once_in,
    points,
    to_status,
)
from northwind.programs import Webinar, add_webinar, webinar_tokens

if TYPE_CHECKING:
    from northwind.instance import Northwind, Tree

_COUNTRIES = ["Sweden", "Norway", "Denmark", "Finland"]
_OWNER = "Nordic marketing"


def lists(northwind: Northwind, tree: Tree) -> None:
    """Audiences of the workspace."""
    program = northwind.owned_program(
        "NORD OPS Lists", 1401, tree.nordic_operations, _OWNER, "Audiences of the workspace"
    )
    northwind.static_list(program, "Nyhetsbrev", 7021)
    (
        northwind.smart_list(program, "SL Nordic Marketable", 6021, "With double opt-in")
        .filter(*field("Double Opt-in", "is", "true"))
        .filter(*field("Unsubscribed", "is", "false"))
        .filter(*field("Email Invalid", "is", "false"))
        .filter(*field("Country", "is", _COUNTRIES))
    )


def operations(northwind: Northwind, tree: Tree) -> None:
    """Intake, scoring, MQLs and routing."""
    program = northwind.owned_program(
        "NORD OPS Intake & Routing",
        1402,
        tree.nordic_operations,
        _OWNER,
        "Intake, scoring, MQLs and owners",
    )
    northwind.export.tokens(
        program, {"Score Web": ("score", "+5"), "Score Form": ("score", "+15"), "SLA": "two days"}
    )
    new_person = (
        northwind.trigger(program, "T01 New Person", "Imports and Salesforce; forms run X00")
        .trigger("Lead is Created", condition("Source Type", "is", [FROM_CRM, FROM_IMPORT]))
        .filter(*field("Country", "is", [*_COUNTRIES, "SE", "NO", "DK", "FI"]))
        .executes("X00 Process Person")
    )
    northwind.looks_faulty(
        new_person, "filters on a field that OPS Intake T01 changes, but in another workspace"
    )
    (
        northwind.executable(program, "X00 Process Person", "Clean data, then fit and stage")
        .executes("X01 Normalize Country")
        .executes("X02 Score Fit")
        .executes("X03 Start as Known")
    )
    northwind.executable(program, "X01 Normalize Country", "From codes to names").choices(
        "Change Data Value",
        when("Country", "is", ["SE", "Sverige"], value("Country", "Sweden")),
        when("Country", "is", ["NO", "Norge"], value("Country", "Norway")),
        when("Country", "is", ["DK", "Danmark"], value("Country", "Denmark")),
        when("Country", "is", ["FI", "Suomi"], value("Country", "Finland")),
        otherwise(DO_NOTHING),
    )
    northwind.executable(program, "X02 Score Fit", "One step, one change").choices(
        "Change Score",
        when("Industry", "is", ["Manufacturing", "Retail"], points("Demographic Score", "=40")),
        when("Industry", "is", "Logistics", points("Demographic Score", "=30")),
        otherwise(points("Demographic Score", "=10")),
    )
    (
        northwind.executable(program, "X03 Start as Known", "The first stage of every person")
        .filter(*field("Lifecycle Stage", "is empty"))
        .changes("Lifecycle Stage", "Known")
        .changes("Stage Date Known", "{{system.dateTime}}")
    )
    (
        northwind.executable(program, "X04 Route Person", "One owner per country")
        .filter(*field("Lead Owner", "is", ["Marketo Sync", "Nordic Desk"]))
        .choices(
            "Change Owner",
            when("Country", "is", "Sweden", "Elin Åkesson"),
            when("Country", "is", "Norway", "Henrik Dahl"),
            when("Country", "is", "Denmark", "Freja Holm"),
            otherwise("Nordic Desk"),
        )
    )
    (
        northwind.trigger(
            program, "T02 Score - Nordic Pages", "Counts once a day", **once_in(1, "day")
        )
        .trigger("Visits Web Page", condition("Web Page", "contains", ["/se/", "/no/", "/dk/"]))
        .scores("Behavior Score", "{{my.Score Web}}")
    )
    (
        northwind.trigger(program, "T03 Score - Nordic Forms", "Every form of the workspace")
        .trigger(
            "Fills Out Form",
            condition(
                "Form Name",
                "is",
                ["NORD WEB Kontakt.Kontakt", "NORD WBN 2026-10-22 Grön Logistik.Registration"],
            ),
        )
        .scores("Behavior Score", "{{my.Score Form}}")
    )
    (
        northwind.trigger(program, "T04 MQL - Score Threshold", "Lower than in America")
        .trigger("Score is Changed", *new_score("Behavior Score", "at least", "45"))
        .filter(*in_smart_list("NORD OPS Lists.SL Nordic Marketable"))
        .filter(*field("Demographic Score", "at least", "30"))
        .filter(*field("Lifecycle Stage", "is", ["Known", "Engaged", "Recycled"]))
        .changes("Lifecycle Stage", "MQL")
        .changes("Stage Date MQL", "{{system.dateTime}}")
        .executes("X04 Route Person")
        .requests("R01 Alert - New MQL")
    )
    (
        northwind.listener(program, "R01 Alert - New MQL", "To the owner, in the working language")
        .waits("10 minutes")
        .step(
            "Send Alert",
            alert("NORD OPS Intake & Routing.Ny MQL", "Lead Owner", "{{my.Alert Recipients}}"),
        )
    )


def consent(northwind: Northwind, tree: Tree) -> None:
    """Double opt-in."""
    program = northwind.owned_program(
        "NORD OPS Consent",
        1403,
        tree.nordic_operations,
        "Privacy and compliance",
        "Double opt-in and its records",
    )
    northwind.export.tokens(program, {"Consent Version": "2026-01"})
    email = "NORD OPS Consent.Bekräfta"
    (
        northwind.trigger(program, "T01 Opt-in - Ask to Confirm", "Asks for the second click")
        .trigger("Data Value Changes", *changed("Opt-in", "true"))
        .filter(*field("Double Opt-in", "is not", "true"))
        .sends(email)
    )
    (
        northwind.trigger(program, "T02 Opt-in - Confirmed", "The second click")
        .trigger("Clicks Link in Email", condition("Email", "is", email))
        .executes("X01 Record Consent")
    )
    (
        northwind.executable(program, "X01 Record Consent", "What the auditor wants to see")
        .changes("Double Opt-in", "true")
        .changes("Consent Version", "{{my.Consent Version}}")
        .changes("Consent Date", "{{system.date}}")
    )
    (
        northwind.batch(program, "B01 Opt-in - Not Confirmed", "No answer for 30 days")
        .filter(*field("Opt-in", "is", "true"))
        .filter(*field("Double Opt-in", "is not", "true"))
        .filter("Was Sent Email", condition("Email", "is", email))
        .filter("Not Was Sent Email", condition("Email", "is", email), in_past("30 days"))
        .changes("Opt-in", "false")
    )


def programs(northwind: Northwind, tree: Tree) -> None:
    """Webinar, newsletter and website."""
    webinar = northwind.owned_program(
        "NORD WBN 2026-10-22 Grön Logistik",
        1410,
        tree.nordic_programs,
        _OWNER,
        "Live webinar in Swedish",
        type="webinar",
        channel="Webinar",
        startDate="2026-10-22T08:00:00Z+0000",
        endDate="2026-10-22T09:00:00Z+0000",
        tags=[{"tagType": "Business Unit", "tagValue": "Nordics"}],
    )
    northwind.export.tokens(webinar, webinar_tokens("Grön logistik", "2026-10-22", "Elin Åkesson"))
    add_webinar(
        northwind,
        Webinar(
            webinar,
            "NORD OPS Intake & Routing.X00 Process Person",
            "NORD OPS Lists.SL Nordic Marketable",
        ),
    )
    newsletter = northwind.owned_program(
        "NORD EML Nyhetsbrev",
        1411,
        tree.nordic_programs,
        _OWNER,
        "Monthly newsletter in Swedish",
        channel="Email Send",
    )
    email = f"{newsletter.name}.Nyhetsbrev"
    (
        northwind.batch(
            newsletter,
            "B01 Send Newsletter",
            "On the fifth of each month",
            recurrence=recurring("Monthly", dayOfMonth=5),
        )
        .filter(*in_static_list("NORD OPS Lists.Nyhetsbrev"))
        .filter(*in_smart_list("NORD OPS Lists.SL Nordic Marketable"))
        .filter("Not Was Sent Email", condition("Email", "is", email), in_past("20 days"))
        .sends(email)
    )
    (
        northwind.trigger(newsletter, "T01 Subscribed", "From the box on every form", **ONCE)
        .trigger("Data Value Changes", *changed("Double Opt-in", "true"))
        .step("Add to List", {"List Name": "NORD OPS Lists.Nyhetsbrev"})
    )
    website = northwind.owned_program(
        "NORD WEB Kontakt",
        1412,
        tree.nordic_programs,
        _OWNER,
        "Contact form of the Nordic website",
        channel="Web Form",
    )
    (
        northwind.trigger(website, "T01 Requested", "Clean data, then an owner")
        .trigger("Fills Out Form", condition("Form Name", "is", "NORD WEB Kontakt.Kontakt"))
        .step("Change Status in Progression", to_status(website, "Requested"))
        .executes("NORD OPS Intake & Routing.X00 Process Person")
        .executes("NORD OPS Intake & Routing.X04 Route Person")
        .sends("NORD WEB Kontakt.Tack")
    )
