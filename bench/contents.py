"""The programs and campaigns that a generated export is made of.

The generator builds each variant of a campaign once and copies it into thousands of programs; see
templates.py for the placeholders. A campaign without a fault breaks no recommended rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaignlint.testing import (
    DO_NOTHING,
    Campaign,
    Export,
    Program,
    campaign,
    condition,
    executing,
    is_requested,
    otherwise,
    program,
    recurring,
    tokens,
    when,
)
from templates import CAMPAIGN_ID, FOLDER_ID, PROGRAM_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from campaignlint.testing import Folder, Record, TokenValue

VARIANTS = 16
"""Number of variants of each role."""

EXECUTABLE = "EX 10 Process Response"
LISTENER = "90 Alert Owner"
NORMALIZE = "EX 20 Normalize Person"
MARKETABLE = "SL Marketable"
DATES = {"createdAt": "<<created>>", "updatedAt": "<<updated>>"}


@dataclass(frozen=True)
class Role:
    """A campaign that every program of a kind has."""

    name: str
    build: Callable[[str, Random], Campaign]
    faults: tuple[str, ...]
    """Recommended rules that the campaign can break."""


@dataclass(frozen=True)
class Kind:
    """A kind of program. Campaigns that others call come first."""

    prefix: str
    channel: str
    type: str
    roles: tuple[Role, ...]


def build(role: Role, rng: Random, fault: str) -> Campaign:
    """Return a campaign that breaks one rule, or none if `fault` is empty."""
    made = role.build(role.name, rng)
    if fault:
        _FAULTS[fault](made)
    return made


def program_record() -> Record:
    """Return the template of a program."""
    folder = {"id": FOLDER_ID, "type": "Folder"}
    options = {"description": "<<description>>", "type": "<<type>>", "channel": "<<channel>>"}
    return _program(folder=folder, **options, **DATES).record()


def tokens_record() -> Record:
    """Return the template of a program's My Tokens."""
    url = "https://go.acme.example/<<slug>>"
    speaker = (
        '<div class="speaker"><h2>Dr. Amélie Fournier</h2>\n<p>Amélie leads the research on '
        "&ldquo;<<topic>>&rdquo; and has spent fifteen years with utilities in <<city>> and "
        f'elsewhere.</p>\n<p><a href="{url}/speakers">More about her</a></p></div>'
    )
    values: dict[str, TokenValue] = {
        "Alert Recipients": "marketing-operations@acme.example",
        "Download Link": f"{url}/download?utm_source=marketo&utm_medium=email",
        "Event Date": ("date", "<<day>>"),
        "Event Name": "<<topic>>",
        "Score Event": ("score", "+15"),
        "Score Visit": ("score", "+5"),
        "Speaker Biography": ("rich text", speaker),
        "Thank You Text": "Thank you for your interest in “<<topic>>”. We will be in touch.",
    }
    return tokens(_program(), values).record()


def add_hub(export: Export, name: str, folder: Folder, *, id: int, first: int) -> None:  # noqa: A002
    """Add a program with the executable campaign and the smart list that a workspace shares."""
    owner = export.program(name, id=id, folder=folder)
    export.campaign(NORMALIZE, id=first, program=owner).choices(
        "Change Data Value",
        when("Country", "is", ["USA", "U.S."], _to("Country", "United States")),
        when("Country", "is", ["Deutschland", "DE"], _to("Country", "Germany")),
        otherwise({"Attribute": DO_NOTHING}),
    ).changes("Normalized At", "{{system.dateTime}}")
    export.smart_list(MARKETABLE, id=first, folder=owner).filter(
        "Unsubscribed", condition("Unsubscribed", "is", "false")
    ).filter("Email Invalid", condition("Email Invalid", "is", "false"))


def _program(**fields: Any) -> Program:
    return program("<<program_name>>", id=PROGRAM_ID, workspace="<<workspace>>", **fields)


def _campaign(name: str, rng: Random, **fields: Any) -> Campaign:
    description = rng.choice(("", f"{name}: <<topic>> in <<city>>"))
    options = {"description": description} | DATES | fields
    return campaign(name, id=CAMPAIGN_ID, program=_program(), **options)


# Roles


def _trigger(name: str, rng: Random) -> Campaign:
    made = _campaign(name, rng, isActive=True, qualificationRuleType=rng.choice(("any", "once")))
    event, constraints = rng.choice(_TRIGGERS)
    made.trigger(event, *(condition(*each) for each in constraints))
    _add_filters(made, rng)
    made.executes(f"<<program_name>>.{EXECUTABLE}")
    _add_steps(made, rng, rng.randint(1, 4))
    if rng.random() < 0.4:
        made.waits(rng.choice(("1 hour", "2 days", "1 week", "15 minutes")))
        _send_email(made, rng)
    attributes = {
        "Type": rng.choice(("Web", "Email", "Milestone")),
        "Description": "{{lead.Full Name}}: {{trigger.Name}} for {{my.Event Name}}",
    }
    return made.step("Interesting Moment", attributes)


def _requesting_trigger(name: str, rng: Random) -> Campaign:
    request = {"Campaign": f"<<program_name>>.{LISTENER}"}
    return _trigger(name, rng).choices(
        "Request Campaign",
        when("Lead Score", "at least", "65", request),
        otherwise({"Campaign": DO_NOTHING}),
    )


def _batch(name: str, rng: Random) -> Campaign:
    recurrence = recurring(rng.choice(("Daily", "Weekly", "Monthly")), rng.choice((1, 2)))
    made = _campaign(name, rng, recurrence=recurrence)
    marketable = condition("Member of Smart List", "in", f"<<hub>>.{MARKETABLE}")
    made.filter("Member of Smart List", marketable)
    _add_filters(made, rng)
    _add_steps(made, rng, rng.randint(1, 3))
    _send_email(made, rng)
    return made


def _executable(name: str, rng: Random) -> Campaign:
    made = _campaign(name, rng)
    _add_filters(made, rng)
    _add_steps(made, rng, rng.randint(2, 5))
    if rng.random() < 0.4:
        made.choices(
            "Execute Campaign",
            when("Country", "is not empty", [], executing(f"<<hub>>.{NORMALIZE}")),
            otherwise({"Campaign": DO_NOTHING}),
        )
    return made


def _listener(name: str, rng: Random) -> Campaign:
    made = _campaign(name, rng, isActive=True)
    made.trigger("Campaign is Requested", is_requested())
    _add_filters(made, rng)
    _send_alert(made, rng)
    made.waits(rng.choice(("30 minutes", "1 day", "2 days")))
    _add_steps(made, rng, rng.randint(2, 3))
    return made


# Smart lists

_TRIGGERS = (
    (
        "Fills Out Form",
        [
            ("Form Name", "is", ["<<program_name>>.Register", "<<program_name>>.Short Form"]),
            ("Web Page", "contains", ["/<<slug>>"]),
        ],
    ),
    ("Visits Web Page", [("Web Page", "contains", ["/<<slug>>", "/products/<<slug>>"])]),
    (
        "Clicks Link in Email",
        [("Email", "is", ["<<program_name>>.Invitation"]), ("Link", "contains", ["/<<slug>>"])],
    ),
    ("Added to List", [("List Name", "is", ["<<program_name>>.Uploaded <<day>>"])]),
    (
        "Data Value Changes",
        [("Attribute", "is", ["Lead Status"]), ("New Value", "is", ["Accepted", "Qualified"])],
    ),
)

_FILTERS = (
    ("Country", "is", ("Germany", "Austria", "Switzerland", "La Réunion")),
    ("Industry", "is", ("Utilities", "Food & Beverage", "Chemicals", "Pharmaceuticals")),
    ("Job Level", "is", ("C-Level", "VP", "Director", "Manager")),
    ("Lead Score", "greater than", ("20",)),
    ("Number of Employees", "at least", ("250",)),
    ("Unsubscribed", "is", ("false",)),
    ("Company Name", "is not empty", ()),
    ("Preferred Language", "is", ("German", "French", "Español", "中文")),
)


def _add_filters(made: Campaign, rng: Random) -> None:
    for name, operator, values in rng.sample(_FILTERS, rng.randint(1, 4)):
        made.filter(name, condition(name, operator, values))
    if rng.random() < 0.4:
        made.filter(
            "Opened Email",
            condition("Email", "contains", "<<program_name>>"),
            condition("Date of Activity", "in past", rng.choice(("30 days", "90 days"))),
            condition("Min. Number of Times", "at least", "2"),
        )
    if len(made.filters) > 2 and rng.random() < 0.2:
        last = " or ".join(str(number) for number in range(2, len(made.filters) + 1))
        made.match("custom", f"1 and ({last})")


# Flow steps


def _add_steps(made: Campaign, rng: Random, number: int) -> None:
    for add in rng.sample(_STEPS, number):
        add(made, rng)


def _stamp(made: Campaign, rng: Random) -> None:
    field = rng.choice(("Last Program", "Last Response", "Campaign Note"))
    made.changes(field, "<<program_name>> {{system.dateTime}}")


def _derive(made: Campaign, rng: Random) -> None:
    for field in rng.sample(("Persona", "Segment", "Routing Region", "Buying Stage"), 2):
        made.choices(
            "Change Data Value",
            when("Job Title", "contains", ["Chief", "Head of"], _to(field, "Decision Maker")),
            when("Job Title", "contains", ["Engineer", "Ingénieur"], _to(field, "Technical")),
            when("Country", "is", ["Germany", "Austria"], _to(field, "DACH")),
            otherwise({"Attribute": DO_NOTHING}),
        )


def _to(field: str, value: str) -> Record:
    return {"Attribute": field, "New Value": value}


def _score(made: Campaign, rng: Random) -> None:
    name = rng.choice(("Behavior Score", "Demographic Score"))
    made.choices(
        "Change Score",
        when("Job Level", "is", ["C-Level", "VP"], _by(name, "{{my.Score Event}}")),
        when("Industry", "is", ["Utilities", "Chemicals"], _by(name, "{{my.Score Visit}}")),
        otherwise(_by(name, "+1")),
    )


def _by(name: str, change: str) -> Record:
    return {"Score Name": name, "Change": change}


def _change_status(made: Campaign, rng: Random) -> None:
    status = rng.choice(("Registered", "Attended", "No Show", "Influenced"))
    made.step("Change Status in Progression", {"Program": "<<program_name>>", "New Status": status})


def _add_to_list(made: Campaign, rng: Random) -> None:
    made.step("Add to List", f"<<program_name>>.{rng.choice(('Reached', 'To Call', 'Hot'))}")


def _change_owner(made: Campaign, _: Random) -> None:
    made.choices(
        "Change Owner",
        when("State", "is", ["CA", "OR", "WA"], {"Owner": "Dana West"}),
        when("State", "is", ["NY", "NJ", "MA"], {"Owner": "Erin East"}),
        when("Country", "is", ["Germany", "Austria"], {"Owner": "Jörg Süd"}),
        otherwise({"Owner": "Inbound Queue"}),
    )


def _create_task(made: Campaign, rng: Random) -> None:
    subject = "Call {{lead.Full Name}} about <<topic>>"
    due = rng.choice(("1", "2", "5"))
    made.step("Create Task", {"Subject": subject, "Assign To": "Lead Owner", "Due In": due})


def _send_alert(made: Campaign, rng: Random) -> None:
    email = f"<<program_name>>.Alert {rng.choice(('Sales', 'Partner', 'Desk'))}"
    others = "{{my.Alert Recipients}}"
    made.step("Send Alert", {"Email": email, "Send To": "Lead Owner", "To Other Emails": others})


def _send_email(made: Campaign, rng: Random) -> None:
    email = f"<<program_name>>.{rng.choice(('Invitation', 'Reminder', 'Thank You', 'Follow-up'))}"
    made.choices(
        "Send Email",
        when("Preferred Language", "is", ["German"], {"Email": f"{email} DE"}),
        when("Preferred Language", "is", ["French"], {"Email": f"{email} FR"}),
        otherwise({"Email": email}),
    )


_STEPS = (
    _stamp,
    _derive,
    _score,
    _change_status,
    _add_to_list,
    _change_owner,
    _create_task,
    _send_alert,
)

# Faults


def _repeat_choice(made: Campaign) -> None:
    made.choices(
        "Change Data Value",
        when("State", "is", ["TX", "OK"], _to("Sales Region", "Gulf")),
        when("State", "is", ["TX", "OK"], _to("Sales Region", "South")),
        otherwise(_to("Sales Region", "Other")),
    )


_FAULTS: dict[str, Callable[[Campaign], object]] = {
    "executable-runs-once": lambda made: made.fields.update(qualificationRuleType="once"),
    "request-target-inactive": lambda made: made.fields.update(isActive=False),
    "trigger-token-in-batch": lambda made: made.changes("Flow Note", "{{trigger.Name}}"),
    "undefined-my-token": lambda made: made.changes("Flow Note", "{{my.Event Location}}"),
    "unknown-campaign": lambda made: made.executes("<<program_name>>.EX 11 Process Respnse"),
    "unreachable-choice": _repeat_choice,
    "wait-in-executable": lambda made: made.waits("2 hours"),
    "webhook-in-batch": lambda made: made.calls_webhook("Company Data"),
    "webhook-in-executable": lambda made: made.calls_webhook("Company Data"),
}


def _roles(requesting: str, triggers: str, batches: str) -> tuple[Role, ...]:
    in_executables = ("executable-runs-once", "wait-in-executable", "webhook-in-executable")
    in_triggers = ("undefined-my-token", "unknown-campaign", "unreachable-choice")
    in_batches = ("trigger-token-in-batch", "unreachable-choice", "webhook-in-batch")
    return (
        Role(EXECUTABLE, _executable, in_executables),
        Role(LISTENER, _listener, ("request-target-inactive",)),
        Role(requesting, _requesting_trigger, in_triggers),
        *(Role(name, _trigger, in_triggers) for name in triggers.split(", ")),
        *(Role(name, _batch, in_batches) for name in batches.split(", ")),
    )


_WEBINAR = _roles("03 Attended", "01 Registered, 04 No Show", "00 Invitation, 02 Reminders")
_CONTENT = _roles("01 Filled Out Form", "02 Viewed Page", "03 Reminder")
_TRADESHOW = _roles("02 Visited Booth", "01 Uploaded, 03 Met Sales", "00 Invitation, 04 Thanks")

KINDS = (
    Kind("WBN", "Webinar", "webinar", _WEBINAR),
    Kind("WEB", "Content", "default", _CONTENT),
    Kind("TRS", "Tradeshow", "event", _TRADESHOW),
)
