"""The exported instance as a Marketo administrator knows it: light views that know where they stand.

A view holds a decoded record and its place in the whole, nothing else, and is made when it is asked
for. What the export does not hold is None or empty, and the campaign is then counted as not judged
by the rule that asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from campaignlint.finding import CampaignName, Confidence, Key, Origin, Place, Related, Reportable
from campaignlint.instance import api, marketo
from campaignlint.instance.api import text_of
from campaignlint.instance.tokens import token_key, tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.instance.references import Reference, References
    from campaignlint.instance.tokens import Token

CallKind = Literal["Execute Campaign", "Request Campaign"]
FolderKey = tuple[str, int]
"""("folder" or "program", id)."""


class Folder:
    """A folder in Marketing Activities."""

    __slots__ = ("data", "origin")

    def __init__(self, data: api.FolderResponse, origin: Origin) -> None:
        self.data = data
        self.origin = origin

    @property
    def name(self) -> str:
        return self.data.name or f"folder {self.data.id}"

    @property
    def is_archive(self) -> bool:
        return bool(self.data.is_archive)


class Program(Reportable):
    """A program, which holds campaigns and My Tokens."""

    __slots__ = ("data", "instance", "origin")

    def __init__(self, instance: Instance, data: api.ProgramResponse, origin: Origin) -> None:
        self.instance = instance
        self.data = data
        self.origin = origin

    def __str__(self) -> str:
        return f"'{self.name}'"

    @property
    def id(self) -> int:
        return self.data.id

    @property
    def name(self) -> str:
        return self.data.name or f"program {self.data.id}"

    @property
    def workspace(self) -> str | None:
        return self.data.workspace

    @property
    def place(self) -> Place:
        return Place(
            self.origin, text=self.name, key=("program", str(self.id)), focus=("name",)
        )


@dataclass(frozen=True, slots=True)
class MyToken:
    """A My Token as a folder or program defines it; `name` is without `my.`."""

    name: str
    type: str
    value: str
    owner: FolderKey


class Condition(Reportable):
    """A constraint of a trigger or filter, such as `Form Name is Demo.Form`."""

    __slots__ = ("data", "index", "owner")

    def __init__(self, owner: Trigger | Filter, index: int, data: api.SmartListConditions) -> None:
        self.owner = owner
        self.index = index
        self.data = data

    @property
    def name(self) -> str:
        return self.data.activity_attribute_name or self.data.attribute_name or ""

    @property
    def operator(self) -> str:
        return self.data.operator or ""

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(map(text_of, self.data.values or ()))

    @property
    def is_error(self) -> bool:
        """Whether Marketo itself marks the condition as faulty, the red squiggle of the screens."""
        return bool(self.data.is_error)

    @property
    def error_message(self) -> str:
        return self.data.error_message or ""

    @property
    def place(self) -> Place:
        owner = self.owner.place
        several = len(self.owner.conditions) > 1
        return Place(
            owner.origin,
            (*owner.path, "conditions", self.index),
            f"{owner.text} > condition {self.index + 1}" if several else owner.text,
            (*owner.key, "condition", str(self.index)),
            owner.campaign,
            ("values",) if self.data.values is not None else ("operator",),
        )


class _Rule(Reportable):
    """What triggers and filters share."""

    __slots__ = ("data", "index", "smart_list")
    _word = ""
    _array = ""

    def __init__(self, smart_list: SmartList, index: int, data: api.SmartListFilters) -> None:
        self.smart_list = smart_list
        self.index = index
        self.data = data

    @property
    def number(self) -> int:
        """The position on the screen, from 1."""
        return self.index + 1

    @property
    def name(self) -> str:
        return self.data.name or ""

    @property
    def operator(self) -> str:
        return self.data.operator or ""

    @property
    def has_conditions(self) -> bool:
        """Whether the export says which conditions there are, be it none."""
        return self.data.conditions is not None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(
            Condition(self, index, data)  # type: ignore[arg-type] - a trigger or a filter
            for index, data in enumerate(self.data.conditions or ())
        )

    def condition(self, *names: str) -> Condition | None:
        """The first condition on an attribute of one of these names."""
        for condition in self.conditions:
            if any(marketo.same_name(condition.name, name) for name in names):
                return condition
        return None

    @property
    def place(self) -> Place:
        list_place = self.smart_list.place
        return Place(
            list_place.origin,
            ("rules", self._array, self.index),
            f"{list_place.text} > {self._word} {self.number}",
            (*list_place.key, self._word, *self._identity()),
            list_place.campaign,
            ("name",),
        )

    def _identity(self) -> tuple[str, ...]:
        """The id; where it is missing the name; and how many of the same stand before it."""
        rules: tuple[Trigger, ...] | tuple[Filter, ...] = (
            self.smart_list.triggers if self._word == "trigger" else self.smart_list.filters
        )
        return _told_apart([_id_or_name(rule.data.id, rule.name) for rule in rules], self.index)


class Trigger(_Rule):
    """A trigger of a smart list. One edition of the API gives its name alone."""

    __slots__ = ()
    _word = "trigger"
    _array = "triggers"

    @property
    def place(self) -> Place:
        place = super().place
        if not self.smart_list.is_bare_trigger(self.index):
            return place
        return Place(place.origin, place.path, place.text, place.key, place.campaign)


class Filter(_Rule):
    """A filter of a smart list."""

    __slots__ = ()
    _word = "filter"
    _array = "filters"

    @property
    def is_activity(self) -> bool:
        return marketo.same_name(self.data.rule_type, "Activity")


class SmartList(Reportable):
    """A smart list with its rules: a campaign's own, or an asset that filters refer to."""

    __slots__ = ("campaign", "id", "instance", "name", "origin", "program", "rules", "workspace")

    def __init__(
        self,
        instance: Instance,
        *,
        id: int | None,  # noqa: A002 - the API's word
        name: str,
        rules: api.SmartListRules,
        origin: Origin,
        workspace: str | None = None,
        program: str | None = None,
    ) -> None:
        self.instance = instance
        self.id = id
        self.name = name
        self.rules = rules
        self.origin = origin
        self.workspace = workspace
        self.program = program
        self.campaign: SmartCampaign | None = None

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        return tuple(
            Trigger(
                self,
                index,
                api.SmartListFilters(name=data) if isinstance(data, str) else data,
            )
            for index, data in enumerate(self.rules.triggers or ())
        )

    def is_bare_trigger(self, index: int) -> bool:
        """Whether the export gives of this trigger nothing but its name."""
        return isinstance((self.rules.triggers or ())[index], str)

    @property
    def filters(self) -> tuple[Filter, ...]:
        return tuple(
            Filter(self, index, data) for index, data in enumerate(self.rules.filters or ())
        )

    @property
    def match_type(self) -> str:
        """"all", "any" or "custom"; "" where the export says neither.

        An older edition of the API says All, Any and Advanced.
        """
        word = (self.rules.filter_match_type or "").strip().casefold()
        return "custom" if word == "advanced" else word

    @property
    def custom_logic(self) -> str:
        """The logic of match type custom, such as `1 and (2 or 3)`."""
        return self.rules.filter_custom_rule_logic or ""

    @property
    def place(self) -> Place:
        if self.campaign is not None:
            campaign = self.campaign.place
            return Place(
                self.origin, ("rules",), campaign.text, ("smart list",), campaign.campaign
            )
        text = f"{self.program} > {self.name}" if self.program else self.name
        return Place(
            self.origin, ("rules",), text, ("smart list", str(self.id)), focus=()
        )


class Choice(Reportable):
    """One choice of a flow step, the default one included."""

    __slots__ = ("data", "index", "step")

    def __init__(self, step: FlowStep, index: int, data: api.FlowStepChoice) -> None:
        self.step = step
        self.index = index
        self.data = data

    @property
    def campaign(self) -> SmartCampaign:
        return self.step.campaign

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def is_default(self) -> bool:
        return bool(self.data.default)

    @property
    def rule(self) -> api.FlowStepChoiceRule | None:
        """The condition: field, operator and values. The default choice has none."""
        return self.data.rule

    @property
    def attributes(self) -> list[api.FlowStepChoiceAttribute]:
        return self.data.attributes or []

    def attribute(self, *names: str) -> str | None:
        """The value of the first attribute of one of these names; None where there is none."""
        for name in names:
            for attribute in self.attributes:
                if marketo.same_name(attribute.name, name):
                    return text_of(attribute.value)
        return None

    def _called_at(self) -> int | None:
        """Which attribute names the campaign that this choice calls."""
        attributes = self.attributes
        for index, attribute in enumerate(attributes):
            if attribute.primary:
                return index
        for name in marketo.CALLED_CAMPAIGN_ATTRIBUTES:
            for index, attribute in enumerate(attributes):
                if marketo.same_name(attribute.name, name):
                    return index
        rest = [
            index
            for index, attribute in enumerate(attributes)
            if not marketo.same_name(attribute.name, marketo.USE_PARENT_CONTEXT)
        ]
        return rest[0] if len(rest) == 1 else None

    @property
    def target(self) -> str | None:
        """The text that names the campaign which this choice calls.

        None for no call at all: an empty value and `--Do Nothing--`.
        """
        at = self._called_at()
        text = "" if at is None else text_of(self.attributes[at].value)
        if not text.strip() or marketo.same_name(text, marketo.DO_NOTHING):
            return None
        return text

    @property
    def uses_parent_context(self) -> bool | None:
        """Use Parent Campaign Token Context; None where the export does not say."""
        value = (self.attribute(marketo.USE_PARENT_CONTEXT) or "").strip().casefold()
        return {"true": True, "false": False}.get(value)

    @property
    def place(self) -> Place:
        step = self.step.place
        at = self._called_at()
        focus: tuple[Key, ...] = () if at is None else ("attributes", at, "value")
        choices = self.step.data.step_choice or []
        ids = [_id_or_name(choice.id, "") for choice in choices]
        return Place(
            step.origin,
            (*step.path, "stepChoice", self.index),
            f"{step.text} > choice {self.number}" if len(choices) > 1 else step.text,
            (*step.key, "choice", *_told_apart(ids, self.index)),
            step.campaign,
            focus,
        )


class FlowStep(Reportable):
    """A step of a campaign's flow."""

    __slots__ = ("campaign", "data", "index")

    def __init__(self, campaign: SmartCampaign, index: int, data: api.FlowStep) -> None:
        self.campaign = campaign
        self.index = index
        self.data = data

    def __str__(self) -> str:
        return f"{self.campaign} flow step {self.number}"

    @property
    def number(self) -> int:
        """The position on the screen, from 1."""
        return self.index + 1

    @property
    def name(self) -> str:
        """The API's name of the step, whatever name the export gives."""
        return marketo.step_name(self.data.activity_type_name or "")

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(self, index, data) for index, data in enumerate(self.data.step_choice or ())
        )

    def tokens(self, kind: str) -> tuple[Token, ...]:
        """The tokens of one kind ("my", "trigger") in the values of this step, each name once."""
        found = {
            token.key: token
            for choice in self.choices
            for attribute in choice.attributes
            if isinstance(attribute.value, str)
            for token in tokens_in(attribute.value)
            if token.kind == kind
        }
        return tuple(found.values())

    @property
    def place(self) -> Place:
        campaign = self.campaign
        ids = [_id_or_name(step.id, "") for step in campaign.step_records]
        return Place(
            campaign.flow_origin,
            ("flow", "steps", self.index),
            f"{campaign.path_text} > flow step {self.number}",
            ("step", *_told_apart(ids, self.index)),
            campaign.as_name(),
            ("activityTypeName",),
        )


def _id_or_name(number: int | None, name: str) -> str:
    return name if number is None else str(number)


def _told_apart(identities: list[str], index: int) -> tuple[str, ...]:
    """An identity, and where it repeats how many of the same stand before it."""
    identity = identities[index]
    if not identity:
        return ("at", str(index))
    before = identities[:index].count(identity)
    return (identity, str(before)) if before else (identity,)


@dataclass(frozen=True, slots=True)
class Call:
    """An Execute or Request Campaign choice that leads to a campaign of this export."""

    kind: CallKind
    choice: Choice
    target: SmartCampaign
    confidence: Confidence

    @property
    def caller(self) -> SmartCampaign:
        return self.choice.campaign

    @property
    def place(self) -> Place:
        return self.choice.place

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts calls by caller's id, then as the flow runs."""
        return (self.caller.id, self.choice.step.index, self.choice.index)

    def as_related(self) -> Related:
        verb = "executed" if self.kind == marketo.EXECUTE_CAMPAIGN else "requested"
        return Related(f"{verb} from here", self.place)


class SmartCampaign(Reportable):
    """A smart campaign: smart list, flow, schedule."""

    __slots__ = (
        "calls_in",
        "calls_out",
        "data",
        "executable_because",
        "flow_origin",
        "folders",
        "instance",
        "origin",
        "program_id",
        "program_name",
        "rules_of",
    )

    def __init__(
        self,
        instance: Instance,
        data: api.SmartCampaignResponseWithFlow,
        origin: Origin,
        flow_origin: Origin,
    ) -> None:
        self.instance = instance
        self.data = data
        self.origin = origin
        self.flow_origin = flow_origin
        self.program_id: int | None = None
        self.program_name: str | None = None
        self.folders: tuple[FolderKey, ...] = ()
        """The folders and the program above, from the nearest up."""
        self.rules_of: SmartList | None = None
        self.calls_out: tuple[Call, ...] = ()
        self.calls_in: tuple[Call, ...] = ()
        self.executable_because: str | None = None
        """Why the campaign counts as executable; None where it does not."""

    def __str__(self) -> str:
        return f"'{self.name}'"

    def __repr__(self) -> str:
        return f"SmartCampaign({self.id}, {self.path_text!r})"

    @property
    def id(self) -> int:
        return self.data.id

    @property
    def name(self) -> str:
        return self.data.name or f"campaign {self.data.id}"

    @property
    def workspace(self) -> str | None:
        return self.data.workspace

    @property
    def program(self) -> Program | None:
        return None if self.program_id is None else self.instance.programs.get(self.program_id)

    @property
    def path_text(self) -> str:
        """`Program > Campaign`."""
        return f"{self.program_name} > {self.name}" if self.program_name else self.name

    @property
    def full_name(self) -> str:
        """`Program.Campaign`, as a flow step names it."""
        return f"{self.program_name}.{self.name}" if self.program_name else self.name

    def as_name(self) -> CampaignName:
        return CampaignName(self.id, self.name, self.program_name, self.workspace)

    @property
    def place(self) -> Place:
        focus: tuple[Key, ...] = ("name",) if self.data.name is not None else ("id",)
        return Place(self.origin, (), self.path_text, (), self.as_name(), focus)

    # smart list

    @property
    def smart_list(self) -> SmartList | None:
        """The campaign's own smart list, where the export holds its rules."""
        if self.rules_of is None:
            self.not_judged()
        return self.rules_of

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        return () if self.smart_list is None else self.smart_list.triggers

    @property
    def filters(self) -> tuple[Filter, ...]:
        return () if self.smart_list is None else self.smart_list.filters

    @property
    def has_triggers(self) -> bool | None:
        """Whether triggers start it: by its smart list, else by its type; None for unknown."""
        if self.rules_of is not None:
            return bool(self.rules_of.rules.triggers)
        kind = (self.data.type or "").strip().casefold()
        return {"trigger": True, "batch": False, "default": False}.get(kind)

    # flow

    @property
    def step_records(self) -> list[api.FlowStep]:
        flow = self.data.flow
        return [] if flow is None or flow.steps is None else flow.steps

    @property
    def has_flow(self) -> bool:
        """Whether the export holds the flow, be it an empty one."""
        return self.data.flow is not None and self.data.flow.steps is not None

    def steps(self, *names: str) -> tuple[FlowStep, ...]:
        """The flow steps in order; of these names only, by the API's names."""
        if not self.has_flow:
            self.not_judged()
        return tuple(
            FlowStep(self, index, data)
            for index, data in enumerate(self.step_records)
            if not names or marketo.step_name(data.activity_type_name or "") in names
        )

    # schedule and settings

    @property
    def is_active(self) -> bool:
        if self.data.is_active is not None:
            return self.data.is_active
        return self.has_status("Active")

    @property
    def is_scheduled(self) -> bool:
        """Whether it recurs. A recurrence without an interval is how the API says "none"."""
        return self.data.recurrence is not None and bool(self.data.recurrence.interval)

    @property
    def is_system(self) -> bool:
        return bool(self.data.is_system)

    def has_status(self, *statuses: str) -> bool:
        return any(marketo.same_name(self.data.status, status) for status in statuses)

    @property
    def is_executable(self) -> bool:
        return self.executable_because is not None

    @property
    def against_executable(self) -> str:
        """What shows that the campaign cannot be executable; "" for nothing.

        An executable campaign is never activated or scheduled; it runs only when called.
        Source: https://experienceleague.adobe.com/en/docs/marketo/using/product-docs/core-marketo-concepts/smart-campaigns/flow-actions/execute-campaign
        """
        if self.is_active:
            return "it is active"
        if self.is_scheduled:
            return "it is scheduled"
        return "it is a system campaign" if self.is_system else ""

    @property
    def is_batch(self) -> bool:
        """Whether it runs over a list, and not for one person at a time.

        In a partial export an executable without its caller looks like a batch campaign, so one
        that never ran and has no schedule is not called batch.
        """
        if self.is_executable or self.has_triggers is not False:
            return False
        never_ran = self.data.status is None or self.has_status("Never Run")
        return self.is_scheduled or not never_ran

    @property
    def qualification(self) -> str:
        """How often a person may run through: "once", "any", "interval"; "" for not exported."""
        return (self.data.qualification_rule_type or "").strip().casefold()

    @property
    def qualification_interval(self) -> str:
        """`3 days`, where qualification is by interval."""
        number, unit = self.data.qualification_rule_interval, self.data.qualification_rule_unit
        if number is None or not unit:
            return "an interval"
        return f"{number} {unit.lower()}" if number == 1 else f"{number} {unit.lower()}s"

    @property
    def executed_by(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls_in if call.kind == marketo.EXECUTE_CAMPAIGN)

    @property
    def executes(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls_out if call.kind == marketo.EXECUTE_CAMPAIGN)

    # My Tokens

    def my_token(self, name: str) -> MyToken | None:
        """The My Token that the campaign sees: its program's, else the nearest folder's above."""
        wanted = token_key(name)
        for owner in self.folders:
            token = self.instance.tokens.get(owner, {}).get(wanted)
            if token is not None:
                return token
        return None

    def not_judged(self) -> None:
        """Count the campaign as one that the running rule could not judge, for want of data."""
        self.instance.unjudged.add(self.id)


class Instance:
    """A whole export: what rules look at."""

    def __init__(self) -> None:
        self.campaigns: tuple[SmartCampaign, ...] = ()
        """By id."""
        self.programs: Mapping[int, Program] = {}
        self.folders: Mapping[FolderKey, Folder] = {}
        self.smart_lists: tuple[SmartList, ...] = ()
        """Those whose rules are in the export, by id."""
        self.tokens: Mapping[FolderKey, Mapping[str, MyToken]] = {}
        """The My Tokens that each folder or program defines itself, by `token_key`."""
        self.is_complete = False
        """Whether what is absent from the export is absent from Marketo."""
        self.all_references: tuple[Reference, ...] = ()
        self.resolver: References
        """Tells which campaign a text names."""
        self.unjudged: set[int] = set()
        """The campaigns that the running rule could not judge."""
        self.derived: dict[str, object] = {}
        """What later layers worked out once, such as the call graph."""

    def campaign(self, number: int) -> SmartCampaign | None:
        return self._by_id.get(number)

    @cached_property
    def _by_id(self) -> dict[int, SmartCampaign]:
        return {campaign.id: campaign for campaign in self.campaigns}

    @cached_property
    def executables(self) -> tuple[SmartCampaign, ...]:
        return tuple(campaign for campaign in self.campaigns if campaign.is_executable)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every text in a flow that names a campaign, and what it leads to."""
        self.unjudged.update(self.without_flow, self._without_target)
        return self.all_references

    @cached_property
    def _without_target(self) -> frozenset[int]:
        """Campaigns with a call whose attributes were not exported."""
        return frozenset(
            step.campaign.id
            for name in (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
            for step in self.steps_by_name.get(name, ())
            if not step.choices or not all(choice.attributes for choice in step.choices)
        )

    @property
    def has_tokens(self) -> bool:
        """Whether My Tokens were exported at all."""
        return bool(self.tokens)

    def steps(self, *names: str) -> Iterator[FlowStep]:
        """Every flow step of these names, by the API's names, in the campaigns' order."""
        self.unjudged.update(self.without_flow)
        steps = [step for name in names for step in self.steps_by_name.get(name, ())]
        if len(names) > 1:
            steps.sort(key=lambda step: (step.campaign.id, step.index))
        return iter(steps)

    @cached_property
    def steps_by_name(self) -> dict[str, list[FlowStep]]:
        """Every flow step, under the API's name of its kind."""
        found: dict[str, list[FlowStep]] = {}
        for campaign in self.campaigns:
            for index, data in enumerate(campaign.step_records):
                name = marketo.step_name(data.activity_type_name or "")
                found.setdefault(name, []).append(FlowStep(campaign, index, data))
        return found

    @cached_property
    def without_flow(self) -> frozenset[int]:
        """The ids of campaigns that were exported without their flow."""
        return frozenset(campaign.id for campaign in self.campaigns if not campaign.has_flow)
