"""The SARIF 2.1.0 report, for GitHub code scanning and other viewers.

Findings are results. Files, records and rules that failed are notifications of the run.
Standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import textwrap
import zlib
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import attr
import msgspec
import sarif_om as om  # type: ignore[import-untyped]

from campaignlint import __version__
from campaignlint.loading.reader import collector_paused
from campaignlint.model.finding import SEVERITIES
from campaignlint.paths import relative_path
from campaignlint.report.model import INCOMPLETE
from campaignlint.report.repository import repository_root
from campaignlint.rules.rule import ENGINE
from campaignlint.text import escape_marked_ci_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from campaignlint.locating.locations import Location
    from campaignlint.model.finding import Confidence, Severity
    from campaignlint.report.model import LocatedFinding, LocatedRelated, Report
    from campaignlint.rules.rule import Option, RuleInfo


@dataclass(frozen=True, slots=True)
class SarifLogText:
    """A log as text, and the number of findings that are omitted from it."""

    text: str
    omitted: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a reader: the number of results, and the size of the gzipped log."""

    results: int
    compressed_bytes: int


GITHUB = Limits(results=25_000, compressed_bytes=10_000_000)
"""https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning"""


def render(
    report: Report,
    *,
    version: str = __version__,
    root: Path | None = None,
    limits: Limits = GITHUB,
    include_suppressed: bool = False,
) -> SarifLogText:
    """Return the report as a SARIF log.

    Args:
        report: the report.
        version: the version of campaignlint.
        root: the folder to which URIs are relative, by default the root of the git repository
            around the working directory.
        limits: the limits of the reader; beyond them, the least severe findings are omitted.
        include_suppressed: whether to include suppressed and baselined findings, marked as such.
            GitHub shows them as open.

    """
    folder = Path.cwd()
    log = _Log(
        report,
        version,
        _Artifacts(folder, root or repository_root(folder)),
        include_suppressed=include_suppressed,
    )
    findings = _most_severe(log.findings, limits.results)
    with collector_paused():
        text = _json_text(log.build(findings))
        while findings and (excess := _compressed_size(text) / limits.compressed_bytes) > 1:
            findings = _most_severe(findings, int(len(findings) / excess * _SHARE_OF_RESULTS))
            text = _json_text(log.build(findings))
    return SarifLogText(
        f"{escape_marked_ci_commands(text.decode())}\n", omitted=len(log.findings) - len(findings)
    )


def semantic_version(version: str) -> str:
    """Convert a Python version to semver.org: `1.0rc1` to `1.0.0-rc.1`."""
    public, plus, local = version.partition("+")
    parts = re.findall(r"\d+|[a-z]+", public)
    release = list(takewhile(str.isdecimal, parts))
    before = ".".join(parts[len(release) :])
    return ".".join([*release, "0", "0"][:3]) + (before and f"-{before}") + plus + local


_SHARE_OF_RESULTS = 0.95
"""Below 1, since a log with fewer results still has all rules."""


def _most_severe(findings: Sequence[LocatedFinding], number: int) -> Sequence[LocatedFinding]:
    """Return the most severe findings, in the order of the report."""
    if len(findings) <= number:
        return findings
    ranks = [SEVERITIES.index(finding.severity) for finding in findings]
    chosen = sorted(range(len(findings)), key=ranks.__getitem__)[:number]
    return [findings[index] for index in sorted(chosen)]


def _compressed_size(text: bytes) -> int:
    return len(zlib.compress(text))


# The log

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "SRCROOT"

_MAX_RELATED = 20
"""The number of related locations per result; GitHub accepts 1,000."""


class _Log:
    """A log of a report with some of its findings."""

    def __init__(
        self, report: Report, version: str, artifacts: _Artifacts, *, include_suppressed: bool
    ) -> None:
        rules = sorted(report.rules, key=lambda rule: rule.id)
        self._report = report
        self._version = version
        self._artifacts = artifacts
        self._rules = {rule.id: rule for rule in rules if rule.id not in INCOMPLETE}
        self._rule_indices = {name: index for index, name in enumerate(self._rules)}
        self._notices = {
            **{rule.id: _rule_descriptor(rule) for rule in rules if rule.id in INCOMPLETE},
            **_sarif_notices(),
        }
        self._notice_indices = {name: index for index, name in enumerate(self._notices)}
        self._diagnostics = [finding for finding in report.findings if finding.rule in INCOMPLETE]
        self._accepted = (
            {accepted.finding.fingerprint: accepted for accepted in report.accepted}
            if include_suppressed
            else None
        )
        accepted = [finding.finding for finding in report.accepted] if include_suppressed else []
        self.findings = [
            _without_paths(finding) if self._rules[finding.rule].category == ENGINE else finding
            for finding in sorted([*report.findings, *accepted], key=lambda each: each.order)
            if finding.rule not in INCOMPLETE
        ]

    def build(self, findings: Sequence[LocatedFinding]) -> object:
        """Return the log with these findings as results."""
        run = om.Run(
            tool=om.Tool(driver=self._driver()),
            invocations=[self._invocation(omitted=len(self.findings) - len(findings))],
            original_uri_base_ids={
                _ROOT: om.ArtifactLocation(
                    description=_message("The root of the repository that holds the exports")
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
            # A package URL (https://github.com/package-url), since there is no home page.
            information_uri=f"pkg:pypi/campaignlint@{quote(self._version)}",
            rules=[_rule_descriptor(rule) for rule in self._rules.values()],
            notifications=list(self._notices.values()),
        )

    def _result(self, finding: LocatedFinding) -> object:
        related = list(enumerate(finding.related[:_MAX_RELATED], start=1))
        links = [f"[{_link_text(one)}]({number})" for number, one in related]
        if finding.related_count > len(related):
            links.append(f"and {finding.related_count - len(related):,} more locations")
        return _Result(
            rule_id=finding.rule,
            rule_index=self._rule_indices[finding.rule],
            level=finding.severity,
            message=_message(finding.message, finding.help, links),
            locations=[self._location(finding.location, finding.place)],
            related_locations=[
                self._location(one.location, one.place, id=number, message=_message(one.message))
                for number, one in related
            ]
            or None,
            code_flows=[self._code_flow(finding.chain)] if finding.chain else None,
            suppressions=self._suppressions(finding),
            partial_fingerprints={
                # GitHub's own is a hash of the line, and lines of exports repeat.
                "primaryLocationLineHash": finding.fingerprint,
                "campaignlint/v1": finding.fingerprint,
            },
            properties={"confidence": finding.confidence, "pointer": finding.location.pointer},
        )

    def _suppressions(self, finding: LocatedFinding) -> list[object] | None:
        """Return the suppressions, which SARIF requires on all results or on none."""
        if self._accepted is None:
            return None
        accepted = self._accepted.get(finding.fingerprint)
        if accepted is None:
            return []
        kind = "inSource" if accepted.by == "description" else "external"
        return [om.Suppression(kind=kind, justification=accepted.reason)]

    def _code_flow(self, chain: Iterable[LocatedRelated]) -> object:
        steps = [
            om.ThreadFlowLocation(
                location=self._location(step.location, step.place, message=_message(step.message))
            )
            for step in chain
        ]
        return om.CodeFlow(thread_flows=[om.ThreadFlow(locations=steps)])

    def _location(self, location: Location, place: str, **more: object) -> object:
        return om.Location(
            physical_location=om.PhysicalLocation(
                artifact_location=self._artifacts.location(location.file),
                region=_region(location) or _START_OF_FILE,
            ),
            logical_locations=[om.LogicalLocation(fully_qualified_name=place)] if place else None,
            **more,
        )

    def _invocation(self, *, omitted: int) -> object:
        notifications = [
            *map(self._diagnostic, self._diagnostics),
            *map(self._no_records, self._report.paths_without_records),
        ]
        if self._report.lacks_flows:
            text = "No campaign was exported with its flow, so almost nothing was checked"
            notifications.append(self._notification(_NO_FLOW, "error", _message(text)))
        if omitted:
            notifications.append(self._omission(omitted))
        return om.Invocation(
            execution_successful=not self._report.is_incomplete,
            tool_execution_notifications=notifications or None,
        )

    def _diagnostic(self, diagnostic: LocatedFinding) -> object:
        parts: Iterable[LocatedFinding | LocatedRelated] = (
            diagnostic,
            *diagnostic.related[:_MAX_RELATED],
        )
        crashed = (
            diagnostic.place.removeprefix("rule ") if diagnostic.rule == "rule-crashed" else None
        )
        return self._notification(
            diagnostic.rule,
            diagnostic.severity,
            _message(diagnostic.message, diagnostic.help),
            locations=[self._diagnostic_location(part.location, part.message) for part in parts],
            associated_rule=om.ReportingDescriptorReference(
                id=crashed, index=self._rule_indices[crashed]
            )
            if crashed in self._rule_indices
            else None,
        )

    def _diagnostic_location(self, location: Location, message: str) -> object:
        return om.Location(
            message=_message(message),
            physical_location=om.PhysicalLocation(
                artifact_location=self._artifacts.location(location.file), region=_region(location)
            ),
        )

    def _no_records(self, path: str) -> object:
        name, _ = self._artifacts.path(relative_path(path))
        text = f"No Marketo records found in '{name}'"
        return self._notification(_NO_RECORDS, "error", _message(text))

    def _omission(self, number: int) -> object:
        text = (
            f"Omitted the {number:,} least severe of {len(self.findings):,} findings; the log "
            "would be too large for GitHub"
        )
        return self._notification(_OMITTED, "warning", _message(text))

    def _notification(
        self, notice: str, level: Severity, message: object, **more: object
    ) -> object:
        return _Notification(
            descriptor=om.ReportingDescriptorReference(
                id=notice, index=self._notice_indices[notice]
            ),
            level=level,
            message=message,
            **more,
        )


def _without_paths(finding: LocatedFinding) -> LocatedFinding:
    """Remove asset paths of the engine, which are files; the locations have their URIs."""
    related = tuple(replace(one, place="") for one in finding.related)
    return replace(finding, place="", related=related)


# Rules

_MAX_DESCRIPTION_LENGTH = 1_024

_PRECISIONS: Mapping[Confidence, str] = {
    "documented": "very-high",
    "likely": "high",
    "heuristic": "medium",
}
_PROBLEM_SEVERITIES: Mapping[Severity, str] = {
    "error": "error",
    "warning": "warning",
    "note": "recommendation",
}

_NO_RECORDS = "path-without-records"
_NO_FLOW = "no-flow"
_OMITTED = "findings-left-out"


def _rule_descriptor(rule: RuleInfo) -> object:
    web = next((source for source in rule.sources if source.startswith("https://")), None)
    return _descriptor(
        rule.id,
        rule.summary,
        rule.severity,
        {
            "": "\n\n".join(filter(None, (rule.summary, rule.details))),
            "Why": rule.why,
            "How to fix": rule.how_to_fix,
            "Options": "\n".join(map(_option, rule.options.values())),
            "Sources": "\n".join(f"- <{source}>" for source in rule.sources),
        },
        help_uri=web,
        properties={
            "tags": ["marketo", rule.category, rule.profile],
            "precision": _PRECISIONS[rule.confidence],
            "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
        },
    )


def _option(option: Option) -> str:
    default = json.dumps(option.default, ensure_ascii=False, default=str)
    return f"- `{option.name}` (default `{default}`): {option.description}"


def _sarif_notices() -> dict[str, object]:
    """Return the descriptors of notifications that only this report has."""
    no_records = _descriptor(
        _NO_RECORDS,
        "A path contains no Marketo records.",
        "error",
        {
            "Why": "Nothing was checked there, so the run is incomplete and the exit code is 3.",
            "How to fix": "Check whether the path is the folder of the export and whether it is "
            "empty.",
        },
    )
    left_out = _descriptor(
        _OMITTED,
        "The run has more findings than fit into the log.",
        "warning",
        {
            "Why": f"GitHub accepts {GITHUB.results:,} results and 10 MB of gzipped SARIF per run. "
            "The most severe findings are kept.",
            "How to fix": "Narrow the run with --program or --folder, ignore noisy rules, or use "
            "the JSON report, which has no limit.",
        },
    )
    no_flow = _descriptor(
        _NO_FLOW,
        "No campaign was exported with its flow.",
        "error",
        {
            "Why": "Almost nothing was checked, so a run without findings means nothing; the exit "
            "code is 3.",
            "How to fix": "Export campaigns one by one with includeFlowSteps=true.",
        },
    )
    return {_NO_RECORDS: no_records, _NO_FLOW: no_flow, _OMITTED: left_out}


def _descriptor(
    name: str, summary: str, level: Severity, sections: Mapping[str, str], **more: object
) -> object:
    filled = {title: body for title, body in sections.items() if body}
    first = " ".join((summary, sections["Why"]))
    return om.ReportingDescriptor(
        id=name,
        name=_pascal_case(name),
        short_description=om.MultiformatMessageString(text=_sentence(summary)),
        full_description=om.MultiformatMessageString(
            text=textwrap.shorten(_sentence(first), _MAX_DESCRIPTION_LENGTH, placeholder=" ...")
        ),
        help=om.MultiformatMessageString(
            text=_format_sections("{}:\n\n", filled), markdown=_format_sections("## {}\n\n", filled)
        ),
        default_configuration=_ReportingConfiguration(level=level),
        **more,
    )


def _format_sections(heading: str, sections: Mapping[str, str]) -> str:
    return "\n\n".join(
        (heading.format(title) if title else "") + body for title, body in sections.items()
    )


def _pascal_case(name: str) -> str:
    """Return the name of a rule, which must differ from its id."""
    words = "".join(word[:1].upper() + word[1:] for word in name.split("-"))
    return words if words != name else f"{words}Rule"


# Locations


class _Artifacts:
    """URIs of files relative to the root of the repository, without absolute paths."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = os.path.relpath(folder, root).replace(os.sep, "/")
        self._locations: dict[str, object] = {}

    def location(self, file: str) -> object:
        """Return the URI of a file; `file` is relative to the working directory."""
        if file not in self._locations:
            path, is_inside = self.path(file)
            self._locations[file] = om.ArtifactLocation(
                uri=quote(os.fsencode(path)), uri_base_id=_ROOT if is_inside else None
            )
        return self._locations[file]

    def path(self, file: str) -> tuple[str, bool]:
        """Return the path of a file relative to the root, and whether it is inside the root.

        For a file outside the root, return only the last three parts, to hide its absolute path.
        """
        path = file if Path(file).is_absolute() else posixpath.join(self._folder, file)
        parts = posixpath.normpath(path).split("/")
        if Path(path).is_absolute() or parts[0] == "..":
            return "/".join([part for part in parts if part not in {"", ".."}][-3:]) or ".", False
        return "/".join(parts), True


def _region(location: Location) -> object:
    """Return the region of a location, from 1, in code points, with an exclusive end."""
    if location.line is None:
        return None
    return om.Region(
        start_line=location.line,
        start_column=location.column,
        end_line=location.end_line,
        end_column=location.end_column,
    )


_START_OF_FILE = om.Region(start_line=1, start_column=1, end_line=1, end_column=1)
"""For results without a line, since GitHub shows only results with a region."""


# Messages


def _message(message: str, help_: str = "", links: Sequence[str] = ()) -> object:
    sentences = [_sentence(_escape_links(message))]
    if help_:
        sentences.append(_sentence(f"Help: {_escape_links(help_)}"))
    if links:
        sentences.append(_sentence(f"See: {'; '.join(links)}"))
    return om.Message(text=" ".join(sentences))


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith(".") else f"{text}."


def _link_text(related: LocatedRelated) -> str:
    text = f"{related.message}: '{related.place}'" if related.place else related.message
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _escape_links(text: str) -> str:
    """Escape brackets that SARIF would take for a link.

    Other brackets and the braces of tokens stay, since viewers show escapes of them.
    """
    return re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", text)


# Serialization


def _json_text(log: object) -> bytes:
    """Return the text that jschema-to-python writes for a log, in a fraction of the time."""
    text = json.dumps(log, default=_properties, ensure_ascii=False, check_circular=False)
    return msgspec.json.format(text.encode("utf-8", "replace"), indent=2)


def _properties(item: object) -> dict[str, object]:
    """Return the properties of a sarif-om object that differ from their defaults."""
    values = vars(item)
    fields = _fields(type(item))  # type: ignore[arg-type]  # classes are hashable
    return {
        name: value
        for attribute, name, default in fields
        if (value := values[attribute]) is not default and (default is None or value != default)
    }


@cache
def _fields(cls: type[Any]) -> tuple[tuple[str, str, object], ...]:
    return tuple(
        (field.name, field.metadata["schema_property_name"], _default(field.default))
        for field in attr.fields(cls)
    )


def _default(default: object) -> object:
    factory = getattr(default, "factory", None)
    return factory() if factory else default


def _with_explicit_level(cls: type[Any]) -> Callable[..., object]:
    """Return a sarif-om class that always writes its level.

    sarif-om omits "warning", but a result without a level has the level of its rule.
    """
    level = attr.ib(default=None, metadata=attr.fields_dict(cls)["level"].metadata)
    return attr.make_class(cls.__name__, {"level": level}, bases=(cls,))


_Result = _with_explicit_level(om.Result)
_Notification = _with_explicit_level(om.Notification)
_ReportingConfiguration = _with_explicit_level(om.ReportingConfiguration)
