"""The JSON Schema of the JSON report, version 1, for those who read it by program."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from campaignlint.json_documents import Campaign, Count, Number, Part, Tool
from campaignlint.loading.export_schema import DIALECT
from campaignlint.model.finding import Confidence, Severity  # noqa: TC001 - msgspec asks for them


class Location(Part):
    """Lines and columns start at 1 and count code points; ends are exclusive."""

    file: Annotated[
        str, Meta(description="Relative to the working directory, with forward slashes.")
    ]
    pointer: Annotated[
        str,
        Meta(description="A JSON Pointer (RFC 6901); in NDJSON into the record of its line."),
    ]
    line: Annotated[Number | None, Meta(description="Null where the file cannot be read.")]
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
        Campaign | None, Meta(description="Null where the finding is about no campaign.")
    ]
    place: Annotated[str, Meta(description="In Marketo's words: Program > Campaign > flow step 3.")]
    location: Location
    help: Annotated[str, Meta(description="What to do; may be empty.")]
    related: list[Related]
    more_related: Annotated[
        Count, Meta(description="How many related places there are beside those that are listed.")
    ]
    fingerprint: Annotated[
        str,
        Meta(
            description="The same for the same fault, also when the export is repeated, or steps "
            "are inserted.",
            pattern="^[0-9a-f]{32}$",
        ),
    ]


class Coverage(Part):
    """What was looked at, and what could not be judged."""

    files: Count
    campaigns: Count
    campaigns_with_flow: Count
    campaigns_with_smart_list: Count
    programs: Count
    executables: Count
    unresolved_references: Annotated[
        Count, Meta(description="Calls whose target is not in the export.")
    ]
    skipped_files: Annotated[Count, Meta(description="JSON without a Marketo record.")]
    archived_campaigns: Annotated[
        Count, Meta(description="Unused campaigns in archived folders, which were not checked.")
    ]
    dormant_findings: Annotated[
        Count,
        Meta(description="Findings in campaigns that cannot run, which are notes or skipped."),
    ]
    not_checked: Annotated[
        dict[str, Count],
        Meta(description="By rule, how many campaigns it could not judge for want of data."),
    ]
    excluded_files: Annotated[
        Count | UnsetType, Meta(description="Files and folders that patterns left out.")
    ] = UNSET
    not_pulled: Annotated[
        Count | UnsetType,
        Meta(description="What `pull` could not fetch, or not yet, by its instance.json."),
    ] = UNSET
    without_tokens: Annotated[
        Count | UnsetType,
        Meta(description="Campaigns that use My Tokens, where none were exported."),
    ] = UNSET
    unknown_steps: Annotated[
        dict[str, Count] | UnsetType,
        Meta(description="Unknown names of flow steps, with the number of steps."),
    ] = UNSET
    unknown_triggers: Annotated[
        dict[str, Count] | UnsetType,
        Meta(description="Unknown names of triggers, with the number of triggers."),
    ] = UNSET
    steps_without_target: Annotated[
        Count | UnsetType,
        Meta(
            description="Execute Campaign and Request Campaign steps without an attribute that "
            "names a campaign."
        ),
    ] = UNSET


class Report(Part):
    version: Literal[1]
    tool: Tool
    findings: list[Finding]
    suppressed: Count
    baselined: Count
    coverage: Coverage


def report_schema() -> dict[str, Any]:
    """The schema, as plain data."""
    schema = msgspec.json.schema(Report)
    return {"$schema": DIALECT, "title": "A report of campaignlint, version 1", **schema}
