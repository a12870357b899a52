"""What a generated instance holds: kinds of programs and their campaigns, in Marketo's words.

A campaign is built once for each variant of its role and each fault that it may have, with
stand-ins for names and ids (see templates), and then copied into thousands of programs. No rule of
the recommended profile has anything to say of it but where a fault is asked for, and then just the
rule that the fault is named after.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from campaignlint.testing import (
    DO_NOTHING,
    FROM_API,
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
"""How many different flows and smart lists a role has."""

EXECUTABLE = "EX 10 Process Response"
LISTENER = "90 Alert Owner"
INTAKE = "EX 00 Intake"
NORMALISE = "EX 20 Normalise Person"
COUNTRY = "EX 30 Normalise Country"
MARKETABLE = "SL Marketable"


@dataclass(frozen=True)
class Role:
    """One campaign of every program of a kind, and the faults that it may have."""

    name: str
    build: Callable[[str, Random, str], Campaign]
    """From the name, a source of variety, and the fault, or "" for none."""
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of program: how it is named, what it is, and its campaigns.

    Those that others call come first, so that a program cut short lacks none of them.
    """

    prefix: str
    channel: str
    type: str
    roles: tuple[Role, ...]


def program_record() -> Record:
    """The program of a kind, to be filled in."""
    made = program(
        "<<program_name>>",
        id=PROGRAM_ID,
        folder={"id": FOLDER_ID, "type": "Folder"},
        workspace="<<workspace>>",
        description="<<description>>",
        createdAt="<<created>>",
        updatedAt="<<updated>>",
        type="<<type>>",
        channel="<<channel>>",
    )
    return made.record()


def tokens_record() -> Record:
    """The My Tokens of a program, to be filled in; one holds HTML."""
    address = "https://go.acme.example/<<slug>>"
    speaker = (
        '<div class="speaker"><h2>Dr. Amélie Fournier</h2>\n<p>Amélie leads the research on '
        "&ldquo;<<topic>>&rdquo; and has spent fifteen years with utilities in <<city>> and "
        f'elsewhere.</p>\n<p><a href="{address}/speakers">More about her</a></p></div>'
    )
    values: dict[str, TokenValue] = {
        "Alert Recipients": "marketing-operations@acme.example",
        "Download Link": f"{address}/download?utm_source=marketo&utm_medium=email",
        "Event Date": ("date", "<<day>>"),
        "Event Name": "<<topic>>",
        "Score Event": ("score", "+15"),
        "Score Visit": ("score", "+5"),
        "Speaker Biography": ("rich text", speaker),
        "Thank You Text": "Thank you for your interest in “<<topic>>”. We will be in touch.",
    }
    return tokens(_program(), values).record()


def _program() -> Program:
    return program("<<program_name>>", id=PROGRAM_ID, workspace="<<workspace>>")


def _campaign(name: str, rng: Random, **fields: Any) -> Campaign:
    described = f"{name}: <<topic>> in <<city>>" if rng.random() < _SHARE_DESCRIBED else ""
    dates = {"createdAt": "<<created>>", "updatedAt": "<<updated>>"}
    options = {"description": described} | dates | fields
    return campaign(name, id=CAMPAIGN_ID, program=_program(), **options)


_SHARE_DESCRIBED = 0.6


# The roles


def _trigger(name: str, rng: Random, fault: str) -> Campaign:
    """An active campaign that reacts, and calls its program's executable and others."""
    made = _campaign(
        name, rng, isActive=True, qualificationRuleType=rng.choice(("any", "any", "once"))
    )
    event, constraints = rng.choice(_TRIGGERS)
    made.trigger(event, *(condition(*each) for each in constraints))
    _filter(made, rng, fault)
    made.executes(f"<<program_name>>.{EXECUTABLE}")
    if rng.random() < _SHARE_CALLING_HUB:
        made.executes(f"<<hub>>.{rng.choice((INTAKE, NORMALISE))}")
    _act(made, rng, rng.randint(1, 4))
    if rng.random() < _SHARE_WAITING:
        made.waits(rng.choice(("1 hour", "2 days", "1 week", "15 minutes")))
        _mail(made, rng)
    made.step(
        "Interesting Moment",
        {
            "Type": rng.choice(("Web", "Email", "Milestone")),
            "Description": "{{lead.Full Name}}: {{trigger.Name}} for {{my.Event Name}}",
        },
    )
    if fault in _STEP_FAULTS:
        _STEP_FAULTS[fault](made)
    return made


def _requesting_trigger(name: str, rng: Random, fault: str) -> Campaign:
    """A trigger campaign that ends with a request to its program's listener."""
    made = _trigger(name, rng, fault)
    grave = when("Lead Score", "at least", "65", {"Campaign": f"<<program_name>>.{LISTENER}"})
    return made.choices("Request Campaign", grave, otherwise({"Campaign": DO_NOTHING}))


def _batch(name: str, rng: Random, fault: str) -> Campaign:
    """A campaign with a schedule."""
    recurrence = recurring(rng.choice(("Daily", "Weekly", "Monthly")), rng.choice((1, 2)))
    made = _campaign(name, rng, recurrence=recurrence)
    made.filter("Member of Smart List", condition("Member of Smart List", "in", _MARKETABLE))
    _filter(made, rng, fault)
    if fault == "empty-flow":
        return made
    _act(made, rng, rng.randint(1, 3))
    if rng.random() < _SHARE_CALLING_HUB:
        made.executes(f"<<hub>>.{NORMALISE}")
    _mail(made, rng)
    if fault in _STEP_FAULTS:
        _STEP_FAULTS[fault](made)
    return made


def _executable(name: str, rng: Random, fault: str) -> Campaign:
    """A campaign that the triggers of its program execute."""
    fields: dict[str, Any] = {}
    if fault == "executable-runs-once":
        fields["qualificationRuleType"] = "once"
    if fault == "execute-target-not-executable":
        fields["recurrence"] = recurring()
    made = _campaign(name, rng, **fields)
    if fault == "trigger-in-executable":
        made.trigger("Fills Out Form", condition("Form Name", "is", "<<program_name>>.Register"))
    _filter(made, rng, fault if fault == "executable-smart-list-invalid" else "")
    _act(made, rng, rng.randint(2, 5))
    if rng.random() < _SHARE_CALLING_HUB:
        made.executes(f"<<hub>>.{NORMALISE}")
    if fault in _STEP_FAULTS:
        _STEP_FAULTS[fault](made)
    return made


def _listener(name: str, rng: Random, fault: str) -> Campaign:
    """An active campaign that its program requests."""
    made = _campaign(name, rng, isActive=fault != "request-target-inactive")
    if fault == "request-target-without-trigger":
        made.trigger("Score is Changed", condition("Score Name", "is", "Lead Score"))
    elif fault == "request-source-mismatch":
        made.trigger("Campaign is Requested", is_requested(FROM_API))
    else:
        made.trigger("Campaign is Requested", is_requested())
    _filter(made, rng, "")
    _alert(made, rng)
    made.waits(rng.choice(("30 minutes", "1 day", "2 days")))
    _act(made, rng, rng.randint(2, 3))
    return made


_SHARE_CALLING_HUB = 0.4
_SHARE_WAITING = 0.4
_MARKETABLE = f"<<hub>>.{MARKETABLE}"


# What they are made of

_TRIGGERS = (
    ("Fills Out Form", [("Form Name", "is", ["<<program_name>>.Register"])]),
    (
        "Fills Out Form",
        [
            ("Form Name", "is", ["<<program_name>>.Register", "<<program_name>>.Short Form"]),
            ("Web Page", "contains", ["/<<slug>>"]),
        ],
    ),
    ("Visits Web Page", [("Web Page", "contains", ["/<<slug>>", "/products/<<slug>>"])]),
    (
        "Progression Status is Changed",
        [("Program", "is", ["<<program_name>>"]), ("New Status", "is", ["Registered", "Attended"])],
    ),
    (
        "Clicks Link in Email",
        [("Email", "is", ["<<program_name>>.Invitation"]), ("Link", "contains", ["/<<slug>>"])],
    ),
    ("Added to List", [("List Name", "is", ["<<program_name>>.Uploaded <<day>>"])]),
    (
        "Data Value Changes",
        [
            ("Attribute", "is", ["Lead Status"]),
            ("New Value", "is", ["Accepted", "Qualified"]),
        ],
    ),
)

_FILTERS = (
    ("Country", "is", ("Germany", "Austria", "Switzerland", "Liechtenstein")),
    ("Country", "is", ("France", "Belgium", "Luxembourg", "La Réunion")),
    ("Country", "is not", ("Cuba", "Iran", "North Korea", "Syria")),
    ("Industry", "is", ("Utilities", "Food & Beverage", "Chemicals", "Pharmaceuticals")),
    ("Job Level", "is", ("C-Level", "VP", "Director", "Manager")),
    ("Lead Score", "greater than", ("20",)),
    ("Number of Employees", "at least", ("250",)),
    ("Lifecycle Stage", "is", ("Known", "Engaged", "Recycled")),
    ("Unsubscribed", "is", ("false",)),
    ("Email Invalid", "is", ("false",)),
    ("Email Address", "is not empty", ()),
    ("Company Name", "is not empty", ()),
    ("Preferred Language", "is", ("German", "French", "Español", "中文")),
    ("Person Source", "is not", ("List Purchase", "Employee Referral")),
)


def _filter(made: Campaign, rng: Random, fault: str) -> None:
    """Add filters on fields and activities, each of another field."""
    by_field = {each[0]: each for each in rng.sample(_FILTERS, rng.randint(1, 4))}
    for name, operator, given in by_field.values():
        made.filter(name, condition(name, operator, given))
    if rng.random() < _SHARE_ASKING_FOR_ACTIVITY:
        made.filter(
            "Opened Email",
            condition("Email", "contains", "<<program_name>>"),
            condition("Date of Activity", "in past", rng.choice(("30 days", "90 days"))),
            condition("Min. Number of Times", "at least", "2"),
        )
    if fault in ("smart-list-invalid", "executable-smart-list-invalid"):
        gone = {"isError": True, "errorMessage": "Static list '<<program_name>>.No' not found"}
        made.filter("Member of List", condition("List Name", "in", "<<program_name>>.No", **gone))
    elif fault == "contradictory-filters":
        made.filter("Region", condition("Region", "is", ["North", "South"]))
        made.filter("Region", condition("Region", "is", ["East"]))
    elif fault == "filter-logic-gap":
        made.match("custom", f"1 and 2 and {len(made.filters) + 1}")
    elif len(made.filters) > 1 and rng.random() < _SHARE_WITH_LOGIC:
        last = " or ".join(str(number) for number in range(2, len(made.filters) + 1))
        made.match("custom", f"1 and ({last})")


_SHARE_ASKING_FOR_ACTIVITY = 0.4
_SHARE_WITH_LOGIC = 0.15


def _act(made: Campaign, rng: Random, steps: int) -> None:
    """Add so many different steps of the kinds that most flows are made of."""
    for step in rng.sample(_ACTIONS, steps):
        step(made, rng)


def _stamp(made: Campaign, rng: Random) -> None:
    field = rng.choice(("Last Program", "Last Response", "Campaign Note"))
    made.changes(field, "<<program_name>> {{system.dateTime}}")


def _derive(made: Campaign, rng: Random) -> None:
    fields = rng.sample(("Persona", "Segment", "Routing Region", "Buying Stage"), 2)
    for field in fields:
        made.choices(
            "Change Data Value",
            when("Job Title", "contains", ["Chief", "Head of"], _to(field, "Decision Maker")),
            when("Job Title", "contains", ["Engineer", "Ingénieur"], _to(field, "Technical")),
            when("Country", "is", ["Germany", "Austria"], _to(field, "DACH")),
            otherwise({"Attribute": DO_NOTHING}),
        )


def _to(field: str, value: str) -> dict[str, object]:
    return {"Attribute": field, "New Value": value}


def _score(made: Campaign, rng: Random) -> None:
    name = rng.choice(("Behavior Score", "Demographic Score"))
    made.choices(
        "Change Score",
        when("Job Level", "is", ["C-Level", "VP"], _by(name, "{{my.Score Event}}")),
        when("Industry", "is", ["Utilities", "Chemicals"], _by(name, "{{my.Score Visit}}")),
        otherwise(_by(name, "+1")),
    )


def _by(name: str, change: str) -> dict[str, object]:
    return {"Score Name": name, "Change": change}


def _progress(made: Campaign, rng: Random) -> None:
    status = rng.choice(("Registered", "Attended", "No Show", "Influenced"))
    made.step("Change Status in Progression", {"Program": "<<program_name>>", "New Status": status})


def _list(made: Campaign, rng: Random) -> None:
    made.step("Add to List", f"<<program_name>>.{rng.choice(('Reached', 'To Call', 'Hot'))}")


def _own(made: Campaign, _: Random) -> None:
    made.choices(
        "Change Owner",
        when("State", "is", ["CA", "OR", "WA"], {"Owner": "Dana West"}),
        when("State", "is", ["NY", "NJ", "MA"], {"Owner": "Erin East"}),
        when("Country", "is", ["Germany", "Austria"], {"Owner": "Jörg Süd"}),
        otherwise({"Owner": "Inbound Queue"}),
    )


def _task(made: Campaign, rng: Random) -> None:
    made.step(
        "Create Task",
        {
            "Subject": "Call {{lead.Full Name}} about <<topic>>",
            "Assign To": "Lead Owner",
            "Due In": rng.choice(("1", "2", "5")),
        },
    )


def _nurture(made: Campaign, rng: Random) -> None:
    stream = rng.choice(("Awareness", "Consideration", "Decision"))
    made.step("Add to Nurture", {"Program": "NUR Prospects", "Stream": stream})


def _alert(made: Campaign, rng: Random) -> None:
    made.step(
        "Send Alert",
        {
            "Email": f"<<program_name>>.Alert {rng.choice(('Sales', 'Partner', 'Desk'))}",
            "Send To": "Lead Owner",
            "To Other Emails": "{{my.Alert Recipients}}",
        },
    )


def _mail(made: Campaign, rng: Random) -> None:
    email = rng.choice(("Invitation", "Reminder", "Thank You", "Follow-up"))
    made.choices(
        "Send Email",
        when("Preferred Language", "is", ["German"], {"Email": f"<<program_name>>.{email} DE"}),
        when("Preferred Language", "is", ["French"], {"Email": f"<<program_name>>.{email} FR"}),
        otherwise({"Email": f"<<program_name>>.{email}"}),
    )


_ACTIONS = (_stamp, _derive, _score, _progress, _list, _own, _task, _nurture, _alert)


# Faults that are steps: each is found once, by the rule of its name


def _compares_token(made: Campaign) -> None:
    found = when("Region", "is", "{{lead.Country}}", _to("Routing Note", "Local"))
    made.choices("Change Data Value", found, otherwise(_to("Routing Note", "Abroad")))


def _chooses_twice(made: Campaign) -> None:
    made.choices(
        "Change Data Value",
        when("State", "is", ["TX", "OK"], _to("Sales Region", "Gulf")),
        when("State", "is", ["TX", "OK"], _to("Sales Region", "South")),
        otherwise(_to("Sales Region", "Other")),
    )


def _repeats(made: Campaign) -> None:
    for _ in range(2):
        made.scores("Event Score", "+10")


def _goes_on(made: Campaign) -> None:
    made.removes_from_flow().changes("Flow Note", "Removed")


_STEP_FAULTS: dict[str, Callable[[Campaign], object]] = {
    "wait-in-executable": lambda made: made.waits("2 hours"),
    "webhook-in-executable": lambda made: made.calls_webhook("Company Data"),
    "execute-cycle": lambda made: made.executes(f"<<program_name>>.{EXECUTABLE}"),
    "remove-from-flow-in-executable": lambda made: made.removes_from_flow(),
    "execute-across-workspaces": lambda made: made.executes(f"<<other_hub>>.{NORMALISE}"),
    "unknown-campaign": lambda made: made.executes("<<program_name>>.EX 11 Process Respnse"),
    "undefined-my-token": lambda made: made.changes("Flow Note", "{{my.Event Location}}"),
    "token-in-choice": _compares_token,
    "unreachable-choice": _chooses_twice,
    "repeated-step": _repeats,
    "steps-after-removal": _goes_on,
    "wait-unreadable": lambda made: made.waits("4 hrs").changes("Flow Note", "Waited"),
    "webhook-in-batch": lambda made: made.calls_webhook("Company Data"),
    "trigger-token-in-batch": lambda made: made.changes("Flow Note", "{{trigger.Name}}"),
}

_IN_TRIGGERS = (
    "contradictory-filters",
    "execute-across-workspaces",
    "filter-logic-gap",
    "repeated-step",
    "smart-list-invalid",
    "steps-after-removal",
    "token-in-choice",
    "undefined-my-token",
    "unknown-campaign",
    "unreachable-choice",
    "wait-unreadable",
)
_IN_BATCHES = (
    "contradictory-filters",
    "empty-flow",
    "filter-logic-gap",
    "trigger-token-in-batch",
    "unreachable-choice",
    "webhook-in-batch",
)
_IN_EXECUTABLES = (
    "execute-cycle",
    "execute-target-not-executable",
    "executable-runs-once",
    "executable-smart-list-invalid",
    "remove-from-flow-in-executable",
    "trigger-in-executable",
    "wait-in-executable",
    "webhook-in-executable",
)
_IN_LISTENERS = (
    "request-source-mismatch",
    "request-target-inactive",
    "request-target-without-trigger",
)

_CALLED = (
    Role(EXECUTABLE, _executable, _IN_EXECUTABLES),
    Role(LISTENER, _listener, _IN_LISTENERS),
)


def _roles(
    requesting: str, triggers: tuple[str, ...], batches: tuple[str, ...]
) -> tuple[Role, ...]:
    return (
        *_CALLED,
        Role(requesting, _requesting_trigger, _IN_TRIGGERS),
        *(Role(name, _trigger, _IN_TRIGGERS) for name in triggers),
        *(Role(name, _batch, _IN_BATCHES) for name in batches),
    )


KINDS = (
    Kind(
        "WBN",
        "Webinar",
        "webinar",
        _roles(
            "03 Attended",
            ("01 Registered", "04 No Show", "05 Watched on Demand"),
            ("00 Invitation", "02 Reminders"),
        ),
    ),
    Kind(
        "WEB",
        "Content",
        "default",
        _roles("01 Filled Out Form", ("02 Viewed Page",), ("03 Reminder",)),
    ),
    Kind(
        "TRS",
        "Tradeshow",
        "event",
        _roles("02 Visited Booth", ("01 Uploaded", "03 Met Sales"), ("00 Invitation", "04 Thanks")),
    ),
    Kind(
        "NUR",
        "Nurture",
        "engagement",
        _roles("02 Reached Score", ("03 Paused", "04 Left"), ("01 Enter", "05 Monthly Report")),
    ),
    Kind(
        "EML",
        "Email Send",
        "email",
        _roles("02 Clicked", (), ("01 Send", "03 Send Again")),
    ),
)


def hub(export: Export, name: str, folder: Folder, *, id: int, first: int) -> None:  # noqa: A002
    """Add the program of a workspace whose executables all others call, in three levels."""
    owner = export.program(name, id=id, folder=folder, description="What every program calls")
    country = (
        export.campaign(COUNTRY, id=first, program=owner)
        .filter("Country", condition("Country", "is not empty"))
        .choices(
            "Change Data Value",
            when("Country", "is", ["USA", "U.S."], _to("Country", "United States")),
            when("Country", "is", ["Deutschland", "DE"], _to("Country", "Germany")),
            otherwise({"Attribute": DO_NOTHING}),
        )
    )
    normalise = (
        export.campaign(NORMALISE, id=first + 1, program=owner)
        .changes("Normalised At", "{{system.dateTime}}")
        .executes(country)
    )
    export.campaign(INTAKE, id=first + 2, program=owner).choices(
        "Execute Campaign",
        when("Person Source", "is empty", [], executing(normalise)),
        otherwise(executing(normalise)),
    ).changes("Intake Note", "{{system.dateTime}}")
    export.smart_list(MARKETABLE, id=first, folder=owner).filter(
        "Unsubscribed", condition("Unsubscribed", "is", "false")
    ).filter("Email Invalid", condition("Email Invalid", "is", "false"))


def deep_chain(export: Export, owner: Program, length: int, first: int) -> None:
    """Add so many executables of which each executes the next, and a trigger before them."""
    made = _called_in_turn(export, owner, "EX Chain", length, first)
    root = export.campaign("TR Chain", id=first + length, program=owner, isActive=True)
    root.trigger("Fills Out Form", condition("Form Name", "is", "Chain"))
    for caller, called in pairwise((root, *made)):
        caller.executes(called)


def wide_fan(export: Export, owner: Program, width: int, first: int) -> None:
    """Add a trigger that executes so many campaigns, which all execute one that waits."""
    made = _called_in_turn(export, owner, "EX Fan", width, first)
    sink = export.campaign("EX Sink", id=first + width, program=owner).waits("1 day")
    root = export.campaign("TR Fan", id=first + width + 1, program=owner, isActive=True)
    root.trigger("Fills Out Form", condition("Form Name", "is", "Fan"))
    for each in made:
        root.executes(each)
        each.executes(sink)


def cycles(export: Export, owner: Program, number: int, first: int) -> None:
    """Add so many circles of three executables each."""
    made = _called_in_turn(export, owner, "EX Circle", 3 * number, first)
    for at, caller in enumerate(made):
        caller.executes(made[at - at % 3 + (at + 1) % 3])


def _called_in_turn(
    export: Export, owner: Program, name: str, number: int, first: int
) -> list[Campaign]:
    return [
        export.campaign(f"{name} {at:05}", id=first + at, program=owner).changes(
            "Last Step", f"{at}"
        )
        for at in range(number)
    ]
