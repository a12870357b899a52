"""Activations on the HTML page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from campaignlint.drawing import svg
from campaignlint.drawing.legend import legend
from campaignlint.text import pluralize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from campaignlint.drawing.legend import LegendEntry
    from campaignlint.report.context.activations import (
        ActivationFacts,
        CascadeFacts,
        ChangeFacts,
        LoopFacts,
        RelatedCampaign,
    )

_MAX_LEVEL = 8
"""Deeper levels are not indented further."""
_MAX_NAMED = 4
"""Campaigns in the title of a loop."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A campaign in a list."""

    before: str
    name: str
    after: str
    campaign: int
    """Its id, if it is described on this page; otherwise 0."""
    level: int = 0


@dataclass(frozen=True, slots=True)
class EntryList:
    title: str
    entries: tuple[Entry, ...]
    omitted: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A loop, a change, or a cascade."""

    title: str
    count: str
    note: str = ""
    lists: tuple[EntryList, ...] = ()
    svg: str = ""
    legend: Sequence[LegendEntry] = ()


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """All loops, changes or cascades that are shown."""

    heading: str
    text: str
    topics: tuple[Topic, ...]
    omitted: str


def activation_groups(facts: ActivationFacts, on_page: Collection[int]) -> Iterator[TopicGroup]:
    """Yield the loops, the changes with most effect, and the largest cascades."""
    if facts.loops:
        yield TopicGroup(
            "Loops of activations",
            "Campaigns that activate each other by what they change, again and again.",
            tuple(_loop(number, each, on_page) for number, each in enumerate(facts.loops, 1)),
            _describe_omitted(facts.omitted_loops, "loop"),
        )
    if facts.changes:
        yield TopicGroup(
            "Changes that many campaigns share",
            "Flow steps change a field, a list or a status, and that fires triggers. These changes "
            "activate several campaigns, or several campaigns make them.",
            tuple(_change(change, on_page) for change in facts.changes),
            _describe_omitted(facts.omitted_changes, "change"),
        )
    if facts.cascades:
        yield TopicGroup(
            "Largest cascades",
            "All campaigns that an event from outside starts, by calls and by changes.",
            tuple(_cascade(cascade, on_page) for cascade in facts.cascades),
            _describe_omitted(facts.omitted_cascades, "cascade"),
        )


def _loop(number: int, loop: LoopFacts, on_page: Collection[int]) -> Topic:
    names = [campaign.path for campaign in loop.campaigns]
    if len(names) > _MAX_NAMED:
        names[_MAX_NAMED:] = [pluralize(len(names) - _MAX_NAMED, "more campaign")]
    title = " > ".join(names)
    nodes = tuple(
        replace(node, link=f"#campaign-{node.id}") if node.id in on_page else node
        for node in loop.diagram.nodes
    )
    diagram = replace(loop.diagram, nodes=nodes)
    drawing = svg.render(
        diagram, title=f"Loop: {title}", prefix=f"loop-{number}-", with_style=False
    )
    kind = "endless" if loop.is_certain else "possible"
    return Topic(title, kind, loop.note, svg=drawing, legend=legend(diagram))


def _change(change: ChangeFacts, on_page: Collection[int]) -> Topic:
    number = len(change.activated) + change.omitted_activated
    return Topic(
        change.change,
        f"activates {pluralize(number, 'campaign')}",
        lists=(
            EntryList("Activates", _entries(change.activated, on_page), change.omitted_activated),
            EntryList("Caused by", _entries(change.writers, on_page), change.omitted_writers),
        ),
    )


def _cascade(cascade: CascadeFacts, on_page: Collection[int]) -> Topic:
    summary = cascade.summary
    steps = ", ".join(f"{number:,} {name}" for name, number in summary.steps.items())
    levels = pluralize(summary.depth, "level")
    note = f"{levels} deep. Emails, alerts, CRM syncs and webhooks: {steps or 'none'}."
    entries = tuple(
        Entry(
            related.text,
            related.campaign.path,
            "",
            _link(related, on_page),
            min(related.level, _MAX_LEVEL),
        )
        for related in cascade.campaigns
    )
    return Topic(
        summary.event,
        pluralize(summary.campaigns, "campaign"),
        note,
        (EntryList("Starts", entries, cascade.omitted),),
    )


def _entries(campaigns: Iterable[RelatedCampaign], on_page: Collection[int]) -> tuple[Entry, ...]:
    return tuple(
        Entry("", related.campaign.path, related.text, _link(related, on_page))
        for related in campaigns
    )


def _link(related: RelatedCampaign, on_page: Collection[int]) -> int:
    return related.campaign.id if related.campaign.id in on_page else 0


def _describe_omitted(number: int, noun: str) -> str:
    return f"and {pluralize(number, f'more {noun}')}" if number else ""
