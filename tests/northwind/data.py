"""Clean data: normalization, lead source, enrichment, shared lists, deliverability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import DO_NOTHING, condition, executing, otherwise, recurring, when
from instance_builder import in_smart_list, value
from northwind.instance import (
    FROM_CRM,
    FROM_FORM,
    FROM_IMPORT,
    ONCE,
    changed,
    field,
    in_past,
    in_static_list,
    new_score,
    not_in_smart_list,
)

if TYPE_CHECKING:
    from northwind.instance import Northwind, Tree


def normalization(northwind: Northwind, tree: Tree) -> None:
    """One spelling for each value."""
    program = northwind.owned_program(
        "OPS Data Normalization",
        1305,
        tree.data,
        "Marketing operations",
        "One spelling for countries, states, industries and job levels",
    )
    (
        northwind.executable(program, "X00 Normalize All", "Country before state, title last")
        .executes("X01 Normalize Country")
        .executes("X02 Normalize State")
        .executes("X03 Derive Job Level")
        .executes("X04 Clear Placeholders")
    )
    (
        northwind.executable(program, "X01 Normalize Country", "English short names")
        .filter(*field("Country", "is not empty"))
        .choices(
            "Change Data Value",
            when("Country", "is", ["US", "USA", "U.S."], value("Country", "United States")),
            when("Country", "is", ["CA", "CAN"], value("Country", "Canada")),
            when("Country", "is", ["MX", "México"], value("Country", "Mexico")),
            otherwise(DO_NOTHING),
        )
    )
    (
        northwind.executable(program, "X02 Normalize State", "Two-letter codes")
        .filter(*field("Country", "is", ["United States", "Canada"]))
        .filter(*field("State", "is not empty"))
        .choices(
            "Change Data Value",
            when("State", "is", ["Minnesota", "Minn."], value("State", "MN")),
            when("State", "is", ["Illinois", "Ill."], value("State", "IL")),
            when("State", "is", ["Texas", "Tex."], value("State", "TX")),
            when("State", "is", ["Ontario", "Ont."], value("State", "ON")),
            otherwise(DO_NOTHING),
        )
    )
    (
        northwind.executable(program, "X03 Derive Job Level", "From the words of the job title")
        .filter(*field("Job Title", "is not empty"))
        .choices(
            "Change Data Value",
            when("Job Title", "contains", ["Chief", "CEO", "COO"], value("Job Level", "C-Level")),
            when("Job Title", "contains", ["Vice President", "VP"], value("Job Level", "VP")),
            when("Job Title", "contains", "Director", value("Job Level", "Director")),
            otherwise(value("Job Level", "Individual Contributor")),
        )
    )
    (
        northwind.executable(program, "X04 Clear Placeholders", "n/a and the like")
        .filter(*field("Company Name", "is", ["n/a", "none", "-", "test"]))
        .changes("Company Name", "NULL")
    )
    (
        northwind.trigger(
            program, "T01 Address Changed - Normalize", "Changes that no form has cleaned"
        )
        .trigger(
            "Data Value Changes",
            *changed(["Country", "State"], source=[FROM_CRM, FROM_IMPORT]),
        )
        .choices(
            "Execute Campaign",
            when("State", "is empty", [], executing("X01 Normalize Country")),
            otherwise(executing("X02 Normalize State")),
        )
    )
    industry = (
        northwind.trigger(program, "T02 Industry Changed - Normalize", "Spellings of old forms")
        .trigger("Data Value Changes", *changed("Industry", ["3PL", "Freight", "Freight Broker"]))
        .changes("Industry", "Logistics")
    )
    northwind.looks_faulty(
        industry, "changes the field that starts it, but to a value that does not start it again"
    )
    (
        northwind.trigger(program, "T03 Job Title Changed", "Job level first, then the score")
        .trigger("Data Value Changes", *changed("Job Title", source=[FROM_CRM, FROM_IMPORT]))
        .executes("X03 Derive Job Level")
        .executes("OPS Scoring Demographic.X00 Score Fit")
    )
    (
        northwind.batch(program, "B01 Nightly Normalize Country", "What came without a trigger")
        .filter(*field("Country", "is", ["US", "USA", "U.S.", "CA", "CAN", "MX", "México"]))
        .executes("X01 Normalize Country")
    )


def lead_source(northwind: Northwind, tree: Tree) -> None:
    """Where people came from: the first source and the latest one."""
    program = northwind.owned_program(
        "OPS Lead Source",
        1306,
        tree.data,
        "Demand generation",
        "Original source once, latest source with every form",
    )
    (
        northwind.executable(program, "X01 Set Original Source", "Only if it is still empty")
        .filter(*field("Original Lead Source", "is empty"))
        .choices(
            "Change Data Value",
            when("UTM Medium", "is", ["cpc", "paid"], _original("Paid Search")),
            when("UTM Medium", "is", ["social", "paid-social"], _original("Social")),
            when("UTM Medium", "is", "email", _original("Email")),
            when("UTM Medium", "is empty", [], _original("Direct")),
            otherwise(_original("Other")),
        )
    )
    northwind.executable(program, "X02 Set Latest Source", "With every form fill").changes(
        "Latest Lead Source", "{{lead.UTM Source}} / {{lead.UTM Medium}}"
    )
    (
        northwind.trigger(program, "T01 Normalize - Spellings of CRM", "Values from before 2024")
        .trigger("Data Value Changes", *changed("Lead Source", ["tradeshow", "Trade show", "Expo"]))
        .changes("Lead Source", "Event")
    )
    (
        northwind.trigger(program, "T02 Normalize - Web Spellings", "Values from before 2024")
        .trigger("Data Value Changes", *changed("Lead Source", ["web", "www", "Internet"]))
        .changes("Lead Source", "Website")
    )
    (
        northwind.batch(program, "B01 Backfill Original Source", "People from before 2024")
        .filter(*field("Original Lead Source", "is empty"))
        .filter(*field("Lead Source", "is not empty"))
        .changes("Original Lead Source", "{{lead.Lead Source}}")
    )


def enrichment(northwind: Northwind, tree: Tree) -> None:
    """Company data from a vendor."""
    program = northwind.owned_program(
        "OPS Enrichment",
        1307,
        tree.data,
        "Marketing operations",
        "Company data from a vendor, by webhook",
    )
    reads = (
        northwind.trigger(program, "T01 Enrich - New Person from Form", "Business addresses only")
        .trigger("Lead is Created", condition("Source Type", "is", FROM_FORM))
        .filter(*not_in_smart_list("OPS Lists.SL Free Mail"))
        .calls_webhook("Company Data Lookup")
        .waits("10 minutes")
        .choices(
            "Execute Campaign",
            when(
                "Enrichment Status",
                "is",
                "Matched",
                executing("OPS Scoring Demographic.X00 Score Fit"),
            ),
            otherwise(DO_NOTHING),
        )
    )
    northwind.looks_faulty(
        reads, "reads what the webhook writes, but after a Wait step of ten minutes"
    )
    retry = (
        northwind.trigger(program, "T02 Enrich - Retry after Error", "One more attempt", **ONCE)
        .trigger(
            "Webhook is Called",
            condition("Webhook", "is", "Company Data Lookup"),
            condition("Error Type", "is not empty"),
        )
        .waits("1 hour")
        .calls_webhook("Company Data Lookup")
    )
    northwind.looks_faulty(
        retry, "calls the webhook that starts it, but each person goes through it once"
    )


def lists(northwind: Northwind, tree: Tree) -> None:
    """Smart lists and static lists that campaigns share."""
    program = northwind.owned_program(
        "OPS Lists",
        1308,
        tree.data,
        "Marketing operations",
        "Audiences, suppression and target segments that campaigns share",
    )
    for number, name in enumerate(
        ("Target Account People", "Newsletter Subscribers", "Event Opt-outs", "Seed List"), 7001
    ):
        northwind.static_list(program, name, number)
    (
        northwind.smart_list(program, "SL Marketable", 6001, "Everyone who may get marketing email")
        .filter(*field("Email Address", "is not empty"))
        .filter(*not_in_smart_list("OPS Lists.SL Suppression"))
    )
    suppression = (
        northwind.smart_list(
            program, "SL Suppression", 6002, "Everyone who must not get marketing email"
        )
        .filter(*field("Unsubscribed", "is", "true"))
        .filter(*field("Email Invalid", "is", "true"))
        .filter(*field("Marketing Suspended", "is", "true"))
        .filter(*field("Black Listed", "is", "true"))
        .filter(*in_smart_list("OPS Lists.SL Competitors"))
        .match("any")
    )
    northwind.looks_faulty(
        suppression,
        "has suppression filters with Use ANY filters, to find people that others exclude",
    )
    northwind.smart_list(program, "SL Competitors", 6003, "By email domain").filter(
        *field("Email Address", "contains", ["@tidalfreight.example", "@cargolane.example"])
    )
    northwind.smart_list(program, "SL Free Mail", 6004, "Private addresses").filter(
        *field("Email Address", "contains", ["@mail.example", "@inbox.example"])
    )
    (
        northwind.smart_list(program, "SL MQL Ready", 6005, "Enough interest and enough fit")
        .filter(*field("Behavior Score", "at least", "60"))
        .filter(*field("Demographic Score", "at least", "30"))
        .filter(*in_smart_list("OPS Lists.SL Marketable"))
    )
    (
        northwind.smart_list(program, "SL Prospects", 6006, "Marketable, and not a customer yet")
        .filter(*in_smart_list("OPS Lists.SL Marketable"))
        .filter(*field("Lifecycle Stage", "is", ["Known", "Engaged", "Recycled"]))
    )
    northwind.smart_list(program, "SL Customers", 6007, "Shippers with a contract").filter(
        *field("Lifecycle Stage", "is", "Customer")
    )
    (
        northwind.smart_list(program, "SL Target Accounts", 6008, "Segment: named shippers")
        .filter(*field("Account Tier", "is", ["1", "2"]))
        .filter(*field("Industry", "is", ["Manufacturing", "Retail"]))
    )
    (
        northwind.smart_list(program, "SL Mid-Market Brokers", 6009, "Segment: regional brokers")
        .filter(*field("Industry", "is", "Logistics"))
        .filter(*field("Number of Employees", "between", ["50", "499"]))
    )
    (
        northwind.smart_list(program, "SL Newsletter Audience", 6010, "Subscribers who may get it")
        .filter(*in_static_list("OPS Lists.Newsletter Subscribers"))
        .filter(*in_smart_list("OPS Lists.SL Marketable"))
    )
    quiet = (
        northwind.smart_list(program, "SL Quiet for 90 Days", 6011, "No visit, click or form fill")
        .filter("Not Visited Web Page", condition("Web Page", "is any"), in_past("90 days"))
        .filter("Not Clicked Link in Email", condition("Email", "is any"), in_past("90 days"))
        .filter("Not Filled Out Form", condition("Form Name", "is any"), in_past("90 days"))
    )
    northwind.looks_faulty(quiet, "consists of negative filters only, but Use ALL filters")
    (
        northwind.batch(program, "B01 Target Accounts - Add", "The static list that ads use")
        .filter(*in_smart_list("OPS Lists.SL Target Accounts"))
        .filter("Not Member of List", condition("List Name", "not in", _TARGETS))
        .step("Add to List", {"List Name": _TARGETS})
    )
    (
        northwind.batch(program, "B02 Target Accounts - Remove", "Accounts that lost their tier")
        .filter(*in_static_list(_TARGETS))
        .filter(*not_in_smart_list("OPS Lists.SL Target Accounts"))
        .step("Remove from List", {"List Name": _TARGETS})
    )


def deliverability(northwind: Northwind, tree: Tree) -> None:
    """What bounces mean."""
    program = northwind.owned_program(
        "OPS Deliverability",
        1309,
        tree.compliance,
        "Marketing operations",
        "Counts bounces, suspends addresses that fail and releases corrected ones",
    )
    (
        northwind.trigger(program, "T01 Hard Bounce - Count", "Unknown addresses and spam blocks")
        .trigger("Email Bounces", condition("Category", "is", ["1", "2"]))
        .scores("Hard Bounce Count", "+1")
    )
    (
        northwind.trigger(program, "T02 Hard Bounce - Suspend after Three", "Keeps the reputation")
        .trigger("Score is Changed", *new_score("Hard Bounce Count", "at least", "3"))
        .changes("Marketing Suspended", "true")
        .changes("Suspension Reason", "Three hard bounces")
    )
    (
        northwind.trigger(program, "T03 Soft Bounce - Count", "Full mailboxes and time-outs")
        .trigger("Email Bounces Soft", condition("Category", "is", ["3", "4", "9"]))
        .scores("Soft Bounce Count", "+1")
    )
    (
        northwind.trigger(program, "T04 Address Corrected - Release", "A new address, a new start")
        .trigger("Data Value Changes", *changed("Email Address"))
        .filter(*field("Suspension Reason", "contains", "bounces"))
        .changes("Marketing Suspended", "false")
        .changes("Suspension Reason", "NULL")
        .scores("Hard Bounce Count", "=0")
    )
    (
        northwind.batch(program, "B01 Soft Bounce - Suspend after Six", "Nobody reads that mailbox")
        .filter(*field("Soft Bounce Count", "at least", "6"))
        .filter(*field("Marketing Suspended", "is", "false"))
        .changes("Marketing Suspended", "true")
        .changes("Suspension Reason", "Six soft bounces")
    )
    (
        northwind.batch(
            program,
            "B02 Soft Bounce - Reset after Delivery",
            "The mailbox works again",
            recurrence=recurring("Weekly", weekdayMask=["Saturday"]),
        )
        .filter(*field("Soft Bounce Count", "between", ["1", "5"]))
        .filter("Email was Delivered", condition("Email", "is any"), in_past("7 days"))
        .scores("Soft Bounce Count", "=0")
    )
    delete = (
        northwind.batch(
            program,
            "B03 Delete - Invalid and Never Active",
            "Twice a year, after a look at the list",
            recurrence=recurring("Monthly", interval=6, dayOfMonth=15),
        )
        .filter(*field("Email Invalid", "is", "true"))
        .filter(*field("SFDC Type", "is empty"))
        .filter(*in_smart_list("OPS Lists.SL Quiet for 90 Days"))
        .step("Delete Lead", {"Delete from CRM": "false"})
    )
    northwind.looks_faulty(delete, "deletes people without a choice, but has three filters")


_TARGETS = "OPS Lists.Target Account People"


def _original(source: str) -> dict[str, str]:
    return value("Original Lead Source", source)
