"""The instance in the making: folders, channels, static lists, and what all sections share."""

# ruff: noqa: A002 - an id is called id, as in the API

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaignlint.testing import condition, envelope, to_json
from instance_builder import InstanceBuilder, dates

if TYPE_CHECKING:
    from campaignlint.testing import Campaign, Condition, Folder, Program, Record, SmartList, Values

FROM_CRM = "Salesforce.com"
FROM_IMPORT = "List import"
FROM_FORM = "Web form fillout"


@dataclass(frozen=True)
class LookAlike:
    """An asset that resembles a fault, and the reason why it has none."""

    asset: Campaign | SmartList
    why: str


class Northwind(InstanceBuilder):
    """The instance in the making, its owners, and its look-alikes of faults."""

    def __init__(self) -> None:
        super().__init__(first_campaign=5000)
        self.look_alikes: list[LookAlike] = []
        self.owners: dict[str, str] = {}

    def owned_program(
        self, name: str, id: int, folder: Folder, owner: str, description: str, **fields: Any
    ) -> Program:
        """A program, and the team that looks after it."""
        self.owners[name] = owner
        return self.program(name, id, folder, description, **fields)

    def smart_list(self, program: Program, name: str, id: int, description: str) -> SmartList:
        return self.export.smart_list(
            name, id=id, folder=program, description=description, **dates(id)
        )

    def static_list(self, program: Program, name: str, id: int) -> None:
        self.export.static_list(name, id=id, folder=program, **dates(id))

    def looks_faulty(self, asset: Campaign | SmartList, why: str) -> None:
        """Record the reason why the asset has no fault, although it looks like one."""
        self.look_alikes.append(LookAlike(asset, why))

    def files(self) -> dict[str, str]:
        """The text of each file of the export, by its path with forward slashes."""
        return self.export.files(flow_step_types=True) | {
            "channels.json": to_json(envelope(*channels()))
        }


@dataclass(frozen=True)
class Tree:
    """The folders that hold programs."""

    lifecycle: Folder
    data: Folder
    sales: Folder
    compliance: Folder
    templates: Folder
    events: Folder
    nurture: Folder
    email: Folder
    web: Folder
    retired: Folder
    archive_2023: Folder
    archive_2024: Folder
    nordic_operations: Folder
    nordic_programs: Folder


def folders(northwind: Northwind) -> Tree:
    """Add the folders of both workspaces and the tokens that programs inherit from them."""
    root = northwind.zone("Marketing Activities", 14, None, "Default")
    default = northwind.zone("Default", 15, root, "Default")
    nordics = northwind.zone("Nordics", 16, root, "Nordics")
    operations = northwind.folder("00 Center of Excellence", 301, default)
    events = northwind.folder("10 Webinars & Events", 320, default)
    web = northwind.folder("40 Content & Web", 350, default)
    archive = northwind.folder("90 Archive", 390, default, isArchive=True)
    nordic_operations = northwind.folder("00 Operations (Nordics)", 401, nordics)
    northwind.export.tokens(
        operations,
        {
            "Company Name": "Northwind Freight",
            "Alert Recipients": "marketing-operations@northwind.example",
            "Privacy Link": "https://northwind.example/privacy",
        },
    )
    northwind.export.tokens(
        events,
        {"Event Contact": "events@northwind.example", "Support Link": "https://northwind.example"},
    )
    northwind.export.tokens(web, {"Reply Time": "one business day"})
    northwind.export.tokens(
        nordic_operations, {"Alert Recipients": "marketing-nordics@northwind.example"}
    )
    return Tree(
        lifecycle=northwind.folder("01 Lifecycle & Scoring", 302, operations),
        data=northwind.folder("02 Data Management", 303, operations),
        sales=northwind.folder("03 Sales Alignment", 304, operations),
        compliance=northwind.folder("04 Preferences & Deliverability", 305, operations),
        templates=northwind.folder("09 Program Templates", 309, operations),
        events=northwind.folder("2026", 321, events),
        nurture=northwind.folder("20 Engagement", 330, default),
        email=northwind.folder("30 Email", 340, default),
        web=web,
        retired=northwind.folder("80 Retired", 380, default),
        archive_2023=northwind.folder("2023", 391, archive),
        archive_2024=northwind.folder("2024", 392, archive),
        nordic_operations=nordic_operations,
        nordic_programs=northwind.folder("10 Programs (Nordics)", 410, nordics),
    )


_NOT_IN_PROGRAM = ("Not in Program", 0, False)
_CHANNELS: dict[str, tuple[str, tuple[tuple[str, int, bool], ...]]] = {
    "Operational": ("program", (("Member", 10, False),)),
    # One step for all statuses, so that people can go back to an earlier stage.
    "Lifecycle": (
        "program",
        (
            ("Known", 10, False),
            ("Engaged", 10, False),
            ("MQL", 10, False),
            ("SAL", 10, False),
            ("SQL", 10, False),
            ("Customer", 10, True),
            ("Recycled", 10, False),
            ("Disqualified", 10, False),
        ),
    ),
    "Content": (
        "program",
        (("Downloaded", 10, True), ("Followed Up", 20, True)),
    ),
    "Web Form": ("program", (("Requested", 10, True),)),
    "Webinar": (
        "webinar",
        (
            ("Invited", 10, False),
            ("Registered", 20, False),
            ("Cancelled", 30, False),
            ("No Show", 40, False),
            ("Attended", 50, True),
            ("Attended On-demand", 60, True),
        ),
    ),
    "Tradeshow": (
        "event",
        (("Invited", 10, False), ("Visited Booth", 20, True), ("Met Sales", 30, True)),
    ),
    "Nurture": ("nurture", (("Member", 10, False), ("Engaged", 20, True))),
    "Email Send": ("email", (("Sent", 10, False), ("Clicked", 20, True))),
}


def channels() -> list[Record]:
    """A ChannelResponse for each channel of the instance."""
    return [
        {
            "id": number,
            "name": name,
            "applicableProgramType": program_type,
            "progressionStatuses": [
                {
                    "name": status,
                    "description": None,
                    "hidden": False,
                    "step": step,
                    "success": success,
                }
                for status, step, success in (_NOT_IN_PROGRAM, *statuses)
            ],
            **dates(number),
        }
        for number, (name, (program_type, statuses)) in enumerate(_CHANNELS.items(), 1)
    ]


ONCE: Record = {"qualificationRuleType": "once"}
"""Of a campaign: each person goes through it once."""


def once_in(number: int, unit: str) -> Record:
    """Of a campaign: each person goes through it once in an interval."""
    return {
        "qualificationRuleType": "interval",
        "qualificationRuleInterval": number,
        "qualificationRuleUnit": unit,
    }


def field(name: str, operator: str, values: Values = ()) -> tuple[str, Condition]:
    """A filter on a field of the person."""
    return name, condition(name, operator, values)


def changed(
    attribute: Values, new_value: Values | None = None, source: Values | None = None
) -> list[Condition]:
    """The constraints of Data Value Changes."""
    given = {"New Value": new_value, "Source": source}
    return [
        condition("Attribute", "is", attribute),
        *(condition(name, "is", values) for name, values in given.items() if values is not None),
    ]


def new_score(score: str, operator: str, values: Values) -> list[Condition]:
    """The constraints of Score is Changed."""
    return [condition("Score Name", "is", score), condition("New Score", operator, values)]


def new_status(program: Program, status: Values) -> list[Condition]:
    """The constraints of Progression Status is Changed."""
    return [condition("Program", "is", program.name), condition("New Status", "is", status)]


def to_status(program: Program, status: str) -> dict[str, str]:
    """The attributes of Change Status in Progression."""
    return {"Program": program.name, "New Status": status}


def points(score: str, change: str) -> dict[str, str]:
    """The attributes of Change Score, for a choice of several."""
    return {"Score Name": score, "Change": change}


def not_in_smart_list(name: str) -> tuple[str, Condition]:
    """The filter that a person is not a member of a smart list."""
    return "Not Member of Smart List", condition("Member of Smart List", "not in", name)


def in_static_list(name: str) -> tuple[str, Condition]:
    """The filter that a person is a member of a static list."""
    return "Member of List", condition("List Name", "in", name)


def in_past(period: str) -> Condition:
    """The constraint of an activity filter to a recent period."""
    return condition("Date of Activity", "in past", period)
