"""Smart campaigns: smart list, flow, schedule and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.marketo.dates import parse_datetime
from campaignlint.model.calls import Call, Calls
from campaignlint.model.finding import (
    CampaignName,
    Key,
    NotChecked,
    RecordLocation,
    Reportable,
    SymbolicLocation,
    truncate_name,
)
from campaignlint.model.flow import FlowStep
from campaignlint.model.folders import folder_texts, nearest_archive
from campaignlint.model.tokens import token_key

if TYPE_CHECKING:
    from datetime import date

    from campaignlint.marketo import records
    from campaignlint.model.folders import Folder, FolderKey, MyToken, Program
    from campaignlint.model.instance import Instance
    from campaignlint.model.references import Reference
    from campaignlint.model.smart_list import Filter, SmartList, Trigger


_NOT_THE_API = marketo.FROM_FLOWS | {"Sales Insight", marketo.OTHER_SOURCES}


def _day(moment: str | None) -> date | None:
    parsed = parse_datetime(moment)
    return None if parsed is None else parsed.date()


class SmartCampaign(Reportable):
    """A smart campaign: smart list, flow, schedule."""

    __slots__ = (
        "_executed_by",
        "_steps",
        "calls_in",
        "calls_out",
        "data",
        "executable_reason",
        "flow_origin",
        "folders",
        "id",
        "instance",
        "origin",
        "program_id",
        "program_name",
        "references",
        "smart_list",
    )

    def __init__(
        self,
        instance: Instance,
        data: records.SmartCampaignResponseWithFlow,
        origin: RecordLocation,
        flow_origin: RecordLocation,
    ) -> None:
        self.instance = instance
        self.id = data.id
        self.data = data
        self.origin = origin
        self.flow_origin = flow_origin
        self.program_id: int | None = None
        self.program_name: str | None = None
        self.folders: tuple[FolderKey, ...] = ()
        """The folders and the program above it, the nearest first."""
        self.smart_list: SmartList | None = None
        self.references: tuple[Reference, ...] = ()
        """Its choices that name a campaign to execute or request."""
        self.calls_out: tuple[Call, ...] = ()
        self.calls_in: tuple[Call, ...] = ()
        self._executed_by: Calls | None = None
        self._steps: tuple[FlowStep, ...] | None = None
        self.executable_reason: str | None = None
        """The reason why the campaign counts as executable; None if it does not."""

    def __str__(self) -> str:
        return f"'{truncate_name(self.name)}'"

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
    def asset_path(self) -> str:
        """`Program > Campaign`, truncate_name for printing."""
        name = truncate_name(self.name)
        return f"{self.program_name} > {name}" if self.program_name else name

    @property
    def full_name(self) -> str:
        """`Program.Campaign`, as a flow step names it."""
        return f"{self.program_name}.{self.name}" if self.program_name else self.name

    @property
    def folder_texts(self) -> tuple[str, ...]:
        """The names and paths that a pattern for folders is matched with."""
        texts = folder_texts(self.instance, self.folders)
        if self.program_name and self.program_name not in texts:
            texts += (self.program_name,)
        return texts

    def as_name(self) -> CampaignName:
        return CampaignName(self.id, self.name, self.program_name, self.workspace, self.program_id)

    @property
    def location(self) -> SymbolicLocation:
        focus: tuple[Key, ...] = ("name",) if self.data.name is not None else ("id",)
        return SymbolicLocation(self.origin, (), self.asset_path, (), self.as_name(), focus)

    # smart list

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        return () if self.smart_list is None else self.smart_list.triggers

    @property
    def filters(self) -> tuple[Filter, ...]:
        return () if self.smart_list is None else self.smart_list.filters

    @property
    def has_triggers(self) -> bool | None:
        """Whether triggers start it, by its smart list, its type or its schedule; None if unknown.

        In Adobe's definitions a recurrence is the "Recurrence schedule of batch smart campaign", so
        a campaign that recurs has no triggers.
        """
        if self.smart_list is not None and self.smart_list.knows_triggers:
            return bool(self.smart_list.rules.triggers)
        kind = (self.data.type or "").strip().casefold()
        unknown = False if self.is_scheduled else None
        return {"trigger": True, "batch": False, "default": False}.get(kind, unknown)

    @property
    def request_triggers(self) -> tuple[Trigger, ...]:
        """Its Campaign is Requested triggers, as far as they were exported."""
        return tuple(
            trigger
            for trigger in (self.smart_list.triggers if self.smart_list is not None else ())
            if marketo.same_name(trigger.name, marketo.CAMPAIGN_IS_REQUESTED)
        )

    @property
    def has_request_trigger(self) -> bool | None:
        """Whether it has the trigger Campaign is Requested; None if that was not exported.

        A campaign whose type is batch has no trigger at all.
        """
        if self.smart_list is not None and self.smart_list.knows_triggers:
            return bool(self.request_triggers)
        return False if self.has_triggers is False else None

    @property
    def request_sources(self) -> frozenset[str] | None:
        """The sources that its triggers accept requests from; None if that is unknown."""
        sources = [trigger.request_sources for trigger in self.request_triggers]
        if not sources or None in sources:
            return None
        return frozenset().union(*filter(None, sources))

    @property
    def rejects_flows(self) -> bool:
        """Whether it accepts no requests from flows."""
        sources = self.request_sources
        return sources is not None and sources <= marketo.FROM_OUTSIDE

    @property
    def can_be_requested(self) -> bool:
        """Whether a Request Campaign step that targets it is known to work."""
        return self.is_active and bool(self.has_request_trigger) and not self.rejects_flows

    @property
    def accepts_only_flows(self) -> bool:
        """Whether it accepts requests only from flows."""
        sources = self.request_sources
        return sources is not None and sources <= marketo.FROM_FLOWS

    # flow

    @property
    def step_records(self) -> tuple[records.FlowStep, ...]:
        flow = self.data.flow
        return () if flow is None or flow.steps is None else flow.steps

    @property
    def has_flow(self) -> bool:
        """Whether the export contains the flow, which can be empty."""
        return self.data.flow is not None and self.data.flow.steps is not None

    def steps(self, *names: str) -> tuple[FlowStep, ...]:
        """Return the flow steps in order; with names, only those with one of these API names."""
        if self._steps is None:
            steps = enumerate(self.step_records)
            self._steps = tuple([FlowStep(self, index, data) for index, data in steps])
        if not names:
            return self._steps
        return tuple([step for step in self._steps if step.name in names])

    def release_views(self) -> None:
        """Forget the views of its steps, which take more memory than their records."""
        for step in self._steps or ():
            step.release_choices()
        self._steps = None

    # schedule and settings

    @property
    def is_active(self) -> bool:
        if self.data.is_active is not None:
            return self.data.is_active
        return self.has_status("Active")

    @property
    def is_known_inactive(self) -> bool:
        """Whether the export shows that it is not active."""
        says = self.data.is_active is not None or self.data.status is not None
        return says and not self.is_active

    @property
    def is_scheduled(self) -> bool:
        """Whether it recurs. The API returns a recurrence without an interval for "none"."""
        return self.data.recurrence is not None and bool(self.data.recurrence.interval)

    @property
    def has_recurrence_end(self) -> bool:
        """Whether its recurrence has an end date, which may be unreadable."""
        return self.data.recurrence is not None and bool(self.data.recurrence.end_at)

    @property
    def recurrence_end(self) -> date | None:
        """The last day of its recurrence; None without a readable end date."""
        recurrence = self.data.recurrence
        return None if recurrence is None else _day(recurrence.end_at)

    @property
    def updated_on(self) -> date | None:
        """The day of its last change; None if that was not exported."""
        return _day(self.data.updated_at)

    @property
    def is_idle(self) -> bool:
        """Whether nothing starts it: a deactivated trigger campaign or a batch that never ran."""
        if self.is_executable or self.is_active or self.is_scheduled:
            return False
        if self.has_triggers:
            return self.is_known_inactive
        return self.has_status("Never Run", "Inactive")

    @property
    def is_system(self) -> bool:
        return bool(self.data.is_system)

    def has_status(self, *statuses: str) -> bool:
        return any(marketo.same_name(self.data.status, status) for status in statuses)

    @property
    def is_executable(self) -> bool:
        return self.executable_reason is not None

    @property
    def executable_conflict(self) -> str:
        """The reason why the campaign cannot be executable; "" if there is none.

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
        """Whether it is known to be a batch campaign.

        In a partial export, an executable campaign without its caller looks like a batch campaign,
        so a campaign that has never run and has no schedule does not count as one.
        """
        if self.is_executable or self.has_triggers is not False:
            return False
        never_ran = self.data.status is None or self.has_status("Never Run")
        return self.is_scheduled or not never_ran

    @property
    def qualification(self) -> str:
        """The qualification rule: "once", "any" or "interval"; "" if it was not exported."""
        return (self.data.qualification_rule_type or "").strip().casefold()

    @property
    def qualification_interval(self) -> str:
        """The interval of the qualification rule, such as `3 days`."""
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
        """Whether the export contains every folder and program above it."""
        folders, programs = self.instance.folders, self.instance.programs
        if not self.folders or self.folders[-1][0] == "program":
            return False
        return all(
            key in folders or (key[0] == "program" and key[1] in programs) for key in self.folders
        )

    @property
    def can_be_in_program(self) -> bool:
        """Whether it is in a program, or can be because a folder above it was not exported."""
        return self.program_id is not None or not self.has_all_folders

    @property
    def archive(self) -> Folder | None:
        """The nearest archived folder above it."""
        return nearest_archive(self.instance, self.folders)

    # My Tokens

    @property
    def knows_my_tokens(self) -> bool:
        """Whether the export contains the My Tokens that the campaign sees.

        A program without tokens has no record, so it is enough that any tokens were exported.
        """
        return self.instance.has_tokens and bool(self.folders)

    @property
    def can_be_given_tokens(self) -> bool | None:
        """Whether the API can start it with its own My Token values; None if that is unknown.

        It can request a trigger campaign that accepts requests from the web service, and schedule
        a batch campaign.
        Source: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/assets/smart-campaigns
        """
        if self.is_executable:
            return False
        if self.data.is_requestable:
            return True
        if not self.has_triggers:
            return None if self.has_triggers is None else not self.is_scheduled
        if self.smart_list is None or not self.smart_list.knows_triggers:
            return self.data.is_requestable
        sources = [trigger.request_sources for trigger in self.request_triggers]
        if any(source is not None and not source <= _NOT_THE_API for source in sources):
            return True
        return None if None in sources else False

    def my_token(self, name: str) -> MyToken | None:
        """Return the My Token that the campaign sees: of its program or the nearest folder."""
        key = token_key(name)
        for owner in self.folders:
            token = self.instance.tokens.get(owner, {}).get(key)
            if token is not None:
                return token
        return None

    def not_checked(self, reason: str) -> NotChecked:
        """Return what a rule yields if it cannot check the campaign, with the missing data."""
        return NotChecked(self.id, reason)
