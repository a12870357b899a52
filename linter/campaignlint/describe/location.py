"""The location of an asset in Marketo and in the export, and the smart lists it refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.describe.limits import DETAIL_LIMITS, Limits
from campaignlint.describe.rows import Row
from campaignlint.graph.memberships import memberships
from campaignlint.model.campaign import SmartCampaign
from campaignlint.model.folders import Program
from campaignlint.model.smart_list import SmartList
from campaignlint.paths import relative_path
from campaignlint.urls import marketo_link

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_FOLLOWED = 20
"""The number of smart lists whose own references are followed."""


def describe_location(
    asset: SmartCampaign | Program | SmartList, limits: Limits = DETAIL_LIMITS
) -> tuple[Row, ...]:
    """Describe where an asset is: its folders and program, its files, its URL."""
    return tuple(Row(row.label, limits.truncate(row.text)) for row in _location(asset))


def _location(asset: SmartCampaign | Program | SmartList) -> Iterator[Row]:
    yield Row("Id", str(asset.id))
    yield Row("Workspace", asset.workspace or "not exported")
    if not isinstance(asset, SmartList):
        folders = " > ".join(reversed(tuple(_folders(asset))))
        if folders:
            yield Row("Folders", folders)
    if isinstance(asset, SmartCampaign):
        yield Row("Program", _program(asset.program_name, asset.program_id))
    elif isinstance(asset, SmartList):
        yield Row("Program", _program(asset.program, asset.program_id))
    yield Row("File", relative_path(asset.origin.file))
    if isinstance(asset, SmartCampaign):
        yield from _other_files(asset)
        yield from _link(asset.data.computed_url)
    elif isinstance(asset, Program):
        yield from _link(asset.data.url)


def _link(url: str | None) -> Iterator[Row]:
    link = marketo_link(url)
    if link is not None:
        yield Row("In Marketo" if link.is_marketo else "Address", link.url)


def _other_files(campaign: SmartCampaign) -> Iterator[Row]:
    if campaign.flow_origin.file != campaign.origin.file:
        yield Row("Flow", relative_path(campaign.flow_origin.file))
    smart_list = campaign.smart_list
    if smart_list is not None and smart_list.origin.file != campaign.origin.file:
        yield Row("Smart list", relative_path(smart_list.origin.file))


def _folders(asset: SmartCampaign | Program) -> Iterator[str]:
    """Yield the folders above, from the nearest up."""
    for key in asset.folders:
        folder = asset.instance.folders.get(key)
        if folder is not None and key[0] == "folder":
            yield f"{folder.name} (archived)" if folder.is_archive else folder.name


def _program(name: str | None, number: int | None) -> str:
    if name is None:
        return "none" if number is None else f"{number}, not exported"
    return name if number is None else f"{name} [{number}]"


def describe_referenced_lists(
    smart_list: SmartList, limits: Limits = DETAIL_LIMITS
) -> tuple[Row, ...]:
    """Describe the smart lists that the filters refer to, directly and through smart lists."""
    rows = []
    graph = memberships(smart_list.instance)
    worklist, ids = [smart_list], {smart_list.id}
    for each in worklist:  # grows during the loop
        for reference in graph.of(each):
            target = reference.target
            source = "" if each is smart_list else f"{each.name}, "
            text = f"{list_name(target)} in {relative_path(target.origin.file)}"
            rows.append(Row(f"{source}filter {reference.filter.number}", limits.truncate(text)))
            if target.id not in ids and len(ids) <= _MAX_FOLLOWED:
                ids.add(target.id)
                worklist.append(target)
    return tuple(rows[: limits.rules])


def list_name(smart_list: SmartList) -> str:
    """Return `Program > Smart list [501]`."""
    program = f"{smart_list.program} > " if smart_list.program else ""
    return f"{program}{smart_list.name} [{smart_list.id}]"
