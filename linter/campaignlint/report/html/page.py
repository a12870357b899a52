"""The contents of the HTML audit, in the order of the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint.model.finding import CONFIDENCES, SEVERITIES
from campaignlint.report.context import Context
from campaignlint.report.html.activations import TopicGroup, activation_groups
from campaignlint.report.html.campaigns import CampaignView, campaign_views
from campaignlint.report.html.coverage import (
    Gap,
    coverage_counts,
    describe_exports,
    describe_rules,
    find_gaps,
    instance_names,
)
from campaignlint.report.html.diagrams import Figure, draw_figures
from campaignlint.report.html.findings import Group, Item, create_items, group_by_rule
from campaignlint.report.summary import summary
from campaignlint.text import format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from campaignlint.model.finding import Severity
    from campaignlint.report.model import Report
    from campaignlint.rules.rule import RuleInfo

_MAX_PROGRAMS = 6


@dataclass(frozen=True, slots=True)
class Page:
    """The whole audit."""

    title: str
    exports: tuple[str, ...]
    """A line about each export: its instance and its date."""
    is_incomplete: bool
    verdict: str
    counts: Mapping[Severity, int]
    programs: tuple[ProgramBar, ...]
    more_programs: int
    checked: tuple[tuple[str, int], ...]
    rules: str
    """The number of rules, their profile, and the date."""
    gaps: tuple[Gap, ...]
    rules_off: tuple[RuleInfo, ...]
    not_checked: tuple[tuple[str, int], ...]
    confidences: tuple[str, ...]
    groups: tuple[Group, ...]
    total: int
    campaigns: tuple[CampaignView, ...]
    diagrams: tuple[Figure, ...]
    activations: tuple[TopicGroup, ...]
    activation_gaps: str


def create_page(report: Report) -> Page:
    """Return the contents of the audit of a report."""
    context = report.context or Context()
    verdict, *rest = summary(report, has_options=False)
    items = create_items(report.findings, context)
    programs = _rank_programs(items)
    groups = group_by_rule(items, report.rules)
    campaigns = tuple(campaign_views(context.campaigns, items)) if items else ()
    on_page = {campaign.summary.campaign.id for campaign in campaigns}
    return Page(
        title=instance_names(context.exports),
        exports=tuple(describe_exports(context)),
        is_incomplete=report.is_incomplete,
        verdict=verdict,
        counts=report.counts(),
        programs=tuple(programs[:_MAX_PROGRAMS]),
        more_programs=max(0, len(programs) - _MAX_PROGRAMS),
        checked=coverage_counts(report.coverage),
        rules=describe_rules(report),
        gaps=tuple(find_gaps(groups, rest, context)),
        rules_off=report.scope.off if report.scope else (),
        not_checked=tuple(sorted(report.coverage.not_checked.items(), key=lambda each: -each[1])),
        confidences=tuple(
            sorted({item.finding.confidence for item in items}, key=CONFIDENCES.index)
        ),
        groups=groups,
        total=len(items),
        campaigns=campaigns,
        diagrams=tuple(draw_figures(context, items)),
        activations=tuple(activation_groups(context.activations, on_page)),
        activation_gaps=context.activations.gaps,
    )


# Programs


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, in units of which the longest bar has 1,000."""

    severity: Severity
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class ProgramBar:
    """A program with its findings by severity."""

    name: str
    workspace: str
    parts: tuple[Part, ...]
    counts: str


def _rank_programs(items: Iterable[Item]) -> list[ProgramBar]:
    """Return programs by their errors, then by their warnings and notes."""
    numbers: dict[tuple[str, str], Counter[Severity]] = defaultdict(Counter)
    for item in items:
        if item.program:
            numbers[item.program, item.workspace][item.finding.severity] += 1
    ranked = sorted(
        numbers.items(),
        key=lambda each: ([-each[1][severity] for severity in SEVERITIES], each[0]),
    )
    longest = max((counts.total() for _, counts in ranked), default=1)
    return [
        ProgramBar(name, workspace, tuple(_parts(counts, longest)), _counts(counts))
        for (name, workspace), counts in ranked
    ]


def _parts(counts: Counter[Severity], longest: int) -> Iterator[Part]:
    at = 0
    for severity in SEVERITIES:
        length = round(1000 * counts[severity] / longest)
        if length:
            yield Part(severity, at, length)
        at += length


def _counts(counts: Mapping[Severity, int]) -> str:
    return format_list(
        [pluralize(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
    )
