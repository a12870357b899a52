"""The effects of changes: calls, activations, affected campaigns and broken references."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from campaignlint.describe.events import describe_events
from campaignlint.graph.activations import activation_graph
from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.activations.neighbors import activates
from campaignlint.graph.used_by import Target, used_by_index
from campaignlint.marketo.names import fold_reference
from campaignlint.model.calls import VERBS
from campaignlint.model.tokens import token_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from campaignlint.diff.changes import Change
    from campaignlint.diff.matching import Matches
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance

Verb = Literal["executes", "requests", "activates", "may activate"]


@dataclass(frozen=True, slots=True)
class Link:
    """A call or an activation."""

    source: CampaignName
    verb: Verb
    target: CampaignName
    event: str = ""
    """Of an activation: the change that fires the trigger."""

    @property
    def text(self) -> str:
        event = f": {self.event}" if self.event else ""
        return f"{self.source.path} {self.verb} {self.target.path}{event}"

    @property
    def certain(self) -> bool:
        return self.verb != "may activate"


@dataclass(frozen=True, slots=True)
class Links:
    """Links of one kind that differ."""

    added: tuple[Link, ...] = ()
    removed: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Affected:
    """A campaign that leads to a changed one or uses a changed asset, but did not change."""

    campaign: CampaignName
    active: bool
    entry_point: bool
    """Whether it is active and nothing calls it: people enter here."""

    @property
    def text(self) -> str:
        role = " (active entry point)" if self.entry_point else " (active)" if self.active else ""
        return f"{self.campaign.path}{role}"


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A call whose target is no longer in the export."""

    campaign: CampaignName
    step: int
    target: str

    @property
    def text(self) -> str:
        place = f"{self.campaign.path} > flow step {self.step}"
        return f"{place}: '{self.target}' is no longer in the export" if self.target else place


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows from the changes."""

    calls: Links = field(default_factory=Links)
    activations: Links = field(default_factory=Links)
    affected: tuple[Affected, ...] = ()
    broken: tuple[BrokenReference, ...] = ()


def find_effects(matches: Matches, changes: Sequence[Change]) -> Effects:
    """Return the effects of changes; without changes there are none."""
    if not changes:
        return Effects()
    ids = matches.campaign_ids
    return Effects(
        _differences(_calls(matches.old, ids), _calls(matches.new, {})),
        _differences(_activations(matches.old, ids), _activations(matches.new, {})),
        tuple(_affected(matches, changes)),
        tuple(_broken(matches)),
    )


_Key = tuple[str, int, int]
"""The kind of a link, and the ids of its ends in the new state."""


def _differences(old: Mapping[_Key, Link], new: Mapping[_Key, Link]) -> Links:
    return Links(
        tuple(link for key, link in new.items() if key not in old),
        tuple(link for key, link in old.items() if key not in new),
    )


def _calls(instance: Instance, ids: Mapping[int, int]) -> dict[_Key, Link]:
    found: dict[_Key, Link] = {}
    for campaign in instance.campaigns:
        for call in campaign.calls_out:
            source, target = call.caller, call.target
            key = (call.kind, ids.get(source.id, source.id), ids.get(target.id, target.id))
            if key not in found:
                verb: Verb = "executes" if VERBS[call.kind].active == "executes" else "requests"
                found[key] = Link(source.as_name(), verb, target.as_name())
    return found


def _activations(instance: Instance, ids: Mapping[int, int]) -> dict[_Key, Link]:
    """Return the activations by changes that a campaign's own steps make, except requests."""
    graph = activation_graph(instance)
    found: dict[_Key, Link] = {}
    for campaign in instance.campaigns:
        for link in activates(graph, campaign):
            if link.write.campaign is not campaign or link.event.subject[0] == "request":
                continue
            target = link.campaign
            key = ("activates", ids.get(campaign.id, campaign.id), ids.get(target.id, target.id))
            is_certain = link.verdict.certainty == Certainty.CERTAIN
            if key not in found or (is_certain and not found[key].certain):
                verb: Verb = "activates" if is_certain else "may activate"
                event = describe_events(link.event.subject, link.write.name, [link.event.value])
                found[key] = Link(campaign.as_name(), verb, target.as_name(), event)
    return found


def _affected(matches: Matches, changes: Iterable[Change]) -> Iterator[Affected]:
    """Follow the calls of both states backwards, so that callers of removed campaigns count."""
    old, new, new_ids = matches.old, matches.new, matches.campaign_ids
    old_ids = {new_id: old_id for old_id, new_id in new_ids.items()}
    changed = {each.id for each in changes if each.kind == "campaign" and each.id is not None}
    users = set(_users(matches, changes)) - changed
    pending = [*changed, *users]
    found = set(users)
    while pending:
        number = pending.pop()
        here = new.campaign(number), old.campaign(old_ids.get(number, number))
        for call in (call for each in here if each is not None for call in each.calls_in):
            caller = new_ids.get(call.caller.id, call.caller.id)
            if caller not in found and caller not in changed:
                found.add(caller)
                pending.append(caller)
    for campaign in filter(None, map(new.campaign, sorted(found))):
        is_entry_point = campaign.is_active and not campaign.calls_in
        yield Affected(campaign.as_name(), campaign.is_active, is_entry_point)


def _users(matches: Matches, changes: Iterable[Change]) -> Iterator[int]:
    """Yield the campaigns that use changed tokens and smart lists."""
    for change in changes:
        if change.kind == "token" and change.owner is not None:
            name = change.name.rpartition("{{my.")[2].removesuffix("}}")
            for campaign in _using(matches.new, Target("token", token_key(name))):
                if change.owner in campaign.folders:
                    yield campaign.id
        elif change.kind == "smart list" and change.id is not None:
            for smart_list in (*matches.new.smart_lists, *matches.old.smart_lists):
                if smart_list.id == change.id:
                    for name in (smart_list.name, f"{smart_list.program}.{smart_list.name}"):
                        target = Target("smart-list", fold_reference(name))
                        yield from (each.id for each in _using(matches.new, target))


def _using(instance: Instance, target: Target) -> Iterator[SmartCampaign]:
    for use in used_by_index(instance).uses_of(target):
        named = use.place.location.campaign
        campaign = None if named is None else instance.campaign(named.id)
        if campaign is not None:
            yield campaign


def _broken(matches: Matches) -> Iterator[BrokenReference]:
    known = {
        (matches.campaign_ids.get(each.choice.campaign.id), each.text)
        for each in matches.old.references
        if not each.resolution.is_absent
    }
    for each in matches.new.references:
        campaign = each.choice.campaign
        if each.resolution.is_absent and (campaign.id, each.text) in known:
            yield BrokenReference(campaign.as_name(), each.choice.step.number, each.text)
