"""The comparison as JSON, version 1, and its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campaignlint.json_documents import Count, Part, document_text, schema_of
from campaignlint.report.json import Finding

if TYPE_CHECKING:
    from campaignlint.diff.comparison import Comparison


class Findings(Part):
    new: list[Finding]
    fixed: list[Finding]
    remaining: Count


class Detail(Part):
    what: str
    old: Annotated[str | None, Meta(description="Null if it was added.")]
    new: Annotated[str | None, Meta(description="Null if it was removed.")]
    text: str


class Change(Part):
    kind: Literal["campaign", "program", "smart list", "folder", "token"]
    id: Annotated[int | None, Meta(description="Null for a token.")]
    name: str
    change: Literal["added", "removed", "changed"]
    details: Annotated[list[Detail], Meta(description="One for each edit.")]


class Calls(Part):
    added: list[str]
    removed: list[str]


class Effects(Part):
    calls: Calls
    broken: Annotated[list[str], Meta(description="Calls whose target left the export.")]
    affected: Annotated[
        list[str], Meta(description="Campaigns that lead to a changed or removed one.")
    ]


class Document(Part):
    version: Literal[1]
    findings: Findings
    changes: list[Change]
    effects: Effects


def render(comparison: Comparison) -> str:
    """Return the comparison as a JSON document."""
    effects = comparison.effects
    return document_text(
        Document(
            1,
            Findings(
                msgspec.convert(comparison.new, list[Finding], from_attributes=True),
                msgspec.convert(comparison.fixed, list[Finding], from_attributes=True),
                comparison.remaining,
            ),
            msgspec.convert(comparison.changes, list[Change], from_attributes=True),
            Effects(
                Calls(list(effects.calls_added), list(effects.calls_removed)),
                list(effects.broken),
                list(effects.affected),
            ),
        )
    )


def diff_schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    return schema_of(Document, "The result of campaignlint diff, version 1")
