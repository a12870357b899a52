"""Write, read, assemble and lint small exports, and print what was found in lines to compare."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from campaignlint import api
from campaignlint.config import settings as config
from campaignlint.loading import assemble
from campaignlint.loading.kinds import BUNDLE_KINDS
from campaignlint.loading.reader import Record, Records, read_records
from campaignlint.model.finding import RecordLocation
from campaignlint.rules import registry as packs
from campaignlint.testing import Export, Part, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from campaignlint.loading.reader import Diagnostic
    from campaignlint.locating.locations import Location
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.flow import Choice
    from campaignlint.model.instance import Instance
    from campaignlint.report.model import Report

Content = bytes | str | dict[str, Any] | list[Any]
"""The content of a file: bytes, text, or a value that is written as JSON."""


@cache
def all_rules() -> packs.RuleSet:
    return packs.load_rules()


def lint(
    *paths: str | Path, select: tuple[str, ...] = ("wait-in-executable",), **changes: Any
) -> Report:
    """Return the report of the selected rules; `changes` are fields of the plan."""
    plan = config.plan(config.Settings(select=select), all_rules())
    return api.analyze(map(str, paths), replace(plan, **changes)).report


def write(folder: Path, files: Mapping[str, Content]) -> list[str]:
    """Write files into a folder; return their paths in the order given."""
    paths = []
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_bytes(content))
        paths.append(str(file))
    return paths


def as_bytes(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else to_json(content)).encode()


def ndjson(*records: Mapping[str, Any]) -> str:
    """Return records as compact NDJSON."""
    return "".join(f"{compact(record)}\n" for record in records)


def compact(content: object) -> str:
    """Return compact JSON, in one line."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def read(folder: Path, files: Mapping[str, Content]) -> Records:
    """Write files and read their records."""
    return read_records(write(folder, files))


def load(folder: Path, files: Mapping[str, Content]) -> Instance:
    """Return the instance of files that have no diagnostics."""
    records = read(folder, files)
    assert records.diagnostics == []
    instance, _ = assemble.assemble_instance(records)
    return instance


def instance_of(
    *parts: Part, patterns: assemble.ExecutablePatterns | None = None, complete: bool = False
) -> Instance:
    """Return the instance of some parts, as if they were in a bundle."""
    records = [
        Record(
            msgspec.convert(record, BUNDLE_KINDS[key].struct, strict=False),
            RecordLocation("", (key, index)),
        )
        for key, under_key in Export(*parts).bundle().items()
        for index, record in enumerate(under_key)
    ]
    instance, _ = assemble.assemble_instance(Records(records), patterns=patterns, complete=complete)
    return instance


def campaign_in(instance: Instance, name: str) -> SmartCampaign:
    """Return the only campaign of this name."""
    (found,) = (campaign for campaign in instance.campaigns if campaign.name == name)
    return found


def only_choice(instance: Instance) -> Choice:
    """Return the only choice of the only step of the only campaign with a flow."""
    (choice,) = (
        choice
        for campaign in instance.campaigns
        for step in campaign.steps()
        for choice in step.choices
    )
    return choice


def diagnostic_lines(diagnostics: Iterable[Diagnostic]) -> list[str]:
    return [f"{diagnostic.rule}: {diagnostic.finding.message}" for diagnostic in diagnostics]


def finding_lines(report: Report) -> list[str]:
    """`file:line:column-endLine:endColumn pointer rule: message`, one per line."""
    return [
        f"{where(finding.location)} {finding.rule}: {finding.message}"
        for finding in report.findings
    ]


def where(location: Location) -> str:
    """`file:line:column-endLine:endColumn pointer`, without the parts that are unknown."""
    text = Path(location.file).name
    if location.line is not None:
        text += f":{location.line}:{location.column}-{location.end_line}:{location.end_column}"
    return f"{text} {location.pointer}".rstrip()
