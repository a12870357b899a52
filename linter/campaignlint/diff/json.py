"""The comparison as JSON, version 1, and its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from campaignlint.diff.effects import Verb  # noqa: TC001 - field of a struct
from campaignlint.json_documents import (
    Campaign,
    Count,
    Number,
    Part,
    convert,
    document_text,
    schema_of,
)
from campaignlint.report.json import Finding

if TYPE_CHECKING:
    from campaignlint.diff.comparison import Comparison


class Findings(Part):
    new: list[Finding]
    fixed: list[Finding]
    remaining: Count


class Detail(Part):
    what: str
    old: Annotated[str | None, Meta(description="Null if it was added or is redacted.")]
    new: Annotated[str | None, Meta(description="Null if it was removed or is redacted.")]
    text: str


class Change(Part):
    kind: Literal["campaign", "program", "smart list", "folder", "token"]
    id: Annotated[int | None, Meta(description="Null for a token.")]
    name: str
    change: Literal["added", "removed", "changed"]
    details: Annotated[list[Detail], Meta(description="One for each edit.")]


class Link(Part):
    source: Campaign
    verb: Verb
    target: Campaign
    text: str


class Calls(Part):
    added: list[Link]
    removed: list[Link]


class Activation(Link):
    event: Annotated[str, Meta(description="What fires the trigger; empty if redacted.")]
    certain: bool


class Activations(Part):
    added: list[Activation]
    removed: list[Activation]


class Affected(Part):
    campaign: Campaign
    active: bool
    entry_point: Annotated[bool, Meta(description="Whether it is active and nothing calls it.")]


class BrokenReference(Part):
    campaign: Campaign
    step: Number
    target: Annotated[str, Meta(description="As the step names it; empty if redacted.")]
    text: str


class Effects(Part):
    calls: Calls
    activations: Activations
    affected: Annotated[
        list[Affected],
        Meta(description="Unchanged campaigns that lead to a changed one, or use a changed asset."),
    ]
    broken: Annotated[
        list[BrokenReference], Meta(description="Calls whose target left the export.")
    ]


class Document(Part):
    version: Literal[1]
    findings: Findings
    changes: list[Change]
    effects: Effects


def render(comparison: Comparison) -> str:
    """Return the comparison as a JSON document."""
    return document_text(
        Document(
            1,
            Findings(
                convert(comparison.new, list[Finding]),
                convert(comparison.fixed, list[Finding]),
                comparison.remaining,
            ),
            convert(comparison.changes, list[Change]),
            convert(comparison.effects, Effects),
        )
    )


def diff_schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    return schema_of(Document, "The result of campaignlint diff, version 1")
