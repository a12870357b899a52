"""The keys of a configuration file: types, defaults and descriptions."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec needs the types of fields
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec import field as member

from campaignlint.engine.plan import Archived, Inactive  # noqa: TC001 - msgspec needs them
from campaignlint.model.finding import Profile, Severity

FailOn = Literal["error", "warning", "note", "never"]
StepNumber = Annotated[int, Meta(ge=1)]

Program = Annotated[str | UnsetType, Meta(description="Name of a program, or a pattern.")]
Workspace = Annotated[str | UnsetType, Meta(description="Name of a workspace, or a pattern.")]
Severities = Annotated[dict[str, Severity], Meta(description="Severity of the findings of a rule.")]
Options = Annotated[dict[str, dict[str, Any]], Meta(description="Options of rules.")]


class Executables(Struct):
    names: Annotated[
        list[str], Meta(description="Patterns of campaign names, such as 'EX *'.")
    ] = []
    folders: Annotated[
        list[str],
        Meta(description="Patterns of folder names and paths, such as '*/99 Executables'."),
    ] = []


class Suppression(Struct):
    rule: Annotated[str | list[str], Meta(description="Id of a rule, or a list of ids.")]
    reason: Annotated[str, Meta(description="Reason to accept the findings.")]
    campaign: Annotated[
        int | str | UnsetType,
        Meta(description="Campaign id, name, Program.Campaign, or a pattern of either name."),
    ] = UNSET
    program: Program = UNSET
    workspace: Workspace = UNSET
    step: Annotated[
        StepNumber | UnsetType,
        Meta(description="Number of the flow step, as in reports."),
    ] = UNSET
    owner: Annotated[str | UnsetType, Meta(description="Person or team that is responsible.")] = (
        UNSET
    )
    expires: Annotated[
        date | UnsetType, Meta(description="Last day on which the suppression applies.")
    ] = UNSET


class Match(Struct, omit_defaults=True):
    program: Program = UNSET
    folder: Annotated[
        str | UnsetType,
        Meta(description="Name or path of a folder above, or a pattern of either."),
    ] = UNSET
    workspace: Workspace = UNSET


class Override(Struct, omit_defaults=True):
    match: Annotated[
        Match,
        Meta(description="Campaigns to change: those that match all keys."),
    ]
    select: Annotated[
        list[str] | UnsetType,
        Meta(description="Rules and categories to run for these campaigns instead."),
    ] = UNSET
    ignore: Annotated[
        list[str], Meta(description="Rules and categories to skip for these campaigns.")
    ] = []
    severity: Severities = {}
    rules: Options = {}


class File(Struct):
    extends: Annotated[
        str | list[str],
        Meta(description="Shared configurations; this file takes precedence, then later ones."),
    ] = []
    paths: Annotated[
        list[str], Meta(description="Files and folders to check, relative to this file.")
    ] = []
    include: Annotated[
        list[str] | UnsetType,
        Meta(description="Files to read in folders (.gitignore syntax); by default all."),
    ] = UNSET
    exclude: Annotated[
        list[str],
        Meta(description="Paths to exclude in folders (.gitignore syntax)."),
    ] = []
    gitignore: Annotated[bool, Meta(description="Whether to respect .gitignore files.")] = True
    profile: Annotated[Profile, Meta(description="Set of rules to run.")] = "recommended"
    select: Annotated[
        list[str] | UnsetType,
        Meta(description="Rules and categories to run instead of the profile's."),
    ] = UNSET
    extend_select: Annotated[
        list[str], Meta(description="Rules and categories to run in addition.")
    ] = []
    ignore: Annotated[list[str], Meta(description="Rules and categories to skip.")] = []
    fail_on: Annotated[FailOn, Meta(description="Lowest severity that makes the exit code 1.")] = (
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
            description="Whether the export contains everything in the instance; by default what "
            "instance.json says."
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
        Meta(description="Baseline file."),
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
        Meta(description="Executable campaigns that no campaign in the export executes."),
    ] = member(default_factory=Executables)
    severity: Severities = {}
    rules: Options = {}
    suppressions: Annotated[
        list[Suppression], Meta(description="Accepted findings, each with a reason.")
    ] = []
    overrides: Annotated[
        list[Override],
        Meta(description="Settings for some campaigns; the last one that has a setting applies."),
    ] = []
