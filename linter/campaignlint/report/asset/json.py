"""The report about an asset as JSON, version 1, and its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Meta

from campaignlint import __version__
from campaignlint.json_documents import Count, Part, Tool, convert, document_text, schema_of
from campaignlint.model.lookup import LookupKind  # noqa: TC001 - field of a struct
from campaignlint.report.json import Finding

if TYPE_CHECKING:
    from campaignlint.report.asset import AssetReport


class Asset(Part):
    kind: LookupKind
    id: Annotated[int | None, Meta(description="Null for a My Token.")]
    name: str
    program: Annotated[str | None, Meta(description="The program that it is in.")]
    workspace: str | None


class Row(Part):
    label: Annotated[str, Meta(description="Empty if the row continues the one above.")]
    text: str


class Section(Part):
    heading: str
    rows: list[Row]


class Document(Part):
    version: Literal[1]
    tool: Tool
    asset: Asset
    sections: Annotated[
        list[Section], Meta(description="The description; only sections with rows.")
    ]
    findings: Annotated[
        list[Finding], Meta(description="Those of the asset, and of a program's campaigns.")
    ]
    accepted: Annotated[
        Count, Meta(description="Findings that suppressions or the baseline accept.")
    ]


def render(report: AssetReport, *, version: str = __version__) -> str:
    """Render the report as JSON; `version` is that of campaignlint."""
    document = Document(
        version=1,
        tool=Tool("campaignlint", version),
        asset=convert(report, Asset),
        sections=convert(report.sections, list[Section]),
        findings=convert(report.findings, list[Finding]),
        accepted=report.accepted,
    )
    return document_text(document)


def show_schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    return schema_of(Document, "An asset as campaignlint describes it, version 1")
