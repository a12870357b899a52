"""The result of `used-by` as headings and rows, which text, Markdown and HTML lay out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.text import pluralize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.describe.used_by import FollowingEvent, UsedBy
    from campaignlint.model.finding import CampaignName


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a section."""

    name: str
    """The asset path of what the row is about."""
    text: str
    where: str = ""
    """The file and line."""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A section with a heading."""

    heading: str
    lines: tuple[Line, ...]


def title(used_by: UsedBy) -> str:
    """Return `field 'Lead Status': used in 12 places`."""
    places = pluralize(used_by.uses, "place") if used_by.uses else "no place"
    return f"{used_by.kind} '{used_by.name}': used in {places}"


def blocks(used_by: UsedBy) -> Iterator[Block]:
    """Yield the sections that have rows."""
    if used_by.definitions:
        yield Block("Defined by", tuple(Line("", definition) for definition in used_by.definitions))
    for section in used_by.sections:
        lines = [
            Line(use.place, use.text, f"{use.file}:{use.line}" if use.line else use.file)
            for use in section.uses
        ]
        yield Block(section.section.capitalize(), (*lines, *_omission(section.omitted)))
    if used_by.then:
        lines = [line for event in used_by.then for line in _event_lines(event)]
        yield Block("Then", (*lines, *_omission(used_by.omitted_events)))
    if used_by.dependents:
        dependents = (
            Line(path(dependent.campaign), dependent.reason) for dependent in used_by.dependents
        )
        yield Block("Would no longer run without it", tuple(dependents))
    if used_by.gaps:
        yield Block("Missing activations", (Line("", used_by.gaps),))
    yield Block("Not in the export", tuple(Line("", text) for text in used_by.not_exported))


def path(campaign: CampaignName) -> str:
    return f"{campaign.path} [{campaign.id}]"


def _event_lines(event: FollowingEvent) -> Iterator[Line]:
    level = event.depth - 1
    nothing = "" if event.activated else ": activates nothing in this export"
    yield Line("", f"{event.event}{_by(event.writers)}{nothing}", level=level)
    for each in event.activated:
        text = "activated" if each.is_certain else f"maybe activated ({each.reason})"
        yield Line(path(each.campaign), text, level=level + 1)


def _by(writers: tuple[CampaignName, ...]) -> str:
    if len(writers) == 1:
        return f" by {path(writers[0])}"
    return f" by {len(writers):,} campaigns" if writers else ""


def _omission(number: int) -> Iterator[Line]:
    if number:
        yield Line("", f"and {number:,} more")
