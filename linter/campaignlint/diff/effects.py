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
from campaignlint.marketo.names import fold_reference
from campaignlint.marketo.records import text_of
from campaignlint.model.tokens import token_key, tokens_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from campaignlint.diff.changes import Change
    from campaignlint.diff.matching import Matches
    from campaignlint.model.calls import Call
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.folders import FolderKey
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
    """The effects of all changes."""

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
    changed = {
        change.id for change in changes if change.kind == "campaign" and change.id is not None
    }
    users = set(_users(matches, changes)) - changed
    inert = {change.id for change in changes if change.kind == "campaign" and _is_inert(change)}
    added, removed = _differences(_calls(matches.old, ids), _calls(matches.new, {}))
    # The statuses of a program decide what campaigns anywhere change.
    is_anywhere = any(change.kind == "program" for change in changes)
    touched = None if is_anywhere else changed | users
    more, fewer = _differences(
        _activations(matches.old, touched, ids), _activations(matches.new, touched, {})
    )
    return Effects(
        Links(tuple(map(_call_link, added)), tuple(map(_call_link, removed))),
        Links(tuple(map(_activation_link, more)), tuple(map(_activation_link, fewer))),
        tuple(_find_affected(matches, changed - inert, users)),
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
    calls: dict[_Key, list[Call]] = {}
    for campaign in instance.campaigns:
        for call in campaign.calls_out:
            source, target = call.caller.id, call.target.id
            key = (call.kind, ids.get(source, source), ids.get(target, target))
            calls.setdefault(key, []).append(call)
    return calls


def _call_link(calls: list[Call]) -> Link:
    call = calls[0]
    verb: Verb = "requests" if call.kind == marketo.REQUEST_CAMPAIGN else "executes"
    return Link(call.caller.as_name(), verb, call.target.as_name())


def _activations(
    instance: Instance, touched: Container[int] | None, ids: Mapping[int, int]
) -> dict[_Key, neighbors.Link]:
    """Return the activations of and by the `touched` campaigns, or of all campaigns.

    Requests and writes of executed campaigns are left out. `ids` are the ids in the new state.
    """
    links: dict[_Key, neighbors.Link] = {}
    for campaign in instance.campaigns:
        if touched is not None and ids.get(campaign.id, campaign.id) not in touched:
            continue
        for link in _own_activations(campaign, is_target=touched is not None):
            source, target = link.writer.id, link.campaign.id
            key = ("activates", ids.get(source, source), ids.get(target, target))
            if key not in links or links[key].verdict.certainty < link.verdict.certainty:
                links[key] = link
    return links


def _own_activations(campaign: SmartCampaign, *, is_target: bool) -> Iterator[neighbors.Link]:
    graph = activation_graph(campaign.instance)
    links = neighbors.activates(graph, campaign)
    if is_target:
        for activator in neighbors.activated_by(graph, campaign):
            links += activator.links
    for link in links:
        if link.write.campaign is link.writer and link.event.subject[0] != "request":
            yield link


def _activation_link(link: neighbors.Link) -> Link:
    is_certain = link.verdict.certainty == Certainty.CERTAIN
    event = describe_events(link.event.subject, link.write.name, [link.event.value])
    verb: Verb = "activates" if is_certain else "may activate"
    return Link(link.writer.as_name(), verb, link.campaign.as_name(), event)


def _is_inert(change: Change) -> bool:
    """Return whether a campaign does the same as before."""
    return bool(change.details) and all(detail.place in _INERT for detail in change.details)


_INERT = frozenset({"name", "description", "location"})


def _find_affected(matches: Matches, changed: set[int], users: set[int]) -> Iterator[Affected]:
    """Yield the campaigns that reach changed ones by the calls of either state."""
    old, new, new_ids = matches.old, matches.new, matches.campaign_ids
    old_ids = {new_id: old_id for old_id, new_id in new_ids.items()}
    pending = [*changed, *users]
    ids = set(users)
    while pending:
        number = pending.pop()
        pair = new.campaign(number), old.campaign(old_ids.get(number, number))
        for call in (
            call for campaign in pair if campaign is not None for call in campaign.calls_in
        ):
            caller = new_ids.get(call.caller.id, call.caller.id)
            if caller not in ids and caller not in changed:
                ids.add(caller)
                pending.append(caller)
    for campaign in filter(None, map(new.campaign, sorted(ids))):
        is_entry_point = campaign.is_active and not campaign.calls_in
        yield Affected(campaign.as_name(), campaign.is_active, is_entry_point)


def _users(matches: Matches, changes: Iterable[Change]) -> Iterator[int]:
    """Yield the campaigns that use changed tokens and smart lists, by id in the new state."""
    tokens: dict[FolderKey, set[str]] = {}
    for change in changes:
        if change.owner is not None:
            name = change.name.rpartition("{{my.")[2].removesuffix("}}")
            tokens.setdefault(change.owner, set()).add(token_key(name))
    ids = {change.id for change in changes if change.kind == "smart list"}
    lists = {
        fold_reference(name)
        for pair in matches.smart_lists
        for smart_list in pair
        if smart_list is not None and smart_list.id in ids
        for name in (smart_list.name, smart_list.full_name)
    }
    for instance, new_ids in ((matches.old, matches.campaign_ids), (matches.new, {})):
        for campaign in instance.campaigns if tokens or lists else ():
            owners = map(matches.new_key, campaign.folders)
            keys = set[str]().union(*(tokens.get(owner, ()) for owner in owners))
            if (keys and _uses_token(campaign, keys)) or (lists and _uses_list(campaign, lists)):
                yield new_ids.get(campaign.id, campaign.id)


def _uses_token(campaign: SmartCampaign, keys: Container[str]) -> bool:
    return any(
        token.kind == "my" and token.key in keys
        for text in _values(campaign)
        for token in tokens_in(text)
    )


def _values(campaign: SmartCampaign) -> Iterator[str]:
    """Yield the values in the flow and in the smart list."""
    for step in campaign.steps():
        for choice in step.choices:
            yield from (text_of(attribute.value) for attribute in choice.attributes)
            yield from choice.values
    for rule in (*campaign.triggers, *campaign.filters):
        yield from (value for condition in rule.conditions for value in condition.values)
    campaign.release_views()


def _uses_list(campaign: SmartCampaign, names: Container[str]) -> bool:
    filters = () if campaign.smart_list is None else campaign.smart_list.list_filters
    return any(
        fold_reference(value) in names
        for filter_ in filters
        for condition in filter_.conditions
        for value in condition.values
    )


def _broken(matches: Matches) -> Iterator[BrokenReference]:
    resolved = {
        (matches.campaign_ids.get(reference.choice.campaign.id), reference.text)
        for reference in matches.old.references
        if not reference.resolution.is_absent
    }
    for reference in matches.new.references:
        campaign = reference.choice.campaign
        if reference.resolution.is_absent and (campaign.id, reference.text) in resolved:
            yield BrokenReference(campaign.as_name(), reference.choice.step.number, reference.text)
