"""The result of `used-by` as JSON, version 1, and its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campaignlint import __version__
from campaignlint.graph.used_by import Section, TargetKind  # noqa: TC001 - fields of structs
from campaignlint.json_documents import (
    Campaign,
    Count,
    Number,
    Part,
    Tool,
    convert,
    document_text,
    schema_of,
)

if TYPE_CHECKING:
    from campaignlint.describe import used_by as model


class Use(Part):
    campaign: Annotated[Campaign | None, Meta(description="Null for a separate smart list.")]
    place: Annotated[str, Meta(description="The asset path, such as A > B > flow step 1.")]
    text: Annotated[str, Meta(description="What happens there, such as a value or a comparison.")]
    file: str
    line: Annotated[Number | None, Meta(description="Null if the file changed.")]


class Uses(Part):
    section: Section
    uses: list[Use]
    omitted: Annotated[Count, Meta(description="Uses that are not listed here.")]


class Activated(Part):
    campaign: Campaign
    is_certain: bool = msgspec.field(name="certain")
    reason: Annotated[str, Meta(description="The first reason why it is only possible.")]


class Event(Part):
    event: str
    depth: Annotated[Number, Meta(description="1 for the target's own events.")]
    writers: Annotated[
        list[Campaign],
        Meta(description="Campaigns that cause it; at later depths only the first."),
    ]
    activated: list[Activated]


class Dependent(Part):
    campaign: Campaign
    reason: str


class Target(Part):
    kind: TargetKind
    name: str


class Document(Part):
    version: Literal[1]
    tool: Tool
    target: Target
    definitions: Annotated[
        list[str], Meta(description="Of a token: where it is defined, with its value there.")
    ]
    used_by: Annotated[list[Uses], Meta(description="Only sections with uses.")]
    then: Annotated[list[Event], Meta(description="What follows, nearest first.")]
    omitted_events: Count
    dependents: Annotated[
        list[Dependent],
        Meta(description="What would no longer run if the target were deactivated or deleted."),
    ]
    not_exported: Annotated[list[str], Meta(description="Uses that no export shows.")]
    gaps: Annotated[
        str, Meta(description="What is not known about activations; empty if that is little.")
    ]


def render(used_by: model.UsedBy, *, version: str = __version__) -> str:
    """Render the result as JSON; `version` is that of campaignlint."""
    document = Document(
        version=1,
        tool=Tool("campaignlint", version),
        target=Target(used_by.kind, used_by.name),
        definitions=list(used_by.definitions),
        used_by=convert(used_by.sections, list[Uses]),
        then=convert(used_by.then, list[Event]),
        omitted_events=used_by.omitted_events,
        dependents=convert(used_by.dependents, list[Dependent]),
        not_exported=list(used_by.not_exported),
        gaps=used_by.gaps,
    )
    return document_text(document)


def used_by_schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    return schema_of(Document, "Where campaignlint found an asset to be used, version 1")
