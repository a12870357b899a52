"""The last lines of a report for people: what was found, looked at, hidden, and not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.report.words import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.results import Coverage, Report

_RULES_NAMED = 3


def summary(report: Report) -> list[str]:
    """The sentences that end a report, the verdict first."""
    return [
        _verdict(report),
        *_not_looked_at(report.coverage),
        *_hidden(report),
        *(f"{path} holds no Marketo record." for path in report.paths_without_records),
    ]


def _verdict(report: Report) -> str:
    counts = [counted(number, severity) for severity, number in report.counts().items() if number]
    coverage = report.coverage
    looked_at = (
        f"{counted(coverage.campaigns, 'campaign')} "
        f"({counted(coverage.executables, 'executable')}) of "
        f"{counted(coverage.programs, 'program')} in {counted(coverage.files, 'file')}"
    )
    if not counts:
        return f"Nothing found in {looked_at}."
    return f"Found {listed(counts)} in {looked_at}."


def _not_looked_at(coverage: Coverage) -> Iterator[str]:
    parts = []
    if without := coverage.campaigns - coverage.campaigns_with_flow:
        parts.append(f"the flow of {counted(without, 'campaign')}")
    if without := coverage.campaigns - coverage.campaigns_with_smart_list:
        parts.append(f"the smart list of {counted(without, 'campaign')}")
    if coverage.unresolved_references and not coverage.is_complete:
        parts.append(f"the target of {counted(coverage.unresolved_references, 'call')}")
    if parts:
        yield f"Not in this export: {listed(parts)}."
    if coverage.not_judged:
        most = sorted(coverage.not_judged.items(), key=lambda item: (-item[1], item[0]))
        named = [f"{rule} ({number:,})" for rule, number in most[:_RULES_NAMED]]
        if len(most) > _RULES_NAMED:
            named.append(counted(len(most) - _RULES_NAMED, "more rule"))
        yield f"Campaigns not judged for want of data: {listed(named)}."
    if coverage.skipped_files:
        yield (
            f"Passed over: {counted(coverage.skipped_files, 'JSON file')} without a Marketo record."
        )


def _hidden(report: Report) -> Iterator[str]:
    parts = []
    if report.suppressed:
        parts.append(f"{report.suppressed:,} suppressed")
    if report.baselined:
        parts.append(f"{report.baselined:,} in the baseline")
    if report.hidden:
        parts.append(f"{report.hidden:,} in other files")
    if parts:
        yield f"Hidden: {listed(parts)}."
