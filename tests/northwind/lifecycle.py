"""Lifecycle stages and scoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import DO_NOTHING, condition, otherwise, recurring, when
from instance_builder import in_smart_list, moment, value
from northwind.instance import (
    FROM_CRM,
    FROM_IMPORT,
    ONCE,
    changed,
    field,
    in_past,
    new_score,
    once_in,
    points,
    to_status,
)

if TYPE_CHECKING:
    from northwind.instance import Northwind, Tree

_STAGES = ("Known", "Engaged", "MQL", "SAL", "SQL", "Customer", "Recycled", "Disqualified")


def lifecycle(northwind: Northwind, tree: Tree) -> None:
    """Stages from known person to customer, and the ways back."""
    program = northwind.owned_program(
        "OPS Lifecycle",
        1301,
        tree.lifecycle,
        "Marketing operations",
        "Stages from known person to customer, and the ways back",
        channel="Lifecycle",
    )
    northwind.export.tokens(program, {"Score After Recycling": ("score", "0")})
    (
        northwind.trigger(program, "T01 Engaged - First Points", "Known people who show interest")
        .trigger("Score is Changed", *new_score("Behavior Score", "between", ["20", "59"]))
        .filter(*field("Lifecycle Stage", "is", "Known"))
        .changes("Lifecycle Stage", "Engaged")
        .executes("X01 Stamp Stage")
    )
    (
        northwind.trigger(program, "T02 MQL - Score Threshold", "Enough interest and enough fit")
        .trigger("Score is Changed", *new_score("Behavior Score", "at least", "60"))
        .trigger("Data Value Changes", *changed("Demographic Score"))
        .filter(*in_smart_list("OPS Lists.SL MQL Ready"))
        .filter(*field("Lifecycle Stage", "is", ["Known", "Engaged", "Recycled"]))
        .executes("X03 Promote to MQL")
        .requests("OPS Alerts.R01 Alert - New MQL")
    )
    (
        northwind.trigger(
            program, "T03 SAL - Accepted by Sales", "Follows the status in Salesforce"
        )
        .trigger("Data Value Changes", *changed("Lead Status", "Accepted", FROM_CRM))
        .filter(*field("Lifecycle Stage", "is", "MQL"))
        .changes("Lifecycle Stage", "SAL")
        .executes("X01 Stamp Stage")
    )
    (
        northwind.trigger(program, "T04 SQL - Opportunity Created", "An opportunity makes an SQL")
        .trigger("Added to Opportunity", condition("Role", "is", ["Decision Maker", "Evaluator"]))
        .filter(*field("Lifecycle Stage", "is not", "Customer"))
        .changes("Lifecycle Stage", "SQL")
        .executes("X01 Stamp Stage")
    )
    (
        northwind.trigger(
            program, "T05 Customer - Opportunity Won", "Closes the loop on a won deal"
        )
        .trigger("Opportunity is Updated", condition("Is Won", "is", "true"))
        .changes("Lifecycle Stage", "Customer")
        .executes("X01 Stamp Stage")
        .step("Interesting Moment", moment("Milestone", "Became a customer: {{company.Company}}"))
    )
    returned = (
        northwind.trigger(program, "T06 Recycled - Returned by Sales", "Not ready yet, says sales")
        .trigger("Data Value Changes", *changed("Lead Status", "Recycled", FROM_CRM))
        .filter(*field("Lifecycle Stage", "is", ["MQL", "SAL", "SQL"]))
        .changes("Lifecycle Stage", "Recycled")
        .executes("X02 Reset Behavior Score")
        .executes("X01 Stamp Stage")
    )
    northwind.looks_faulty(
        returned,
        "B01 sets the same Lead Status, but the trigger listens to changes by Salesforce only",
    )
    (
        northwind.trigger(program, "T07 Recycled - Opportunity Lost", "Starts the cool-down")
        .trigger("Opportunity is Updated", condition("Stage", "is", "Closed Lost"))
        .filter(*field("Lifecycle Stage", "is", "SQL"))
        .changes("Lifecycle Stage", "Recycled")
        .executes("X02 Reset Behavior Score")
        .executes("X01 Stamp Stage")
    )
    (
        northwind.trigger(
            program, "T08 Disqualified by Sales", "Students, competitors, wrong numbers"
        )
        .trigger("Data Value Changes", *changed("Lead Status", "Disqualified", FROM_CRM))
        .changes("Lifecycle Stage", "Disqualified")
        .executes("X01 Stamp Stage")
    )
    second_look = (
        northwind.trigger(
            program, "T09 Reopen - Second Look", "A good fit gets one second look", **ONCE
        )
        .trigger("Data Value Changes", *changed("Lead Status", "Disqualified"))
        .filter(*field("Demographic Score", "at least", "50"))
        .waits("30 days")
        .choices(
            "Change Data Value",
            when("Lead Status", "is", "Disqualified", value("Lead Status", "Reopened")),
            otherwise(DO_NOTHING),
        )
    )
    (
        northwind.trigger(
            program, "T10 Reopened - Close if Untouched", "Two weeks for the new owner"
        )
        .trigger("Data Value Changes", *changed("Lead Status", "Reopened"))
        .waits("14 days")
        .choices(
            "Change Data Value",
            when("Lead Status", "is", "Reopened", value("Lead Status", "Disqualified")),
            otherwise(DO_NOTHING),
        )
    )
    northwind.looks_faulty(
        second_look,
        "T10 sets the status that starts it again, but each person goes through it once",
    )
    (
        northwind.batch(program, "B01 Recycle - Stale MQLs", "MQLs that no one touched for 60 days")
        .filter(*field("Lifecycle Stage", "is", "MQL"))
        .filter(*field("Lead Status", "is", "Open"))
        .filter(*field("Stage Date MQL", "in past before", "60 days"))
        .changes("Lifecycle Stage", "Recycled")
        .changes("Lead Status", "Recycled")
        .executes("X02 Reset Behavior Score")
        .executes("X01 Stamp Stage")
    )
    (
        northwind.batch(
            program,
            "B02 Disqualify - Competitor Domains",
            "Competitors who signed up since last week",
            recurrence=recurring("Weekly", weekdayMask=["Monday"]),
        )
        .filter(*in_smart_list("OPS Lists.SL Competitors"))
        .filter(*field("Lifecycle Stage", "is not", "Disqualified"))
        .changes("Lifecycle Stage", "Disqualified")
        .executes("X01 Stamp Stage")
    )
    (
        northwind.executable(program, "X01 Stamp Stage", "Date and program status of the new stage")
        .choices(
            "Change Data Value",
            *(
                when(
                    "Lifecycle Stage",
                    "is",
                    stage,
                    value(f"Stage Date {stage}", "{{system.dateTime}}"),
                )
                for stage in _STAGES
            ),
            otherwise(DO_NOTHING),
        )
        .choices(
            "Change Status in Progression",
            *(when("Lifecycle Stage", "is", stage, to_status(program, stage)) for stage in _STAGES),
            otherwise(DO_NOTHING),
        )
    )
    northwind.executable(
        program, "X02 Reset Behavior Score", "People who come back start from scratch"
    ).scores("Behavior Score", "={{my.Score After Recycling}}")
    (
        northwind.executable(
            program, "X03 Promote to MQL", "Stage, Salesforce and owner, in this order"
        )
        .filter(*field("Lifecycle Stage", "is", ["Known", "Engaged", "Recycled"]))
        .changes("Lifecycle Stage", "MQL")
        .changes("Lead Status", "Open")
        .executes("X01 Stamp Stage")
        .executes("OPS SFDC Sync.X01 Sync to Salesforce")
        .executes("OPS Lead Routing.X00 Route Person")
    )
    (
        northwind.executable(program, "X04 Start as Known", "The first stage of every person")
        .filter(*field("Lifecycle Stage", "is empty"))
        .changes("Lifecycle Stage", "Known")
        .executes("X01 Stamp Stage")
    )


def behavior_scoring(northwind: Northwind, tree: Tree) -> None:
    """Points for what people do, with a cap, a floor and decay."""
    program = northwind.owned_program(
        "OPS Scoring Behavior",
        1302,
        tree.lifecycle,
        "Marketing operations",
        "Points for what people do: 0 to 100, and less with time",
    )
    northwind.export.tokens(
        program,
        {
            "Score Pricing Page": ("score", "+10"),
            "Score Product Page": ("score", "+5"),
            "Score Careers Page": ("score", "-15"),
            "Score Content": ("score", "+10"),
            "Score Hand Raiser": ("score", "+40"),
            "Score Calculator": ("score", "+15"),
            "Score Email Click": ("score", "+3"),
            "Score Event Registration": ("score", "+10"),
            "Score Event Attendance": ("score", "+20"),
            "Score Opt-out": ("score", "-20"),
            "Decay 30 Days": ("score", "-5"),
            "Decay 90 Days": ("score", "-15"),
        },
    )
    (
        northwind.trigger(
            program, "T01 Web - Pricing Page", "Counts once a day", **once_in(1, "day")
        )
        .trigger("Visits Web Page", condition("Web Page", "contains", "/pricing"))
        .scores("Behavior Score", "{{my.Score Pricing Page}}")
    )
    (
        northwind.trigger(
            program, "T02 Web - Product Pages", "Counts once a day", **once_in(1, "day")
        )
        .trigger("Visits Web Page", condition("Web Page", "contains", ["/platform/", "/carriers/"]))
        .scores("Behavior Score", "{{my.Score Product Page}}")
    )
    (
        northwind.trigger(
            program, "T03 Web - Careers Page", "Job seekers do not buy", **once_in(1, "month")
        )
        .trigger("Visits Web Page", condition("Web Page", "contains", "/careers"))
        .scores("Behavior Score", "{{my.Score Careers Page}}")
    )
    (
        northwind.trigger(program, "T04 Form - Content", "Downloads of every kind")
        .trigger(
            "Fills Out Form",
            condition(
                "Form Name",
                "is",
                ["CNT Freight Rate Guide 2026.Download", "CNT Carrier Scorecard.Download"],
            ),
        )
        .scores("Behavior Score", "{{my.Score Content}}")
    )
    (
        northwind.trigger(program, "T05 Form - Hand Raiser", "Wants to talk to sales")
        .trigger(
            "Fills Out Form",
            condition("Form Name", "is", ["WEB Demo Request.Demo", "WEB Contact Us.Contact"]),
        )
        .scores("Behavior Score", "{{my.Score Hand Raiser}}")
    )
    calculator = (
        northwind.trigger(
            program, "T06 Form - First Savings Calculation", "Counts the first time only", **ONCE
        )
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Savings Calculator.Calculate"))
        .scores("Behavior Score", "{{my.Score Calculator}}")
    )
    northwind.looks_faulty(
        calculator, "scores each person once, but listens to one form, which counts only once"
    )
    (
        northwind.trigger(
            program, "T07 Email - Clicked Link", "Counts once a day", **once_in(1, "day")
        )
        .trigger("Clicks Link in Email", condition("Link", "contains", "northwind.example"))
        .scores("Behavior Score", "{{my.Score Email Click}}")
    )
    (
        northwind.trigger(program, "T08 Webinar - Registered", "Every webinar of the instance")
        .trigger(
            "Progression Status is Changed",
            condition("Program", "contains", "WBN"),
            condition("New Status", "is", "Registered"),
        )
        .scores("Behavior Score", "{{my.Score Event Registration}}")
    )
    (
        northwind.trigger(program, "T09 Webinar - Attended", "Live or on demand")
        .trigger(
            "Progression Status is Changed",
            condition("Program", "contains", "WBN"),
            condition("New Status", "is", ["Attended", "Attended On-demand"]),
        )
        .scores("Behavior Score", "{{my.Score Event Attendance}}")
    )
    (
        northwind.trigger(program, "T10 Email - Opted Out", "Less interest than it seemed")
        .trigger("Unsubscribes from Email", condition("Email", "is any"))
        .scores("Behavior Score", "{{my.Score Opt-out}}")
    )
    cap = (
        northwind.trigger(program, "T11 Cap - 100 Points", "No more than 100 points")
        .trigger("Score is Changed", *new_score("Behavior Score", "greater than", "100"))
        .scores("Behavior Score", "=100")
    )
    northwind.looks_faulty(
        cap, "changes the score that starts it, but to a value that does not start it again"
    )
    (
        northwind.trigger(program, "T12 Floor - 0 Points", "No less than 0 points")
        .trigger("Score is Changed", *new_score("Behavior Score", "less than", "0"))
        .scores("Behavior Score", "=0")
    )
    decay = (
        northwind.batch(
            program,
            "B01 Decay - Quiet for 30 Days",
            "A few points less every week",
            recurrence=recurring("Weekly", weekdayMask=["Sunday"]),
        )
        .filter(*field("Behavior Score", "greater than", "0"))
        .filter(
            "Not Visited Web Page",
            condition("Web Page", "is any"),
            in_past("30 days"),
        )
        .filter(
            "Not Clicked Link in Email",
            condition("Email", "is any"),
            in_past("30 days"),
        )
        .scores("Behavior Score", "{{my.Decay 30 Days}}")
    )
    northwind.looks_faulty(
        decay, "has two negative filters, but Use ALL filters, and one on the score as well"
    )
    (
        northwind.batch(
            program,
            "B02 Decay - Quiet for 90 Days",
            "Many points less every month",
            recurrence=recurring("Monthly", dayOfMonth=1),
        )
        .filter(*in_smart_list("OPS Lists.SL Quiet for 90 Days"))
        .filter(*field("Behavior Score", "greater than", "0"))
        .scores("Behavior Score", "{{my.Decay 90 Days}}")
    )


def demographic_scoring(northwind: Northwind, tree: Tree) -> None:
    """Points for who people are."""
    program = northwind.owned_program(
        "OPS Scoring Demographic",
        1303,
        tree.lifecycle,
        "Marketing operations",
        "Points for who people are, added up in a draft field",
    )
    northwind.export.tokens(
        program,
        {
            "Score C-Level": ("score", "+25"),
            "Score Director": ("score", "+15"),
            "Score Shipper": ("score", "+20"),
            "Score Broker": ("score", "+10"),
            "Score Large Company": ("score", "+20"),
            "Score Core Market": ("score", "+10"),
        },
    )
    (
        northwind.trigger(
            program, "T01 Profile Changed - Score Again", "Forms score in their own flow"
        )
        .trigger(
            "Data Value Changes",
            *changed(
                ["Job Level", "Industry", "Number of Employees"], source=[FROM_CRM, FROM_IMPORT]
            ),
        )
        .executes("X00 Score Fit")
    )
    (
        northwind.batch(
            program,
            "B01 Quarterly Score Again",
            "Catches what changed without a trigger",
            recurrence=recurring("Monthly", interval=3, dayOfMonth=2),
        )
        .filter(*in_smart_list("OPS Lists.SL Prospects"))
        .executes("X00 Score Fit")
    )
    draft = (
        northwind.executable(
            program, "X00 Score Fit", "Adds up in the draft, then sets the score once"
        )
        .scores("Demographic Score Draft", "=0")
        .executes("X01 Score Job Level")
        .executes("X02 Score Industry")
        .executes("X03 Score Company Size")
        .executes("X04 Score Country")
        .changes("Demographic Score", "{{lead.Demographic Score Draft}}")
    )
    northwind.looks_faulty(
        draft, "resets a score and adds to it, but no trigger listens to the draft field"
    )
    (
        northwind.executable(program, "X01 Score Job Level", "Who decides")
        .filter(*field("Job Level", "is not empty"))
        .choices(
            "Change Score",
            when("Job Level", "is", "C-Level", _fit("{{my.Score C-Level}}")),
            when("Job Level", "is", ["VP", "Director"], _fit("{{my.Score Director}}")),
            otherwise(DO_NOTHING),
        )
    )
    (
        northwind.executable(program, "X02 Score Industry", "Who ships a lot")
        .filter(*field("Industry", "is not empty"))
        .choices(
            "Change Score",
            when("Industry", "is", ["Manufacturing", "Retail"], _fit("{{my.Score Shipper}}")),
            when("Industry", "is", "Logistics", _fit("{{my.Score Broker}}")),
            otherwise(DO_NOTHING),
        )
    )
    (
        northwind.executable(program, "X03 Score Company Size", "Who can afford the platform")
        .filter(*field("Number of Employees", "at least", "500"))
        .scores("Demographic Score Draft", "{{my.Score Large Company}}")
    )
    (
        northwind.executable(program, "X04 Score Country", "Where we have carriers")
        .filter(*field("Country", "is", ["United States", "Canada", "Mexico"]))
        .scores("Demographic Score Draft", "{{my.Score Core Market}}")
    )


def intake(northwind: Northwind, tree: Tree) -> None:
    """The one campaign for new people, and what every form shares."""
    program = northwind.owned_program(
        "OPS Intake",
        1304,
        tree.data,
        "Marketing operations",
        "The shared steps for new people and for every form",
    )
    (
        northwind.trigger(
            program, "T01 New Person", "Imports and Salesforce; forms run X00 themselves"
        )
        .trigger("Lead is Created", condition("Source Type", "is", [FROM_CRM, FROM_IMPORT]))
        .executes("X00 Process Person")
    )
    (
        northwind.executable(
            program, "X00 Process Person", "Clean data first, then source, fit and stage"
        )
        .executes("OPS Data Normalization.X00 Normalize All")
        .executes("OPS Lead Source.X01 Set Original Source")
        .executes("OPS Scoring Demographic.X00 Score Fit")
        .executes("OPS Lifecycle.X04 Start as Known")
    )
    northwind.executable(
        program, "X01 Log Form Fill", "Names the form in an interesting moment"
    ).step("Interesting Moment", moment("Web", "Filled out {{trigger.Name}} in {{program.name}}"))


def _fit(change: str) -> dict[str, str]:
    return points("Demographic Score Draft", change)
