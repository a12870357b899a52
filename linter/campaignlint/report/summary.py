"""The summary: counts of findings, assets, and parts not checked, skipped or hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.text import format_list, pluralize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from campaignlint.engine.today import Origin
    from campaignlint.report.model import Coverage, Report

_MAX_LISTED = 3


def summary(report: Report, *, has_options: bool = True) -> list[str]:
    """Return the sentences that end a report, the verdict first.

    With `has_options`, they refer to options of the command line.
    """
    coverage = report.coverage
    return [
        _verdict(report),
        *_warn_if_empty(report),
        *_describe_not_exported(coverage),
        *_describe_not_checked(coverage),
        *_describe_dormant(report, has_options=has_options),
        *_skipped_files(coverage),
        *_describe_narrowing(report),
        *_hidden(report),
        *_without_records(report),
    ]


def _without_records(report: Report) -> Iterator[str]:
    for path in report.paths_without_records:
        yield f"{path}: no Marketo records found."
    if report.paths_without_records and not report.coverage.files:
        yield "In folders, only .json, .ndjson and .jsonl files are read."


def _verdict(report: Report) -> str:
    counts = [pluralize(number, severity) for severity, number in report.counts().items() if number]
    coverage = report.coverage
    checked = (
        f"{pluralize(coverage.campaigns, 'campaign')} "
        f"({coverage.executables:,} executable) of "
        f"{pluralize(coverage.programs, 'program')} in {pluralize(coverage.files, 'file')}"
    )
    if report.scope is not None and report.scope.writes_baseline:
        accepted = f"Accepted {pluralize(report.baselined, 'finding')}"
        return f"{accepted}, found {format_list(counts or ['nothing else'])} in {checked}."
    if not counts:
        has_old = report.baselined or report.hidden.existing
        what = "No new findings" if has_old else "No findings"
        return f"{what} in {checked}."
    return f"Found {format_list(counts)} in {checked}."


def _warn_if_empty(report: Report) -> Iterator[str]:
    if report.lacks_flows:
        yield (
            "No campaign was exported with its flow, so almost nothing was checked. Export "
            "campaigns with includeFlowSteps=true."
        )


def _describe_not_exported(coverage: Coverage) -> Iterator[str]:
    parts = []
    if without := coverage.campaigns - coverage.campaigns_with_flow:
        parts.append(f"the flow of {pluralize(without, 'campaign')}")
    if without := coverage.campaigns - coverage.campaigns_with_smart_list:
        parts.append(f"the smart list of {pluralize(without, 'campaign')}")
    if coverage.unresolved_references and not coverage.is_complete:
        parts.append(f"the target of {pluralize(coverage.unresolved_references, 'call')}")
    if coverage.without_tokens:
        parts.append(f"the My Tokens that {pluralize(coverage.without_tokens, 'campaign')} use")
    if parts:
        yield f"Not in this export: {format_list(parts)}."
    if coverage.not_pulled:
        yield "The pull was incomplete; see instance.json."


def _describe_not_checked(coverage: Coverage) -> Iterator[str]:
    if coverage.not_checked:
        yield f"Not checked because data is missing: {_list_most(coverage.not_checked, 'rule')}."
    for names, word in (
        (coverage.unknown_steps, "flow steps"),
        (coverage.unknown_triggers, "triggers"),
    ):
        if names:
            quoted = {f"'{name}'": number for name, number in names.items()}
            yield f"Unknown {word}: {_list_most(quoted, 'name')}."
    if coverage.steps_without_target:
        steps = pluralize(coverage.steps_without_target, "Execute or Request Campaign step")
        yield f"Without a target: {steps}."


def _list_most(numbers: Mapping[str, int], word: str) -> str:
    """Return the names with the largest numbers, and the number of the others."""
    most = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    names = [f"{name} ({number:,})" for name, number in most[:_MAX_LISTED]]
    if len(most) > _MAX_LISTED:
        names.append(pluralize(len(most) - _MAX_LISTED, f"more {word}"))
    return format_list(names)


def _describe_dormant(report: Report, *, has_options: bool) -> Iterator[str]:
    """Yield sentences about findings in dormant campaigns and about archived campaigns."""
    coverage = report.coverage
    if coverage.dormant_findings:
        findings = pluralize(coverage.dormant_findings, "finding")
        where = "in campaigns that cannot run"
        if report.scope is not None and report.scope.inactive == "skip":
            yield f"Dormant: {findings} {where}, skipped."
        else:
            hint = " (see --inactive)" if has_options else ""
            yield f"Dormant: {findings} {where}, reported as notes{hint}."
    if coverage.archived_campaigns:
        campaigns = pluralize(coverage.archived_campaigns, "unused campaign")
        hint = " (see --archived)" if has_options else ""
        yield f"Archived: {campaigns} in archived folders, not checked{hint}."


def _skipped_files(coverage: Coverage) -> Iterator[str]:
    if coverage.skipped_files:
        files = pluralize(coverage.skipped_files, "JSON file")
        yield f"Skipped: {files} without Marketo records."
    if coverage.excluded_files:
        files = pluralize(coverage.excluded_files, "file")
        yield f"Excluded by patterns or .gitignore: {files}."


def _hidden(report: Report) -> Iterator[str]:
    parts = []
    if report.suppressed:
        parts.append(f"{report.suppressed:,} suppressed")
    if report.baselined and not (report.scope is not None and report.scope.writes_baseline):
        parts.append(f"{report.baselined:,} in the baseline")
    hidden = report.hidden
    if hidden.existing:
        parts.append(f"{hidden.existing:,} that existed before")
    if hidden.other_files:
        parts.append(f"{hidden.other_files:,} in other files")
    if hidden.other_assets:
        parts.append(f"{hidden.other_assets:,} in other assets")
    if hidden.less_severe and report.scope is not None:
        parts.append(f"{hidden.less_severe:,} less severe than {report.scope.min_severity}")
    if parts:
        yield f"Hidden: {format_list(parts)}."


def _describe_narrowing(report: Report) -> Iterator[str]:
    narrowed = report.scope.narrowed_to if report.scope is not None else None
    if narrowed is None:
        return
    names = quoted_names(narrowed.programs, narrowed.folders, narrowed.workspaces)
    to = f" to {names}" if names else ""
    campaigns = pluralize(report.coverage.campaigns, "campaign")
    yield f"Narrowed{to}: {narrowed.campaigns:,} of {campaigns}."


def quoted_names(
    programs: tuple[str, ...], folders: tuple[str, ...], workspaces: tuple[str, ...]
) -> str:
    """Return the names to which a report is limited: `programs 'A' and 'B' and folder 'C'`."""
    kinds = (("program", programs), ("folder", folders), ("workspace", workspaces))
    names = [text for kind, given in kinds for text in _quote(kind, given)]
    return format_list(names) if names else ""


def _quote(kind: str, names: tuple[str, ...]) -> Iterator[str]:
    if names:
        label = kind if len(names) == 1 else f"{kind}s"
        quoted = [f"'{name}'" for name in names]
        yield f"{label} {format_list(quoted)}"


_TODAY: dict[Origin, str] = {
    "setting": "as set",
    "exportedAt": "date of the export in instance.json",
    "updatedAt": "newest change in the export",
    "clock": "current date; the export has none",
}


def today(report: Report) -> Iterator[str]:
    """Return a sentence with the date that was used as today, and where it is from."""
    scope = report.scope
    if scope is not None:
        yield f"Today: {scope.today.isoformat()} ({_TODAY[scope.today_origin]})."
