"""The plan of a run: rules, their options, and what to do with their findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from campaignlint.engine.narrowing import Narrowing
from campaignlint.loading.assemble import ExecutablePatterns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from campaignlint.engine.overrides import Override
    from campaignlint.engine.suppressions import Suppression
    from campaignlint.model.finding import Profile, Severity
    from campaignlint.rules.registry import RuleSet
    from campaignlint.rules.rule import Rule


Inactive = Literal["note", "same", "skip"]
"""Findings in campaigns that cannot run: lower to notes, leave the same, or skip."""

Archived = Literal["skip", "same"]
"""Campaigns in archived folders: skip unless used, or check the same as others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """The settings that a run uses as they are."""

    profile: Profile = "recommended"
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The options of rules by rule."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """The severities that differ from those of the rules."""
    complete: bool | None = None
    """Whether the export contains everything in the instance; None for what instance.json says."""
    patterns: ExecutablePatterns = field(default_factory=ExecutablePatterns)
    today: date | None = None
    """The date to use as today for expiration and idle checks; None for the export's date."""
    inactive: Inactive = "note"
    """The treatment of findings in dormant campaigns."""
    archived: Archived = "skip"
    """The treatment of unused campaigns in archived folders."""
    suppressions: tuple[Suppression, ...] = ()
    baseline: str | None = None
    """A baseline file."""
    redact: bool = False
    """Whether to redact the report."""
    redact_names: bool = False
    """Whether to redact names in the report, too; implies `redact`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(RunSettings):
    """The rules to run, with their options, and how to report their findings."""

    rules: tuple[Rule, ...]
    all_rules: RuleSet
    has_selection: bool = False
    """Whether rules were selected by name or category instead of by the profile."""
    base: frozenset[str] | None = None
    """The ids of the rules that are enabled unless an override differs; None for all `rules`."""
    overrides: tuple[Override, ...] = ()
    use_suppressions: bool = True
    write_baseline: str | None = None
    """The baseline file that accepts all findings of this run."""
    measure: bool = False
    """Whether to measure the time of each rule."""
    narrowing: Narrowing = field(default_factory=Narrowing)
    """The files, assets and severities to which the report is limited."""
    locate_suppressed: bool = False
    """Whether to locate suppressed and baselined findings, for a format that prints them."""
    context: bool = False
    """Whether to report the context of findings, for a format that shows it."""
