"""Assets as records of the Asset API: folders, programs, campaigns, smart lists, tokens."""

# ruff: noqa: A002 - an id is called id, as in the API

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Final, Literal, Self, TypeAlias

from campaignlint.testing.type_ids import (
    ACTIVITY_FILTER_IDS,
    CONSTRAINT_IDS,
    STEP_TYPES,
    TRIGGER_IDS,
)


class Absent(Enum):
    """The type of `ABSENT`."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
"""Removes a field from a record."""

DO_NOTHING: Final = "--Do Nothing--"
THIS_CAMPAIGN: Final = "this campaign"
FROM_FLOW: Final = "Marketo Flow Action"
FROM_API: Final = "Web Service API"

WRITTEN_AT: Final = "2026-03-02T09:15:00Z+0000"
EXPORTED_AT: Final = "2026-09-14T06:00:00Z"

Record = dict[str, Any]
Values = str | Sequence[str]
Attributes = str | Mapping[str, object]
"""The values of a choice's attributes by name, or only the value of the primary attribute."""
Above: TypeAlias = "Folder | Program | Record | Absent | None"
ONLY_FILTERS: Final[Record] = {"rules": {"filters": []}}
"""A smart list inside a campaign, exported without its triggers."""
TokenValue = str | int | tuple[str, str]
"""A My Token's value, as text or number, or with its type: `("score", "+10")`."""


@dataclass(frozen=True)
class Choice:
    """A choice of a flow step; without a rule, it is the default choice."""

    attributes: Attributes | Absent
    rule: Record | None = None


def when(
    name: str,
    operator: str,
    values: Values,
    attributes: Attributes | Absent,
    *,
    rule_type: Literal["Attribute", "Activity"] = "Attribute",
) -> Choice:
    """Return a choice with a condition on a field."""
    rule = {
        "name": name,
        "operator": operator,
        "ruleType": rule_type,
        "ruleTypeId": _rule_type_id(name),
        "values": _as_list(values),
    }
    return Choice(attributes, rule)


def otherwise(attributes: Attributes | Absent) -> Choice:
    """Return the default choice."""
    return Choice(attributes)


@dataclass(frozen=True)
class Condition:
    """A constraint of a trigger or filter."""

    name: str
    operator: str
    values: list[str]
    fields: Record


def condition(name: str, operator: str, values: Values = (), **fields: Any) -> Condition:
    """Return a constraint; the first one of a trigger or filter is its primary one."""
    return Condition(name, operator, _as_list(values), fields)


@dataclass(frozen=True)
class _Rule:
    """A trigger or filter of a smart list."""

    name: str
    conditions: tuple[Condition, ...]
    fields: Record
    is_activity: bool
    is_bare: bool = False

    def record(self, id: int) -> Record | str:
        if self.is_bare:
            return self.name
        first = self.conditions[0].operator if self.conditions else "is"
        record = {
            "id": id,
            "name": self.name,
            "ruleTypeId": _rule_type_id(self.name),
            "ruleType": "Activity" if self.is_activity else "Attribute",
            "operator": "occurs" if self.is_activity else first,
            "conditions": [self._condition(n, each) for n, each in enumerate(self.conditions)],
        }
        return with_fields(record, self.fields)

    def _condition(self, position: int, condition: Condition) -> Record:
        kind = "activityAttribute" if self.is_activity else "attribute"
        record = {
            f"{kind}Id": CONSTRAINT_IDS.get(condition.name, _rule_type_id(condition.name)),
            f"{kind}Name": condition.name,
            "operator": condition.operator,
            "values": condition.values,
            "isPrimary": position == 0,
        }
        return with_fields(record, condition.fields)


class Asset:
    """An asset with a name, an id, a folder or program, and other fields by keyword."""

    first_id: ClassVar[int]
    place_field: ClassVar[str] = "folder"

    def __init__(self, name: str, id: int | None, above: Above, fields: Record) -> None:
        self.name = name
        self.given_id = id
        self.above = above if isinstance(above, Folder | Program) else None
        self.fields = fields if self.above is above else fields | {self.place_field: above}

    @property
    def id(self) -> int:
        return self.first_id if self.given_id is None else self.given_id

    @property
    def workspace(self) -> str:
        given = self.fields.get("workspace")
        if isinstance(given, str):
            return given
        return "Default" if self.above is None else self.above.workspace

    @property
    def parents(self) -> list[Folder | Program]:
        """The folders and programs above, the nearest first."""
        nearest = self.above
        return [] if nearest is None else [nearest, *nearest.parents]

    @property
    def home(self) -> Program | None:
        """The nearest program above."""
        return next((parent for parent in self.parents if isinstance(parent, Program)), None)

    @property
    def full_name(self) -> str:
        """`Program.Name`, as in steps and filters; only the name outside of programs."""
        return self.name if self.home is None else f"{self.home.name}.{self.name}"

    def _common_fields(self, description: str = "") -> Record:
        """Return the fields that most records begin with."""
        return {
            "id": self.id,
            "name": self.name,
            "description": description,
            "createdAt": WRITTEN_AT,
            "updatedAt": WRITTEN_AT,
        }

    def _folder(self) -> Record:
        return {"id": _ROOT_ID, "type": "Folder"} if self.above is None else self.above.reference()


class Folder(Asset):
    first_id = 21
    place_field = "parent"

    def reference(self) -> Record:
        return {"id": self.id, "type": "Folder"}

    def record(self) -> Record:
        """Return a FolderResponse."""
        path = [self.name, *(parent.name for parent in self.parents)]
        record = {
            **self._common_fields(),
            "url": f"{APP}#MF{self.id}A1",
            "folderId": self.reference(),
            "folderType": "Marketing Folder",
            "parent": None if self.above is None else self.above.reference(),
            "path": "".join(f"/{name}" for name in reversed(path)),
            "isArchive": False,
            "isSystem": False,
            "accessZoneId": 1,
            "workspace": self.workspace,
        }
        return with_fields(record, self.fields)


class Program(Asset):
    first_id = 101

    def reference(self) -> Record:
        return {"id": self.id, "type": "Program"}

    def record(self) -> Record:
        """Return a ProgramResponse. It has a `status` only if given; most programs have none."""
        record = {
            **self._common_fields(f"{self.name} of the marketing team"),
            "url": f"{APP}#PG{self.id}A1",
            "type": "default",
            "channel": "Operational",
            "folder": self._folder(),
            "workspace": self.workspace,
            "tags": [],
            "costs": [],
        }
        return with_fields(record, self.fields)


class Channel(Asset):
    first_id = 1

    def __init__(self, name: str, id: int | None, steps: Mapping[str, int], fields: Record) -> None:
        super().__init__(name, id, None, fields)
        self.steps = steps

    def record(self) -> Record:
        """Return a ChannelResponse."""
        statuses = [
            {
                "name": name,
                "description": None,
                "hidden": False,
                "type": None,
                "step": step,
                "success": step == max(self.steps.values()),
            }
            for name, step in self.steps.items()
        ]
        record = {
            "id": self.id,
            "name": self.name,
            "applicableProgramType": "program",
            "progressionStatuses": statuses,
            "createdAt": WRITTEN_AT,
            "updatedAt": WRITTEN_AT,
        }
        return with_fields(record, self.fields)


class _WithSmartList(Asset):
    """An asset with triggers and filters."""

    def __init__(self, name: str, id: int | None, above: Above, fields: Record) -> None:
        super().__init__(name, id, above, fields)
        self.triggers: list[_Rule] = []
        self.filters: list[_Rule] = []
        self.match_type = "all"
        self.logic: str | None = None

    def trigger(self, name: str, *conditions: Condition, bare: bool = False, **fields: Any) -> Self:
        """Add a trigger; for a bare one, only the name is exported."""
        self.triggers.append(_Rule(name, conditions, fields, is_activity=True, is_bare=bare))
        return self

    def filter(self, name: str, *conditions: Condition, **fields: Any) -> Self:
        """Add a filter: on an activity if the name is one, otherwise on an attribute."""
        is_activity = name.removeprefix("Not ") in ACTIVITY_FILTER_IDS
        self.filters.append(_Rule(name, conditions, fields, is_activity))
        return self

    def match(self, match_type: Literal["all", "any", "custom"], logic: str | None = None) -> Self:
        """Set how filters combine; filter logic has their numbers: `1 and (2 or 3)`."""
        self.match_type, self.logic = match_type, logic
        return self

    def _smart_list_fields(self, id: int) -> Record:
        """Return the fields that its smart list with this id has, other than the described ones."""
        return {
            "url": f"{APP}#SL{id}A1",
            "folder": self._folder(),
            "workspace": self.workspace,
            "rules": self.rules(self.id),
        }

    def rules(self, id: int) -> Record:
        """Return the SmartListRules."""
        triggers, filters = len(self.triggers), len(self.filters)
        rules: Record = {
            "filterMatchType": self.match_type,
            "triggers": [self.triggers[n].record(id * 100 + n + 1) for n in range(triggers)],
            "filters": [
                self.filters[n].record(id * 100 + triggers + n + 1) for n in range(filters)
            ],
        }
        return rules if self.logic is None else rules | {"filterCustomRuleLogic": self.logic}


class SmartList(_WithSmartList):
    first_id = 501

    def record(self) -> Record:
        """Return a SmartListResponseWithRules."""
        return with_fields(self._common_fields() | self._smart_list_fields(self.id), self.fields)


@dataclass
class _Step:
    name: str
    choices: list[Choice] | Absent


class Campaign(_WithSmartList):
    first_id = 1001

    def __init__(
        self, name: str, id: int | None, program: Program | None, above: Above, fields: Record
    ) -> None:
        super().__init__(name, id, program if above is None else above, fields)
        self.program = program
        self.steps: list[_Step] = []
        self.has_smart_list = True

    @property
    def home(self) -> Program | None:
        return self.program or super().home

    @property
    def smart_list_id(self) -> int:
        given = self.fields.get("smartListId")
        return given if isinstance(given, int) else self.id + 20_000

    def step(self, name: str, attributes: Attributes | Absent | None = None) -> Self:
        """Add a step with one choice, which has no attributes unless given; `ABSENT`: no choice."""
        given = [otherwise({} if attributes is None else attributes)]
        self.steps.append(_Step(name, ABSENT if attributes is ABSENT else given))
        return self

    def choices(self, name: str, *choices: Choice) -> Self:
        """Add a step with the given choices, the default one usually last."""
        self.steps.append(_Step(name, list(choices)))
        return self

    def executes(self, target: str | int | Campaign, *, context: bool | None = True) -> Self:
        """Add Execute Campaign; `context` as in `executing`."""
        return self.step("Execute Campaign", executing(target, context=context))

    def requests(self, target: str | int | Campaign) -> Self:
        return self.step("Request Campaign", {"Campaign": _target(target)})

    def waits(self, duration: str) -> Self:
        return self.step("Wait", {"Duration": duration})

    def calls_webhook(self, name: str) -> Self:
        return self.step("Call Webhook", {"Webhook": name})

    def removes_from_flow(self, target: str | int | Campaign = THIS_CAMPAIGN) -> Self:
        return self.step("Remove from Flow", {"Campaign": _target(target)})

    def changes(self, field: str, value: str) -> Self:
        return self.step("Change Data Value", {"Attribute": field, "New Value": value})

    def scores(self, score: str, change: str) -> Self:
        return self.step("Change Score", {"Score Name": score, "Change": change})

    def sends(self, email: str) -> Self:
        return self.step("Send Email", {"Email": email})

    def without_smart_list(self) -> Self:
        """Remove its smart list from the export."""
        self.has_smart_list = False
        return self

    def record(self) -> Record:
        """Return a SmartCampaignResponseWithFlow; type and status follow from its parts.

        As in Adobe's own samples, keys without a value are left out: the qualification interval,
        the membership limit, and every part of the recurrence but `weekdayOnly`.
        """
        active = bool(self.fields.get("isActive", False))
        record = {
            **self._common_fields(f"{self.name}, kept by the marketing team"),
            "folder": self._folder(),
            "status": self._status(is_active=active),
            "type": self._type(),
            "isSystem": False,
            "isActive": active,
            "isRequestable": active and any(map(_accepts_api, self.triggers)),
            "isCommunicationLimitEnabled": False,
            "recurrence": {"weekdayOnly": False},
            "qualificationRuleType": "any",
            "workspace": self.workspace,
            "smartListId": self.smart_list_id,
            "flowId": self.id + 40_000,
            "parentProgramId": ABSENT if self.home is None else self.home.id,
            "computedUrl": f"{APP}#SC{self.id}A1",
            "flow": {"steps": _Numbered(self.id).steps(self.steps)},
        }
        return with_fields(record, self.fields)

    def smart_list_record(self, **fields: Any) -> Record:
        """Return the SmartListResponseWithRules with the id in `smartListId`."""
        dates = {name: self.fields.get(name, WRITTEN_AT) for name in ("createdAt", "updatedAt")}
        record = self._common_fields() | {"id": self.smart_list_id} | dates
        return with_fields(record | self._smart_list_fields(self.smart_list_id), fields)

    def _type(self) -> str:
        if self.triggers:
            return "trigger"
        return "batch" if self.filters else "default"

    def _status(self, *, is_active: bool) -> str:
        if is_active:
            return "Active"
        recurrence = self.fields.get("recurrence")
        if isinstance(recurrence, dict) and "intervalType" in recurrence:
            return "Recurring Run"
        return "Inactive" if self.triggers else "Never Run"


class Tokens:
    """The My Tokens of one folder or program."""

    def __init__(self, owner: Folder | Program, values: Mapping[str, TokenValue]) -> None:
        self.owner = owner
        self.values = values

    def record(self) -> Record:
        """Return a TokenResponse; its folder is an object, as in responses of instances."""
        reference = self.owner.reference()
        url = f"{APP}#{'PG' if reference['type'] == 'Program' else 'MF'}{self.owner.id}C3"
        tokens = [
            {"name": name, "type": kind, "value": value, "computedUrl": url}
            for name, (kind, value) in sorted((k, _token(v)) for k, v in self.values.items())
        ]
        return {"folder": {"type": reference["type"], "value": self.owner.id}, "tokens": tokens}


def folder(name: str, *, id: int | None = None, parent: Above = None, **fields: Any) -> Folder:
    """Return a folder in its parent; without a parent, it is a root."""
    return Folder(name, id, parent, fields)


def program(name: str, *, id: int | None = None, folder: Above = None, **fields: Any) -> Program:
    """Return a default program with the channel Operational."""
    return Program(name, id, folder, fields)


def campaign(
    name: str,
    *,
    id: int | None = None,
    program: Program | None = None,
    folder: Above = None,
    **fields: Any,
) -> Campaign:
    """Return an inactive campaign without steps, for which people qualify every time."""
    return Campaign(name, id, program, folder, fields)


def smart_list(
    name: str, *, id: int | None = None, folder: Above = None, **fields: Any
) -> SmartList:
    """Return a separate smart list, in a folder or program."""
    return SmartList(name, id, folder, fields)


def recurring(interval_type: str = "Daily", interval: int = 1, **fields: Any) -> Record:
    """Return the recurrence of a scheduled batch campaign."""
    record = {
        "startAt": WRITTEN_AT,
        "intervalType": interval_type,
        "interval": interval,
        "weekdayOnly": False,
    }
    return with_fields(record, fields)


def channel(
    name: str, steps: Mapping[str, int], *, id: int | None = None, **fields: Any
) -> Channel:
    """Return a channel, with the step of each program status."""
    return Channel(name, id, steps, fields)


def tokens(owner: Folder | Program, values: Mapping[str, TokenValue]) -> Tokens:
    """Return the My Tokens of a folder or program; names are without `my.`."""
    return Tokens(owner, values)


def executing(target: str | int | Campaign, *, context: bool | None = True) -> dict[str, object]:
    """Return the attributes of an Execute Campaign step, for one of several choices.

    `context` is the value of Use Parent Campaign Token Context; None leaves the attribute out.
    """
    inherited = {} if context is None else {"Use Parent Campaign Token Context": str(context)}
    return {"Executed Campaign": _target(target), **inherited}


def is_requested(source: str | Sequence[str] = FROM_FLOW) -> Condition:
    """Return the Source constraint of Campaign is Requested."""
    return condition("Source", "is", source)


class _Numbered:
    """Creates records of steps, and numbers them within their campaign."""

    def __init__(self, campaign_id: int) -> None:
        self._first = campaign_id * 100
        self._choices = self._attributes = 0

    def steps(self, steps: Sequence[_Step]) -> list[Record]:
        return [self._step(self._first + n, step) for n, step in enumerate(steps, 1)]

    def _step(self, id: int, step: _Step) -> Record:
        type_id, _ = STEP_TYPES.get(step.name, (_rule_type_id(step.name) + 100_000, ()))
        record = {"id": id, "activityTypeId": type_id, "activityTypeName": step.name}
        if isinstance(step.choices, Absent):
            return record
        return record | {"stepChoice": [self._choice(step.name, choice) for choice in step.choices]}

    def _choice(self, step_name: str, choice: Choice) -> Record:
        self._choices += 1
        record: Record = {"id": self._first + self._choices, "default": choice.rule is None}
        if not isinstance(choice.attributes, Absent):
            record["attributes"] = self._list_attributes(step_name, choice.attributes)
        return record if choice.rule is None else record | {"rule": choice.rule}

    def _list_attributes(self, step_name: str, attributes: Attributes) -> list[Record]:
        type_id, known = STEP_TYPES.get(step_name, (0, ()))
        names = [name for name, _ in known]
        if isinstance(attributes, str):
            attributes = {names[0] if names else "Value": attributes}
        primary = names[0] if names and names[0] in attributes else next(iter(attributes), None)
        records = []
        for name, value in attributes.items():
            self._attributes += 1
            position = names.index(name) + 1 if name in names else None
            record: Record = {
                "id": self._first + self._attributes,
                "activityTypeAttribId": ABSENT if position is None else type_id * 100 + position,
                "name": name,
                "dataType": dict(known).get(name, "string"),
                "value": value,
                "primary": name == primary,
            }
            records.append(with_fields(record, {}))
        return records


def with_fields(record: Record, fields: Record) -> Record:
    merged = record | fields
    return {key: value for key, value in merged.items() if value is not ABSENT}


def _as_list(values: Values) -> list[str]:
    return [values] if isinstance(values, str) else list(values)


def _target(target: str | int | Campaign) -> str:
    return target.full_name if isinstance(target, Campaign) else str(target)


def _token(value: TokenValue) -> tuple[str, str]:
    if isinstance(value, tuple):
        return value
    return ("number" if isinstance(value, int) else "text", str(value))


def owner_kind(owner: Folder | Program) -> str:
    return "program" if isinstance(owner, Program) else "folder"


def _accepts_api(trigger: _Rule) -> bool:
    sources = [each.values for each in trigger.conditions if each.name == "Source"]
    return trigger.name == "Campaign is Requested" and any(FROM_API in source for source in sources)


def _rule_type_id(name: str) -> int:
    """Return Adobe's id if it is public, otherwise a number that depends only on the name."""
    type_id = ACTIVITY_FILTER_IDS.get(name) or TRIGGER_IDS.get(name)
    return type_id or zlib.crc32(name.encode()) % 9000 + 1000


APP = "https://app-sj99.marketo.com/"
_ROOT_ID = 15
