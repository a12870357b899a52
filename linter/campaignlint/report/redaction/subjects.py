"""What the records of some assets hold: which of it is a literal value, and which a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.marketo.records import text_of
from campaignlint.model.tokens import tokens_in
from campaignlint.report.redaction.names import NO_ASSETS, Asset, names_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice, FlowStep
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import Condition, SmartList
    from campaignlint.report.redaction.names import Names


@dataclass(frozen=True, eq=False)
class Subject:
    """What a finding speaks of."""

    assets: frozenset[Asset] = NO_ASSETS
    names: frozenset[str] = frozenset()
    """What the assets are called, and what they stand in."""
    terms: frozenset[str] = frozenset()
    """What their triggers and filters are called."""
    values: frozenset[str] = frozenset()
    """The literal values in their records."""
    choices: Mapping[str, Choice] = field(default_factory=dict)
    """Choices by their condition in words, as in `Country is US, Canada`."""
    days: frozenset[str] = frozenset()
    """Days of schedules and changes, as in `2026-06-30`."""

    @cached_property
    def known_texts(self) -> tuple[str, ...]:
        """What is looked for in messages, the longest first."""
        texts = {*self.names, *self.terms, *self.values, *self.choices}
        return tuple(
            sorted(
                (text for text in texts if len(text) >= _SHORTEST),
                key=lambda text: (-len(text), text),
            )
        )


_SHORTEST = 3
"""What is shorter is looked for in quotation marks only."""
_MOST_PLACES = 50
"""So many places of a finding say what it speaks of; it tells no values of more."""


class Subjects:
    """Looks up the assets of findings."""

    def __init__(self, instance: Instance, names: Names) -> None:
        self._instance = instance
        self._names = names
        self._smart_lists = {each.id: each for each in instance.smart_lists}
        self._of_assets = lru_cache(maxsize=1024)(self._of_assets_uncached)
        self._of_one = lru_cache(maxsize=4096)(self._of_one_uncached)

    def of(self, campaign: int | None, places: Iterable[str], numbers: Iterable[int]) -> Subject:
        """The campaign, the assets at the places, and the campaigns that bear the numbers."""
        assets: set[Asset] = set()
        for place in islice(places, _MOST_PLACES):
            assets |= self._names.at(place)[1]
        for number in (campaign, *numbers):
            if number is not None and self._instance.campaign(number) is not None:
                assets.add(("campaign", number))
        return self._of_assets(frozenset(assets))

    def _of_assets_uncached(self, assets: frozenset[Asset]) -> Subject:
        parts = [self._of_one(asset) for asset in sorted(assets)]
        return Subject(
            frozenset().union(*(part.assets for part in parts)),
            frozenset().union(*(part.names for part in parts)),
            frozenset().union(*(part.terms for part in parts)),
            frozenset().union(*(part.values for part in parts)),
            {text: choice for part in parts for text, choice in part.choices.items()},
            frozenset().union(*(part.days for part in parts)),
        )

    def _of_one_uncached(self, asset: Asset) -> Subject:
        kind, number = asset
        campaign = self._instance.campaign(number) if kind == "campaign" else None
        smart_list = self._smart_lists.get(number) if kind == "smart list" else None
        if campaign is not None:
            return self._of_campaign(campaign)
        if smart_list is not None:
            names = {smart_list.name, smart_list.location.text}
            values = self._values_of_smart_list(smart_list)
            return Subject(frozenset({asset}), frozenset(names), _terms(smart_list), _texts(values))
        program = self._instance.programs.get(number)
        called = frozenset() if program is None else frozenset({program.name})
        return Subject(frozenset({asset}), called, values=_texts(self._of_program(number)))

    def _of_campaign(self, campaign: SmartCampaign) -> Subject:
        assets: set[Asset] = {("campaign", campaign.id)}
        names = {campaign.name, campaign.full_name, campaign.path_text}
        names |= {campaign.as_name().shown, campaign.asset_path}
        if campaign.program_id is not None and campaign.program_name is not None:
            assets.add(("program", campaign.program_id))
            names.add(campaign.program_name)
        choices = [choice for step in _steps(campaign) for choice in step.choices]
        days = (campaign.recurrence_end, campaign.updated_on)
        return Subject(
            frozenset(assets),
            frozenset(names),
            _terms(campaign.rules_of) if campaign.rules_of is not None else frozenset(),
            _texts(self._values_of_campaign(campaign)),
            {choice.condition: choice for choice in choices if choice.rule is not None},
            frozenset(day.isoformat() for day in days if day is not None),
        )

    def _values_of_campaign(self, campaign: SmartCampaign) -> Iterator[str]:
        yield campaign.data.description or ""
        yield campaign.data.computed_url or ""
        for step in _steps(campaign):
            for choice in step.choices:
                yield from choice.values
                for attribute in choice.attributes:
                    text = text_of(attribute.value)
                    if not (
                        names_field(step.data, attribute) or self._is_asset(text, attribute.name)
                    ):
                        yield text
        if campaign.rules_of is not None:
            yield from self._values_of_smart_list(campaign.rules_of)
        if campaign.program_id is not None:
            yield from self._of_program(campaign.program_id)
        for owner in campaign.folders:
            for token in self._instance.tokens.get(owner, {}).values():
                yield token.value

    def _of_program(self, number: int) -> Iterator[str]:
        program = self._instance.programs.get(number)
        if program is not None:
            yield program.data.description or ""
            yield program.data.url or ""

    def _values_of_smart_list(self, smart_list: SmartList) -> Iterator[str]:
        for rule in (*smart_list.triggers, *smart_list.filters):
            for condition in rule.conditions:
                yield condition.error_message
                yield from self._values_of(condition)

    def _values_of(self, condition: Condition) -> Iterator[str]:
        for value in condition.values:
            if not any(
                self._is_asset(value, name) for name in (condition.name, condition.owner.name)
            ):
                yield value

    def _is_asset(self, text: str, attribute: str | None) -> bool:
        """Whether the value of such an attribute or filter names an asset of the instance."""
        words = (attribute or "").casefold()
        names_assets = any(word in words for word in ("campaign", "program", "list"))
        return names_assets and self._names.knows_asset(text)


def _terms(smart_list: SmartList) -> frozenset[str]:
    return frozenset(rule.name for rule in (*smart_list.triggers, *smart_list.filters))


def _texts(values: Iterable[str]) -> frozenset[str]:
    """Values as they stand and stripped, but for what is empty, Marketo's own, or tokens alone."""
    found = {text for value in values for text in (value, value.strip())}
    return frozenset(text for text in found if text and not _is_harmless(text))


_OWN = (
    marketo.DO_NOTHING,
    marketo.THIS_CAMPAIGN,
    *marketo.ALL_CAMPAIGNS,
    *marketo.FROM_FLOWS,
    *marketo.FROM_OUTSIDE,
)


def _is_harmless(text: str) -> bool:
    if any(marketo.same_name(text, own) for own in _OWN):
        return True
    rest = text
    for token in tokens_in(text):
        rest = rest.replace(token.text, "")
    return not rest.strip()


def _steps(campaign: SmartCampaign) -> tuple[FlowStep, ...]:
    """Without counting a campaign whose flow was not exported as one that is not judged."""
    return campaign.steps() if campaign.has_flow else ()
