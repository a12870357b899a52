"""The location of a campaign in Marketo and in the export, and the smart lists it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.limits import DETAIL_LIMITS, Limits
from campaignlint.describe.rows import Row
from campaignlint.graph.memberships import memberships
from campaignlint.paths import relative_path
from campaignlint.urls import marketo_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.smart_list import SmartList

_MAX_FOLLOWED = 20
"""The number of smart lists whose own references are followed."""


def describe_location(campaign: SmartCampaign, limits: Limits = DETAIL_LIMITS) -> tuple[Row, ...]:
    """Describe where a campaign is: its folders and program, its files, its URL."""
    return tuple(Row(row.label, limits.truncate(row.text)) for row in _location(campaign))


def _location(campaign: SmartCampaign) -> Iterator[Row]:
    yield Row("Id", str(campaign.id))
    yield Row("Workspace", campaign.workspace or "not exported")
    folders = " > ".join(reversed(tuple(_folders(campaign))))
    if folders:
        yield Row("Folders", folders)
    yield Row("Program", _program(campaign))
    yield Row("File", relative_path(campaign.origin.file))
    if campaign.flow_origin.file != campaign.origin.file:
        yield Row("Flow", relative_path(campaign.flow_origin.file))
    smart_list = campaign.smart_list
    if smart_list is not None and smart_list.origin.file != campaign.origin.file:
        yield Row("Smart list", relative_path(smart_list.origin.file))
    link = marketo_link(campaign.data.computed_url)
    if link is not None:
        yield Row("In Marketo" if link.is_marketo else "Address", link.url)


def _folders(campaign: SmartCampaign) -> Iterator[str]:
    """Yield the folders above, from the nearest up."""
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


def describe_referenced_lists(
    campaign: SmartCampaign, limits: Limits = DETAIL_LIMITS
) -> tuple[Row, ...]:
    """Describe the smart lists that the filters refer to, directly and through smart lists."""
    smart_list = campaign.smart_list
    if smart_list is None:
        return ()
    rows = []
    graph = memberships(campaign.instance)
    worklist, followed = [smart_list], {smart_list.id}
    for each in worklist:  # grows during the loop
        for reference in graph.of(each):
            target = reference.target
            source = "" if each is smart_list else f"{each.name}, "
            text = f"{_list_name(target)} in {relative_path(target.origin.file)}"
            rows.append(Row(f"{source}filter {reference.filter.number}", limits.truncate(text)))
            if target.id not in followed and len(followed) <= _MAX_FOLLOWED:
                followed.add(target.id)
                worklist.append(target)
    return tuple(rows[: limits.rules])


def _list_name(smart_list: SmartList) -> str:
    program = f"{smart_list.program} > " if smart_list.program else ""
    return f"{program}{smart_list.name} [{smart_list.id}]"
