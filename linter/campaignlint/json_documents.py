"""What the JSON documents that campaignlint writes for programs have in common.

Their JSON Schemas are made from these classes.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

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


def encoded(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    """JSON text; what is no UTF-8 in the name of a file is written as an escape."""
    try:
        return msgspec.json.encode(document)
    except UnicodeEncodeError:
        return msgspec.json.encode(_without_surrogates(document))


def _without_surrogates(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATES.sub(_escape, value)
    if isinstance(value, list):
        return [_without_surrogates(each) for each in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(each) for key, each in value.items()}
    return value


_SURROGATES = re.compile("[\ud800-\udfff]")


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
