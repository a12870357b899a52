"""What the audit shows, in the order in which it shows it; the template only writes it down."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from campaignlint.model.finding import CONFIDENCES, SEVERITIES
from campaignlint.report.context import Context
from campaignlint.report.html.campaigns import CampaignView, campaign_views
from campaignlint.report.model import INCOMPLETE
from campaignlint.report.summary import summary
from campaignlint.rules.rule import ENGINE
from campaignlint.text import counted, listed
from campaignlint.urls import Link, https_host, marketo_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from campaignlint.drawing.diagram import Diagram
    from campaignlint.drawing.legend import Sign
    from campaignlint.locating.locations import Excerpt, Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.context import ExportFacts
    from campaignlint.report.model import Coverage, LocatedFinding, LocatedRelated, Report
    from campaignlint.rules.rule import RuleInfo

_WORST_PROGRAMS = 6
_RELATED_SHOWN = 8
_OPEN_BELOW = 12
"""With fewer findings than this, every group is unfolded from the start."""


@dataclass(frozen=True, slots=True)
class Page:
    """The whole audit."""

    title: str
    exports: tuple[str, ...]
    """A line about each export: which instance, and when."""
    is_incomplete: bool
    verdict: str
    counts: Mapping[Severity, int]
    programs: tuple[ProgramBar, ...]
    more_programs: int
    looked_at: tuple[tuple[str, int], ...]
    judged_by: str
    """How many rules, of which profile, and by which day."""
    not_looked_at: tuple[Gap, ...]
    rules_off: tuple[RuleInfo, ...]
    unchecked: tuple[tuple[str, int], ...]
    confidences: tuple[str, ...]
    groups: tuple[Group, ...]
    total: int
    campaigns: tuple[CampaignView, ...]
    pictures: tuple[Figure, ...]


def page(report: Report) -> Page:
    """The audit of a report."""
    context = report.context or Context()
    verdict, *rest = summary(report)
    items = _items(report, context)
    worst = _worst_programs(items)
    groups = _groups(items, report.rules)
    return Page(
        title=_title(context.exports),
        exports=tuple(_exports(context)),
        is_incomplete=report.is_incomplete,
        verdict=verdict,
        counts=report.counts(),
        programs=tuple(worst[:_WORST_PROGRAMS]),
        more_programs=max(0, len(worst) - _WORST_PROGRAMS),
        looked_at=_looked_at(report.coverage),
        judged_by=_judged_by(report),
        not_looked_at=(
            *_unread(groups),
            *map(Gap, (*rest, *_left_out(context), *_of_exports(context.exports))),
        ),
        rules_off=report.scope.off if report.scope else (),
        unchecked=tuple(sorted(report.coverage.not_checked.items(), key=lambda each: -each[1])),
        confidences=tuple(
            sorted({item.finding.confidence for item in items}, key=CONFIDENCES.index)
        ),
        groups=groups,
        total=len(items),
        campaigns=tuple(campaign_views(context.campaigns, items)) if items else (),
        pictures=tuple(_figures(context, items)),
    )


# What was exported and looked at


def _title(exports: Sequence[ExportFacts]) -> str:
    names = [export.instance for export in exports if export.instance]
    return listed(names) if names else "Marketo instance"


def _exports(context: Context) -> Iterator[str]:
    for export in context.exports:
        said = " ".join(_of_export(export)) or "The export does not say when it was made."
        is_one_of_several = export.instance and len(context.exports) > 1
        yield f"{export.instance}: {said}" if is_one_of_several else said
    if not context.exports:
        changed = f"; the newest change in it is of {_moment(context.newest_change)}"
        yield (
            "The export does not say of which instance it is, nor when it was made"
            f"{changed if context.newest_change else ''}."
        )


def _of_export(export: ExportFacts) -> Iterator[str]:
    if export.exported_at:
        yield f"Exported {_moment(export.exported_at)}."
    if export.is_scoped:
        yield "It holds chosen programs, folders or workspaces only."
    if export.is_complete is not None:
        yield f"The export is marked as {'' if export.is_complete else 'not '}complete."


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00))?")


def _moment(text: str) -> str:
    """`14 September 2026, 06:00 UTC`; what is written in another way stays as it is."""
    match = _MOMENT.fullmatch(text)
    try:
        day = _day(date.fromisoformat(match[1])) if match else ""
    except ValueError:
        return text
    if match is None:
        return text
    return f"{day}, {match[2]} UTC" if match[2] else day


def _looked_at(coverage: Coverage) -> tuple[tuple[str, int], ...]:
    return (
        (_label("program", coverage.programs), coverage.programs),
        (_label("campaign", coverage.campaigns), coverage.campaigns),
        ("with their flow", coverage.campaigns_with_flow),
        ("with their smart list", coverage.campaigns_with_smart_list),
        (_label("executable", coverage.executables), coverage.executables),
        (_label("file", coverage.files), coverage.files),
    )


def _label(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _judged_by(report: Report) -> str:
    scope = report.scope
    if scope is None:
        return ""
    ran = sum(rule.category != ENGINE for rule in report.rules)
    chosen = f"profile {scope.profile}" if scope.profile else "chosen one by one"
    text = f"By {ran:,} of {counted(ran + len(scope.off), 'rule')} ({chosen}), as of "
    text += f"{_day(scope.today)}."
    if scope.overrides:
        parts = counted(scope.overrides, "override")
        text += f" For some campaigns {parts} of the configuration hold{_s(scope.overrides)}."
    return text


def _s(number: int) -> str:
    return "s" if number == 1 else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Gap:
    """What was not looked at, and which group of findings says more of it; 0 for none."""

    text: str
    group: int = 0


def _unread(groups: Iterable[Group]) -> Iterator[Gap]:
    """What of the export could not be used, or which rules broke off."""
    for group in groups:
        if group.rule not in INCOMPLETE:
            continue
        files = len({item.finding.location.file for item in group.items})
        number = len(group.items)
        text = {
            "unreadable-file": f"Not readable: {counted(files, 'file')}, or a part of each.",
            "invalid-record": f"Left out: {counted(number, 'record')} with faults.",
            "failed-response": f"In place of records: {counted(number, 'error')} of Marketo's.",
            "rule-crashed": f"Broken off: {counted(number, 'rule')}.",
        }
        yield Gap(text[group.rule], group.number)


def _left_out(context: Context) -> Iterator[str]:
    if context.omitted_campaigns:
        number = counted(context.omitted_campaigns, "campaign")
        yield f"Left out of this page for want of room: the flows of {number} around findings."
    if context.diagrams.omitted_findings:
        number = counted(context.diagrams.omitted_findings, "finding")
        yield f"Left out of this page for want of room: the pictures for {number}."


def _of_exports(exports: Iterable[ExportFacts]) -> Iterator[str]:
    for export in exports:
        if export.missing:
            number = counted(export.missing, "asset")
            yield f"Could not be exported, as instance.json says: {number}."


# Findings


@dataclass(frozen=True, slots=True)
class Spot:
    """Which part of a campaign in words a finding is about."""

    kind: str
    """"step", "trigger" or "filter"; "" for the campaign as a whole."""
    number: int = 0
    choice: int = 0
    """From 1; 0 for the whole step."""


@dataclass(frozen=True, slots=True)
class Related:
    message: str
    place: str
    where: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of JSON, split where the mark begins and ends."""

    number: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as the page shows it."""

    id: str
    finding: LocatedFinding
    program: str
    workspace: str
    spot: Spot
    where: str
    lines: tuple[Line, ...]
    related: tuple[Related, ...]
    more_related: int
    link: Link | None
    has_campaign: bool
    """Whether its campaign is written out on the page."""
    picture: int | None
    """Which picture shows who calls whom around it."""

    @property
    def rank(self) -> tuple[int, str, int]:
        """The gravest first, then by place."""
        finding = self.finding
        return SEVERITIES.index(finding.severity), finding.place, finding.location.line or 0


def _items(report: Report, context: Context) -> list[Item]:
    summaries = {each.campaign.id: each for each in context.campaigns}
    drawn = {
        fingerprint: number
        for number, each in enumerate(context.diagrams.neighborhoods, 1)
        for fingerprint in each.fingerprints
    }
    items = []
    for finding in report.findings:
        campaign = finding.campaign
        described = summaries.get(campaign.id) if campaign else None
        items.append(
            Item(
                id=f"f-{re.sub(r'[^0-9A-Za-z-]', '-', finding.fingerprint)}",
                finding=finding,
                program=(campaign.program or "") if campaign else "",
                workspace=(campaign.workspace or "") if campaign else "",
                spot=_spot(finding.location.pointer),
                where=_where(finding.location),
                lines=tuple(_lines(finding.location.excerpt)),
                related=tuple(map(_related, finding.related[:_RELATED_SHOWN])),
                more_related=max(0, finding.count_of_related - _RELATED_SHOWN),
                link=marketo_link(described.url) if described else None,
                has_campaign=described is not None,
                picture=drawn.get(finding.fingerprint),
            )
        )
    return items


_IN_FLOW = re.compile(r"/flow/steps/(\d{1,9})(?:/stepChoice/(\d{1,9}))?(?:/|$)")
_IN_SMART_LIST = re.compile(r"/rules/(trigger|filter)s/(\d{1,9})(?:/|$)")


def _spot(pointer: str) -> Spot:
    if match := _IN_FLOW.search(pointer):
        return Spot("step", int(match[1]) + 1, int(match[2]) + 1 if match[2] else 0)
    if match := _IN_SMART_LIST.search(pointer):
        return Spot(match[1], int(match[2]) + 1)
    return Spot("")


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


# Programs


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: of 1,000 units that the longest bar has, from where to where."""

    severity: Severity
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class ProgramBar:
    """A program with its findings by severity."""

    name: str
    workspace: str
    parts: tuple[Part, ...]
    said: str


def _worst_programs(items: Iterable[Item]) -> list[ProgramBar]:
    """Programs by their errors, then by their warnings and notes."""
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
        ProgramBar(name, workspace, tuple(_parts(counts, longest)), _said(counts))
        for (name, workspace), counts in ranked
    ]


def _parts(counts: Counter[Severity], longest: int) -> Iterator[Part]:
    at = 0
    for severity in SEVERITIES:
        length = round(1000 * counts[severity] / longest)
        if length:
            yield Part(severity, at, length)
        at += length


def _said(counts: Mapping[Severity, int]) -> str:
    return listed([counted(counts[each], each) for each in SEVERITIES if counts[each]])


# Groups


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule, and what is known about it."""

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
"""Text in order, each part with whether it is code."""


def _groups(items: Sequence[Item], rules: Iterable[RuleInfo]) -> tuple[Group, ...]:
    infos = {rule.id: rule for rule in rules}
    by_rule: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda each: each.rank):
        by_rule[item.finding.rule].append(item)
    ranked = sorted(
        by_rule.items(),
        key=lambda each: (SEVERITIES.index(each[1][0].finding.severity), -len(each[1]), each[0]),
    )
    return tuple(
        _group(number, rule, of_rule, infos.get(rule), is_open=len(items) < _OPEN_BELOW)
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


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Paragraphs of Markdown, of which code spans are all that rules use."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        parts = re.split(r"`([^`]+)`", " ".join(paragraph.split()))
        shown = tuple((part, bool(at % 2)) for at, part in enumerate(parts) if part)
        if shown:
            yield shown


def _sources(info: RuleInfo | None) -> Iterator[Link]:
    for source in info.sources if info else ():
        host = https_host(source)
        if host is not None:
            last = source.rstrip("/").rpartition("/")[2].partition("#")[0]
            yield Link(source, host if last == host else f"{host}: {last}")


# Diagrams


@dataclass(frozen=True, slots=True)
class Figure:
    """Who calls whom in a part of the instance."""

    number: int
    whom: str
    """The campaigns that it is about."""
    title: str
    svg: str
    legend: Sequence[Sign]
    findings: tuple[Item, ...]


def _figures(context: Context, items: Iterable[Item]) -> Iterator[Figure]:
    from campaignlint.drawing import svg
    from campaignlint.drawing.legend import legend

    shown: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.picture is not None:
            shown[item.picture].append(item)
    on_page = {each.campaign.id for each in context.campaigns}
    for number, each in enumerate(context.diagrams.neighborhoods, 1):
        if number in shown:
            whom = _whom(shown[number])
            title = f"Who calls whom around {whom}"
            drawn = svg.render(
                _linked(each.diagram, on_page),
                title=title,
                prefix=f"picture-{number}-",
                with_style=False,
            )
            signs = legend(each.diagram)
            yield Figure(number, whom, title, drawn, signs, tuple(shown[number]))


def _whom(items: Iterable[Item]) -> str:
    """`Program > A, B and 3 more campaigns`; where programs differ, each with its own."""
    campaigns = list(dict.fromkeys(each for item in items if (each := item.finding.campaign)))
    if not campaigns:
        return "findings"
    is_one_program = len({campaign.program for campaign in campaigns}) == 1
    names = [each.name if is_one_program else each.path for each in campaigns]
    if len(names) > _NAMED:
        names[_NAMED:] = [counted(len(names) - _NAMED, "more campaign")]
    program = campaigns[0].program if is_one_program else None
    return f"{program} > {listed(names)}" if program else listed(names)


_NAMED = 3


def _linked(diagram: Diagram, on_page: set[int]) -> Diagram:
    """A click on a campaign leads to it, written out."""
    nodes = (
        replace(node, link=f"#campaign-{node.id}") if node.id in on_page else node
        for node in diagram.nodes
    )
    return replace(diagram, nodes=tuple(nodes))
