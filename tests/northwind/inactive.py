"""What does not run: templates to be cloned, retired programs, and the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.testing import DO_NOTHING, condition, otherwise, recurring, when
from instance_builder import in_smart_list, moment
from northwind.instance import changed, field, in_past, new_status, to_status
from northwind.programs import Webinar, add_download, add_webinar, webinar_tokens

if TYPE_CHECKING:
    from northwind.instance import Northwind, Tree


def templates(northwind: Northwind, tree: Tree) -> None:
    """Programs that people clone; everything in them is inactive."""
    webinar = northwind.owned_program(
        "TPL Webinar",
        1314,
        tree.templates,
        "Marketing operations",
        "Clone, set the tokens, activate T01 to T04",
        type="webinar",
        channel="Webinar",
    )
    northwind.export.tokens(
        webinar, webinar_tokens("Name of the webinar", "2026-12-31", "Name of the speaker")
    )
    add_webinar(
        northwind,
        Webinar(webinar, "OPS Intake.X00 Process Person", "OPS Lists.SL Prospects", is_live=False),
    )
    download = northwind.owned_program(
        "TPL Content Download",
        1315,
        tree.templates,
        "Marketing operations",
        "Clone, set the token, activate both campaigns",
        channel="Content",
    )
    northwind.export.tokens(download, {"Content Title": "Title of the content"})
    add_download(northwind, download, is_live=False)
    email = northwind.owned_program(
        "TPL Email Send",
        1316,
        tree.templates,
        "Marketing operations",
        "Clone, choose a segment, schedule B01",
        channel="Email Send",
    )
    northwind.export.tokens(email, {"Preview Text": "Preview of the email"})
    (
        northwind.idle(email, "B01 Send", "To one segment, without suppressed people")
        .filter(*in_smart_list("OPS Lists.SL Mid-Market Brokers"))
        .filter(*in_smart_list("OPS Lists.SL Marketable"))
        .step("Change Status in Progression", to_status(email, "Sent"))
        .sends("TPL Email Send.Email")
    )
    (
        northwind.idle(email, "T01 Clicked", "Sets the program status")
        .trigger("Clicks Link in Email", condition("Email", "is", "TPL Email Send.Email"))
        .step("Change Status in Progression", to_status(email, "Clicked"))
    )


def retired(northwind: Northwind, tree: Tree) -> None:
    """Programs that were replaced; kept for their members."""
    carriers = northwind.owned_program(
        "NUR Carrier Nurture 2025",
        1380,
        tree.retired,
        "Demand generation",
        "Replaced by the market digest",
        type="nurture",
        channel="Nurture",
        status="off",
    )
    (
        northwind.idle(carriers, "B01 Enter", "Unscheduled in January")
        .filter(*field("Industry", "is", "Logistics"))
        .filter("Not Member of Nurture", condition("Nurture", "not in", carriers.name))
        .step("Add to Nurture", {"Program": carriers.name, "Stream": "All"})
    )
    (
        northwind.idle(carriers, "T01 Pause - With Sales", "Deactivated in January")
        .trigger("Data Value Changes", *changed("Lifecycle Stage", ["MQL", "SAL", "SQL"]))
        .step("Change Nurture Cadence", {"Program": carriers.name, "Cadence": "Paused"})
    )
    chat = northwind.owned_program(
        "WEB Chat 2025",
        1381,
        tree.retired,
        "Web team",
        "The chat of the old website",
        channel="Web Form",
    )
    northwind.export.tokens(chat, {"Chat Vendor": "Chatterbox"})
    (
        northwind.idle(chat, "T01 Chat Ended", "Deactivated with the old website")
        .trigger("Fills Out Form", condition("Form Name", "is", "WEB Chat 2025.Chat"))
        .step("Change Status in Progression", to_status(chat, "Requested"))
        .executes("X01 Log Chat")
    )
    northwind.executable(chat, "X01 Log Chat", "Names the vendor in an interesting moment").step(
        "Interesting Moment", moment("Web", "Chatted with us on {{my.Chat Vendor}}")
    )


def archive(northwind: Northwind, tree: Tree) -> None:
    """Programs in archived folders; archiving has deactivated their campaigns."""
    scoring = northwind.owned_program(
        "OPS Scoring 2023",
        1391,
        tree.archive_2023,
        "Marketing operations",
        "The scoring model before 2024",
    )
    northwind.export.tokens(scoring, {"Score Visit": ("score", "+1")})
    (
        northwind.idle(scoring, "T01 Any Page", "One point for each page")
        .trigger("Visits Web Page", condition("Web Page", "contains", "northwind.example"))
        .scores("Lead Score", "{{my.Score Visit}}")
    )
    (
        northwind.idle(
            scoring,
            "B01 Decay",
            "Ended with the model",
            recurrence=recurring("Weekly", endAt="2023-12-31T22:00:00Z+0000"),
        )
        .filter("Not Visited Web Page", condition("Web Page", "is any"), in_past("60 days"))
        .filter(*field("Lead Score", "greater than", "0"))
        .scores("Lead Score", "-5")
    )
    webinar = northwind.owned_program(
        "WBN 2024-05-16 Cross-Border Shipping",
        1392,
        tree.archive_2024,
        "Event marketing",
        "Past webinar",
        type="webinar",
        channel="Webinar",
        startDate="2024-05-16T16:00:00Z+0000",
        endDate="2024-05-16T17:00:00Z+0000",
    )
    (
        northwind.idle(webinar, "B01 Invitation", "Sent in May 2024", status="Single Run")
        .filter(*in_smart_list("OPS Lists.SL Marketable"))
        .sends(f"{webinar.name}.Invitation")
    )
    (
        northwind.idle(webinar, "T01 Registered", "Deactivated after the event")
        .trigger("Fills Out Form", condition("Form Name", "is", f"{webinar.name}.Registration"))
        .step("Change Status in Progression", to_status(webinar, "Registered"))
        .sends(f"{webinar.name}.Confirmation")
    )
    (
        northwind.idle(webinar, "T03 No Show", "Deactivated after the event")
        .trigger("Progression Status is Changed", *new_status(webinar, "No Show"))
        .waits("1 day")
        .choices(
            "Send Email",
            when("Unsubscribed", "is", "false", f"{webinar.name}.Recording"),
            otherwise(DO_NOTHING),
        )
    )
