"""Builds a realistic instance: programs with campaigns of each mode, ids and dates assigned.

The scripts that write fixtures/acme and fixtures/northwind use it.
"""

# ruff: noqa: A002 - an id is called id, as in the API

from __future__ import annotations

from typing import Any

from campaignlint.testing import (
    Campaign,
    Condition,
    Export,
    Folder,
    Program,
    condition,
    is_requested,
    recurring,
)


class InstanceBuilder:
    """An instance in the making: an export, and ids for the campaigns of each program."""

    def __init__(self, *, first_campaign: int) -> None:
        self.export = Export()
        self._first_campaign = first_campaign
        self._campaigns_of: dict[str, int] = {}

    def zone(self, name: str, id: int, parent: Folder | None, workspace: str) -> Folder:
        """A folder that Marketo made: the root, or that of a workspace."""
        fields = {"folderType": "Zone", "isSystem": True, "url": None, "workspace": workspace}
        return self.export.folder(name, id=id, parent=parent, **dates(id), **fields)

    def folder(self, name: str, id: int, parent: Folder, **fields: Any) -> Folder:
        return self.export.folder(name, id=id, parent=parent, **dates(id), **fields)

    def program(
        self, name: str, id: int, folder: Folder, description: str, **fields: Any
    ) -> Program:
        """A program whose campaigns get a block of ids of their own."""
        self._campaigns_of[name] = self._first_campaign + 20 * len(self._campaigns_of)
        options = dates(id) | fields
        return self.export.program(name, id=id, folder=folder, description=description, **options)

    def executable(self, program: Program, name: str, description: str, **fields: Any) -> Campaign:
        """A campaign for Execute Campaign steps: neither active nor scheduled."""
        return self._campaign(program, name, description, **fields)

    def trigger(self, program: Program, name: str, description: str, **fields: Any) -> Campaign:
        """An active trigger campaign."""
        return self._campaign(program, name, description, **{"isActive": True} | fields)

    def listener(self, program: Program, name: str, description: str, **fields: Any) -> Campaign:
        """An active campaign that flows may request."""
        made = self.trigger(program, name, description, **fields)
        return made.trigger("Campaign is Requested", is_requested())

    def batch(self, program: Program, name: str, description: str, **fields: Any) -> Campaign:
        """A scheduled batch campaign, daily unless the recurrence is given."""
        return self._campaign(program, name, description, **{"recurrence": recurring()} | fields)

    def idle(self, program: Program, name: str, description: str, **fields: Any) -> Campaign:
        """A campaign that was deactivated or never activated."""
        return self._campaign(program, name, description, **fields)

    def limit_communication(self) -> None:
        """Make campaigns that send email respect the limits, unless they say otherwise."""
        for campaign in self.export.campaigns:
            if any(step.name == "Send Email" for step in campaign.steps):
                campaign.fields.setdefault("isCommunicationLimitEnabled", True)

    def _campaign(self, program: Program, name: str, description: str, **fields: Any) -> Campaign:
        number = self._campaigns_of[program.name]
        self._campaigns_of[program.name] += 1
        options = {"description": description} | dates(number) | fields
        return self.export.campaign(name, id=number, program=program, **options)


def dates(id: int) -> dict[str, str]:
    """Dates that differ from record to record; the last change is never half a year old."""
    return {
        "createdAt": f"2025-{id % 11 + 1:02}-{id % 27 + 1:02}T0{id % 9}:{id % 59:02}:17Z+0000",
        "updatedAt": f"2026-{id % 5 + 4:02}-{id % 28 + 1:02}T1{id % 8}:{id % 53:02}:42Z+0000",
    }


def in_smart_list(name: str, **fields: Any) -> tuple[str, Condition]:
    """The filter that a person is a member of a smart list."""
    return "Member of Smart List", condition("Member of Smart List", "in", name, **fields)


def value(attribute: str, new_value: str) -> dict[str, str]:
    """The attributes of Change Data Value, for a choice of several."""
    return {"Attribute": attribute, "New Value": new_value}


def moment(kind: str, description: str) -> dict[str, str]:
    """The attributes of Interesting Moment."""
    return {"Type": kind, "Description": description}


def alert(email: str, to: str, others: str = "") -> dict[str, str]:
    """The attributes of Send Alert."""
    attributes = {"Email": email, "Send To": to}
    return attributes | {"To Other Emails": others} if others else attributes
