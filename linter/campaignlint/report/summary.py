"""The last lines of a report for people: what was found, looked at, hidden, and not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.text import counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.report.model import Coverage, Report

_NAMED = 3


def summary(report: Report) -> list[str]:
    """The sentences that end a report, the verdict first."""
    coverage = report.coverage
    return [
        _verdict(report),
        *_nothing_judged(report),
        *_not_exported(coverage),
        *_not_judged(coverage),
        *_dormant(report),
        *_left_out(coverage),
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


def _nothing_judged(report: Report) -> Iterator[str]:
    if report.is_empty_handed:
        yield (
            "No campaign was exported with its flow, so hardly anything was judged: export them "
            "with includeFlowSteps=true."
        )


def _not_exported(coverage: Coverage) -> Iterator[str]:
    parts = []
    if without := coverage.campaigns - coverage.campaigns_with_flow:
        parts.append(f"the flow of {counted(without, 'campaign')}")
    if without := coverage.campaigns - coverage.campaigns_with_smart_list:
        parts.append(f"the smart list of {counted(without, 'campaign')}")
    if coverage.unresolved_references and not coverage.is_complete:
        parts.append(f"the target of {counted(coverage.unresolved_references, 'call')}")
    if coverage.without_tokens:
        parts.append(f"the My Tokens that {counted(coverage.without_tokens, 'campaign')} use")
    if parts:
        yield f"Not in this export: {listed(parts)}."
    if coverage.not_pulled:
        yield "The pull of this export left something out: instance.json says what."


def _not_judged(coverage: Coverage) -> Iterator[str]:
    if coverage.not_checked:
        yield f"Campaigns not judged for want of data: {_most(coverage.not_checked, 'rule')}."
    for names, word in (
        (coverage.unknown_steps, "flow steps"),
        (coverage.unknown_triggers, "triggers"),
    ):
        if names:
            quoted = {f"'{name}'": number for name, number in names.items()}
            yield f"Unknown {word}: {_most(quoted, 'name')}."
    if coverage.steps_without_target:
        steps = counted(coverage.steps_without_target, "Execute or Request Campaign step")
        yield f"Without a target: {steps}."


def _most(numbers: Mapping[str, int], word: str) -> str:
    """The names with the largest numbers, and how many more there are."""
    most = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{name} ({number:,})" for name, number in most[:_NAMED]]
    if len(most) > _NAMED:
        named.append(counted(len(most) - _NAMED, f"more {word}"))
    return listed(named)


def _dormant(report: Report) -> Iterator[str]:
    """Sentences about findings in dormant campaigns, and about skipped campaigns."""
    coverage = report.coverage
    if coverage.dormant_findings:
        findings = counted(coverage.dormant_findings, "finding")
        where = "in campaigns that cannot run"
        if report.scope is not None and report.scope.inactive == "skip":
            yield f"Dormant: {findings} {where}, skipped."
        else:
            yield f"Dormant: {findings} {where}, reported as notes (see --inactive)."
    if coverage.archived_campaigns:
        campaigns = counted(coverage.archived_campaigns, "unused campaign")
        yield f"Archived: {campaigns} in archived folders, not checked (see --archived)."


def _left_out(coverage: Coverage) -> Iterator[str]:
    if coverage.skipped_files:
        files = counted(coverage.skipped_files, "JSON file")
        yield f"Passed over: {files} without a Marketo record."
    if coverage.excluded_files:
        files = counted(coverage.excluded_files, "file")
        yield f"Kept out by patterns or .gitignore: {files}."


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
