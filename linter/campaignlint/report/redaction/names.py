"""What an instance calls its things, and how reports may show these names."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.marketo.records import text_of
from campaignlint.model.tokens import tokens_in
from campaignlint.paths import relative_path
from campaignlint.report.redaction.patterns import MASK, masked_in_names
from campaignlint.report.redaction.standard import is_standard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.marketo import records as api
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import SmartList

Asset = tuple[str, int]
"""What kind it is, in Marketo's words, and its id."""

NO_ASSETS: frozenset[Asset] = frozenset()


class Names:
    """Every name in an instance.

    Names stay, without the addresses that are in them; or else assets go by kind and id, and what
    no single id stands behind goes by a number. Numbers follow the order of all names, so that
    they are the same in every run over one export.
    """

    def __init__(self, instance: Instance, *, pseudonyms: bool) -> None:
        self.has_pseudonyms = pseudonyms
        self._instance = instance
        self._assets: dict[str, set[Asset]] = defaultdict(set)
        self._places: dict[str, set[Asset]] = defaultdict(set)
        """Assets by what a place in them begins with."""
        self._others: set[str] = set()
        """Names of steps, attributes, fields, filters, tokens and workspaces."""
        self._ids: set[int] = set()
        self._collect()

    # what there is

    def _collect(self) -> None:
        instance = self._instance
        for campaign in instance.campaigns:
            self._collect_campaign(campaign)
        for smart_list in instance.smart_lists:
            self._collect_smart_list(smart_list)
        for number, program in instance.programs.items():
            self._add(("program", number), program.name, program.workspace)
            self._places[program.name].add(("program", number))
        for (kind, number), folder in instance.folders.items():
            self._add((kind, number), folder.name, folder.data.workspace)
        for owned in instance.tokens.values():
            self._others.update(token.name for token in owned.values())
        for reference in instance.all_references:
            self._assets[reference.text].update(
                ("campaign", campaign.id) for campaign in reference.resolution.candidates
            )

    def _add(self, asset: Asset, name: str, workspace: str | None) -> None:
        self._assets[name].add(asset)
        self._ids.add(asset[1])
        if workspace:
            self._others.add(workspace)

    def _collect_campaign(self, campaign: SmartCampaign) -> None:
        asset = ("campaign", campaign.id)
        self._add(asset, campaign.name, campaign.workspace)
        self._assets[campaign.full_name].add(asset)
        self._assets[campaign.as_name().shown].add(asset)
        self._places[campaign.path_text].add(asset)
        self._places[campaign.asset_path].add(asset)
        if campaign.program_name is not None and campaign.program_id is not None:
            self._assets[campaign.program_name].add(("program", campaign.program_id))
        self._others.update(names_within(campaign))

    def _collect_smart_list(self, smart_list: SmartList) -> None:
        asset = ("smart list", smart_list.id or 0)
        self._add(asset, smart_list.name, smart_list.workspace)
        self._places[smart_list.location.text].add(asset)
        if smart_list.program:
            self._assets[f"{smart_list.program}.{smart_list.name}"].add(asset)
        self._others.update(_names_in_smart_list(smart_list))

    def knows(self, text: str) -> bool:
        """Whether something is called so."""
        return bool(text) and (text in self._assets or text in self._others or text in self._places)

    def knows_asset(self, text: str) -> bool:
        """Whether some campaign, program, folder or smart list is called so, or is meant by it."""
        return text in self._assets

    def knows_id(self, number: int) -> bool:
        return number in self._ids

    def at(self, place: str) -> tuple[str, frozenset[Asset]]:
        """Which assets a place may stand in, and the part of its text that names them."""
        head = place
        while head not in self._places:
            head, above, _ = head.rpartition(" > ")
            if not above:
                return "", NO_ASSETS
        return head, frozenset(self._places[head])

    # how it is shown

    def shown(self, name: str, meant: frozenset[Asset] = NO_ASSETS) -> str:
        """A name as it may be printed; among several of one name those are `meant` first."""
        if not self.has_pseudonyms:
            return masked_in_names(name)
        if name in self._assets:
            found = self._assets[name] & meant or self._assets[name]
            if len(found) == 1:
                return _label(*next(iter(found)))
        elif name in self._places:
            return self.shown_place(name, "", meant)
        elif is_standard(name):
            return name
        return f"name {self._numbers[name]}" if name in self._numbers else MASK

    @cached_property
    def _numbers(self) -> dict[str, int]:
        names = {name for name in (*self._others, *self._token_names()) if not is_standard(name)}
        names.update(name for name, assets in self._assets.items() if len(assets) != 1)
        return {name: number for number, name in enumerate(sorted(names - {""}), 1)}

    def _token_names(self) -> Iterator[str]:
        for campaign in self._instance.campaigns:
            for step in campaign.step_records:
                for choice in step.step_choice or ():
                    values = [attribute.value for attribute in choice.attributes or ()]
                    values += (choice.rule.values or ()) if choice.rule is not None else ()
                    for value in values:
                        if isinstance(value, str):
                            yield from (token.name for token in tokens_in(value))

    def shown_place(self, head: str, file: str, meant: frozenset[Asset]) -> str:
        """What names the assets at the beginning of a place, as it may be printed.

        Where several bear the name, those are `meant` that stand in the file.
        """
        if not self.has_pseudonyms:
            return masked_in_names(head)
        found = frozenset(self._places[head])
        for narrowed in (found & meant, {each for each in found if file in self._files(each)}):
            if len(found) > 1 and narrowed:
                found = frozenset(narrowed)
        programs = {self._program_of(asset) for asset in found}
        label = (
            _label(*next(iter(found))) if len(found) == 1 else self.shown(head.rpartition(" > ")[2])
        )
        program = programs.pop() if len(programs) == 1 else None
        return label if program is None else f"{_label('program', program)} > {label}"

    def _files(self, asset: Asset) -> set[str]:
        campaign = self._instance.campaign(asset[1]) if asset[0] == "campaign" else None
        if campaign is None:
            return set()
        origins = [campaign.origin, campaign.flow_origin]
        if campaign.rules_of is not None:
            origins.append(campaign.rules_of.origin)
        return {relative_path(origin.file) for origin in origins}

    def _program_of(self, asset: Asset) -> int | None:
        campaign = self._instance.campaign(asset[1]) if asset[0] == "campaign" else None
        return None if campaign is None else campaign.program_id

    def shown_campaign(self, named: CampaignName) -> CampaignName:
        """Which campaign a finding is about, as it may be printed."""
        program = self._program_of(("campaign", named.id))
        return named._replace(
            name=_label("campaign", named.id) if self.has_pseudonyms else self.shown(named.name),
            program=_label("program", program)
            if self.has_pseudonyms and named.program and program is not None
            else named.program and self.shown(named.program),
            workspace=named.workspace and self.shown(named.workspace),
        )


def names_within(campaign: SmartCampaign) -> Iterator[str]:
    """What a campaign's steps, triggers and filters are called, their attributes and fields."""
    for step in campaign.step_records:
        yield from _names_in_step(step)
    if campaign.rules_of is not None:
        yield from _names_in_smart_list(campaign.rules_of)


def _names_in_step(step: api.FlowStep) -> Iterator[str]:
    written = step.activity_type_name or ""
    yield written
    yield marketo.step_name(written)
    for choice in step.step_choice or ():
        if choice.rule is not None:
            yield choice.rule.name or ""
        for attribute in choice.attributes or ():
            yield attribute.name or ""
            if names_field(step, attribute):
                yield text_of(attribute.value).strip()


def _names_in_smart_list(smart_list: SmartList) -> Iterator[str]:
    for rule in (*smart_list.triggers, *smart_list.filters):
        yield rule.name
        yield from (condition.name for condition in rule.conditions)


def names_field(step: api.FlowStep, attribute: api.FlowStepChoiceAttribute) -> bool:
    """Whether the value of an attribute is the name of the field that the step writes."""
    names = marketo.WRITTEN_FIELD.get(marketo.step_name(step.activity_type_name or ""))
    if names is None or any(marketo.same_name(attribute.name, each) for each in marketo.NEW_VALUE):
        return False
    return bool(attribute.primary) or any(marketo.same_name(attribute.name, each) for each in names)


def _label(kind: str, number: int) -> str:
    return f"{kind} {number}"
