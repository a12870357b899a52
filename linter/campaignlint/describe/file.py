"""Descriptions of the records of one file, for comparisons by line.

Steps and choices have no numbers, and no text is truncated or wrapped, so that a line changes only
if its fact does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.flow import describe_step
from campaignlint.describe.limits import Limits
from campaignlint.describe.rows import Description, Row, Section
from campaignlint.describe.settings import (
    describe_program_settings,
    describe_settings,
    describe_tokens,
)
from campaignlint.describe.smart_list import describe_smart_list
from campaignlint.loading.assemble import assemble_instance
from campaignlint.marketo.records import (
    ChannelResponse,
    EmailResponse,
    InstanceMarker,
    SmartCampaignFlowSteps,
    StaticListResponse,
)
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from campaignlint.loading.reader import Records
    from campaignlint.marketo.records import Folder, Struct
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.instance import Instance
    from campaignlint.model.smart_list import SmartList

_DIGITS = "0123456789 "
_MANY = 10**9
_UNLIMITED = Limits(steps=_MANY, choices=_MANY, rules=_MANY, calls=0, characters=_MANY)


def describe_records(records: Records) -> Iterator[Description]:
    """Describe the records of a file, without information from other files."""
    instance, _ = assemble_instance(records)
    yield from _programs(instance)
    for campaign in instance.campaigns:
        yield _description(f"campaign {campaign.path_text} [{campaign.id}]", *_campaign(campaign))
    for smart_list in instance.smart_lists:
        path = " > ".join(filter(None, (smart_list.program, smart_list.name)))
        rows = _smart_list(smart_list)
        yield _description(f"smart list {path} [{smart_list.id}]", ("", rows))
    for (kind, number), tokens in sorted(instance.tokens.items()):
        rows = describe_tokens(tokens.values())
        yield _description(f"My Tokens of {kind} {number}", ("", rows))
    if instance.folders:
        yield _description("folders", ("", _folders(instance)))
    for record in records.records:
        yield from _describe_other(record.data)


def _description(title: str, *sections: tuple[str, Iterable[Row]]) -> Description:
    filled = (Section(heading, tuple(rows)) for heading, rows in sections)
    return Description(title, tuple(section for section in filled if section.rows))


def _programs(instance: Instance) -> Iterator[Description]:
    for program in instance.programs.values():
        location = _location(program.workspace, program.data.folder)
        settings = (*location, *describe_program_settings(program))
        yield _description(f"program {program.name} [{program.id}]", ("", settings))


def _campaign(campaign: SmartCampaign) -> Iterator[tuple[str, Iterable[Row]]]:
    data = campaign.data
    settings = [*_location(data.workspace, data.folder)]
    for label, value in (
        ("Type", data.type),
        ("Active", _yes_or_no(data.is_active)),
        ("Requestable", _yes_or_no(data.is_requestable)),
    ):
        if value:
            settings.append(Row(label, value))
    described = describe_settings(campaign, _UNLIMITED)
    settings += (row for row in described if row.label != "Runs")  # depends on other files
    yield "Settings", settings
    if campaign.smart_list is not None:
        yield "Smart list", _smart_list(campaign.smart_list)
    if campaign.has_flow:
        yield "Flow", _flow(campaign)


def _location(workspace: str | None, folder: Folder | None) -> Iterator[Row]:
    if workspace:
        yield Row("Workspace", workspace)
    if folder is not None and folder.key is not None:
        kind, number = folder.key
        name = folder.folder_name
        yield Row(kind.capitalize(), f"{name} [{number}]" if name else str(number))


def _yes_or_no(value: bool | None) -> str:  # noqa: FBT001 - a value to print
    return "" if value is None else "yes" if value else "no"


def _smart_list(smart_list: SmartList) -> Iterator[Row]:
    """Describe triggers and filters, with numbers only if the filter logic names them."""
    summary = describe_smart_list(smart_list, _UNLIMITED)
    yield from (Row("trigger", text) for text in summary.triggers)
    is_numbered = bool(smart_list.custom_logic)
    for number, text in enumerate(summary.filters, 1):
        yield Row(f"filter {number}" if is_numbered else "filter", text)
    if summary.logic:
        yield Row("filters match", summary.logic)


def _flow(campaign: SmartCampaign) -> Iterator[Row]:
    for step in (describe_step(step, _UNLIMITED) for step in campaign.steps()):
        yield Row("", step.text)
        for choice in step.choices:
            label, colon, text = choice.partition(":")
            yield Row("", f"  {label.rstrip(_DIGITS)}{colon}{text}")


def _folders(instance: Instance) -> Iterator[Row]:
    for (kind, number), folder in sorted(instance.folders.items()):
        parent = folder.data.parent
        inside = f" in {' '.join(map(str, parent.key))}" if parent and parent.key else ""
        archived = ", archived" if folder.is_archive else ""
        yield Row(f"{kind} {number}", f"{folder.data.path or folder.name}{inside}{archived}")


def _describe_other(record: Struct) -> Iterator[Description]:
    """Describe a record that is not part of a campaign or program."""
    if isinstance(record, StaticListResponse | EmailResponse):
        kind = "email" if isinstance(record, EmailResponse) else "static list"
        rows = [*_location(record.workspace, record.folder)]
        yield _description(f"{kind} {record.name or ''} [{record.id}]", ("", rows))
    elif isinstance(record, ChannelResponse):
        statuses = record.progression_statuses or ()
        rows = [Row(f"step {status.step}", status.name or "") for status in statuses]
        title = f"channel {record.name or ''} [{record.id}]"
        yield _description(title, ("", rows))
    elif isinstance(record, SmartCampaignFlowSteps):
        rows = [Row("", step.name or "") for step in record.flow_steps or ()]
        yield _description("flow steps of the instance", ("", rows))
    elif isinstance(record, InstanceMarker):
        rows = [
            Row("Instance", record.instance or ""),
            Row("Exported", record.exported_at or ""),
            Row("Complete", _yes_or_no(record.complete)),
            Row("Missing", f"{len(record.missing or ()):,}"),
        ]
        yield _description("export", ("", rows))


def render(descriptions: Iterable[Description]) -> str:
    """Return descriptions as text, a fact per line."""
    return "\n".join(
        "".join(f"{line}\n" for line in _lines(description)) for description in descriptions
    )


def _lines(description: Description) -> Iterator[str]:
    yield escape_control_characters(description.title)
    for section in description.sections:
        if section.heading:
            yield from ("", section.heading)
        for row in section.rows:
            label = f"{row.label}: " if row.label else ""
            first, *rest = map(escape_control_characters, row.text.splitlines() or [""])
            yield f"  {escape_control_characters(label)}{first}"
            yield from (f"    {line}" for line in rest)
