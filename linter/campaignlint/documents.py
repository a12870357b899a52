"""What the JSON documents that campaignlint writes for programs have in common.

Their JSON Schemas are made from these classes.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]
Number = Annotated[int, Meta(ge=1)]


class Part(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """An object of a document, all of whose members are known."""


class Tool(Part):
    name: Literal["campaignlint"]
    version: str


class Campaign(Part):
    id: int
    name: str
    program: Annotated[str | None, Meta(description="Null where the campaign is in no program.")]
    workspace: str | None
