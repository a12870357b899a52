"""Findings on the HTML page, grouped by rule, with the documentation of the rules."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.model.finding import SEVERITIES
from campaignlint.urls import Link, https_host, marketo_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from campaignlint.locating.locations import Excerpt, Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.context import Context
    from campaignlint.report.model import LocatedFinding, LocatedRelated
    from campaignlint.rules.rule import RuleInfo

_MAX_RELATED = 8
_MAX_OPEN = 11
"""The number of findings up to which all groups are open at first."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a campaign that a finding is about."""

    kind: str
    """"step", "trigger" or "filter"; "" for the campaign as a whole."""
    number: int = 0
    choice: int = 0
    """From 1; 0 for the whole step."""


@dataclass(frozen=True, slots=True)
class Related:
    """A related location."""

    message: str
    place: str
    where: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of JSON, split at the start and end of the marked part."""

    number: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """A finding on the page."""

    id: str
    finding: LocatedFinding
    program: str
    workspace: str
    part: Part
    where: str
    lines: tuple[Line, ...]
    related: tuple[Related, ...]
    more_related: int
    link: Link | None
    has_campaign: bool
    """Whether its campaign is described on the page."""
    diagram: int | None
    """The number of the diagram of its callers and callees."""

    @property
    def rank(self) -> tuple[int, str, int]:
        """A sort key: the most severe first, then by asset path."""
        finding = self.finding
        return SEVERITIES.index(finding.severity), finding.place, finding.location.line or 0


def create_items(findings: Iterable[LocatedFinding], context: Context) -> list[Item]:
    """Combine findings with their links, diagrams and lines of JSON."""
    summaries = {summary.campaign.id: summary for summary in context.campaigns}
    diagrams = {
        fingerprint: number
        for number, each in enumerate(context.diagrams.neighborhoods, 1)
        for fingerprint in each.fingerprints
    }
    items = []
    for finding in findings:
        campaign = finding.campaign
        described = summaries.get(campaign.id) if campaign else None
        items.append(
            Item(
                id=f"f-{re.sub(r'[^0-9A-Za-z-]', '-', finding.fingerprint)}",
                finding=finding,
                program=(campaign.program or "") if campaign else "",
                workspace=(campaign.workspace or "") if campaign else "",
                part=_part(finding.location.pointer),
                where=_where(finding.location),
                lines=tuple(_lines(finding.location.excerpt)),
                related=tuple(map(_related, finding.related[:_MAX_RELATED])),
                more_related=max(0, finding.related_count - _MAX_RELATED),
                link=marketo_link(described.url) if described else None,
                has_campaign=described is not None,
                diagram=diagrams.get(finding.fingerprint),
            )
        )
    return items


_IN_FLOW = re.compile(r"/flow/steps/(\d{1,9})(?:/stepChoice/(\d{1,9}))?(?:/|$)")
_IN_SMART_LIST = re.compile(r"/rules/(trigger|filter)s/(\d{1,9})(?:/|$)")


def _part(pointer: str) -> Part:
    if match := _IN_FLOW.search(pointer):
        return Part("step", int(match[1]) + 1, int(match[2]) + 1 if match[2] else 0)
    if match := _IN_SMART_LIST.search(pointer):
        return Part(match[1], int(match[2]) + 1)
    return Part("")


def _where(location: Location) -> str:
    return location.file if location.line is None else f"{location.file}:{location.line}"


def _related(related: LocatedRelated) -> Related:
    return Related(related.message, related.place, _where(related.location))


def _lines(excerpt: Excerpt | None) -> Iterator[Line]:
    if excerpt is None:
        return
    indents = [len(line) - len(line.lstrip(" ")) for line in excerpt.lines if line.strip()]
    cut = min(indents, default=0)
    for number, line in enumerate(excerpt.lines, excerpt.first_line):
        if number == excerpt.mark_line:
            start, end = max(cut, excerpt.mark_start), max(cut, excerpt.mark_end)
            yield Line(number, line[cut:start], line[start:end], line[end:])
        else:
            yield Line(number, line[cut:], "", "")


# Groups


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule, and its documentation."""

    number: int
    rule: str
    category: str
    title: str
    severity: Severity
    details: tuple[Paragraph, ...]
    why: tuple[Paragraph, ...]
    how_to_fix: tuple[Paragraph, ...]
    sources: tuple[Link, ...]
    items: tuple[Item, ...]
    is_open: bool


Paragraph = tuple[tuple[str, bool], ...]
"""The parts of a text, each with whether it is code."""


def group_by_rule(items: Sequence[Item], rules: Iterable[RuleInfo]) -> tuple[Group, ...]:
    """Return the findings by rule, the most severe first, then the most frequent."""
    infos = {rule.id: rule for rule in rules}
    by_rule: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda each: each.rank):
        by_rule[item.finding.rule].append(item)
    ranked = sorted(
        by_rule.items(),
        key=lambda each: (SEVERITIES.index(each[1][0].finding.severity), -len(each[1]), each[0]),
    )
    return tuple(
        _group(number, rule, of_rule, infos.get(rule), is_open=len(items) <= _MAX_OPEN)
        for number, (rule, of_rule) in enumerate(ranked, 1)
    )


def _group(
    number: int, rule: str, items: list[Item], info: RuleInfo | None, *, is_open: bool
) -> Group:
    return Group(
        number=number,
        rule=rule,
        category=info.category if info else "",
        title=info.summary if info else rule,
        severity=items[0].finding.severity,
        details=tuple(_paragraphs(info.details if info else "")),
        why=tuple(_paragraphs(info.why if info else "")),
        how_to_fix=tuple(_paragraphs(info.how_to_fix if info else "")),
        sources=tuple(_sources(info)),
        items=tuple(items),
        is_open=is_open,
    )


def _paragraphs(markdown: str) -> Iterator[Paragraph]:
    """Yield paragraphs of Markdown, of which rules use only code spans."""
    for text in re.split(r"\n\s*\n", markdown.strip()):
        parts = re.split(r"`([^`]+)`", " ".join(text.split()))
        if paragraph := tuple((part, bool(at % 2)) for at, part in enumerate(parts) if part):
            yield paragraph


def _sources(info: RuleInfo | None) -> Iterator[Link]:
    for source in info.sources if info else ():
        host = https_host(source)
        if host is not None:
            last = source.rstrip("/").rpartition("/")[2].partition("#")[0]
            yield Link(source, host if last == host else f"{host}: {last}")
