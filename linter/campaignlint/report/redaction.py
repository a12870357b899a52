"""Redacted reports: only the rule, its summary and the location of each finding.

Names of assets stay unless they are redacted too; then ids replace them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from campaignlint.loading.kinds import BUNDLE_KINDS
from campaignlint.marketo import records
from campaignlint.report.context.activations import ActivationFacts
from campaignlint.report.model import NarrowedTo

if TYPE_CHECKING:
    from campaignlint.drawing.diagram import Diagram
    from campaignlint.engine.baseline import BaselineEntry
    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import CampaignName
    from campaignlint.report.context import Context
    from campaignlint.report.model import (
        LocatedFinding,
        LocatedRelated,
        Report,
        Scope,
        SuppressedFinding,
    )

RELATED = "related location"
"""The message of every related location."""


def redact(report: Report, *, names: bool = False) -> Report:
    """Return the report without values of the export; with `names`, also without names."""
    return _Redaction(report, names=names).report()


def redact_name(campaign: CampaignName) -> CampaignName:
    """Replace the names of a campaign and of its program with their ids."""
    program = None if campaign.program_id is None else f"program {campaign.program_id}"
    return replace(campaign, name=f"campaign {campaign.id}", program=program, workspace=None)


def redact_place(asset: str, place: str) -> str:
    """Replace the names in an asset path with the asset's kind and id."""
    inside = _INSIDE_ASSET.search(place)
    return asset + (inside[0] if inside else "")


def redact_diagram(diagram: Diagram, *, names: bool) -> Diagram:
    """Return a diagram without links; with `names`, also without names."""
    nodes = tuple(replace(node, link=None) for node in diagram.nodes)
    if names:
        nodes = tuple(
            replace(node, name=f"campaign {node.id}", program=None, workspace=None)
            for node in nodes
        )
    return replace(diagram, nodes=nodes)


class _Redaction:
    def __init__(self, report: Report, *, names: bool) -> None:
        self._report = report
        self._names = names
        self._summaries = {rule.id: rule.summary for rule in report.rules}
        self._path_parts: dict[str, int] = {}

    def report(self) -> Report:
        report = self._report
        return replace(
            report,
            findings=tuple(map(self._finding, report.findings)),
            coverage=replace(report.coverage, unknown_steps={}, unknown_triggers={}),
            scope=report.scope and self._scope(report.scope),
            accepted=tuple(map(self._redact_suppressed, report.accepted)),
            stale_baseline=tuple(map(self._baseline_entry, report.stale_baseline)),
            paths_without_records=tuple(map(self._path, report.paths_without_records)),
            context=report.context and self._context(report.context),
        )

    def _finding(self, finding: LocatedFinding) -> LocatedFinding:
        return replace(
            finding,
            message=self._summaries.get(finding.rule, finding.rule),
            campaign=finding.campaign and self._campaign(finding.campaign),
            place=self._place(finding),
            location=self._location(finding.location),
            help="",
            related=tuple(map(self._redact_related, finding.related)),
            chain=tuple(map(self._redact_related, finding.chain)),
        )

    def _redact_related(self, related: LocatedRelated) -> LocatedRelated:
        return replace(
            related,
            message=RELATED,
            place=self._place(related),
            location=self._location(related.location),
        )

    def _campaign(self, campaign: CampaignName) -> CampaignName:
        return redact_name(campaign) if self._names else campaign

    def _place(self, finding: LocatedFinding | LocatedRelated) -> str:
        if not finding.asset:
            is_rule = finding.place.removeprefix("rule ") in self._summaries
            return finding.place if is_rule else self._path(finding.location.file)
        return redact_place(finding.asset, finding.place) if self._names else finding.place

    def _location(self, location: Location) -> Location:
        return replace(
            location,
            file=self._path(location.file),
            pointer=_known_part(location.pointer),
            excerpt=None,
        )

    def _redact_suppressed(self, accepted: SuppressedFinding) -> SuppressedFinding:
        return replace(accepted, finding=self._finding(accepted.finding), reason="")

    def _baseline_entry(self, entry: BaselineEntry) -> BaselineEntry:
        summary = self._summaries.get(entry.rule, "")
        return msgspec.structs.replace(entry, campaign="", message=summary)

    def _scope(self, scope: Scope) -> Scope:
        narrowed = scope.narrowed_to
        if narrowed is None or not self._names:
            return scope
        return replace(scope, narrowed_to=NarrowedTo((), (), (), narrowed.campaigns))

    def _context(self, context: Context) -> Context:
        neighborhoods = tuple(
            replace(neighborhood, diagram=redact_diagram(neighborhood.diagram, names=self._names))
            for neighborhood in context.diagrams.neighborhoods
        )
        exports = context.exports
        if self._names:
            exports = tuple(replace(export, instance="") for export in exports)
        return replace(
            context,
            exports=exports,
            campaigns=(),
            omitted_campaigns=0,
            activations=ActivationFacts(),
            diagrams=replace(context.diagrams, neighborhoods=neighborhoods),
        )

    def _path(self, path: str) -> str:
        """Replace folders and files that may be named after something, by order of appearance."""
        return "/".join(map(self._path_part, path.split("/"))) if self._names else path

    def _path_part(self, part: str) -> str:
        suffix = PurePosixPath(part).suffix
        stem, extension = (
            (part.removesuffix(suffix), suffix) if suffix in _EXTENSIONS else (part, "")
        )
        words = re.findall(r"[^-_. ]+", stem)
        if all(word.isdecimal() or word.casefold() in _LAYOUT_WORDS for word in words):
            return part
        number = self._path_parts.setdefault(part, len(self._path_parts) + 1)
        return f"name-{number}{extension}"


_INSIDE_ASSET = re.compile(r"(?: > (?:flow step|choice|trigger|filter|condition) \d+)+$")
"""The end of an asset path: the part inside the campaign or smart list."""

_EXTENSIONS = frozenset({".json", ".jsonl", ".ndjson", ".py", ".toml"})
_LAYOUT_WORDS = frozenset(
    re.findall(
        r"\w+",
        "asset assets baseline bundle campaign campaigns campaignlint export exports flow flows "
        "folder folders instance list lists program programs pyproject record records smart step "
        "steps token tokens type types",
    )
)
"""Words in the names of files and folders that every export may have."""

_KNOWN_KEYS = frozenset(
    {"result", "errors", "findings", "suppressions"}.union(
        BUNDLE_KINDS,
        *(
            struct.__struct_encode_fields__
            for struct in vars(records).values()
            if isinstance(struct, type) and issubclass(struct, records.Struct)
        ),
    )
)


def _known_part(pointer: str) -> str:
    """Return the start of a JSON Pointer, up to the first key unknown to the Asset API."""
    parts = pointer.split("/")
    for end, part in enumerate(parts):
        if part and not part.isdecimal() and part not in _KNOWN_KEYS:
            return "/".join(parts[:end])
    return pointer
