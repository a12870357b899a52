"""What sales sees: owners, Salesforce, alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import DO_NOTHING, condition, executing, otherwise, when
from instance_builder import alert, moment, value
from northwind.instance import FROM_CRM, changed, field

if TYPE_CHECKING:
    from northwind.instance import Northwind, Tree


def routing(northwind: Northwind, tree: Tree) -> None:
    """Owners for MQLs, and what happens if they do nothing."""
    program = northwind.owned_program(
        "OPS Lead Routing",
        1310,
        tree.sales,
        "Sales operations",
        "Owners for MQLs, and what happens if they do nothing",
    )
    northwind.export.tokens(
        program, {"Fallback Owner": "Sales Operations", "SLA": "one business day"}
    )
    (
        northwind.executable(program, "X00 Route Person", "Named accounts first, then territories")
        .filter(*field("Lead Owner", "is", ["Inbound Lead Queue", "Sales Operations"]))
        .choices(
            "Execute Campaign",
            when("Account Tier", "is", ["1", "2"], executing("X01 Route Named Accounts")),
            when("Country", "is", "United States", executing("X02 Route US Territories")),
            when("Country", "is", ["Canada", "Mexico"], executing("X03 Route Canada and Mexico")),
            otherwise(executing("X04 Route Rest of World")),
        )
    )
    northwind.executable(program, "X01 Route Named Accounts", "By industry").choices(
        "Change Owner",
        when("Industry", "is", "Manufacturing", "Maya Brandt"),
        when("Industry", "is", "Retail", "Owen Price"),
        otherwise("{{my.Fallback Owner}}"),
    )
    northwind.executable(program, "X02 Route US Territories", "By state").choices(
        "Change Owner",
        when("State", "is", ["MN", "WI", "IL", "MI"], "Priya Nair"),
        when("State", "is", ["TX", "OK", "LA"], "Luis Ortega"),
        when("State", "starts with", "N", "Grace Kim"),
        otherwise("{{my.Fallback Owner}}"),
    )
    northwind.executable(program, "X03 Route Canada and Mexico", "One owner each").choices(
        "Change Owner",
        when("Country", "is", "Canada", "Noah Tremblay"),
        otherwise("Ana Castillo"),
    )
    northwind.executable(program, "X04 Route Rest of World", "Partners look after these").step(
        "Change Owner", {"Owner": "Partner Desk"}
    )
    (
        northwind.trigger(program, "T01 Owner Left - Reassign", "To sales operations, for a week")
        .trigger("Data Value Changes", *changed("Lead Owner Active", "false"))
        .step("Change Owner", {"Owner": "{{my.Fallback Owner}}"})
    )
    (
        northwind.trigger(program, "T02 Owner Changed - Create Task", "A task for the new owner")
        .trigger(
            "Owner Changes",
            condition("New Owner", "is not", ["Inbound Lead Queue", "Sales Operations"]),
        )
        .step(
            "Create Task",
            {
                "Subject": "New lead: call within {{my.SLA}}",
                "Assign To": "Lead Owner",
                "Due In": "1",
            },
        )
    )
    check = (
        northwind.listener(program, "R01 SLA - First Check", "Has the owner done anything?")
        .waits("1 day")
        .choices(
            "Request Campaign",
            when("Lead Status", "is", "Open", "R02 SLA - Escalate"),
            otherwise(DO_NOTHING),
        )
    )
    northwind.looks_faulty(
        check, "requests a campaign although executing keeps the order, but its target waits"
    )
    (
        northwind.listener(program, "R02 SLA - Escalate", "One more day, then the manager")
        .waits("1 day")
        .choices(
            "Change Data Value",
            when("Lead Status", "is", "Open", value("SLA Status", "Breached")),
            otherwise(value("SLA Status", "Met")),
        )
        .choices(
            "Send Alert",
            when(
                "Lead Status",
                "is",
                "Open",
                alert("OPS Alerts.SLA Breach", "None", "{{my.Alert Recipients}}"),
            ),
            otherwise(DO_NOTHING),
        )
    )


def salesforce(northwind: Northwind, tree: Tree) -> None:
    """What goes to Salesforce, and when."""
    program = northwind.owned_program(
        "OPS SFDC Sync",
        1311,
        tree.sales,
        "Sales operations",
        "What goes to Salesforce, and when",
    )
    queue = northwind.executable(
        program, "X01 Sync to Salesforce", "Known people keep their owner, others wait in a queue"
    ).choices(
        "Sync Lead to SFDC",
        when("SFDC Type", "is", ["Lead", "Contact"], {"Assign To": "Lead Owner"}),
        otherwise({"Assign To": "Inbound Lead Queue"}),
    )
    northwind.looks_faulty(
        queue, "assigns people to a queue, but leads and contacts keep their owner"
    )
    (
        northwind.trigger(
            program, "T01 Sync - Email Preference", "Sales must see an opt-out at once"
        )
        .trigger(
            "Data Value Changes",
            condition("Attribute", "is", "Unsubscribed"),
            condition("Source", "is not", FROM_CRM),
        )
        .filter(*field("SFDC Type", "is", ["Lead", "Contact"]))
        .step("Sync Lead to SFDC", {"Assign To": "Lead Owner"})
    )
    (
        northwind.trigger(
            program, "T02 Sync Error - Retry", "The connector writes errors to a field"
        )
        .trigger("Data Value Changes", *changed("SFDC Sync Error"))
        .filter(*field("SFDC Sync Error", "is not empty"))
        .requests("R01 Sync - Retry")
    )
    implied = (
        northwind.trigger(
            program, "T03 SFDC Campaign - Demo Request", "For the campaign influence report"
        )
        .trigger(
            "Progression Status is Changed",
            condition("Program", "is", "WEB Demo Request"),
            condition("New Status", "is", "Requested"),
        )
        .filter(*field("SFDC Type", "is", ["Lead", "Contact"]))
        .step("Add to SFDC Campaign", {"Campaign": "Demo Requests 2026", "Status": "Responded"})
        .changes("Last Campaign Response", "{{system.date}}")
    )
    northwind.looks_faulty(
        implied, "changes a field after Add to SFDC Campaign, but only for people in Salesforce"
    )
    (
        northwind.listener(program, "R01 Sync - Retry", "Gives the connector two hours")
        .waits("2 hours")
        .choices(
            "Sync Lead to SFDC",
            when("SFDC Sync Error", "is not empty", [], {"Assign To": "Lead Owner"}),
            otherwise(DO_NOTHING),
        )
    )
    (
        northwind.batch(program, "B01 Sync - Missed MQLs", "MQLs that are not in Salesforce")
        .filter(*field("SFDC Type", "is empty"))
        .filter(*field("Lifecycle Stage", "is", "MQL"))
        .executes("X01 Sync to Salesforce")
    )


def alerts(northwind: Northwind, tree: Tree) -> None:
    """Mails and interesting moments for sales people."""
    program = northwind.owned_program(
        "OPS Alerts",
        1312,
        tree.sales,
        "Sales operations",
        "Alerts and interesting moments for sales people",
    )
    (
        northwind.listener(program, "R01 Alert - New MQL", "After routing, to the owner")
        .waits("5 minutes")
        .step("Send Alert", alert("OPS Alerts.New MQL", "Lead Owner", "{{my.Alert Recipients}}"))
        .requests("OPS Lead Routing.R01 SLA - First Check")
    )
    (
        northwind.listener(program, "R02 Alert - Hand Raiser", "Within minutes, not hours")
        .waits("2 minutes")
        .step("Send Alert", alert("OPS Alerts.Hand Raiser", "Lead Owner"))
        .requests("OPS Lead Routing.R01 SLA - First Check")
    )
    pricing = (
        northwind.trigger(program, "T01 Moment - Pricing Page", "Worth a call")
        .trigger("Visits Web Page", condition("Web Page", "contains", "/pricing"))
        .filter(*field("Lifecycle Stage", "is", ["Engaged", "MQL", "SAL", "SQL"]))
        .step("Interesting Moment", moment("Web", "Looked at {{trigger.Web Page}}"))
    )
    northwind.looks_faulty(
        pricing, "has the trigger of OPS Scoring Behavior T01, but reads no field that T01 writes"
    )
    (
        northwind.trigger(program, "T02 Moment - Demo Link", "Clicked, but did not request yet")
        .trigger("Clicks Link in Email", condition("Link", "contains", "/demo"))
        .step("Interesting Moment", moment("Email", "Clicked {{trigger.Link}}"))
    )
    (
        northwind.trigger(
            program, "T03 Alert - Customer on Cancellation Page", "For the account manager"
        )
        .trigger("Visits Web Page", condition("Web Page", "contains", "/cancel-contract"))
        .filter(*field("Lifecycle Stage", "is", "Customer"))
        .step("Send Alert", alert("OPS Alerts.Churn Risk", "Account Owner"))
    )
