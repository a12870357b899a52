"""Parts that the JSON documents have in common, and how they are written and described."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campaignlint.text import escape_marked_ci_commands

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Count = Annotated[int, Meta(ge=0)]
Number = Annotated[int, Meta(ge=1)]


class Part(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """An object in a document; all of its members are known."""


class Tool(Part):
    name: Literal["campaignlint"]
    version: str


class Campaign(Part):
    id: int
    name: str
    program: Annotated[str | None, Meta(description="Null if the campaign is in no program.")]
    workspace: str | None


def convert(value: object, kind: Any) -> Any:  # noqa: ANN401 - of that kind
    """Return a part of a document, or a list of parts, from objects with the same attributes."""
    return msgspec.convert(value, kind, from_attributes=True)


def document_text(document: Part) -> str:
    """Encode a document as indented JSON; file names that are not UTF-8 are escaped."""
    try:
        encoded = msgspec.json.encode(document)
    except UnicodeEncodeError:
        encoded = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(document)))
    text = msgspec.json.format(encoded, indent=2).decode()
    return f"{escape_marked_ci_commands(text)}\n"


def schema_of(kind: type[Part], title: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of document."""
    return {"$schema": DIALECT, "title": title, **msgspec.json.schema(kind)}


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
