"""The calls that a pull makes: each one documented by Adobe, and none that changes anything.

Source: https://developer.adobe.com/marketo-apis/api/asset. All need Read-Only Assets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN_PATH = "/identity/oauth/token"  # noqa: S105 - a path
ASSETS_PATH = "/rest/asset/v1/"
PAGE = 200
"""The most entries that Marketo gives at once."""
_DEPTH = 20
"""How deep to list folders. What lies deeper, and holds a campaign, is asked for by its id."""

FolderType = Literal["Folder", "Program"]


@dataclass(frozen=True, slots=True)
class Call:
    """A GET below /rest/asset/v1/."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.parameters)}" if self.parameters else self.path


def programs(offset: int) -> Call:
    return Call("programs.json", _page(offset))


def folders(offset: int) -> Call:
    return Call("folders.json", {"maxDepth": str(_DEPTH), **_page(offset)})


def smart_campaigns(offset: int) -> Call:
    """A page of campaigns, without their flows."""
    return Call("smartCampaigns.json", _page(offset))


def smart_lists(offset: int) -> Call:
    """A page of smart lists, without their rules."""
    return Call("smartLists.json", _page(offset))


def program(number: int) -> Call:
    """A program with tags and costs, which the list leaves out."""
    return Call(f"program/{number}.json")


def folder(number: int) -> Call:
    return Call(f"folder/{number}.json", {"type": "Folder"})


def smart_campaign(number: int) -> Call:
    return Call(f"smartCampaign/{number}.json", {"includeFlowSteps": "true"})


def smart_list_of_campaign(campaign: int) -> Call:
    return Call(f"smartCampaign/{campaign}/smartList.json", {"includeRules": "true"})


def smart_list(number: int) -> Call:
    return Call(f"smartList/{number}.json", {"includeRules": "true"})


def my_tokens(folder_type: FolderType, number: int) -> Call:
    """The My Tokens of a program or folder itself, without those that it inherits."""
    return Call(f"folder/{number}/tokens.json", {"folderType": folder_type})


def channels(offset: int) -> Call:
    """A page of channels with their program statuses."""
    return Call("channels.json", _page(offset))


def flow_step_types() -> Call:
    """The catalogue of flow steps."""
    return Call("smartCampaign/flowSteps.json")


def _page(offset: int) -> dict[str, str]:
    return {"maxReturn": str(PAGE), "offset": str(offset)}
