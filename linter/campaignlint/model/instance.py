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

    from campaignlint.marketo import records
    from campaignlint.model.assets import AssetKind, AssetNames
    from campaignlint.model.calls import CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import Finding, Reportable
    from campaignlint.model.folders import Folder, FolderKey, MyToken, Program
    from campaignlint.model.references import Reference, References
    from campaignlint.model.smart_list import SmartList


class Instance:
    """A whole instance, as far as it was exported."""

    def __init__(self) -> None:
        self.campaigns: tuple[SmartCampaign, ...] = ()
        """By id."""
        self.programs: Mapping[int, Program] = {}
        self.folders: Mapping[FolderKey, Folder] = {}
        self.smart_lists: tuple[SmartList, ...] = ()
        """The separate smart lists whose rules are in the export, by id."""
        self.tokens: Mapping[FolderKey, Mapping[str, MyToken]] = {}
        """The My Tokens that each folder or program defines, by `token_key`."""
        self.asset_names: Mapping[AssetKind, AssetNames] = {}
        """The names of the assets that campaigns refer to, by kind."""
        self.channels: Mapping[str, Mapping[str, int]] = {}
        """By the folded name of a channel, the step of each status by its folded name."""
        self.today = datetime.now(UTC).date()
        """The day that rules compare dates with."""
        self.skipped: frozenset[int] = frozenset()
        """The ids of campaigns in archived folders that are not checked."""
        self.is_complete = False
        """Whether the export contains everything in the instance."""
        self.step_catalog: frozenset[str] = frozenset()
        """The names of flow steps in the catalog of the instance, if it was exported."""
        self.markers: tuple[records.InstanceMarker, ...] = ()
        """The contents of each `instance.json`, in the order of the files."""
        self.references: tuple[Reference, ...] = ()
        """The choices of all campaigns that name a campaign to execute or request."""
        self.resolver: References
        """Resolves the text of a reference to a campaign."""
        self._identities: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
        self.derived: dict[str, object] = {}
        """Results that later layers compute once, such as the call graph."""

    def finding(self, message: str, *, at: Reportable, **fields: Any) -> Finding:
        """Return a finding about the instance as a whole, shown at one of its assets."""
        finding = at.finding(message, **fields)
        place = finding.location._replace(text="whole instance", key=("instance",), campaign=None)
        return replace(finding, location=place)

    def campaign(self, number: int) -> SmartCampaign | None:
        return self._by_id.get(number)

    def owner(self, key: FolderKey) -> Folder | Program | None:
        """Return the folder or program with a key; None if it was not exported."""
        kind, number = key
        return self.programs.get(number) if kind == "program" else self.folders.get(key)

    def campaigns_by_id(self, numbers: Iterable[int]) -> Iterator[SmartCampaign]:
        """Yield the campaigns with these ids, in their order."""
        return filter(None, map(self._by_id.get, numbers))

    @cached_property
    def _by_id(self) -> dict[int, SmartCampaign]:
        return {campaign.id: campaign for campaign in self.campaigns}

    @cached_property
    def executables(self) -> tuple[SmartCampaign, ...]:
        return tuple(campaign for campaign in self.campaigns if campaign.is_executable)

    @cached_property
    def without_target(self) -> frozenset[int]:
        """Campaigns with a call whose target was not exported, or is a token."""
        ids = set()
        for name in (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN):
            for campaign, index in self._places(name):
                if not has_every_target(campaign.step_records[index]):
                    ids.add(campaign.id)
        return frozenset(ids)

    def every_smart_list(self) -> Iterator[SmartList]:
        """Yield the smart list of each campaign, then the separate ones."""
        for campaign in self.campaigns:
            if campaign.smart_list is not None:
                yield campaign.smart_list
        yield from self.smart_lists

    def disambiguated_ids(
        self, key: tuple[object, ...], identities: Callable[[], Iterable[str]]
    ) -> list[tuple[str, ...]]:
        """Return unique keys of the steps, choices or filters under `key`, computed once."""
        if key not in self._identities:
            self._identities[key] = disambiguate(identities())
        return self._identities[key]

    @property
    def has_tokens(self) -> bool:
        """Whether the export contains My Tokens."""
        return bool(self.tokens)

    def steps(self, *names: str) -> Iterator[FlowStep]:
        """Yield the flow steps with one of these API names, in the order of the campaigns."""
        present = [name for name in names if name in self._steps_by_name]
        steps = [step for name in present for step in self._steps_named(name)]
        if len(present) > 1:
            steps.sort(key=lambda step: (step.campaign.id, step.index))
        for step in steps:
            yield step
            step.release_choices()

    def _steps_named(self, name: str) -> list[FlowStep]:
        return [
            FlowStep(campaign, index, campaign.step_records[index])
            for campaign, index in self._places(name)
        ]

    def _places(self, name: str) -> Iterator[tuple[SmartCampaign, int]]:
        """Yield the campaign and the index of each flow step with a name."""
        places = iter(self._steps_by_name.get(name, ()))
        return zip(places, places, strict=True)

    @cached_property
    def knows_every_call(self) -> bool:
        """Whether the export shows every call in the instance."""
        return self.is_complete and not self.without_flow and not self.without_target

    def may_be_called(self, kind: CallKind) -> frozenset[int]:
        """Return the ids of campaigns that ambiguous calls of this kind can mean."""
        return self._may_be_called.get(kind, frozenset())

    @cached_property
    def _may_be_called(self) -> Mapping[CallKind, frozenset[int]]:
        ids: dict[CallKind, set[int]] = {}
        for reference in self.references:
            if reference.resolution.is_ambiguous:
                candidates = (campaign.id for campaign in reference.resolution.candidates)
                ids.setdefault(reference.kind, set()).update(candidates)
        return {kind: frozenset(campaigns) for kind, campaigns in ids.items()}

    @property
    def step_counts(self) -> Mapping[str, int]:
        """The number of flow steps by their API name."""
        return {name: len(steps) // 2 for name, steps in self._steps_by_name.items()}

    @cached_property
    def _steps_by_name(self) -> Mapping[str, list[Any]]:
        """The flow steps by their API name: alternately a campaign and the index of the step.

        Few of them are used, so that a view or a pair for each would be wasted.
        """
        places: dict[str, list[Any]] = defaultdict(list)
        for campaign in self.campaigns:
            for index, data in enumerate(campaign.step_records):
                name = marketo.step_name(data.activity_type_name or "")
                places[name] += (campaign, index)
        return places

    @cached_property
    def without_flow(self) -> frozenset[int]:
        """The ids of campaigns that were exported without their flow."""
        return frozenset(campaign.id for campaign in self.campaigns if not campaign.has_flow)
