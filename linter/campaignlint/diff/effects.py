"""The effects of changes: calls, activations, affected campaigns and broken references."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from campaignlint import marketo
from campaignlint.describe.events import describe_events
from campaignlint.diff.diagram import draw_calls
from campaignlint.drawing.diagram import Diagram
from campaignlint.graph.activations import activation_graph, neighbors
from campaignlint.graph.activations.certainty import Certainty
from campaignlint.graph.used_by import Target, used_by_index
from campaignlint.marketo.names import fold_reference
from campaignlint.model.tokens import token_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from campaignlint.diff.changes import Change
    from campaignlint.diff.matching import Matches
    from campaignlint.model.calls import Call
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
    def role(self) -> str:
        return " (active entry point)" if self.entry_point else " (active)" if self.active else ""

    @property
    def text(self) -> str:
        return f"{self.campaign.path}{self.role}"


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A call whose target is no longer in the export."""

    campaign: CampaignName
    step: int
    target: str

    @property
    def place(self) -> str:
        return f"{self.campaign.path} > flow step {self.step}"

    @property
    def text(self) -> str:
        target = f"'{self.target}'" if self.target else "its target"
        return f"{self.place}: {target} is no longer in the export"


Effect = Link | Affected | BrokenReference


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows from the changes."""

    calls: Links = field(default_factory=Links)
    activations: Links = field(default_factory=Links)
    affected: tuple[Affected, ...] = ()
    broken: tuple[BrokenReference, ...] = ()
    diagram: Diagram = field(default_factory=lambda: Diagram((), ()))
    """The calls that were added or removed."""

    def sections(self) -> Iterator[tuple[str, tuple[Effect, ...]]]:
        """Yield the title of each kind of effects, and the effects if there are any."""
        kinds: tuple[tuple[str, tuple[Effect, ...]], ...] = (
            ("Calls added", self.calls.added),
            ("Calls removed", self.calls.removed),
            ("Activations added", self.activations.added),
            ("Activations removed", self.activations.removed),
            ("Broken references", self.broken),
            ("Affected campaigns", self.affected),
        )
        yield from ((title, effects) for title, effects in kinds if effects)


def find_effects(matches: Matches, changes: Sequence[Change]) -> Effects:
    """Return the effects of changes; without changes there are none."""
    if not changes:
        return Effects()
    ids = matches.campaign_ids
    added, removed = _differences(_calls(matches.old, ids), _calls(matches.new, {}))
    more, fewer = _differences(_activations(matches.old, ids), _activations(matches.new, {}))
    return Effects(
        Links(tuple(map(_call_link, added)), tuple(map(_call_link, removed))),
        Links(tuple(map(_activation_link, more)), tuple(map(_activation_link, fewer))),
        tuple(_affected(matches, changes)),
        tuple(_broken(matches)),
        draw_calls(matches, added, removed),
    )


_Key = tuple[str, int, int]
"""The kind of a link, and the ids of its ends in the new state."""
_EndT = TypeVar("_EndT")


def _differences(
    old: Mapping[_Key, _EndT], new: Mapping[_Key, _EndT]
) -> tuple[list[_EndT], list[_EndT]]:
    """Return the links that are only in the new state, and those only in the old one."""
    return (
        [link for key, link in new.items() if key not in old],
        [link for key, link in old.items() if key not in new],
    )


def _calls(instance: Instance, ids: Mapping[int, int]) -> dict[_Key, list[Call]]:
    found: dict[_Key, list[Call]] = {}
    for campaign in instance.campaigns:
        for call in campaign.calls_out:
            source, target = call.caller.id, call.target.id
            key = (call.kind, ids.get(source, source), ids.get(target, target))
            found.setdefault(key, []).append(call)
    return found


def _call_link(calls: list[Call]) -> Link:
    call = calls[0]
    verb: Verb = "requests" if call.kind == marketo.REQUEST_CAMPAIGN else "executes"
    return Link(call.caller.as_name(), verb, call.target.as_name())


def _activations(instance: Instance, ids: Mapping[int, int]) -> dict[_Key, neighbors.Link]:
    """Return the activations by changes that a campaign's own steps make, except requests."""
    graph = activation_graph(instance)
    found: dict[_Key, neighbors.Link] = {}
    for campaign in instance.campaigns:
        for link in neighbors.activates(graph, campaign):
            if link.write.campaign is not campaign or link.event.subject[0] == "request":
                continue
            target = link.campaign.id
            key = ("activates", ids.get(campaign.id, campaign.id), ids.get(target, target))
            if key not in found or found[key].verdict.certainty < link.verdict.certainty:
                found[key] = link
    return found


def _activation_link(link: neighbors.Link) -> Link:
    is_certain = link.verdict.certainty == Certainty.CERTAIN
    event = describe_events(link.event.subject, link.write.name, [link.event.value])
    verb: Verb = "activates" if is_certain else "may activate"
    return Link(link.writer.as_name(), verb, link.campaign.as_name(), event)


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
