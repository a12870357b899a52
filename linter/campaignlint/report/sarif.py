"""The SARIF 2.1.0 report, for GitHub code scanning and other viewers.

Findings become results. What could not be read, decoded or run becomes a notification of the run.
The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import textwrap
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import attr
import msgspec
import sarif_om as om  # type: ignore[import-untyped]

from campaignlint.engine import INCOMPLETE
from campaignlint.finding import SEVERITIES
from campaignlint.instance import positions
from campaignlint.rule import ENGINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from campaignlint.engine import Report, ReportedFinding, ReportedRelated
    from campaignlint.finding import Confidence, Severity
    from campaignlint.instance.positions import Location
    from campaignlint.rule import Rule


@dataclass(frozen=True, slots=True)
class SarifLogText:
    """A log as text, and how many findings did not fit into it."""

    text: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest log that a reader takes: its results, and its bytes when gzipped."""

    results: int
    compressed_bytes: int


GITHUB = Limits(results=25_000, compressed_bytes=10_000_000)
"""https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning"""


def render(
    report: Report, *, version: str, root: Path | None = None, limits: Limits = GITHUB
) -> SarifLogText:
    """The report as a SARIF log; `version` is the tool's own.

    Addresses of files are relative to `root`, by default the top of the git repository around the
    working directory. Of more findings than `limits` allow, the most severe are kept.
    """
    folder = Path.cwd()
    log = _Log(report, version, _Artifacts(folder, root or repository_root(folder)))
    kept = _most_severe(log.findings, limits.results)
    text = _json_text(log.build(kept))
    while kept and (excess := _compressed(text) / limits.compressed_bytes) > 1:
        kept = _most_severe(kept, int(len(kept) / excess * _ROOM_FOR_RULES))
        text = _json_text(log.build(kept))
    return SarifLogText(text.decode() + "\n", left_out=len(log.findings) - len(kept))


def repository_root(folder: Path) -> Path:
    """The top of the git repository around a folder; the folder itself where there is none."""
    around = (folder, *folder.parents)
    return next((above for above in around if (above / ".git").exists()), folder)


def semantic_version(version: str) -> str:
    """A Python version as semver.org writes it: `1.0rc1` becomes `1.0.0-rc.1`."""
    public, plus, local = version.partition("+")
    parts = re.findall(r"\d+|[a-z]+", public)
    release = list(takewhile(str.isdecimal, parts))
    before = ".".join(parts[len(release) :])
    return ".".join([*release, "0", "0"][:3]) + (before and f"-{before}") + plus + local


_ROOM_FOR_RULES = 0.95
"""A log does not shrink quite as its results do, since its rules stay."""


def _most_severe(findings: Sequence[ReportedFinding], number: int) -> Sequence[ReportedFinding]:
    """So many findings, the most severe and among those the first, in the report's order."""
    if len(findings) <= number:
        return findings
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    chosen = sorted(range(len(findings)), key=ranks.__getitem__)[:number]
    return [findings[index] for index in sorted(chosen)]


def _compressed(text: bytes) -> int:
    return len(zlib.compress(text))


# The log

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "SRCROOT"

_MOST_RELATED = 20
"""So many related places are linked. Nobody reads more, and GitHub takes 1,000 a result."""


class _Log:
    """Builds the log of a report, with any choice of its findings."""

    def __init__(self, report: Report, version: str, artifacts: _Artifacts) -> None:
        self.findings = [finding for finding in report.findings if finding.rule not in INCOMPLETE]
        self._faults = [finding for finding in report.findings if finding.rule in INCOMPLETE]
        self._report = report
        self._version = version
        self._artifacts = artifacts
        rules = sorted(report.rules, key=lambda rule: rule.id)
        self._rules = {rule.id: rule for rule in rules if rule.id not in INCOMPLETE}
        self._rule_indices = {name: index for index, name in enumerate(self._rules)}
        self._notices = {
            **{rule.id: _descriptor(rule) for rule in rules if rule.id in INCOMPLETE},
            **_own_notices(),
        }
        self._notice_indices = {name: index for index, name in enumerate(self._notices)}

    def build(self, findings: Sequence[ReportedFinding]) -> object:
        """The log with these findings as its results."""
        run = om.Run(
            tool=om.Tool(driver=self._driver()),
            invocations=[self._invocation(left_out=len(self.findings) - len(findings))],
            original_uri_base_ids={
                _ROOT: om.ArtifactLocation(
                    description=_message("the root of the repository with the exports")
                )
            },
            column_kind="unicodeCodePoints",
            results=[self._result(finding) for finding in findings],
        )
        return om.SarifLog(schema_uri=_SCHEMA, version="2.1.0", runs=[run])

    def _driver(self) -> object:
        return om.ToolComponent(
            name="campaignlint",
            version=self._version,
            semantic_version=semantic_version(self._version),
            # A package's address (https://github.com/package-url): there is no page to name.
            information_uri=f"pkg:pypi/campaignlint@{quote(self._version)}",
            rules=[_descriptor(rule) for rule in self._rules.values()],
            notifications=list(self._notices.values()),
        )

    def _result(self, finding: ReportedFinding) -> object:
        related = [self._without_path(finding.rule, one) for one in finding.related]
        linked = list(enumerate(related[:_MOST_RELATED], start=1))
        links = [f"[{_in_link(_with_place(one))}]({number})" for number, one in linked]
        if len(related) > len(linked):
            links.append(f"and {len(related) - len(linked):,} more places")
        return _Result(
            rule_id=finding.rule,
            rule_index=self._rule_indices[finding.rule],
            level=finding.severity,
            message=_message(finding.message, finding.help, links),
            locations=[self._location(self._without_path(finding.rule, finding))],
            related_locations=[
                self._location(one, id=number, message=_message(one.message))
                for number, one in linked
            ]
            or None,
            code_flows=[self._code_flow(finding.chain)] if finding.chain else None,
            partial_fingerprints={
                # GitHub's own is a hash of the line, and lines of exports repeat.
                "primaryLocationLineHash": finding.fingerprint,
                "campaignlint/v1": finding.fingerprint,
            },
            properties={"confidence": finding.confidence, "pointer": finding.location.pointer},
        )

    def _code_flow(self, chain: Iterable[ReportedRelated]) -> object:
        steps = [
            om.ThreadFlowLocation(
                location=self._location(_Spot.of(step), message=_message(step.message))
            )
            for step in chain
        ]
        return om.CodeFlow(thread_flows=[om.ThreadFlow(locations=steps)])

    def _location(self, spot: _Spot, **more: object) -> object:
        return om.Location(
            physical_location=om.PhysicalLocation(
                artifact_location=self._artifacts.location(spot.location.file),
                region=_region(spot.location) or _START_OF_FILE,
            ),
            logical_locations=(
                [om.LogicalLocation(fully_qualified_name=spot.place)] if spot.place else None
            ),
            **more,
        )
