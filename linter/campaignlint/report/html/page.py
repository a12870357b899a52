"""The contents of the HTML audit, in the order of the page."""

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
    from campaignlint.drawing.legend import LegendEntry
    from campaignlint.locating.locations import Excerpt, Location
    from campaignlint.model.finding import Severity
    from campaignlint.report.context import ExportFacts
    from campaignlint.report.model import Coverage, LocatedFinding, LocatedRelated, Report
    from campaignlint.rules.rule import RuleInfo

_MAX_PROGRAMS = 6
_MAX_RELATED = 8
_MAX_OPEN = 11
"""With more findings than this, groups are closed at first."""


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
    pictures: tuple[Figure, ...]


def page(report: Report) -> Page:
    """Return the contents of the audit."""
    context = report.context or Context()
    verdict, *rest = summary(report)
    items = _items(report, context)
    worst = _rank_programs(items)
    groups = _groups(items, report.rules)
    return Page(
        title=_title(context.exports),
        exports=tuple(_exports(context)),
        is_incomplete=report.is_incomplete,
        verdict=verdict,
        counts=report.counts(),
        programs=tuple(worst[:_MAX_PROGRAMS]),
        more_programs=max(0, len(worst) - _MAX_PROGRAMS),
        checked=_checked(report.coverage),
        rules=_rules(report),
        gaps=(
            *_incomplete(groups),
            *map(Gap, (*rest, *_omitted(context), *_missing(context.exports))),
        ),
        rules_off=report.scope.off if report.scope else (),
        not_checked=tuple(sorted(report.coverage.not_checked.items(), key=lambda each: -each[1])),
        confidences=tuple(
            sorted({item.finding.confidence for item in items}, key=CONFIDENCES.index)
        ),
        groups=groups,
        total=len(items),
        campaigns=tuple(campaign_views(context.campaigns, items)) if items else (),
        pictures=tuple(_figures(context, items)),
    )


# Export and coverage


def _title(exports: Sequence[ExportFacts]) -> str:
    names = [export.instance for export in exports if export.instance]
    return listed(names) if names else "Marketo instance"


def _exports(context: Context) -> Iterator[str]:
    for export in context.exports:
        text = " ".join(_export_sentences(export)) or "The export has no date."
        is_one_of_several = export.instance and len(context.exports) > 1
        yield f"{export.instance}: {text}" if is_one_of_several else text
    if not context.exports:
        changed = f" The newest change in it is of {_moment(context.newest_change)}."
        known = changed if context.newest_change else ""
        yield f"The export does not state its instance and its date.{known}"


def _export_sentences(export: ExportFacts) -> Iterator[str]:
    if export.exported_at:
        yield f"Exported {_moment(export.exported_at)}."
    if export.is_scoped:
        yield "It contains only selected programs, folders or workspaces."
    if export.is_complete is not None:
        yield f"The export is marked as {'' if export.is_complete else 'not '}complete."


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00))?")


def _moment(text: str) -> str:
    """Return a time as in `14 September 2026, 06:00 UTC`; other texts stay as they are."""
    match = _MOMENT.fullmatch(text)
    try:
        day = _day(date.fromisoformat(match[1])) if match else ""
    except ValueError:
        return text
    if match is None:
        return text
    return f"{day}, {match[2]} UTC" if match[2] else day


def _checked(coverage: Coverage) -> tuple[tuple[str, int], ...]:
    return (
        (_label("program", coverage.programs), coverage.programs),
        (_label("campaign", coverage.campaigns), coverage.campaigns),
        ("with their flow", coverage.campaigns_with_flow),
        ("with their smart list", coverage.campaigns_with_smart_list),
        (
            f"executable {_label('campaign', coverage.executables)}",
            coverage.executables,
        ),
        (_label("file", coverage.files), coverage.files),
    )


def _label(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _rules(report: Report) -> str:
    scope = report.scope
    if scope is None:
        return ""
    ran = sum(rule.category != ENGINE for rule in report.rules)
    chosen = f"profile {scope.profile}" if scope.profile else "selected one by one"
    text = f"Checked with {ran:,} of {counted(ran + len(scope.off), 'rule')} ({chosen}), "
    text += f"as of {_day(scope.today)}."
    if scope.overrides:
        verb = "applies" if scope.overrides == 1 else "apply"
        text += f" {counted(scope.overrides, 'override')} {verb} to some campaigns."
    return text


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Gap:
    """What was not checked, and the number of the group of findings about it; 0 for none."""

    text: str
    group: int = 0


def _incomplete(groups: Iterable[Group]) -> Iterator[Gap]:
    """Yield the reasons why the audit is incomplete."""
    for group in groups:
        if group.rule not in INCOMPLETE:
            continue
        files = len({item.finding.location.file for item in group.items})
        number = len(group.items)
        text = {
            "unreadable-file": f"Unreadable: {counted(files, 'file')}, or parts of them.",
            "invalid-record": f"Invalid: {counted(number, 'record')}.",
            "failed-response": f"Errors instead of records: {counted(number, 'response')}.",
            "rule-crashed": f"Crashed: {counted(number, 'rule')}.",
        }
        yield Gap(text.get(group.rule, group.title), group.number)


def _omitted(context: Context) -> Iterator[str]:
    if context.omitted_campaigns:
        number = counted(context.omitted_campaigns, "campaign")
        yield f"Omitted from this page, which would be too large: the descriptions of {number}."
    if context.diagrams.omitted_findings:
        number = counted(context.diagrams.omitted_findings, "finding")
        yield f"Omitted from this page, which would be too large: the diagrams of {number}."


def _missing(exports: Iterable[ExportFacts]) -> Iterator[str]:
    for export in exports:
        if export.missing:
            number = counted(export.missing, "asset")
            yield f"Not exported, according to instance.json: {number}."


# Findings


@dataclass(frozen=True, slots=True)
class Spot:
    """The part of a campaign that a finding is about."""

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
    spot: Spot
    where: str
    lines: tuple[Line, ...]
    related: tuple[Related, ...]
    more_related: int
    link: Link | None
    has_campaign: bool
    """Whether its campaign is described on the page."""
    picture: int | None
    """The number of the diagram around it."""

    @property
    def rank(self) -> tuple[int, str, int]:
        """A sort key: the most severe first, then by asset path."""
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
                related=tuple(map(_related, finding.related[:_MAX_RELATED])),
                more_related=max(0, finding.count_of_related - _MAX_RELATED),
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
    return listed([counted(counts[each], each) for each in SEVERITIES if counts[each]])


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


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield paragraphs of Markdown, of which rules use only code spans."""
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
    """A diagram of callers and callees, and the findings in it."""

    number: int
    subject: str
    """The campaigns with findings."""
    title: str
    svg: str
    legend: Sequence[LegendEntry]
    findings: tuple[Item, ...]


def _figures(context: Context, items: Iterable[Item]) -> Iterator[Figure]:
    from campaignlint.drawing import svg
    from campaignlint.drawing.legend import legend

    by_picture: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.picture is not None:
            by_picture[item.picture].append(item)
    on_page = {each.campaign.id for each in context.campaigns}
    for number, each in enumerate(context.diagrams.neighborhoods, 1):
        if number in by_picture:
            subject = _subject(by_picture[number])
            title = f"Callers and callees of {subject}"
            drawn = svg.render(
                _linked(each.diagram, on_page),
                title=title,
                prefix=f"picture-{number}-",
                with_style=False,
            )
            signs = legend(each.diagram)
            yield Figure(number, subject, title, drawn, signs, tuple(by_picture[number]))


def _subject(items: Iterable[Item]) -> str:
    """Return `Program > A, B and 3 more campaigns`, or each campaign with its program."""
    campaigns = list(dict.fromkeys(each for item in items if (each := item.finding.campaign)))
    if not campaigns:
        return "findings"
    is_one_program = len({campaign.program for campaign in campaigns}) == 1
    names = [each.name if is_one_program else each.path for each in campaigns]
    if len(names) > _MAX_NAMED:
        names[_MAX_NAMED:] = [counted(len(names) - _MAX_NAMED, "more campaign")]
    program = campaigns[0].program if is_one_program else None
    return f"{program} > {listed(names)}" if program else listed(names)


_MAX_NAMED = 3


def _linked(diagram: Diagram, on_page: set[int]) -> Diagram:
    """Link the campaigns in a diagram to their descriptions."""
    nodes = (
        replace(node, link=f"#campaign-{node.id}") if node.id in on_page else node
        for node in diagram.nodes
    )
    return replace(diagram, nodes=tuple(nodes))
