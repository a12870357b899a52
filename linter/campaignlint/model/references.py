"""References: which campaign the text in a flow step names."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from campaignlint import marketo
from campaignlint.model.calls import VERBS
from campaignlint.model.nearest import AssetName, NearestNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from campaignlint.model.calls import CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import Confidence
    from campaignlint.model.flow import Choice, FlowStep


class Resolution(NamedTuple):
    """The campaigns that a text may name: one, several if it is ambiguous, or none."""

    candidates: tuple[SmartCampaign, ...]
    confidence: Confidence = "documented"

    @property
    def campaign(self) -> SmartCampaign | None:
        return self.candidates[0] if len(self.candidates) == 1 else None

    @property
    def is_ambiguous(self) -> bool:
        return len(self.candidates) > 1

    @property
    def is_absent(self) -> bool:
        """Whether the campaign is not in this export; it may still be in Marketo."""
        return not self.candidates


ABSENT = Resolution(())


class Reference(NamedTuple):
    """A choice that names a campaign to execute or request, and its resolution."""

    kind: CallKind
    choice: Choice
    text: str
    resolution: Resolution

    def __str__(self) -> str:
        return f"{self.choice.campaign} {VERBS[self.kind].active} '{self.text}'"


KeyT = TypeVar("KeyT", str, tuple[int, str], tuple[str, str])

_MAX_REFERENCE = 1_000
"""The length of a `Program.Campaign` text, in characters; Marketo's names are far shorter."""


class _Names(Generic[KeyT]):
    """Campaigns by name. Most names belong to one campaign only, which saves a list for each."""

    __slots__ = ("_last", "_shared")

    def __init__(self, named: list[tuple[KeyT, SmartCampaign]]) -> None:
        self._last: dict[KeyT, SmartCampaign] = dict(named)
        self._shared: dict[KeyT, list[SmartCampaign]] = {}
        if len(self._last) < len(named):
            counts = Counter(key for key, _ in named)
            for key, campaign in named:
                if counts[key] > 1:
                    self._shared.setdefault(key, []).append(campaign)

    def get(self, key: KeyT) -> Sequence[SmartCampaign]:
        if key in self._shared:
            return self._shared[key]
        return (self._last[key],) if key in self._last else ()


class _Index:
    """Campaigns by name, with one way of comparing names. Each table is built on first use."""

    def __init__(self, campaigns: Iterable[SmartCampaign], fold: Callable[[str], str]) -> None:
        self._campaigns = campaigns
        self.fold = fold

    @cached_property
    def _campaign_names(self) -> list[tuple[str, SmartCampaign]]:
        return [
            (self.fold(campaign.data.name), campaign)
            for campaign in self._campaigns
            if campaign.data.name is not None
        ]

    @cached_property
    def _bare_names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self._campaign_names)

    @cached_property
    def anywhere(self) -> _Names[str]:
        return _Names(self._campaign_names)

    @cached_property
    def in_program(self) -> _Names[tuple[int, str]]:
        return _Names(
            [
                ((campaign.program_id, name), campaign)
                for name, campaign in self._campaign_names
                if campaign.program_id is not None
            ]
        )

    @cached_property
    def in_workspace(self) -> _Names[tuple[str, str]]:
        return _Names(
            [
                ((campaign.workspace, name), campaign)
                for name, campaign in self._campaign_names
                if campaign.workspace is not None
            ]
        )

    @cached_property
    def by_full_name(self) -> _Names[str]:
        """By `Program.Campaign`, as one text: both names may contain dots."""
        return _Names(
            [
                (self.fold(f"{campaign.program_name}.{campaign.data.name}"), campaign)
                for campaign in self._campaigns
                if campaign.program_name is not None and campaign.data.name is not None
            ]
        )

    @cached_property
    def of_unknown_program(self) -> _Names[str]:
        return _Names(
            [
                (name, campaign)
                for name, campaign in self._campaign_names
                if campaign.program_name is None and campaign.can_be_in_program
            ]
        )

    def stages(self, text: str, caller: SmartCampaign | None) -> Iterator[Sequence[SmartCampaign]]:
        """Yield the campaigns that each stage of the search matches."""
        name = self.fold(text)
        if len(name) <= _MAX_REFERENCE:
            yield self.by_full_name.get(name)
        if name not in self._bare_names:  # avoids building the tables below
            return
        if caller is not None and caller.program_id is not None:
            yield self.in_program.get((caller.program_id, name))
        if caller is not None and caller.workspace is not None:
            yield self.in_workspace.get((caller.workspace, name))
        yield self.anywhere.get(name)

    def by_last_part(self, text: str) -> list[SmartCampaign]:
        """Return campaigns of programs with unknown names, by the part of a text after a dot."""
        name = self.fold(text)
        parts = marketo.parts_after_dots(name) if len(name) <= _MAX_REFERENCE else ()
        campaigns = [campaign for part in parts for campaign in self.of_unknown_program.get(part)]
        return sorted(campaigns, key=_id)


class References:
    """Resolves texts to the campaigns of an export."""

    def __init__(self, campaigns: tuple[SmartCampaign, ...]) -> None:
        """Take the campaigns in the order of their ids, which candidates keep."""
        self._campaigns = campaigns
        self._by_id = {str(campaign.id): campaign for campaign in campaigns}
        self._exact = _Index(campaigns, marketo.compose_name)
        self._folded = _Index(campaigns, marketo.fold_reference)
        self._resolved: dict[tuple[str, int | None, str | None, bool], Resolution] = {}

    def resolve(
        self, text: str, caller: SmartCampaign | None, *, same_workspace: bool = False
    ) -> Resolution:
        """Resolve a text in a campaign; the first stage with a match decides.

        `caller` is None for a text in a separate smart list.

        The stages, first exactly and then with case folded: an id; `Program.Campaign`; a bare name
        in the caller's program, in its workspace, anywhere. Last, with a lower confidence, the part
        after a dot as the name of a campaign whose program's name is not in the export.

        With `same_workspace`, a name that several campaigns share means those in the caller's
        workspace, if there are any.
        """
        program = None if caller is None else caller.program_id
        workspace = None if caller is None else caller.data.workspace
        key = (text, program, workspace, same_workspace)
        resolution = self._resolved.get(key)
        if resolution is None:
            resolution = self._resolve(text.strip(), caller)
            if same_workspace and caller is not None and resolution.is_ambiguous:
                resolution = _in_workspace_of(caller, resolution)
            self._resolved[key] = resolution
        return resolution

    def _resolve(self, text: str, caller: SmartCampaign | None) -> Resolution:
        if text in self._by_id:
            return Resolution((self._by_id[text],))
        for index in (self._exact, self._folded):
            for matches in index.stages(text, caller):
                if matches:
                    return Resolution(tuple(matches))
        for index in (self._exact, self._folded):
            matches = index.by_last_part(text)
            if matches:
                return Resolution(tuple(matches), "likely")
        return ABSENT

    def references(self, steps: Iterable[FlowStep]) -> Iterator[Reference]:
        """Yield every choice of these Execute and Request Campaign steps that names a campaign.

        A token as target names one only at run time, so it is not a reference.
        """
        for step in steps:
            is_execute = step.name == marketo.EXECUTE_CAMPAIGN
            kind: CallKind = marketo.EXECUTE_CAMPAIGN if is_execute else marketo.REQUEST_CAMPAIGN
            for choice in step.choices:
                text = choice.target
                if text is not None and not choice.has_token_target:
                    # Executable campaigns cannot be called across workspaces.
                    resolution = self.resolve(text, step.campaign, same_workspace=is_execute)
                    yield Reference(kind, choice, text, resolution)

    def nearest_name(self, text: str) -> str | None:
        """Return the name that is most similar to `text`; None if none is similar."""
        nearest = self._nearest_names.find(text)
        if nearest is None:
            return None
        return nearest.full if "." in text else nearest.bare

    @cached_property
    def _nearest_names(self) -> NearestNames:
        names = (AssetName(campaign.name, campaign.full_name) for campaign in self._campaigns)
        return NearestNames(names)


def _in_workspace_of(caller: SmartCampaign, resolution: Resolution) -> Resolution:
    """Remove the candidates that are known to be in another workspace, unless all are."""
    if caller.workspace is None:
        return resolution
    near = tuple(
        candidate
        for candidate in resolution.candidates
        if candidate.workspace in (caller.workspace, None)
    )
    return resolution._replace(candidates=near or resolution.candidates)


def _id(campaign: SmartCampaign) -> int:
    return campaign.id
