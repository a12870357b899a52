"""All that may stand in a configuration file: keys, types, defaults, and what each is for."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec asks for the types of fields
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec import field as member

from campaignlint.engine.plan import Archived, Inactive  # noqa: TC001 - msgspec needs them
from campaignlint.model.finding import Profile, Severity

FailOn = Literal["error", "warning", "note", "never"]
StepNumber = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]

Program = Annotated[str | UnsetType, Meta(description="The program's name, or a pattern of it.")]
Workspace = Annotated[
    str | UnsetType, Meta(description="The workspace's name, or a pattern of it.")
]
Severities = Annotated[
    dict[str, Severity], Meta(description="How grave the findings of a rule are.")
]
Options = Annotated[dict[str, dict[str, Any]], Meta(description="The options of rules.")]


class Executables(Struct):
    names: Annotated[list[str], Meta(description="Patterns of names, such as 'EX *'.")] = []
    folders: Annotated[
        list[str],
        Meta(description="Patterns of folders' names and paths, such as '*/99 Executables'."),
    ] = []


class Suppression(Struct):
    rule: Annotated[str | list[str], Meta(description="The id of the rule, or of several.")]
    reason: Annotated[str, Meta(description="Why these findings are accepted.")]
    campaign: Annotated[
        int | str | UnsetType,
        Meta(description="Its id, its name, Program.Campaign, or a pattern of either name."),
    ] = UNSET
    program: Program = UNSET
    workspace: Workspace = UNSET
    step: Annotated[
        StepNumber | UnsetType,
        Meta(description="The number of the flow step, as reports show it."),
    ] = UNSET
    owner: Annotated[str | UnsetType, Meta(description="Who answers for it.")] = UNSET
    expires: Annotated[
        date | UnsetType, Meta(description="The last day on which it suppresses anything.")
    ] = UNSET


class Match(Struct):
    program: Program = UNSET
    folder: Annotated[
        str | UnsetType,
        Meta(description="The name or path of a folder above, or a pattern of either."),
    ] = UNSET
    workspace: Workspace = UNSET


class Override(Struct):
    match: Annotated[
        Match, Meta(description="Which campaigns are meant: those that match all of it.")
    ]
    select: Annotated[
        list[str] | UnsetType,
        Meta(description="Rules and categories to run there, in place of what runs elsewhere."),
    ] = UNSET
    ignore: Annotated[list[str], Meta(description="Rules and categories not to run there.")] = []
    severity: Severities = {}
    rules: Options = {}


class File(Struct):
    extends: Annotated[
        str | list[str],
        Meta(description="Shared configurations; this file's values win, later ones over earlier."),
    ] = []
    paths: Annotated[
        list[str], Meta(description="What to lint, as seen from this file's folder.")
    ] = []
    include: Annotated[
        list[str] | UnsetType,
        Meta(description="What alone to read below folders: patterns as .gitignore has them."),
    ] = UNSET
    exclude: Annotated[
        list[str],
        Meta(description="What not to read below folders: patterns as .gitignore has them."),
    ] = []
    gitignore: Annotated[
        bool, Meta(description="Whether to leave out, too, what .gitignore files name.")
    ] = True
    profile: Annotated[Profile, Meta(description="Which set of rules to run.")] = "recommended"
    select: Annotated[
        list[str] | UnsetType,
        Meta(description="Rules and categories to run in place of the profile's."),
    ] = UNSET
    extend_select: Annotated[
        list[str], Meta(description="Rules and categories to run beside those.")
    ] = []
    ignore: Annotated[list[str], Meta(description="Rules and categories not to run.")] = []
    fail_on: Annotated[FailOn, Meta(description="The mildest severity that exits with 1.")] = (
        "warning"
    )
    inactive: Annotated[
        Inactive,
        Meta(
            description="What to do with findings in campaigns that cannot run: lower them to "
            "notes, leave their severity the same, or skip them."
        ),
    ] = "note"
    archived: Annotated[
        Archived,
        Meta(
            description="What to do with campaigns in archived folders: skip them unless they are "
            "used, or check them the same as others."
        ),
    ] = "skip"
    complete: Annotated[
        bool | UnsetType,
        Meta(
            description="Whether what is not in the export is not in Marketo either; else what "
            "instance.json says, which pull writes."
        ),
    ] = UNSET
    today: Annotated[
        date | UnsetType,
        Meta(
            description="Date to use as today for expiration and idle checks; by default the "
            "export's date."
        ),
    ] = UNSET
    baseline: Annotated[
        str | UnsetType,
        Meta(description="What was accepted before: a baseline file, or an earlier export."),
    ] = UNSET
    redact: Annotated[
        bool,
        Meta(description="Whether to redact messages, help and source excerpts in reports."),
    ] = False
    redact_names: Annotated[
        bool,
        Meta(description="Whether to redact names in reports, too: ids replace them."),
    ] = False
    executables: Annotated[
        Executables,
        Meta(description="What is executable though nothing in the export executes it."),
    ] = member(default_factory=Executables)
    severity: Severities = {}
    rules: Options = {}
    suppressions: Annotated[
        list[Suppression], Meta(description="Findings that are accepted, each with a reason.")
    ] = []
    overrides: Annotated[
        list[Override],
        Meta(description="What differs for some campaigns; the last that speaks counts."),
    ] = []
