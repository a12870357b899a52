"""Smart lists: triggers, filters and their constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.marketo import records
from campaignlint.marketo.names import fold_term
from campaignlint.marketo.records import text_of
from campaignlint.model.finding import NotChecked, RecordLocation, Reportable, SymbolicLocation
from campaignlint.model.identity import id_or_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance


class Condition(Reportable):
    """A constraint of a trigger or filter, such as `Form Name is Demo.Form`."""

    __slots__ = ("data", "index", "owner")

    def __init__(self, owner: _Rule, index: int, data: records.SmartListConditions) -> None:
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
        """Whether it is marked as the main constraint, such as the form of Fills Out Form."""
        return bool(self.data.is_primary)

    @property
    def constrains(self) -> bool:
        """Whether it excludes anything."""
        return marketo.constrains(self.operator, self.values)

    @property
    def is_error(self) -> bool:
        """Whether Marketo marks it with an error, which the screens underline in red."""
        return bool(self.data.is_error)

    @property
    def error_message(self) -> str:
        return self.data.error_message or ""

    @property
    def error_suffix(self) -> str:
        """The error message in parentheses, to end a clause with; "" if there is none."""
        return f" ({self.error_message})" if self.error_message else ""

    @property
    def location(self) -> SymbolicLocation:
        owner = self.owner.location
        several = len(self.owner.conditions) > 1
        return SymbolicLocation(
            owner.origin,
            (*owner.path, "conditions", self.index),
            f"{owner.text} > condition {self.index + 1}" if several else owner.text,
            (*owner.key, "condition", str(self.index)),
            owner.campaign,
            ("values",) if self.data.values is not None else ("operator",),
        )


class _Rule(Reportable):
    """A trigger or filter."""

    __slots__ = ("data", "index", "smart_list")
    _word = ""
    _array = ""

    def __init__(self, smart_list: SmartList, index: int, data: records.SmartListFilters) -> None:
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
        """Whether its constraints were exported; there may be none."""
        return self.data.conditions is not None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        conditions = enumerate(self.data.conditions or ())
        return tuple([Condition(self, index, data) for index, data in conditions])

    def condition(self, *names: str) -> Condition | None:
        """Return the first constraint on an attribute with one of these names."""
        for condition in self.conditions:
            if any(marketo.same_name(condition.name, name) for name in names):
                return condition
        return None

    @property
    def primary(self) -> Condition | None:
        """The main constraint; None if the export does not tell which one it is.

        It is the one marked as primary, else the only one, else the one named like the filter.
        """
        conditions = self.conditions
        for condition in conditions:
            if condition.is_primary:
                return condition
        return conditions[0] if len(conditions) == 1 else self.condition(self.name)

    @property
    def location(self) -> SymbolicLocation:
        list_place = self.smart_list.location
        return SymbolicLocation(
            list_place.origin,
            ("rules", self._array, self.index),
            f"{list_place.text} > {self._word} {self.number}",
            (*list_place.key, self._word, *self._identity()),
            list_place.campaign,
            ("name",),
        )

    def _identity(self) -> tuple[str, ...]:
        """Return the id, or the name if there is none, and the number of equal ones before it."""
        smart_list = self.smart_list

        def identities() -> Iterator[str]:
            rules = smart_list.triggers if self._word == "trigger" else smart_list.filters
            return (id_or_name(rule.data.id, rule.name) for rule in rules)

        origin = smart_list.origin
        key = (self._word, origin.file, origin.start, origin.pointer)
        return smart_list.instance.disambiguated_ids(key, identities)[self.index]


class Trigger(_Rule):
    """A trigger of a smart list. One edition of the API gives only its name."""

    __slots__ = ()
    _word = "trigger"
    _array = "triggers"

    @property
    def location(self) -> SymbolicLocation:
        place = super().location
        if not self.smart_list.is_bare_trigger(self.index):
            return place
        return SymbolicLocation(place.origin, place.path, place.text, place.key, place.campaign)

    @property
    def request_sources(self) -> frozenset[str] | None:
        """The sources that this Campaign is Requested trigger accepts; None if they are unknown."""
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
    def is_negative(self) -> bool:
        """Whether it finds the people without an activity or a membership."""
        primary = self.primary
        name, operator = (primary.name, primary.operator) if primary is not None else ("", "")
        return marketo.is_negative(
            self.name, name or self.name, operator, is_activity=self.is_activity
        )

    @property
    def excludes_suppressed(self) -> bool:
        """Whether everyone meets it but people who are, for example, unsubscribed."""
        conditions = () if self.is_activity else self.conditions
        return len(conditions) == 1 and marketo.excludes_suppressed(
            self.name, conditions[0].operator, conditions[0].values
        )

    @property
    def comparison(self) -> marketo.Comparison | None:
        """The comparison with a single-valued field; None for any other filter.

        The filter has the name of its field; its constraint may be exported without that name.
        """
        conditions = self.conditions
        if self.is_activity or len(conditions) != 1:
            return None
        (only,) = conditions
        if not marketo.is_single_valued_field(self.name, only.name or self.name):
            return None
        return marketo.comparison(only.operator, only.values)


class SmartList(Reportable):
    """A smart list with its rules: a campaign's own, or a separate asset."""

    __slots__ = (
        "campaign",
        "id",
        "instance",
        "name",
        "origin",
        "program",
        "program_id",
        "rules",
        "workspace",
    )

    def __init__(
        self,
        instance: Instance,
        *,
        id: int | None,  # noqa: A002 - the API's word
        name: str,
        rules: records.SmartListRules,
        origin: RecordLocation,
        campaign: SmartCampaign | None = None,
        workspace: str | None = None,
        program_id: int | None = None,
        program: str | None = None,
    ) -> None:
        self.instance = instance
        self.campaign = campaign
        """The campaign that it belongs to; None for a separate asset."""
        self.id = id
        self.name = name
        self.rules = rules
        self.origin = origin
        self.workspace = workspace
        self.program_id = program_id
        self.program = program
        """The name of the program that a separate asset is in."""

    def __str__(self) -> str:
        return f"smart list '{self.name}'" if self.campaign is None else f"{self.campaign}"

    @property
    def full_name(self) -> str:
        """`Program.Smart List`, as a filter names it."""
        return f"{self.program}.{self.name}" if self.program else self.name

    @property
    def asset(self) -> SmartCampaign | SmartList:
        """The asset to open in Marketo: the campaign that it belongs to, or itself."""
        return self if self.campaign is None else self.campaign

    def not_checked(self, reason: str) -> NotChecked:
        """Return what a rule yields if it cannot check the smart list, with the missing data."""
        return (
            NotChecked(None, reason) if self.campaign is None else self.campaign.not_checked(reason)
        )

    @property
    def knows_triggers(self) -> bool:
        """Whether its triggers were exported; there may be none."""
        return self.rules.triggers is not None

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        return tuple(
            Trigger(
                self,
                index,
                records.SmartListFilters(name=data) if isinstance(data, str) else data,
            )
            for index, data in enumerate(self.rules.triggers or ())
        )

    def is_bare_trigger(self, index: int) -> bool:
        """Return whether only the name of this trigger was exported."""
        return isinstance((self.rules.triggers or ())[index], str)

    @property
    def knows_filters(self) -> bool:
        """Whether its filters were exported; there may be none."""
        return self.rules.filters is not None

    @property
    def filters(self) -> tuple[Filter, ...]:
        filters = enumerate(self.rules.filters or ())
        return tuple([Filter(self, index, data) for index, data in filters])

    @property
    def match_type(self) -> str:
        """The way filters combine: "all", "any" or "custom"; "" if it was not exported.

        An older edition of the API has the values All, Any and Advanced.
        """
        word = fold_term(self.rules.filter_match_type)
        return "custom" if word == "advanced" else word

    @property
    def errors(self) -> tuple[Condition, ...]:
        """The constraints that Marketo marks with an error."""
        if not _has_errors(self.rules.filters or ()) and not _has_errors(self.rules.triggers or ()):
            return ()
        rules: tuple[Trigger | Filter, ...] = (*self.triggers, *self.filters)
        return tuple(
            condition for rule in rules for condition in rule.conditions if condition.is_error
        )

    def filters_of_one_name(self) -> Iterator[list[Filter]]:
        """Yield the filters of each name that several filters have."""
        by_name: dict[str, list[Filter]] = {}
        for filter_ in self.filters:
            by_name.setdefault(fold_term(filter_.data.name), []).append(filter_)
        yield from (filters for filters in by_name.values() if len(filters) > 1)

    @property
    def list_filters(self) -> tuple[Filter, ...]:
        """The filters that reference other smart lists."""
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
        """The logic of **Use Advanced filters**, such as `1 and (2 or 3)`."""
        return self.rules.filter_custom_rule_logic or ""

    @property
    def location(self) -> SymbolicLocation:
        if self.campaign is not None:
            campaign = self.campaign.location
            return SymbolicLocation(
                self.origin, ("rules",), campaign.text, ("smart list",), campaign.campaign
            )
        text = f"{self.program} > {self.name}" if self.program else self.name
        return SymbolicLocation(
            self.origin, ("rules",), text, ("smart list", str(self.id)), focus=()
        )


def _has_errors(rules: Iterable[records.SmartListFilters | str]) -> bool:
    for rule in rules:
        for condition in () if isinstance(rule, str) else rule.conditions or ():
            if condition.is_error:
                return True
    return False
