"""All that the export says of one campaign, in words: what `show` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.describe.summary import smart_list_in_words, step_in_words
from campaignlint.graph.memberships import memberships
from campaignlint.model.calls import VERBS
from campaignlint.paths import relative_path
from campaignlint.urls import marketo_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice
    from campaignlint.model.references import Reference
    from campaignlint.model.smart_list import SmartList

_FOLLOWED = 20
"""So many smart lists are followed from one to the next."""


@dataclass(frozen=True, slots=True)
class Row:
    """A fact, and what it is called, as in `filter 2`."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Facts of one kind; at least one."""

    title: str
    rows: tuple[Row, ...]


def portrait(campaign: SmartCampaign) -> tuple[Section, ...]:
    """Where the campaign is, its settings, smart list and flow, who calls it, whom it calls."""
    sections = (
        Section("Where it is", tuple(_where(campaign))),
        Section("Settings", tuple(_settings(campaign))),
        Section("Smart list", tuple(_smart_list(campaign))),
        Section("Smart lists that it refers to", tuple(_referred_to(campaign))),
        Section("Flow", tuple(_flow(campaign))),
        Section("Called by", tuple(_called_by(campaign))),
        Section("Calls", tuple(_calls(campaign))),
    )
    return tuple(section for section in sections if section.rows)


# Where it is


def _where(campaign: SmartCampaign) -> Iterator[Row]:
    yield Row("Id", str(campaign.id))
    yield Row("Workspace", campaign.workspace or "not exported")
    folders = " > ".join(reversed(tuple(_folders(campaign))))
    if folders:
        yield Row("Folders", folders)
    yield Row("Program", _program(campaign))
    yield Row("File", relative_path(campaign.origin.file))
    if campaign.flow_origin.file != campaign.origin.file:
        yield Row("Flow", relative_path(campaign.flow_origin.file))
    smart_list = campaign.rules_of
    if smart_list is not None and smart_list.origin.file != campaign.origin.file:
        yield Row("Smart list", relative_path(smart_list.origin.file))
    link = marketo_link(campaign.data.computed_url)
    if link is not None:
        yield Row("In Marketo" if link.is_marketo else "Address", link.url)


def _folders(campaign: SmartCampaign) -> Iterator[str]:
    """The folders above, from the nearest."""
    for key in campaign.folders:
        folder = campaign.instance.folders.get(key)
        if folder is not None and key[0] == "folder":
            yield f"{folder.name} (archived)" if folder.is_archive else folder.name


def _program(campaign: SmartCampaign) -> str:
    if campaign.program_name is None:
        return "none" if campaign.program_id is None else f"{campaign.program_id}, not exported"
    if campaign.program_id is None:
        return campaign.program_name
    return f"{campaign.program_name} [{campaign.program_id}]"


# Settings


def _settings(campaign: SmartCampaign) -> Iterator[Row]:
    data = campaign.data
    if data.description:
        yield Row("Description", data.description)
    yield Row("Runs", _runs(campaign))
    if data.status:
        yield Row("Status", data.status)
    if campaign.is_scheduled:
        yield Row("Schedule", _schedule(campaign))
    if campaign.qualification:
        yield Row(
            "Each person",
            _QUALIFICATION.get(campaign.qualification, "").format(campaign.qualification_interval)
            or campaign.qualification,
        )
    if data.is_communication_limit_enabled is not None:
        limits = "respected" if data.is_communication_limit_enabled else "not respected"
        yield Row("Communication limits", limits)
    if data.max_members is not None:
        yield Row("Most members", f"{data.max_members:,}")
    if campaign.updated_on is not None:
        yield Row("Changed", campaign.updated_on.isoformat())


_QUALIFICATION = {
    "once": "runs through once",
    "any": "runs through every time",
    "interval": "runs through once in {}",
}


def _runs(campaign: SmartCampaign) -> str:
    if campaign.executable_reason is not None:
        return f"as an executable: {campaign.executable_reason}"
    if campaign.has_triggers:
        return f"when triggered; it is {'active' if campaign.is_active else 'not active'}"
    if campaign.is_scheduled:
        return "by its schedule, as a batch"
    return "as a batch" if campaign.has_triggers is False else "not exported"


def _schedule(campaign: SmartCampaign) -> str:
    recurrence = campaign.data.recurrence
    if recurrence is None:
        return ""
    unit = _UNITS.get((recurrence.interval_type or "").strip().casefold(), "interval")
    every = unit if recurrence.interval == 1 else f"{recurrence.interval} {unit}s"
    parts = [f"every {every}"]
    if recurrence.start_at:
        parts.append(f"from {recurrence.start_at}")
    if recurrence.end_at:
        parts.append(f"until {recurrence.end_at}")
    return ", ".join(parts)


_UNITS = {"daily": "day", "weekly": "week", "monthly": "month"}


# Smart list


def _smart_list(campaign: SmartCampaign) -> Iterator[Row]:
    smart_list = campaign.rules_of
    if smart_list is None:
        yield Row("", "not exported")
        return
    for line in smart_list_in_words(smart_list):
        label, _, text = line.partition(": ")
        yield Row(label, text)
    if not smart_list.triggers and not smart_list.filters:
        yield Row("", "no triggers and no filters")
    elif len(smart_list.filters) > 1 and smart_list.match_type == "all":
        yield Row("filters match", "all")


def _referred_to(campaign: SmartCampaign) -> Iterator[Row]:
    """The smart lists that its filters lead to, and those that these lead to."""
    smart_list = campaign.rules_of
    if smart_list is None:
        return
    graph = memberships(campaign.instance)
    waiting, seen = [smart_list], set[int | None]()
    for each in waiting:  # it grows meanwhile
        for reference in graph.of(each):
            target = reference.target
            source = "" if each is smart_list else f"{each.name}, "
            label = f"{source}filter {reference.filter.number}"
            yield Row(label, f"{_list_name(target)} in {relative_path(target.origin.file)}")
            if target.id not in seen and len(seen) < _FOLLOWED:
                seen.add(target.id)
                waiting.append(target)


def _list_name(smart_list: SmartList) -> str:
    program = f"{smart_list.program} > " if smart_list.program else ""
    return f"{program}{smart_list.name} [{smart_list.id}]"


# Flow


def _flow(campaign: SmartCampaign) -> Iterator[Row]:
    if not campaign.has_flow:
        yield Row("", "not exported")
        return
    for step in campaign.steps():
        first, *choices = step_in_words(step)
        number, _, text = first.partition(". ")
        yield Row(f"{number}.", text)
        yield from (Row("", choice.strip()) for choice in choices)
    if not campaign.step_records:
        yield Row("", "no steps")


# Calls


def _called_by(campaign: SmartCampaign) -> Iterator[Row]:
    if not campaign.calls_in:
        yield Row("", "nobody in this export")
    for call in campaign.calls_in:
        caller = call.caller
        yield Row(VERBS[call.kind].passive, f"by {_name(caller)} at {_spot(call.choice)}")
    for reference in campaign.instance.all_references:
        if reference.resolution.is_ambiguous and campaign in reference.resolution.candidates:
            choice = reference.choice
            yield Row(
                f"maybe {VERBS[reference.kind].passive}",
                f"by {_name(choice.campaign)} at {_spot(choice)}, as '{reference.text}'",
            )


def _calls(campaign: SmartCampaign) -> Iterator[Row]:
    for reference in campaign.instance.all_references:
        if reference.choice.campaign is campaign:
            yield Row(
                _spot(reference.choice), f"{VERBS[reference.kind].active} {_led_to(reference)}"
            )


def _led_to(reference: Reference) -> str:
    resolution = reference.resolution
    if resolution.campaign is not None:
        sure = "" if resolution.confidence == "documented" else ", most likely"
        return f"{_name(resolution.campaign)}{sure}"
    if resolution.is_absent:
        return f"'{reference.text}', which is not in this export"
    candidates = ", ".join(map(_name, resolution.candidates))
    return f"'{reference.text}', which may be any of {candidates}"


def _name(campaign: SmartCampaign) -> str:
    return f"{campaign.path_text} [{campaign.id}]"


def _spot(choice: Choice) -> str:
    step = f"step {choice.step.number}"
    several = len(choice.step.data.step_choice or ()) > 1
    return f"{step} choice {choice.number}" if several else step
