"""The requests of a pull. All of them read, and need the permission Read-Only Assets.

Source: https://developer.adobe.com/marketo-apis/api/asset
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN_PATH = "/identity/oauth/token"  # noqa: S105 - a path
ASSETS_PATH = "/rest/asset/v1/"
PAGE_SIZE = 200
"""The maximum that Marketo allows."""
_MAX_FOLDER_DEPTH = 20
"""Deeper folders are requested one by one."""

FolderType = Literal["Folder", "Program"]


@dataclass(frozen=True, slots=True)
class AssetRequest:
    """A GET request below `ASSETS_PATH`."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)


PageRequest: TypeAlias = Callable[[int], AssetRequest]
"""Returns the request for the page at an offset."""


def programs(offset: int) -> AssetRequest:
    return AssetRequest("programs.json", _page(offset))


def folders(offset: int) -> AssetRequest:
    return AssetRequest("folders.json", {"maxDepth": str(_MAX_FOLDER_DEPTH), **_page(offset)})


def smart_campaigns(offset: int) -> AssetRequest:
    """Request campaigns, without flows."""
    return AssetRequest("smartCampaigns.json", _page(offset))


def smart_lists(offset: int) -> AssetRequest:
    """Request smart lists, without rules."""
    return AssetRequest("smartLists.json", _page(offset))


def channels(offset: int) -> AssetRequest:
    """Request channels with their program statuses."""
    return AssetRequest("channels.json", _page(offset))


def program(number: int) -> AssetRequest:
    """Request a program with its tags and costs, which the list of programs omits."""
    return AssetRequest(f"program/{number}.json")


def folder(number: int) -> AssetRequest:
    return AssetRequest(f"folder/{number}.json", {"type": "Folder"})


def smart_campaign(number: int) -> AssetRequest:
    return AssetRequest(f"smartCampaign/{number}.json", {"includeFlowSteps": "true"})


def smart_list_of_campaign(campaign: int) -> AssetRequest:
    return AssetRequest(f"smartCampaign/{campaign}/smartList.json", {"includeRules": "true"})


def smart_list(number: int) -> AssetRequest:
    return AssetRequest(f"smartList/{number}.json", {"includeRules": "true"})


def my_tokens(folder_type: FolderType, number: int) -> AssetRequest:
    """Request the My Tokens that a program or folder defines, without inherited ones."""
    return AssetRequest(f"folder/{number}/tokens.json", {"folderType": folder_type})


def flow_step_types() -> AssetRequest:
    return AssetRequest("smartCampaign/flowSteps.json")


def _page(offset: int) -> dict[str, str]:
    return {"maxReturn": str(PAGE_SIZE), "offset": str(offset)}
