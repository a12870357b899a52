"""Test cases of rules: exports with findings ("bad"), and similar ones without ("good").

A case is written with the factories in tests/cases, one module per category, and generated as JSON
in fixtures/rules/<rule>/{bad,good}/. A text file with the same name has the findings, and how many
campaigns were not checked.
The first bad and the first good case of a rule are the examples on its page in docs/rules.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.rules import registry as packs
from campaignlint.testing import Campaign, Export, Part, to_json
from campaignlint.text import pluralize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.report.model import LocatedFinding, Report

FIXTURES = Path(__file__).parents[1] / "fixtures" / "rules"
CATEGORIES = (
    "executable",
    "reference",
    "request",
    "activation",
    "flow",
    "smart_list",
    "settings",
    "governance",
)


@dataclass(frozen=True)
class Case:
    """An export, and whether the rule has findings in it."""

    rule: str
    kind: Literal["bad", "good"]
    name: str
    export: Export
    config: str = ""
    """The text of campaignlint.toml."""
    folder: Path = FIXTURES

    @property
    def path(self) -> Path:
        return self.folder / self.rule / self.kind / f"{self.name}.json"

    @property
    def expected(self) -> Path:
        """The file with the findings, if there are any."""
        return self.path.with_suffix(".txt")

    def write(self) -> Case:
        """Write the files of the case."""
        for path, text in self.files():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        return self

    def files(self) -> Iterator[tuple[Path, str]]:
        """The files of the case, with their text."""
        yield self.path, to_json(self.export.bundle())
        if self.config:
            yield self.path.with_suffix(".toml"), self.config


def cases_of(rule: str, *cases: Case) -> tuple[Case, ...]:
    """Return the cases of a rule."""
    return tuple(replace(case, rule=rule) for case in cases)


def bad(name: str, *parts: Part | Export, config: str = "", programs: bool = True) -> Case:
    """Return an export in which the rule has findings."""
    return Case("", "bad", name, _export(parts, with_programs=programs), config)


def good(name: str, *parts: Part | Export, config: str = "", programs: bool = True) -> Case:
    """Return an export in which neither this rule nor a recommended one has findings."""
    return Case("", "good", name, _export(parts, with_programs=programs), config)


def _export(parts: tuple[Part | Export, ...], *, with_programs: bool) -> Export:
    """Return an export of parts and, unless they are to be missing, the programs of campaigns."""
    first, *_ = parts
    if isinstance(first, Export):
        return first
    assets = [part for part in parts if not isinstance(part, Export)]
    programs = [part.program for part in assets if isinstance(part, Campaign) and part.program]
    missing = [each for each in dict.fromkeys(programs) if each not in assets]
    return Export(*(missing if with_programs else ()), *assets)


@cache
def all_cases() -> tuple[Case, ...]:
    """Return all cases in the order of their modules."""
    return tuple(
        case
        for category in CATEGORIES
        for case in importlib.import_module(f"cases.{category}").CASES
    )


@cache
def all_rules() -> packs.RuleSet:
    return packs.load_rules()


def lint(case: Case, *select: str) -> Report:
    """Return the report of some rules on a case, by default the recommended ones."""
    settings = config.Settings(select=select or None, profile="audit" if select else "recommended")
    toml = case.path.with_suffix(".toml")
    if toml.exists():
        written = config.load_settings(toml)
        settings = written.with_command_line(select=settings.select, profile=settings.profile)
    settings = replace(settings, inactive="same", archived="same")
    return api.analyze([str(case.path)], config.plan(settings, all_rules())).report


def described(report: Report) -> str:
    """Return findings and unchecked campaigns in lines that are readable in a diff."""
    lines = [line for finding in report.findings for line in _lines(finding)]
    for rule, campaigns in report.coverage.not_checked.items():
        lines += [f"{pluralize(campaigns, 'campaign')} not checked by {rule}", ""]
    return "\n".join(lines)


def _lines(finding: LocatedFinding) -> Iterator[str]:
    yield f"{finding.severity}[{finding.rule}] {finding.confidence}"
    yield f"  at      {finding.place}  {finding.location.pointer or '(whole file)'}"
    yield f"  message {finding.message}"
    if finding.help:
        yield f"  help    {finding.help}"
    for related in finding.related:
        yield f"  related {related.message}: {related.place}  {related.location.pointer}"
    for step in finding.chain:
        yield f"  chain   {step.message}: {step.place}"
    yield ""
