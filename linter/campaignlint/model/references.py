"""Which campaign a flow step means by the text that names it."""

from __future__ import annotations

import difflib
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from campaignlint import marketo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from campaignlint.model.calls import CallKind
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import Confidence
    from campaignlint.model.flow import Choice, FlowStep


class Resolution(NamedTuple):
    """What a text leads to: one campaign, several that it cannot tell apart, or none here."""

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
        """The campaign is not in this export, which need not mean that it is not in Marketo."""
        return not self.candidates


ABSENT = Resolution(())


class Reference(NamedTuple):
    """A choice that names a campaign to execute or request, and what the name leads to."""

    kind: CallKind
    choice: Choice
    text: str
    resolution: Resolution


KeyT = TypeVar("KeyT", str, tuple[int, str], tuple[str, str])

_LONGEST_NAME = 1_000
"""Marketo's names are far shorter; a longer text is read as no `Program.Campaign`."""
_COMPARED = 50
"""How many names are compared with one that leads nowhere."""


class _Names(Generic[KeyT]):
    """Campaigns by some form of their names, which most do not share with another."""

    __slots__ = ("_last", "_shared")

    def __init__(self, named: list[tuple[KeyT, SmartCampaign]]) -> None:
        self._last: dict[KeyT, SmartCampaign] = dict(named)
        self._shared: dict[KeyT, list[SmartCampaign]] = {}
        if len(self._last) < len(named):
            bearers = Counter(key for key, _ in named)
            for key, campaign in named:
                if bearers[key] > 1:
                    self._shared.setdefault(key, []).append(campaign)

    def get(self, key: KeyT) -> Sequence[SmartCampaign]:
        if key in self._shared:
            return self._shared[key]
        return (self._last[key],) if key in self._last else ()


class _Index:
    """Campaigns by name, under one way of comparing names. Each table is made when first needed."""

    def __init__(self, campaigns: Iterable[SmartCampaign], fold: Callable[[str], str]) -> None:
        self._campaigns = campaigns
        self.fold = fold

    @cached_property
    def _named(self) -> list[tuple[str, SmartCampaign]]:
        return [
            (self.fold(campaign.data.name), campaign)
            for campaign in self._campaigns
            if campaign.data.name is not None
        ]

    @cached_property
    def _bare_names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self._named)

    @cached_property
    def anywhere(self) -> _Names[str]:
        return _Names(self._named)

    @cached_property
    def in_program(self) -> _Names[tuple[int, str]]:
        return _Names(
            [
                ((campaign.program_id, name), campaign)
                for name, campaign in self._named
                if campaign.program_id is not None
            ]
        )

    @cached_property
    def in_workspace(self) -> _Names[tuple[str, str]]:
        return _Names(
            [
                ((campaign.workspace, name), campaign)
                for name, campaign in self._named
                if campaign.workspace is not None
            ]
        )

    @cached_property
    def below_program(self) -> _Names[str]:
        """By `Program.Campaign`, as a text: both names may have dots."""
        return _Names(
            [
                (f"{self.fold(campaign.program_name)}.{name}", campaign)
                for name, campaign in self._named
                if campaign.program_name is not None
            ]
        )

    @cached_property
    def of_unknown_program(self) -> _Names[str]:
        return _Names(
            [
                (name, campaign)
                for name, campaign in self._named
                if campaign.program_name is None and campaign.may_stand_in_program
            ]
        )

    def stages(self, text: str, caller: SmartCampaign) -> Iterator[Sequence[SmartCampaign]]:
        """The campaigns that each stage of the search matches, in the order of the stages."""
        name = self.fold(text)
        if len(name) <= _LONGEST_NAME:
            yield self.below_program.get(name)
        if name not in self._bare_names:  # the tables below cost more than they can tell
            return
        if caller.program_id is not None:
            yield self.in_program.get((caller.program_id, name))
        if caller.workspace is not None:
            yield self.in_workspace.get((caller.workspace, name))
        yield self.anywhere.get(name)

    def by_last_part(self, text: str) -> list[SmartCampaign]:
        """Campaigns whose program's name nobody exported, called as the part behind a dot."""
        found = [
            campaign
            for campaign_name in _after_dots(self.fold(text))
            for campaign in self.of_unknown_program.get(campaign_name)
        ]
        return sorted(found, key=_id)


class References:
    """Resolves texts against the campaigns of an export."""

    def __init__(self, campaigns: tuple[SmartCampaign, ...]) -> None:
        """By campaigns that are in the order of their ids; what a text leads to is so, too."""
        self._campaigns = campaigns
        self._by_id = {str(campaign.id): campaign for campaign in campaigns}
        self._exact = _Index(campaigns, str)
        self._folded = _Index(campaigns, str.casefold)
        self._resolved: dict[tuple[str, int | None, str | None], Resolution] = {}
        self._absent: set[str] = set()
        """The texts that were found to lead nowhere."""
        self._with_word: dict[str, list[str]] = {}
        """The names that have each of the words that were looked for."""
        self._nearest: dict[str, list[str]] = {}

    def resolve(self, text: str, caller: SmartCampaign) -> Resolution:
        """What `text` in a flow of `caller` leads to; the first stage with a match decides.

        The stages, first exactly and then with case folded: an id; `Program.Campaign`; a bare name
        in the caller's program, in its workspace, anywhere. Last, and less surely, the part behind
        a dot as the name of a campaign that stands, or may stand, in a program whose name is not in
        the export.
        """
        key = (text, caller.program_id, caller.data.workspace)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._resolve(text, caller)
        return found

    def _resolve(self, text: str, caller: SmartCampaign) -> Resolution:
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
        self._absent.add(text)
        return ABSENT

    def references(self, steps: Iterable[FlowStep]) -> Iterator[Reference]:
        """Every choice of these Execute and Request steps that names a campaign."""
        kinds: tuple[CallKind, ...] = (marketo.EXECUTE_CAMPAIGN, marketo.REQUEST_CAMPAIGN)
        for step in steps:
            kind: CallKind = kinds[step.name == marketo.REQUEST_CAMPAIGN]
            caller = step.campaign
            for choice in step.choices:
                text = choice.target
                if text is not None:
                    yield Reference(kind, choice, text, self.resolve(text, caller))

    def nearest_names(self, text: str) -> list[str]:
        """Up to three names that `text` may have been meant for, the likeliest first.

        Compared are names that share a word with it, those with its rarest words first.
        """
        if text not in self._nearest:
            self._nearest[text] = self._find_nearest(text)
        return self._nearest[text]

    def _find_nearest(self, text: str) -> list[str]:
        words = _words(text)
        if not self._with_word.keys() >= words.keys():
            self._find_words({word for each in (*self._absent, text) for word in _words(each)})
        candidates: dict[str, None] = {}
        for names in sorted((self._with_word[word] for word in words), key=len):
            candidates.update(dict.fromkeys(names[: _COMPARED - len(candidates)]))
        known = sorted(name if "." in text else name.rpartition(".")[2] for name in candidates)
        return difflib.get_close_matches(text, known, n=3, cutoff=0.75)

    def _find_words(self, wanted: set[str]) -> None:
        """Find the names with these words: those of all texts that lead nowhere, at once."""
        self._with_word = {word: [] for word in wanted}
        names = [campaign.full_name for campaign in self._campaigns]
        lines = _spaced("\n".join([name.replace("\n", " ") for name in names])).split("\n")
        for name, words in zip(names, map(str.split, lines), strict=True):
            for word in wanted.intersection(words):
                self._with_word[word].append(name)


def _after_dots(text: str) -> Iterator[str]:
    """What stands behind each dot of a text, since both names of one may contain dots."""
    at = text.find(".") if len(text) <= _LONGEST_NAME else -1
    while at >= 0:
        yield text[at + 1 :]
        at = text.find(".", at + 1)


def _id(campaign: SmartCampaign) -> int:
    return campaign.id


def _words(text: str) -> dict[str, None]:
    """Each word once, in the order of the text: that of a set differs from run to run."""
    return dict.fromkeys(_split(text))


def _split(text: str) -> list[str]:
    return _spaced(text).split()


def _spaced(text: str) -> str:
    return text.casefold().replace(".", " ").replace("-", " ")
