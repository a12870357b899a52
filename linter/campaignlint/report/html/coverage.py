"""The export and its coverage on the HTML page: the checked parts, and the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from campaignlint.report.model import INCOMPLETE
from campaignlint.rules.rule import ENGINE
from campaignlint.text import format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from campaignlint.report.context import Context, ExportFacts
    from campaignlint.report.html.findings import Group
    from campaignlint.report.model import Coverage, Report


def instance_names(exports: Sequence[ExportFacts]) -> str:
    """Return the names of the exported instances."""
    names = [export.instance for export in exports if export.instance]
    return format_list(names) if names else "Marketo instance"


def describe_exports(context: Context) -> Iterator[str]:
    """Yield a line about each export: its instance and its date."""
    for export in context.exports:
        text = " ".join(_export_sentences(export)) or "The export has no date."
        is_one_of_several = export.instance and len(context.exports) > 1
        yield f"{export.instance}: {text}" if is_one_of_several else text
    if not context.exports:
        changed = f" Its newest change is from {_format_time(context.newest_change)}."
        known = changed if context.newest_change else ""
        yield f"The export does not state its instance or date.{known}"


def _export_sentences(export: ExportFacts) -> Iterator[str]:
    if export.exported_at:
        yield f"Exported {_format_time(export.exported_at)}."
    if export.is_scoped:
        yield "It contains only selected programs, folders or workspaces."
    if export.is_complete is not None:
        yield f"The export is marked as {'' if export.is_complete else 'not '}complete."


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00))?")


def _format_time(text: str) -> str:
    """Return a time as in `14 September 2026, 06:00 UTC`; other texts stay as they are."""
    match = _MOMENT.fullmatch(text)
    try:
        day = _day(date.fromisoformat(match[1])) if match else ""
    except ValueError:
        return text
    if match is None:
        return text
    return f"{day}, {match[2]} UTC" if match[2] else day


def coverage_counts(coverage: Coverage) -> tuple[tuple[str, int], ...]:
    """Return the numbers of programs, campaigns and files, each with a label."""
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


def describe_rules(report: Report) -> str:
    """Return the number of rules, their profile, and the date; "" if only some stages ran."""
    scope = report.scope
    if scope is None:
        return ""
    ran = sum(rule.category != ENGINE for rule in report.rules)
    chosen = f"profile {scope.profile}" if scope.profile else "selected individually"
    text = f"Checked with {ran:,} of {pluralize(ran + len(scope.off), 'rule')} ({chosen}), "
    text += f"as of {_day(scope.today)}."
    if scope.overrides:
        verb = "applies" if scope.overrides == 1 else "apply"
        text += f" {pluralize(scope.overrides, 'override')} {verb} to some campaigns."
    return text


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not checked, and the number of its group of findings; 0 for none."""

    text: str
    group: int = 0


def find_gaps(groups: Iterable[Group], sentences: Iterable[str], context: Context) -> Iterator[Gap]:
    """Yield everything that was not checked or is not on the page, with the given sentences."""
    yield from _incomplete(groups)
    yield from map(
        Gap, (*sentences, *_describe_omitted(context), *_describe_missing(context.exports))
    )


def _incomplete(groups: Iterable[Group]) -> Iterator[Gap]:
    """Yield the reasons why the audit is incomplete."""
    for group in groups:
        if group.rule not in INCOMPLETE:
            continue
        files = len({item.finding.location.file for item in group.items})
        number = len(group.items)
        text = {
            "unreadable-file": f"Unreadable: {pluralize(files, 'file')}, or parts of them.",
            "invalid-record": f"Invalid: {pluralize(number, 'record')}.",
            "failed-response": f"Errors instead of records: {pluralize(number, 'response')}.",
            "rule-crashed": f"Crashed: {pluralize(number, 'rule')}.",
        }
        yield Gap(text.get(group.rule, group.title), group.number)


def _describe_omitted(context: Context) -> Iterator[str]:
    if context.omitted_campaigns:
        number = pluralize(context.omitted_campaigns, "campaign")
        yield f"Omitted to save space: the descriptions of {number}."
    if context.diagrams.omitted_findings:
        number = pluralize(context.diagrams.omitted_findings, "finding")
        yield f"Omitted to save space: the diagrams of {number}."


def _describe_missing(exports: Iterable[ExportFacts]) -> Iterator[str]:
    for export in exports:
        if export.missing:
            number = pluralize(export.missing, "asset")
            yield f"Not exported, according to instance.json: {number}."
