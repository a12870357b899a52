"""The JSON report, version 1, and its JSON Schema. Programs depend on these fields.

The classes list what the document has of the classes of `report.model`, by the same names.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - field of a struct
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campaignlint import __version__
from campaignlint.engine.today import Origin  # noqa: TC001 - field of a struct
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
from campaignlint.model.finding import Confidence, Severity  # noqa: TC001 - fields of structs

if TYPE_CHECKING:
    from campaignlint.report import model


class Location(Part):
    """Lines and columns start at 1 and count code points; ends are exclusive."""

    file: Annotated[
        str, Meta(description="Relative to the working directory, with forward slashes.")
    ]
    pointer: Annotated[
        str,
        Meta(description="A JSON Pointer (RFC 6901); in NDJSON into the record of its line."),
    ]
    line: Annotated[Number | None, Meta(description="Null if the file cannot be read.")]
    column: Number | None
    end_line: Number | None
    end_column: Number | None


class Related(Part):
    message: str
    place: str
    location: Location


class Finding(Part):
    rule: Annotated[str, Meta(description="The rule's id.")]
    severity: Severity
    confidence: Confidence
    dormant: Annotated[
        bool, Meta(description="Whether its campaign cannot run; then the finding is a note.")
    ]
    message: str
    campaign: Annotated[
        Campaign | None, Meta(description="Null if the finding is about no campaign.")
    ]
    place: Annotated[str, Meta(description="The asset path: Program > Campaign > flow step 3.")]
    location: Location
    help: Annotated[str, Meta(description="What to do; may be empty.")]
    related: list[Related]
    more_related: Annotated[
        Count, Meta(description="The number of related locations that are not listed.")
    ]
    fingerprint: Annotated[
        str,
        Meta(
            description="Stays the same when the export is repeated or flow steps are inserted.",
            pattern="^[0-9a-f]{32}$",
        ),
    ]


class Coverage(Part, omit_defaults=True):
    """The share of the export that could be checked."""

    files: Count
    campaigns: Count
    campaigns_with_flow: Count
    campaigns_with_smart_list: Count
    programs: Count
    executables: Count
    unresolved_references: Annotated[
        Count, Meta(description="Calls whose target is not in the export.")
    ]
    skipped_files: Annotated[Count, Meta(description="JSON files without a Marketo record.")]
    archived_campaigns: Annotated[
        Count, Meta(description="Unused campaigns in archived folders, which were not checked.")
    ]
    dormant_findings: Annotated[
        Count,
        Meta(description="Findings in campaigns that cannot run, which are notes or skipped."),
    ]
    not_checked: Annotated[
        dict[str, Count],
        Meta(description="By rule, the number of campaigns for which data is missing."),
    ]
    excluded_files: Annotated[
        Count, Meta(description="Files and folders that patterns exclude.")
    ] = 0
    not_pulled: Annotated[
        Count, Meta(description="What `pull` could not fetch, according to instance.json.")
    ] = 0
    without_tokens: Annotated[
        Count, Meta(description="Campaigns that use My Tokens, if no tokens were exported.")
    ] = 0
    unknown_steps: Annotated[
        dict[str, Count],
        Meta(description="Unknown names of flow steps, with the number of steps."),
    ] = msgspec.field(default_factory=dict)
    unknown_triggers: Annotated[
        dict[str, Count],
        Meta(description="Unknown names of triggers, with the number of triggers."),
    ] = msgspec.field(default_factory=dict)
    steps_without_target: Annotated[
        Count,
        Meta(
            description="Execute Campaign and Request Campaign steps without an attribute that "
            "names a campaign."
        ),
    ] = 0


class Hidden(Part):
    """The number of findings that are left out because the report is narrowed."""

    other_files: Annotated[Count, Meta(description="Left out by --only.")]
    other_assets: Annotated[
        Count, Meta(description="Left out by --program, --folder and --workspace.")
    ]
    less_severe: Annotated[Count, Meta(description="Left out by --min-severity.")]
    existing: Annotated[
        Count, Meta(description="Left out by --new-since: the earlier state has them, too.")
    ]


class NarrowedTo(Part):
    """The names and globs of the assets to which the report is limited."""

    programs: list[str]
    folders: list[str]
    workspaces: list[str]
    campaigns: Annotated[Count, Meta(description="The number of campaigns that match.")]


class Today(Part):
    """The date that was used as today for expiration and idle checks."""

    date: date
    origin: Annotated[
        Origin,
        Meta(
            description="A setting, the date of the export in instance.json (exportedAt), the "
            "newest change in the export (updatedAt), or the clock."
        ),
    ]


class Report(Part):
    version: Literal[1]
    tool: Tool
    findings: list[Finding]
    suppressed: Count
    baselined: Count
    hidden: Hidden
    narrowed_to: NarrowedTo | None
    today: Today | None
    coverage: Coverage


def render(report: model.Report, *, version: str = __version__) -> str:
    """Render the report as JSON; `version` is that of campaignlint."""
    scope = report.scope
    document = Report(
        version=1,
        tool=Tool("campaignlint", version),
        findings=convert(report.findings, list[Finding]),
        suppressed=report.suppressed,
        baselined=report.baselined,
        hidden=convert(report.hidden, Hidden),
        narrowed_to=convert(scope and scope.narrowed_to, NarrowedTo | None),
        today=None if scope is None else Today(scope.today, scope.today_origin),
        coverage=convert(report.coverage, Coverage),
    )
    return document_text(document)


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of the report."""
    return schema_of(Report, "A report of campaignlint, version 1")
