"""The exported instance as a Marketo administrator knows it.

It is seen through light views that know where they stand. A view holds a decoded record and its
place in the whole, nothing else, and is made when it is asked for. What the export does not hold is
None or empty, and the campaign is then counted as not judged by the rule that asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from campaignlint.finding import (
    CampaignName,
    Confidence,
    Key,
    Origin,
    Place,
    Related,
    Reportable,
    shortened,
)
from campaignlint.instance import api, marketo
from campaignlint.instance.api import text_of
from campaignlint.instance.tokens import TOKEN_START, texts_in_braces, token_key, tokens_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from campaignlint.instance.memberships import Memberships
    from campaignlint.instance.references import Reference, References
    from campaignlint.instance.tokens import Token

CallKind = Literal["Execute Campaign", "Request Campaign"]
_VALUES_SHOWN = 8
_NOT_THE_API = marketo.FROM_FLOWS | {"Sales Insight"}
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
    def program_name(self) -> str:
        return self.name

    @property
    def workspace(self) -> str | None:
        return self.data.workspace

    @property
    def folder_texts(self) -> tuple[str, ...]:
        """What a pattern for folders is matched with."""
        return (self.name,)

    @property
    def place(self) -> Place:
        return Place(self.origin, text=self.name, key=("program", str(self.id)), focus=("name",))


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

    def __init__(self, owner: _Rule, index: int, data: api.SmartListConditions) -> None:
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
    def is_primary(self) -> bool:
        """Whether it says what its trigger or filter is about, such as which form."""
        return bool(self.data.is_primary)

    @property
    def constrains(self) -> bool:
        """Whether it lets less than everything pass."""
        return marketo.constrains(self.operator, self.values)

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
        conditions = enumerate(self.data.conditions or ())
        return tuple([Condition(self, index, data) for index, data in conditions])

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
        smart_list = self.smart_list

        def identities() -> Iterator[str]:
            rules = smart_list.triggers if self._word == "trigger" else smart_list.filters
            return (_id_or_name(rule.data.id, rule.name) for rule in rules)

        origin = smart_list.origin
        key = (self._word, origin.file, origin.start, origin.pointer)
        return smart_list.instance.told_apart(key, identities)[self.index]


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

    @property
    def request_sources(self) -> frozenset[str] | None:
        """Who may request by this Campaign is Requested trigger; None where that cannot be told."""
        if not self.has_conditions:
            return None
        source = self.condition(marketo.SOURCE)
        if source is None:
            return None if self.conditions else marketo.ANYBODY
        return marketo.request_sources(source.operator, source.values)


class Filter(_Rule):
    """A filter of a smart list."""

    __slots__ = ()
    _word = "filter"
    _array = "filters"

    @property
    def is_activity(self) -> bool:
        return marketo.same_name(self.data.rule_type, "Activity")

    @property
    def comparison(self) -> marketo.Comparison | None:
        """What it asks of a field that has one value; None for any other filter.

        The filter bears the name of its field, and its condition may be exported without it.
        """
        conditions = self.conditions
        if self.is_activity or len(conditions) != 1:
            return None
        (only,) = conditions
        if not marketo.is_single_valued_field(self.name, only.name or self.name):
            return None
        return marketo.comparison(only.operator, only.values)


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
        campaign: SmartCampaign | None = None,
        workspace: str | None = None,
        program: str | None = None,
    ) -> None:
        self.instance = instance
        self.campaign = campaign
        """Whose own list it is; None for an asset that stands on its own."""
        self.id = id
        self.name = name
        self.rules = rules
        self.origin = origin
        self.workspace = workspace
        self.program = program
        """The program in which an asset stands."""

    def __str__(self) -> str:
        return f"smart list '{self.name}'" if self.campaign is None else f"{self.campaign}"

    @property
    def asset(self) -> SmartCampaign | SmartList:
        """What an administrator opens to see it: the campaign that it belongs to, or itself."""
        return self if self.campaign is None else self.campaign

    def not_judged(self) -> None:
        """Count its campaign, if it has one, as one that the running rule could not judge."""
        if self.campaign is not None:
            self.campaign.not_judged()

    @property
    def knows_triggers(self) -> bool:
        """Whether the export says which triggers there are, be it none."""
        return self.rules.triggers is not None

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
    def knows_filters(self) -> bool:
        """Whether the export says which filters there are, be it none."""
        return self.rules.filters is not None

    @property
    def filters(self) -> tuple[Filter, ...]:
        filters = enumerate(self.rules.filters or ())
        return tuple([Filter(self, index, data) for index, data in filters])

    @property
    def match_type(self) -> str:
        """How filters are combined: "all", "any" or "custom"; "" where the export does not say.

        An older edition of the API says All, Any and Advanced.
        """
        word = _folded(self.rules.filter_match_type)
        return "custom" if word == "advanced" else word

    @property
    def errors(self) -> tuple[Condition, ...]:
        """The conditions that Marketo itself marks as faulty."""
        if not self.instance.marks_errors_in(self):
            return ()
        rules: tuple[Trigger | Filter, ...] = (*self.triggers, *self.filters)
        return tuple(each for rule in rules for each in rule.conditions if each.is_error)

    def filters_of_one_name(self) -> Iterator[list[Filter]]:
        """The filters of each name that several bear."""
        by_name: dict[str, list[Filter]] = {}
        for each in self.filters:
            by_name.setdefault(_folded(each.data.name), []).append(each)
        yield from (filters for filters in by_name.values() if len(filters) > 1)

    @property
    def list_filters(self) -> tuple[Filter, ...]:
        """The filters that refer to other smart lists."""
        return tuple(
            [
                Filter(self, index, data)
                for index, data in enumerate(self.rules.filters or ())
                if marketo.refers_to_smart_list(data.name or "")
                and not marketo.same_name(data.rule_type, "Activity")
            ]
        )

    @property
    def custom_logic(self) -> str:
        """The logic of match type custom, such as `1 and (2 or 3)`."""
        return self.rules.filter_custom_rule_logic or ""

    @property
    def place(self) -> Place:
        if self.campaign is not None:
            campaign = self.campaign.place
            return Place(self.origin, ("rules",), campaign.text, ("smart list",), campaign.campaign)
        text = f"{self.program} > {self.name}" if self.program else self.name
        return Place(self.origin, ("rules",), text, ("smart list", str(self.id)), focus=())


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
    def field(self) -> str:
        """What the condition looks at; "" for the default choice."""
        return (self.data.rule.name or "") if self.data.rule is not None else ""

    @property
    def operator(self) -> str:
        return (self.data.rule.operator or "") if self.data.rule is not None else ""

    @property
    def values(self) -> tuple[str, ...]:
        """What the condition compares with."""
        rule = self.data.rule
        return () if rule is None else tuple(map(text_of, rule.values or ()))

    @property
    def condition(self) -> str:
        """The condition as the screen shows it: `Country is US, Canada`; of many values some."""
        values = ", ".join(self.values[:_VALUES_SHOWN])
        if len(self.values) > _VALUES_SHOWN:
            values += f" and {len(self.values) - _VALUES_SHOWN} more"
        return " ".join(filter(None, (self.field, self.operator, values)))

    @property
    def tested(self) -> ChoiceCondition:
        """Where the condition stands, for findings that are about it."""
        return ChoiceCondition(self)

    @property
    def attributes(self) -> tuple[api.FlowStepChoiceAttribute, ...]:
        return self.data.attributes or ()

    @property
    def condition_tokens(self) -> tuple[str, ...]:
        """The tokens in the condition, of whatever kind, as they are written there."""
        return tuple(text for value in self.values for text in texts_in_braces(value))

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens in what the choice does."""
        return tuple(
            token
            for attribute in self.attributes
            if isinstance(attribute.value, str)
            for token in tokens_in(attribute.value)
        )

    @property
    def does_nothing(self) -> bool:
        return any(
            marketo.same_name(text_of(attribute.value), marketo.DO_NOTHING)
            for attribute in self.attributes
        )

    def attribute(self, *names: str) -> str | None:
        """The value of the first attribute of one of these names; None where there is none."""
        for name in names:
            for attribute in self.attributes:
                if marketo.same_name(attribute.name, name):
                    return text_of(attribute.value)
        return None

    def value(self, *names: str) -> str:
        """The value of the attribute of one of these names, else of the primary or only one.

        "" where there is none, and for `--Do Nothing--`.
        """
        value = self.attribute(*names)
        if value is None:
            primary = [attribute for attribute in self.attributes if attribute.primary]
            found = primary or self.attributes
            value = text_of(found[0].value) if len(found) == 1 else ""
        return "" if marketo.same_name(value, marketo.DO_NOTHING) else value.strip()

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
        choices = self.step.data.step_choice or ()
        ids = self.step.campaign.instance.told_apart(
            ("choice", self.campaign.id, self.step.index),
            lambda: (_id_or_name(choice.id, "") for choice in choices),
        )
        return Place(
            step.origin,
            (*step.path, "stepChoice", self.index),
            f"{step.text} > choice {self.number}" if len(choices) > 1 else step.text,
            (*step.key, "choice", *ids[self.index]),
            step.campaign,
            focus,
        )


class ChoiceCondition(Reportable):
    """The condition of a choice, apart from what the choice does."""

    __slots__ = ("choice",)

    def __init__(self, choice: Choice) -> None:
        self.choice = choice

    @property
    def place(self) -> Place:
        return self.choice.place._replace(
            focus=("rule", "values" if self.choice.values else "name")
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
        choices = self.data.step_choice or ()
        return tuple([Choice(self, index, data) for index, data in enumerate(choices)])

    @property
    def is_unconditional(self) -> bool:
        """Whether the step does the same for everybody: it has the default choice alone."""
        choices = self.data.step_choice or ()
        return len(choices) == 1 and choices[0].rule is None and choices[0].default is not False

    @property
    def has_attributes(self) -> bool:
        """Whether the export says what the step does, and not only what it is called."""
        return any(map(_attributes_of, self.data.step_choice or ()))

    @property
    def fields_written(self) -> tuple[str, ...]:
        """The person's fields that the step may change, by the names that it gives them."""
        names = marketo.WRITTEN_FIELD.get(self.name)
        if names is None:
            return ()
        written = (choice.value(*names) for choice in self.choices if not choice.does_nothing)
        return tuple(dict.fromkeys(filter(None, written)))

    @property
    def fields_read(self) -> tuple[str, ...]:
        """The person's fields that its choices look at or its values take over as tokens."""
        read = [choice.field for choice in self.choices]
        read += [token.name for token in self.tokens("lead")]
        return tuple(dict.fromkeys(filter(None, read)))

    def is_like(self, other: FlowStep) -> bool:
        """Whether both do the same: alike in name, values and choices; ids do not count."""
        ones, others = self.data.step_choice or (), other.data.step_choice or ()
        if len(ones) != len(others) or self.name != other.name:
            return False
        return all(map(_alike, ones, others))

    @property
    def does_nothing(self) -> bool:
        choices = self.choices
        return bool(choices) and all(choice.does_nothing for choice in choices)

    @property
    def empties_flow(self) -> bool:
        """Whether it takes everybody out of the flow in which it stands."""
        if self.name != marketo.REMOVE_FROM_FLOW or not self.is_unconditional:
            return False
        text = self.choices[0].target
        if text is None:
            return False
        everybody = (marketo.THIS_CAMPAIGN, *marketo.ALL_CAMPAIGNS)
        if any(marketo.same_name(text, name) for name in everybody):
            return True
        removed = self.campaign.instance.resolver.resolve(text, self.campaign).campaign
        return removed is not None and removed.id == self.campaign.id

    def tokens(self, kind: str) -> tuple[Token, ...]:
        """The tokens of one kind ("my", "trigger") in the values of this step, each name once."""
        found = {
            token.key: token
            for choice in self.data.step_choice or ()
            for attribute in choice.attributes or ()
            if isinstance(attribute.value, str)
            for token in tokens_in(attribute.value)
            if token.kind == kind
        }
        return tuple(found.values())

    @property
    def place(self) -> Place:
        campaign = self.campaign
        ids = campaign.instance.told_apart(
            ("step", campaign.id),
            lambda: (_id_or_name(step.id, "") for step in campaign.step_records),
        )
        return Place(
            campaign.flow_origin,
            ("flow", "steps", self.index),
            f"{campaign.shown_path} > flow step {self.number}",
            ("step", *ids[self.index]),
            campaign.as_name(),
            ("activityTypeName",),
        )


_attributes_of = attrgetter("attributes")


def _has_every_attribute(step: api.FlowStep) -> bool:
    """Whether the export says what a step does in each of its choices."""
    choices = step.step_choice or ()
    return bool(choices) and all(map(_attributes_of, choices))


def _day(moment: str | None) -> date | None:
    from campaignlint.instance.joining import parse_datetime  # noqa: PLC0415 - it imports this

    parsed = parse_datetime(moment)
    try:
        return None if parsed is None else parsed.astimezone(UTC).date()
    except OverflowError:  # it would be before the year 1, or after 9999
        return None


def _alike(one: api.FlowStepChoice, other: api.FlowStepChoice) -> bool:
    ones, others = one.attributes or (), other.attributes or ()
    if len(ones) != len(others) or one.rule != other.rule:
        return False
    for each, its in zip(ones, others, strict=True):
        if each.name != its.name or text_of(each.value) != text_of(its.value):
            return False
    return True


@lru_cache(maxsize=4096)
def _folded(name: str | None) -> str:
    return (name or "").strip().casefold()


def _id_or_name(number: int | None, name: str) -> str:
    return name if number is None else str(number)


def _told_apart(identities: Iterable[str]) -> list[tuple[str, ...]]:
    """Each identity, and where it repeats how many of the same stand before it."""
    seen: dict[str, int] = {}
    found: list[tuple[str, ...]] = []
    for index, identity in enumerate(identities):
        before = seen.get(identity, 0)
        seen[identity] = before + 1
        if not identity:
            found.append(("at", str(index)))
        else:
            found.append((identity, str(before)) if before else (identity,))
    return found


class Verb(NamedTuple):
    """What a call is in a sentence: `executes`, `executed`."""

    active: str
    passive: str


VERBS: dict[CallKind, Verb] = {
    marketo.EXECUTE_CAMPAIGN: Verb("executes", "executed"),
    marketo.REQUEST_CAMPAIGN: Verb("requests", "requested"),
}


class Call(NamedTuple):
    """An Execute or Request Campaign choice that leads to a campaign of this export."""

    kind: CallKind
    choice: Choice
    caller: SmartCampaign
    target: SmartCampaign
    confidence: Confidence

    @property
    def place(self) -> Place:
        return self.choice.place

    @property
    def file(self) -> str:
        """The file of its place, without the place."""
        return self.caller.flow_origin.file

    @property
    def runs(self) -> bool:
        """Whether the target runs when it is called, unless the export shows that it does not."""
        if self.kind == marketo.EXECUTE_CAMPAIGN:
            return self.target.is_executable
        return not (
            self.target.is_switched_off
            or self.target.listens_for_requests is False
            or self.target.refuses_flows
        )

    def as_related(self) -> Related:
        return Related(f"{VERBS[self.kind].passive} from here", self.place)


class Calls(tuple[Call, ...]):  # noqa: SLOT001 - a tuple has no slot for what it remembers
    """Calls that many findings have in common: what all of them ask for is worked out once."""

    @cached_property
    def files(self) -> frozenset[str]:
        """Where the callers' flows stand."""
        return frozenset(call.file for call in self)


class SmartCampaign(Reportable):
    """A smart campaign: smart list, flow, schedule."""

    __slots__ = (
        "_executed_by",
        "calls_in",
        "calls_out",
        "data",
        "executable_because",
        "flow_origin",
        "folders",
        "id",
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
        self.id = data.id
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
        self._executed_by: Calls | None = None
        self.executable_because: str | None = None
        """Why the campaign counts as executable; None where it does not."""

    def __str__(self) -> str:
        return f"'{shortened(self.name)}'"

    def __repr__(self) -> str:
        return f"SmartCampaign({self.id}, {self.path_text!r})"

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
    def shown_path(self) -> str:
        """`Program > Campaign`, as far as it is printed."""
        name = shortened(self.name)
        return f"{self.program_name} > {name}" if self.program_name else name

    @property
    def full_name(self) -> str:
        """`Program.Campaign`, as a flow step names it."""
        return f"{self.program_name}.{self.name}" if self.program_name else self.name

    @property
    def folder_texts(self) -> tuple[str, ...]:
        """What a pattern for folders is matched with: names and paths of all that is above."""
        texts: dict[str, None] = {}
        for key in self.folders:
            folder = self.instance.folders.get(key)
            if folder is not None:
                texts.update(dict.fromkeys(filter(None, (folder.name, folder.data.path))))
            program = self.instance.programs.get(key[1]) if key[0] == "program" else None
            if program is not None:
                texts[program.name] = None
        if self.program_name:
            texts[self.program_name] = None
        return tuple(texts)

    def as_name(self) -> CampaignName:
        return CampaignName(self.id, self.name, self.program_name, self.workspace)

    @property
    def place(self) -> Place:
        focus: tuple[Key, ...] = ("name",) if self.data.name is not None else ("id",)
        return Place(self.origin, (), self.shown_path, (), self.as_name(), focus)

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
        """Whether triggers start it: by its smart list, else its type, else its schedule.

        None for unknown. In Adobe's definitions a recurrence is the "Recurrence schedule of batch
        smart campaign", so what recurs has no triggers.
        """
        if self.rules_of is not None and self.rules_of.knows_triggers:
            return bool(self.rules_of.rules.triggers)
        kind = (self.data.type or "").strip().casefold()
        unknown = False if self.is_scheduled else None
        return {"trigger": True, "batch": False, "default": False}.get(kind, unknown)

    @property
    def request_triggers(self) -> tuple[Trigger, ...]:
        """Its Campaign is Requested triggers, as far as they are exported."""
        return tuple(
            trigger
            for trigger in (self.rules_of.triggers if self.rules_of is not None else ())
            if marketo.same_name(trigger.name, marketo.CAMPAIGN_IS_REQUESTED)
        )

    @property
    def listens_for_requests(self) -> bool | None:
        """Whether it has the trigger Campaign is Requested; None where that was not exported."""
        rules_of = self.rules_of
        if rules_of is None or not (rules_of.knows_triggers or self.has_triggers is False):
            return None
        return bool(self.request_triggers)

    @property
    def request_sources(self) -> frozenset[str] | None:
        """Who may request it, by all of its triggers; None where that cannot be told."""
        sources = [trigger.request_sources for trigger in self.request_triggers]
        if not sources or None in sources:
            return None
        return frozenset().union(*filter(None, sources))

    @property
    def refuses_flows(self) -> bool:
        """Whether none of those who may request it is a flow."""
        sources = self.request_sources
        return sources is not None and sources <= marketo.FROM_OUTSIDE

    @property
    def admits_flows_alone(self) -> bool:
        """Whether flows may request it, and nobody else."""
        sources = self.request_sources
        return sources is not None and sources <= marketo.FROM_FLOWS

    # flow

    @property
    def step_records(self) -> tuple[api.FlowStep, ...]:
        flow = self.data.flow
        return () if flow is None or flow.steps is None else flow.steps

    @property
    def has_flow(self) -> bool:
        """Whether the export holds the flow, be it an empty one."""
        return self.data.flow is not None and self.data.flow.steps is not None

    @property
    def has_steps(self) -> bool | None:
        """Whether there is a step in the flow; None where that was not exported."""
        if not self.has_flow:
            self.not_judged()
            return None
        return bool(self.step_records)

    def steps(self, *names: str) -> tuple[FlowStep, ...]:
        """The flow steps in order; of these names only, by the API's names."""
        if not self.has_flow:
            self.not_judged()
        steps = enumerate(self.step_records)
        if not names:
            return tuple([FlowStep(self, index, data) for index, data in steps])
        return tuple(
            [
                FlowStep(self, index, data)
                for index, data in steps
                if marketo.step_name(data.activity_type_name or "") in names
            ]
        )

    def steps_with_tokens(self, kind: str) -> Iterator[FlowStep]:
        """The flow steps with a token of one kind ("my", "trigger") in their values, in order."""
        if not self.has_flow:
            self.not_judged()
        return iter(self.instance.token_steps_of(self, kind))

    # schedule and settings

    @property
    def is_active(self) -> bool:
        if self.data.is_active is not None:
            return self.data.is_active
        return self.has_status("Active")

    @property
    def is_switched_off(self) -> bool:
        """Whether the export says that it is not active."""
        says = self.data.is_active is not None or self.data.status is not None
        return says and not self.is_active

    @property
    def is_scheduled(self) -> bool:
        """Whether it recurs. A recurrence without an interval is how the API says "none"."""
        return self.data.recurrence is not None and bool(self.data.recurrence.interval)

    @property
    def has_recurrence_end(self) -> bool:
        """Whether it recurs until a day, be it one that cannot be read."""
        return self.data.recurrence is not None and bool(self.data.recurrence.end_at)

    @property
    def recurrence_end(self) -> date | None:
        """The day after which it no longer recurs; None where none is given that can be read."""
        recurrence = self.data.recurrence
        return None if recurrence is None else _day(recurrence.end_at)

    @property
    def updated_on(self) -> date | None:
        """The day of its last change, where the export says it."""
        return _day(self.data.updated_at)

    @property
    def is_idle(self) -> bool:
        """Whether nothing starts it: a switched-off trigger campaign, or a batch that never ran."""
        if self.is_executable or self.is_active or self.is_scheduled:
            return False
        if self.has_triggers:
            return self.is_switched_off
        return self.has_status("Never Run", "Inactive")

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
    def executed_by(self) -> Calls:
        if self._executed_by is None:
            executes = (call for call in self.calls_in if call.kind == marketo.EXECUTE_CAMPAIGN)
            self._executed_by = Calls(executes)
        return self._executed_by

    @property
    def executes(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls_out if call.kind == marketo.EXECUTE_CAMPAIGN)

    @property
    def requested_by(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls_in if call.kind == marketo.REQUEST_CAMPAIGN)

    # folders

    @property
    def has_all_folders(self) -> bool:
        """Whether the export holds the folder or program that it stands in, and all above."""
        folders, programs = self.instance.folders, self.instance.programs
        if not self.folders or self.folders[-1][0] == "program":
            return False
        return all(
            key in folders or (key[0] == "program" and key[1] in programs) for key in self.folders
        )

    @property
    def may_stand_in_program(self) -> bool:
        """Whether it stands in a program, or may, as a folder above it was not exported."""
        return self.program_id is not None or not self.has_all_folders

    @property
    def archive(self) -> Folder | None:
        """The nearest folder above that is archived."""
        above = map(self.instance.folders.get, self.folders)
        return next((folder for folder in above if folder is not None and folder.is_archive), None)

    # My Tokens

    @property
    def knows_my_tokens(self) -> bool:
        """Whether the export says which My Tokens the campaign sees.

        A program without any gives no record, so it is enough that tokens were exported at all.
        """
        return self.instance.has_tokens and bool(self.folders)

    @property
    def may_be_given_tokens(self) -> bool:
        """Whether the API may start it, with My Token values of its own.

        It can request a trigger campaign that admits the web service, and schedule a batch one.
        Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/assets/smart-campaigns
        """
        if self.is_executable:
            return False
        if self.data.is_requestable or not (self.has_triggers or self.is_scheduled):
            return True
        sources = [trigger.request_sources for trigger in self.request_triggers]
        return any(each is None or not each <= _NOT_THE_API for each in sources)

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
        self.today = datetime.now(UTC).date()
        """The day on which the export is looked at."""
        self.is_complete = False
        """Whether what is absent from the export is absent from Marketo."""
        self.markers: tuple[api.InstanceMarker, ...] = ()
        """What each `instance.json` says of its export, in the order of their files."""
        self.all_references: tuple[Reference, ...] = ()
        self.resolver: References
        """Tells which campaign a text names."""
        self.unjudged: set[int] = set()
        """The campaigns that the running rule could not judge."""
        self._told_apart: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
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
        found = set()
        for name in (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN):
            for campaign, index in self._places(name):
                if not _has_every_attribute(campaign.step_records[index]):
                    found.add(campaign.id)
        return frozenset(found)

    def every_smart_list(self) -> Iterator[SmartList]:
        """The smart list of each campaign, then those that stand on their own."""
        self.unjudged.update(self.without_smart_list)
        return self._every_smart_list()

    def _every_smart_list(self) -> Iterator[SmartList]:
        for campaign in self.campaigns:
            if campaign.rules_of is not None:
                yield campaign.rules_of
        yield from self.smart_lists

    def smart_lists_with_custom_logic(self) -> Iterator[SmartList]:
        """Those whose filters are combined by a logic of their own, as `every_smart_list`."""
        self.unjudged.update(self.without_smart_list)
        return iter(self._rules.with_custom_logic)

    def smart_lists_with_filters_of_one_name(self) -> Iterator[SmartList]:
        """Those of whose filters several bear one name, as `every_smart_list`."""
        self.unjudged.update(self.without_smart_list)
        return iter(self._rules.with_filters_of_one_name)

    def marks_errors_in(self, smart_list: SmartList) -> bool:
        """Whether Marketo itself marks something in a smart list of this export as faulty."""
        return smart_list in self._rules.with_errors

    @property
    def memberships(self) -> Memberships:
        """Which smart lists refer to which by Member of Smart List filters."""
        self.unjudged.update(self.without_smart_list)
        return self._memberships

    @cached_property
    def _memberships(self) -> Memberships:
        from campaignlint.instance.memberships import Memberships  # noqa: PLC0415 - seldom needed

        return Memberships(self.smart_lists, self._rules.that_refer)

    @cached_property
    def _rules(self) -> _Rules:
        return _Rules(self._every_smart_list())

    @cached_property
    def without_smart_list(self) -> frozenset[int]:
        """The ids of campaigns that were exported without the rules of their smart list."""
        return frozenset(each.id for each in self.campaigns if each.rules_of is None)

    def told_apart(
        self, key: tuple[object, ...], identities: Callable[[], Iterable[str]]
    ) -> list[tuple[str, ...]]:
        """What tells the steps, choices or filters under `key` apart, worked out once."""
        if key not in self._told_apart:
            self._told_apart[key] = _told_apart(identities())
        return self._told_apart[key]

    @property
    def has_tokens(self) -> bool:
        """Whether My Tokens were exported at all."""
        return bool(self.tokens)

    def steps(self, *names: str) -> Iterator[FlowStep]:
        """Every flow step of these names, by the API's names, in the campaigns' order."""
        self.unjudged.update(self.without_flow)
        found = [name for name in names if name in self._steps_by_name]
        steps = [step for name in found for step in self._named(name)]
        if len(found) > 1:
            steps.sort(key=lambda step: (step.campaign.id, step.index))
        return iter(steps)

    def _named(self, name: str) -> list[FlowStep]:
        return [
            FlowStep(campaign, index, campaign.step_records[index])
            for campaign, index in self._places(name)
        ]

    def _places(self, name: str) -> Iterator[tuple[SmartCampaign, int]]:
        """The campaign of each flow step of a name, and which of its steps it is."""
        found = iter(self._steps_by_name.get(name, ()))
        return zip(found, found, strict=True)

    def calls(self, kind: CallKind) -> Iterator[Call]:
        """Every call of a kind that leads to a campaign of this export, in the campaigns' order."""
        self.unjudged.update(self.without_flow, self._without_target)
        for campaign in self.campaigns:
            if campaign.calls_out:
                yield from [call for call in campaign.calls_out if call.kind == kind]

    @cached_property
    def knows_every_call(self) -> bool:
        """Whether a campaign that nobody calls in this export is called by nobody in Marketo."""
        return self.is_complete and not self.without_flow

    def may_be_called(self, kind: CallKind) -> frozenset[int]:
        """The campaigns that an ambiguous name in a call of this kind may mean."""
        return self._may_be_called.get(kind, frozenset())

    @cached_property
    def _may_be_called(self) -> Mapping[CallKind, frozenset[int]]:
        found: dict[CallKind, set[int]] = {}
        for reference in self.all_references:
            if reference.resolution.is_ambiguous:
                candidates = (campaign.id for campaign in reference.resolution.candidates)
                found.setdefault(reference.kind, set()).update(candidates)
        return {kind: frozenset(campaigns) for kind, campaigns in found.items()}

    def steps_with_tokens(self, kind: str) -> Iterator[FlowStep]:
        """Every flow step with a token of one kind ("my", "trigger") in its values, in order."""
        self.unjudged.update(self.without_flow)
        for steps in self._flows.with_tokens.get(kind, {}).values():
            yield from steps

    def choices_with_tokens(self) -> Iterator[Choice]:
        """Every choice with a token in its condition, in order."""
        self.unjudged.update(self.without_flow)
        return (
            choice
            for step in self._flows.with_tokens_in_conditions
            for choice in step.choices
            if choice.condition_tokens
        )

    def steps_with_alike_choices(self) -> Iterator[FlowStep]:
        """Every flow step, in order, that has conditions on one field, and in them a value twice.

        A condition without a value counts as having one that others have.
        """
        self.unjudged.update(self.without_flow)
        return iter(self._flows.with_alike_choices)

    def adjacent_steps(self) -> Iterator[tuple[FlowStep, FlowStep]]:
        """Every two flow steps of one name of which one follows the other, in order."""
        self.unjudged.update(self.without_flow)
        return iter(self._flows.adjacent)

    @property
    def step_counts(self) -> Mapping[str, int]:
        """How many flow steps there are of each kind, by the API's names."""
        return {name: len(steps) // 2 for name, steps in self._steps_by_name.items()}

    @cached_property
    def _steps_by_name(self) -> Mapping[str, list[Any]]:
        """Where each flow step stands: by turns its campaign, and which one of its steps it is.

        Few steps are ever looked at, so that a view or a pair for each would be wasted.
        """
        found: dict[str, list[Any]] = defaultdict(list)
        for campaign in self.campaigns:
            for index, data in enumerate(campaign.step_records):
                name = marketo.step_name(data.activity_type_name or "")
                found[name] += (campaign, index)
        return found

    @cached_property
    def _flows(self) -> _Flows:
        return _Flows(self.campaigns)

    def token_steps_of(self, campaign: SmartCampaign, kind: str) -> Iterable[FlowStep]:
        """The flow steps of a campaign with a token of one kind in their values."""
        return self._flows.with_tokens.get(kind, {}).get(campaign.id, ())

    @cached_property
    def without_flow(self) -> frozenset[int]:
        """The ids of campaigns that were exported without their flow."""
        return frozenset(campaign.id for campaign in self.campaigns if not campaign.has_flow)


class _Flows:
    """What several rules look for in every flow step, from one pass over the decoded records."""

    def __init__(self, campaigns: Iterable[SmartCampaign]) -> None:
        self.with_tokens: dict[str, dict[int, list[FlowStep]]] = {}
        """By the tokens' kind and the campaign's id."""
        self.with_tokens_in_conditions: list[FlowStep] = []
        self.with_alike_choices: list[FlowStep] = []
        self.adjacent: list[tuple[FlowStep, FlowStep]] = []
        for campaign in campaigns:
            steps = campaign.step_records
            before = None
            for index, data in enumerate(steps):
                kind = marketo.step_name(data.activity_type_name or "")
                if kind == before:
                    first = FlowStep(campaign, index - 1, steps[index - 1])
                    self.adjacent.append((first, FlowStep(campaign, index, data)))
                before = kind
                if data.step_choice and not _is_plain(data.step_choice):
                    self._look_into(campaign, index, data)

    def _look_into(self, campaign: SmartCampaign, index: int, data: api.FlowStep) -> None:
        kinds: set[str] = set()
        conditions: list[api.FlowStepChoiceRule] = []
        for choice in data.step_choice or ():
            for attribute in choice.attributes or ():
                value = attribute.value
                if isinstance(value, str) and TOKEN_START in value:
                    kinds.update([token.kind for token in tokens_in(value)])
            if choice.rule is not None:
                conditions.append(choice.rule)
        has_tokens, is_alike = _look_at(conditions) if conditions else (False, False)
        if not (kinds or has_tokens or is_alike):
            return
        step = FlowStep(campaign, index, data)
        for kind in kinds:
            self.with_tokens.setdefault(kind, {}).setdefault(campaign.id, []).append(step)
        if has_tokens:
            self.with_tokens_in_conditions.append(step)
        if is_alike:
            self.with_alike_choices.append(step)


def _look_at(conditions: list[api.FlowStepChoiceRule]) -> tuple[bool, bool]:
    """Whether there is a token in them; and whether they share a field, and values, or lack one."""
    values: set[str] = set()
    number = 0
    has_tokens = lacks_value = False
    for condition in conditions:
        own = condition.values or ()
        number += len(own)
        lacks_value |= not own
        for value in own:
            text = value if isinstance(value, str) else text_of(value)
            has_tokens |= TOKEN_START in text
            values.add(text.strip())
    if len(values) == number and not lacks_value:
        return has_tokens, False
    fields = {_folded(condition.name) for condition in conditions}
    return has_tokens, len(fields) < len(conditions)


class _Rules:
    """What several rules look for in every smart list, from one pass over the decoded records."""

    def __init__(self, smart_lists: Iterable[SmartList]) -> None:
        self.with_errors: set[SmartList] = set()
        self.with_custom_logic: list[SmartList] = []
        self.with_filters_of_one_name: list[SmartList] = []
        self.that_refer: list[SmartList] = []
        """Those with a filter that asks for members of another."""
        for smart_list in smart_lists:
            rules = smart_list.rules
            filters = rules.filters or ()
            names = {_folded(each.name) for each in filters}
            if len(names) < len(filters):
                self.with_filters_of_one_name.append(smart_list)
            if any(map(marketo.refers_to_smart_list, names)):
                self.that_refer.append(smart_list)
            if smart_list.match_type == "custom":
                self.with_custom_logic.append(smart_list)
            if _has_errors(filters) or _has_errors(rules.triggers or ()):
                self.with_errors.add(smart_list)


def _has_errors(rules: Iterable[api.SmartListFilters | str]) -> bool:
    for rule in rules:
        for condition in () if isinstance(rule, str) else rule.conditions or ():
            if condition.is_error:
                return True
    return False


def _is_plain(choices: tuple[api.FlowStepChoice, ...]) -> bool:
    """Whether a step has the default choice alone, and no token: most steps do."""
    if len(choices) > 1 or choices[0].rule is not None:
        return False
    for attribute in choices[0].attributes or ():
        value = attribute.value
        if isinstance(value, str) and TOKEN_START in value:
            return False
    return True
