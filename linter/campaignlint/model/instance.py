"""A whole instance as it was exported: what rules check."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from campaignlint import marketo
from campaignlint.model.flow import FlowStep, has_every_target
from campaignlint.model.identity import disambiguate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from campaignlint.marketo import records as api
    from campaignlint.model.calls import Call, CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import Finding, Reportable
    from campaignlint.model.folders import Folder, FolderKey, MyToken, Program
    from campaignlint.model.references import Reference, References
    from campaignlint.model.smart_list import SmartList


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
        self.channels: Mapping[str, Mapping[str, int]] = {}
        """By the folded name of a channel, the step of each status by its folded name."""
        self.today = datetime.now(UTC).date()
        """The day on which the export is looked at."""
        self.is_complete = False
        """Whether what is absent from the export is absent from Marketo."""
        self.step_catalog: frozenset[str] = frozenset()
        """The names of flow steps in the catalog of the instance, if it was exported."""
        self.markers: tuple[api.InstanceMarker, ...] = ()
        """What each `instance.json` says of its export, in the order of their files."""
        self.all_references: tuple[Reference, ...] = ()
        self.resolver: References
        """Tells which campaign a text names."""
        self.unchecked: set[int] = set()
        """The campaigns that the running rule could not judge."""
        self._identities: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
        self.derived: dict[str, object] = {}
        """What later layers worked out once, such as the call graph."""

    def finding(self, message: str, *, at: Reportable, **fields: Any) -> Finding:  # noqa: ANN401
        """Return a finding about the instance as a whole, shown at one of its assets."""
        found = at.finding(message, **fields)
        place = found.location._replace(text="whole instance", key=("instance",), campaign=None)
        return replace(found, location=place)

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
        self.unchecked.update(self.without_flow, self.without_target)
        return self.all_references

    @cached_property
    def without_target(self) -> frozenset[int]:
        """Campaigns with a call whose target was not exported, or is a token."""
        found = set()
        for name in (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN):
            for campaign, index in self._places(name):
                if not has_every_target(campaign.step_records[index]):
                    found.add(campaign.id)
        return frozenset(found)

    def every_smart_list(self) -> Iterator[SmartList]:
        """The smart list of each campaign, then those that stand on their own."""
        self.unchecked.update(self.without_smart_list)
        return self._every_smart_list()

    def _every_smart_list(self) -> Iterator[SmartList]:
        for campaign in self.campaigns:
            if campaign.rules_of is not None:
                yield campaign.rules_of
        yield from self.smart_lists

    @cached_property
    def without_smart_list(self) -> frozenset[int]:
        """The ids of campaigns that were exported without the rules of their smart list."""
        return frozenset(each.id for each in self.campaigns if each.rules_of is None)

    def disambiguated_ids(
        self, key: tuple[object, ...], identities: Callable[[], Iterable[str]]
    ) -> list[tuple[str, ...]]:
        """What tells the steps, choices or filters under `key` apart, worked out once."""
        if key not in self._identities:
            self._identities[key] = disambiguate(identities())
        return self._identities[key]

    @property
    def has_tokens(self) -> bool:
        """Whether My Tokens were exported at all."""
        return bool(self.tokens)

    def steps(self, *names: str) -> Iterator[FlowStep]:
        """Every flow step of these names, by the API's names, in the campaigns' order."""
        self.unchecked.update(self.without_flow)
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
        self.unchecked.update(self.without_flow, self.without_target)
        for campaign in self.campaigns:
            if campaign.calls_out:
                yield from [call for call in campaign.calls_out if call.kind == kind]

    @cached_property
    def knows_every_call(self) -> bool:
        """Whether a campaign that nobody calls in this export is called by nobody in Marketo."""
        return self.is_complete and not self.without_flow and not self.without_target

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
    def without_flow(self) -> frozenset[int]:
        """The ids of campaigns that were exported without their flow."""
        return frozenset(campaign.id for campaign in self.campaigns if not campaign.has_flow)
