"""Parts that the JSON documents share: their head, encoding, and schema."""

from __future__ import annotations

import json
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


def convert(value: object, kind: Any) -> Any:
    """Return a part of a document, or a list of parts, from objects with the same attributes."""
    return msgspec.convert(value, kind, from_attributes=True)


def document_text(document: Part) -> str:
    """Encode a document as indented JSON; characters that are not UTF-8 are replaced."""
    try:
        encoded = msgspec.json.encode(document)
    except UnicodeEncodeError:
        text = json.dumps(msgspec.to_builtins(document), ensure_ascii=False)
        encoded = text.encode("utf-8", "replace")
    text = msgspec.json.format(encoded, indent=2).decode()
    return f"{escape_marked_ci_commands(text)}\n"


def schema_of(kind: type[Part], title: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of document."""
    return {"$schema": DIALECT, "title": title, **msgspec.json.schema(kind)}
