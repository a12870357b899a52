"""Programs of the marketing team: webinar, trade show, engagement, email, content, web forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from campaignlint.testing import DO_NOTHING, condition, otherwise, recurring, when
from instance_builder import in_smart_list, moment
from northwind.instance import (
    ONCE,
    changed,
    field,
    in_past,
    new_score,
    new_status,
    not_in_smart_list,
    to_status,
)

if TYPE_CHECKING:
    from campaignlint.testing import Campaign, Condition, Program, TokenValue
    from northwind.instance import Northwind, Tree


class Webinar(NamedTuple):
    """What differs between the webinars that were cloned from one template."""

    program: Program
    intake: str
    """The executable campaign that processes people of its form."""
    audience: str
    """The smart list that is invited."""
    is_live: bool = True


def webinar_tokens(name: str, date: str, speaker: str) -> dict[str, TokenValue]:
    """The tokens of a webinar program."""
    return {"Event Name": name, "Event Date": ("date", date), "Speaker": speaker}


def add_webinar(northwind: Northwind, webinar: Webinar) -> None:
    """The campaigns of a webinar: invitation, registration, reminder, and what follows."""
    program = webinar.program
    (
        northwind.idle(program, "B01 Invitation", "Sent by hand when the speakers have agreed")
        .filter(*in_smart_list(webinar.audience))
        .filter("Not Member of Program", condition("Program", "not in", program.name))
        .step("Change Status in Progression", to_status(program, "Invited"))
        .sends(f"{program.name}.Invitation")
    )
    (
        northwind.idle(program, "B02 Reminder", "Sent by hand on the day before")
        .filter(
            "Member of Program",
            condition("Program", "in", program.name),
            condition("Status", "is", "Registered"),
        )
        .sends(f"{program.name}.Reminder")
    )
    (
        _reacting(northwind, webinar, "T01 Registered", "Confirms the registration")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Registration"))
        .step("Change Status in Progression", to_status(program, "Registered"))
        .executes(webinar.intake)
        .sends(f"{program.name}.Confirmation")
    )
    (
        _reacting(northwind, webinar, "T02 Attended", "Thanks, with the slides")
        .trigger("Progression Status is Changed", *new_status(program, "Attended"))
        .sends(f"{program.name}.Thank You")
        .step("Interesting Moment", moment("Milestone", "Attended {{my.Event Name}}"))
    )
    (
        _reacting(northwind, webinar, "T03 No Show", "The recording")
        .trigger("Progression Status is Changed", *new_status(program, "No Show"))
        .sends(f"{program.name}.Recording")
    )
    (
        _reacting(northwind, webinar, "T04 Watched on Demand", "Counts like attending")
        .trigger("Visits Web Page", condition("Web Page", "is", f"{program.name}.Recording"))
        .step("Change Status in Progression", to_status(program, "Attended On-demand"))
    )


def _reacting(northwind: Northwind, webinar: Webinar, name: str, description: str) -> Campaign:
    add = northwind.trigger if webinar.is_live else northwind.idle
    return add(webinar.program, name, description)


def webinar(northwind: Northwind, tree: Tree) -> None:
    """The next webinar."""
    program = northwind.owned_program(
        "WBN 2026-10-08 Freight Visibility",
        1330,
        tree.events,
        "Event marketing",
        "Live webinar for shippers",
        type="webinar",
        channel="Webinar",
        startDate="2026-10-08T16:00:00Z+0000",
        endDate="2026-10-08T17:00:00Z+0000",
        tags=[{"tagType": "Business Unit", "tagValue": "Shippers"}],
    )
    northwind.export.tokens(
        program, webinar_tokens("Freight Visibility", "2026-10-08", "Maya Brandt")
    )
    add_webinar(
        northwind, Webinar(program, "OPS Intake.X00 Process Person", "OPS Lists.SL Prospects")
    )


def past_webinar(northwind: Northwind, tree: Tree) -> None:
    """A webinar of which only the recording is left."""
    program = northwind.owned_program(
        "WBN 2026-06-18 Peak Season Planning",
        1331,
        tree.events,
        "Event marketing",
        "Past webinar; its recording is still on the website",
        type="webinar",
        channel="Webinar",
        startDate="2026-06-18T16:00:00Z+0000",
        endDate="2026-06-18T17:00:00Z+0000",
        tags=[{"tagType": "Business Unit", "tagValue": "Shippers"}],
    )
    northwind.export.tokens(
        program, webinar_tokens("Peak Season Planning", "2026-06-18", "Owen Price")
    )
    (
        northwind.idle(program, "T01 Registered", "Deactivated after the event")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Registration"))
        .step("Change Status in Progression", to_status(program, "Registered"))
        .sends(f"{program.name}.Confirmation")
    )
    (
        northwind.trigger(program, "T04 Watched on Demand", "Stays active for a year")
        .trigger("Visits Web Page", condition("Web Page", "is", f"{program.name}.Recording"))
        .step("Change Status in Progression", to_status(program, "Attended On-demand"))
    )


def trade_show(northwind: Northwind, tree: Tree) -> None:
    """A booth with a scanner."""
    program = northwind.owned_program(
        "EVT 2026-11 LogiExpo Chicago",
        1332,
        tree.events,
        "Event marketing",
        "Booth and meetings",
        type="event",
        channel="Tradeshow",
        costs=[{"startDate": "2026-11-01T00:00:00Z+0000", "cost": 36000, "note": "Booth"}],
    )
    northwind.export.tokens(
        program, {"Booth": "Hall 2, 118", "Score Booth Visit": ("score", "+25")}
    )
    northwind.static_list(program, "Booth Scans", 7011)
    (
        northwind.idle(program, "B01 Invitation", "Sent by hand four weeks before")
        .filter(*in_smart_list("OPS Lists.SL Prospects"))
        .filter(*field("State", "is", ["IL", "WI", "MI", "MN"]))
        .filter("Not Member of List", condition("List Name", "not in", "OPS Lists.Event Opt-outs"))
        .step("Change Status in Progression", to_status(program, "Invited"))
        .sends(f"{program.name}.Invitation")
    )
    (
        northwind.trigger(program, "T01 Booth Scan", "From the list that the scanner imports")
        .trigger("Added to List", condition("List Name", "is", f"{program.name}.Booth Scans"))
        .step("Change Status in Progression", to_status(program, "Visited Booth"))
        .executes("OPS Intake.X00 Process Person")
        .scores("Behavior Score", "{{my.Score Booth Visit}}")
        .step("Interesting Moment", moment("Milestone", "Visited our booth, {{my.Booth}}"))
    )
    (
        northwind.trigger(program, "T02 Meeting Booked", "From the meeting form")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Meeting"))
        .step("Change Status in Progression", to_status(program, "Met Sales"))
        .executes("OPS Intake.X00 Process Person")
        .executes("OPS Lifecycle.X03 Promote to MQL")
        .requests("OPS Alerts.R02 Alert - Hand Raiser")
    )
    (
        northwind.idle(program, "B02 Follow-up", "Sent by hand in the week after")
        .filter("Member of Program", condition("Program", "in", program.name))
        .filter(*in_smart_list("OPS Lists.SL Marketable"))
        .choices(
            "Send Email",
            when("Lifecycle Stage", "is", "Customer", f"{program.name}.Follow-up for Customers"),
            otherwise(f"{program.name}.Follow-up"),
        )
    )


def shipper_nurture(northwind: Northwind, tree: Tree) -> None:
    """An engagement program whose streams people change by rules."""
    program = northwind.owned_program(
        "NUR Shipper Nurture",
        1340,
        tree.nurture,
        "Demand generation",
        "Awareness, consideration and decision for shippers",
        type="nurture",
        channel="Nurture",
        status="on",
    )
    northwind.export.tokens(program, {"Next Step Link": "https://northwind.example/next"})
    (
        northwind.batch(program, "B01 Enter Awareness", "Prospects that are not in the program")
        .filter(*in_smart_list("OPS Lists.SL Prospects"))
        .filter("Not Member of Nurture", condition("Nurture", "not in", program.name))
        .step("Add to Nurture", {"Program": program.name, "Stream": "Awareness"})
    )
    (
        northwind.trigger(program, "T01 To Consideration", "After the first product page")
        .trigger("Visits Web Page", condition("Web Page", "contains", "/platform/"))
        .filter(*_in_stream(program, "Awareness"))
        .step("Change Nurture Track", {"Program": program.name, "Stream": "Consideration"})
    )
    (
        northwind.trigger(program, "T02 To Decision", "Shortly before they become MQLs")
        .trigger("Score is Changed", *new_score("Behavior Score", "between", ["40", "59"]))
        .filter(*_in_stream(program, "Consideration"))
        .step("Change Nurture Track", {"Program": program.name, "Stream": "Decision"})
    )
    (
        northwind.trigger(program, "T03 Pause - With Sales", "Sales talks, marketing listens")
        .trigger("Data Value Changes", *changed("Lifecycle Stage", ["MQL", "SAL", "SQL"]))
        .step("Change Nurture Cadence", {"Program": program.name, "Cadence": "Paused"})
    )
    resume = (
        northwind.trigger(program, "T04 Resume - Recycled", "After a cool-down of two weeks")
        .trigger("Data Value Changes", *changed("Lifecycle Stage", "Recycled"))
        .waits("14 days")
        .choices(
            "Change Nurture Cadence",
            when(
                "Lifecycle Stage",
                "is",
                "Recycled",
                {"Program": program.name, "Cadence": "Normal"},
            ),
            otherwise(DO_NOTHING),
        )
    )
    northwind.looks_faulty(
        resume, "acts two weeks after the trigger, but a choice checks the stage again"
    )
    (
        northwind.trigger(program, "T05 Exit - Customer", "Moves on to onboarding")
        .trigger("Data Value Changes", *changed("Lifecycle Stage", "Customer"))
        .step("Change Nurture Cadence", {"Program": program.name, "Cadence": "Paused"})
        .step("Add to Nurture", {"Program": "NUR Customer Onboarding", "Stream": "First 90 Days"})
    )
    (
        northwind.trigger(
            program, "T06 Content Follow-up", "For people who click the guide", **ONCE
        )
        .trigger(
            "Clicks Link in Email",
            condition("Email", "is", f"{program.name}.Awareness 3 - Rate Guide"),
        )
        .filter("Member of Nurture", condition("Nurture", "in", program.name))
        .waits("2 days")
        .choices(
            "Send Email",
            when("Lifecycle Stage", "is", ["Known", "Engaged"], f"{program.name}.Guide Follow-up"),
            otherwise(DO_NOTHING),
        )
    )


def customer_onboarding(northwind: Northwind, tree: Tree) -> None:
    """The first ninety days of a customer."""
    program = northwind.owned_program(
        "NUR Customer Onboarding",
        1341,
        tree.nurture,
        "Customer marketing",
        "The first 90 days",
        type="nurture",
        channel="Nurture",
        status="on",
    )
    (
        northwind.trigger(program, "T01 Training Booked", "Counts as engaged")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Training"))
        .step("Change Status in Progression", to_status(program, "Engaged"))
        .sends(f"{program.name}.Training Confirmed")
    )
    (
        northwind.batch(
            program,
            "B01 Finish after 90 Days",
            "Pauses the streams",
            recurrence=recurring("Weekly", weekdayMask=["Friday"]),
        )
        .filter("Member of Nurture", condition("Nurture", "in", program.name))
        .filter(*field("Stage Date Customer", "in past before", "90 days"))
        .step("Change Nurture Cadence", {"Program": program.name, "Cadence": "Paused"})
    )


def product_newsletter(northwind: Northwind, tree: Tree) -> None:
    """An email program and its follow-up."""
    program = northwind.owned_program(
        "EML 2026-09 Product Newsletter",
        1345,
        tree.email,
        "Customer marketing",
        "Email program: the audience and the schedule are in the program itself",
        type="email",
        channel="Email Send",
        status="locked",
        startDate="2026-09-09T14:00:00Z+0000",
        endDate="2026-09-09T14:00:00Z+0000",
    )
    email = f"{program.name}.Newsletter"
    (
        northwind.trigger(program, "T01 Clicked", "Sets the program status")
        .trigger("Clicks Link in Email", condition("Email", "is", email))
        .step("Change Status in Progression", to_status(program, "Clicked"))
    )
    resend = (
        northwind.idle(program, "B01 Resend to Non-Openers", "One week later, by hand", **ONCE)
        .filter("Was Sent Email", condition("Email", "is", email))
        .filter("Not Opened Email", condition("Email", "is", email))
        .filter(*in_smart_list("OPS Lists.SL Newsletter Audience"))
        .sends(f"{program.name}.Newsletter - Second Send")
    )
    northwind.looks_faulty(
        resend,
        "has a negative filter, but finds people who were sent the email and did not open it",
    )


def market_digest(northwind: Northwind, tree: Tree) -> None:
    """An email that recurs."""
    program = northwind.owned_program(
        "EML Weekly Market Digest",
        1346,
        tree.email,
        "Customer marketing",
        "Rates and capacity of the week",
        channel="Email Send",
    )
    email = f"{program.name}.Digest"
    digest = (
        northwind.batch(
            program,
            "B01 Send Digest",
            "Every Tuesday",
            recurrence=recurring("Weekly", weekdayMask=["Tuesday"]),
        )
        .filter(*in_smart_list("OPS Lists.SL Newsletter Audience"))
        .filter("Not Was Sent Email", condition("Email", "is", email), in_past("6 days"))
        .sends(email)
    )
    northwind.looks_faulty(
        digest, "recurs and sends email every time, but not to people who got it this week"
    )
    (
        northwind.trigger(program, "T01 Newsletter Welcome", "The first email", **ONCE)
        .trigger("Added to List", condition("List Name", "is", "OPS Lists.Newsletter Subscribers"))
        .filter(*not_in_smart_list("OPS Lists.SL Suppression"))
        .sends(f"{program.name}.Welcome")
    )


def content(northwind: Northwind, tree: Tree) -> None:
    """Downloads behind a form."""
    for number, (name, title) in enumerate(
        (
            ("CNT Freight Rate Guide 2026", "Freight Rate Guide 2026"),
            ("CNT Carrier Scorecard", "Carrier Scorecard"),
        ),
        1350,
    ):
        program = northwind.owned_program(
            name,
            number,
            tree.web,
            "Demand generation",
            "Download behind a form",
            channel="Content",
        )
        northwind.export.tokens(program, {"Content Title": title})
        add_download(northwind, program)


def add_download(northwind: Northwind, program: Program, *, is_live: bool = True) -> None:
    """The campaigns of a download behind a form."""
    add = northwind.trigger if is_live else northwind.idle
    (
        add(program, "T01 Downloaded", "Delivers by email, so that the address is a real one")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{program.name}.Download"))
        .step("Change Status in Progression", to_status(program, "Downloaded"))
        .executes("OPS Intake.X00 Process Person")
        .executes("OPS Lead Source.X02 Set Latest Source")
        .executes("OPS Intake.X01 Log Form Fill")
        .sends(f"{program.name}.Delivery")
    )
    (
        add(program, "T02 Follow-up", "Three days later, unless sales is in touch")
        .trigger("Progression Status is Changed", *new_status(program, "Downloaded"))
        .waits("3 days")
        .choices(
            "Send Email",
            when("Lifecycle Stage", "is", ["Known", "Engaged"], f"{program.name}.Follow-up"),
            otherwise(DO_NOTHING),
        )
        .choices(
            "Change Status in Progression",
            when("Lifecycle Stage", "is", ["Known", "Engaged"], to_status(program, "Followed Up")),
            otherwise(DO_NOTHING),
        )
    )


def web_forms(northwind: Northwind, tree: Tree) -> None:
    """Forms of the website."""
    for number, name, form in (
        (1354, "WEB Demo Request", "Demo"),
        (1355, "WEB Contact Us", "Contact"),
    ):
        program = northwind.owned_program(
            name,
            number,
            tree.web,
            "Web team",
            "A form for people who want to talk to sales",
            channel="Web Form",
        )
        requested = northwind.trigger(program, "T01 Requested", "Clean data, Salesforce, owner")
        (
            requested.trigger("Fills Out Form", condition("Form Name", "is", f"{name}.{form}"))
            .step("Change Status in Progression", to_status(program, "Requested"))
            .executes("OPS Intake.X00 Process Person")
            .executes("OPS Lead Source.X02 Set Latest Source")
            .executes("OPS Intake.X01 Log Form Fill")
            .executes("OPS Lifecycle.X03 Promote to MQL")
            .sends(f"{name}.Confirmation")
            .requests("OPS Alerts.R02 Alert - Hand Raiser")
        )
        northwind.looks_faulty(
            requested, "mixes executed and requested campaigns, but requests one as the last step"
        )
    calculator = northwind.owned_program(
        "WEB Savings Calculator",
        1356,
        tree.web,
        "Web team",
        "What visibility saves, by email",
        channel="Web Form",
    )
    (
        northwind.trigger(calculator, "T01 Calculated", "The numbers come with the form")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{calculator.name}.Calculate"))
        .step("Change Status in Progression", to_status(calculator, "Requested"))
        .executes("OPS Intake.X00 Process Person")
        .sends(f"{calculator.name}.Your Savings")
    )


def _in_stream(program: Program, stream: str) -> tuple[str, Condition, Condition]:
    """The filter that a person is in a stream of the engagement program."""
    member = condition("Nurture", "in", program.name)
    return "Member of Nurture", member, condition("Stream", "is", stream)
