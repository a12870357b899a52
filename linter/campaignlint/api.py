"""The Python interface, which the command uses as well.

    import campaignlint

    report = campaignlint.check(["exports"], campaignlint.Settings(profile="strict"))
    for finding in report.findings:
        print(finding.place, finding.message)

The report is frozen data: it can be compared, sorted and pickled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from campaignlint.config import settings
from campaignlint.engine import analysis, recognition
from campaignlint.engine.baseline import create, load
from campaignlint.engine.findings import INCOMPLETE
from campaignlint.engine.narrowing import find_assets, narrow
from campaignlint.engine.today import find_today
from campaignlint.loading import assemble, discovery, reader
from campaignlint.progress import timed
from campaignlint.report.coverage import measure_coverage
from campaignlint.report.located import (
    locate_findings,
    sort_by_location,
    suppressed_findings,
    without_lines,
)
from campaignlint.report.model import Hidden, NarrowedTo, Report, Scope
from campaignlint.rules import registry
from campaignlint.rules.rule import ENGINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.config.settings import Settings
    from campaignlint.engine.analysis import CheckResults
    from campaignlint.engine.baseline import Baseline
    from campaignlint.engine.findings import Accepted, RuleFinding
    from campaignlint.engine.narrowing import Assets
    from campaignlint.engine.plan import Plan
    from campaignlint.engine.recognition import Recognition
    from campaignlint.engine.today import Today
    from campaignlint.loading.discovery import Sources
    from campaignlint.loading.reader import DecodedFiles, Records
    from campaignlint.model.instance import Instance


def check(
    paths: Iterable[str | Path],
    config: Settings | str | Path | None = None,
    *,
    rules_from: Iterable[str | Path] = (),
) -> Report:
    """Lint the exports under `paths`.

    `config` is a `Settings`, or the path of a configuration file; without it, the default settings
    apply. `rules_from` are Python files and folders with more rules, whose code is executed.

    Problems in an export are findings, never exceptions. Raises ConfigError for an invalid setting,
    PackError for rules that cannot be loaded, BaselineError for a baseline that cannot be read, and
    FileNotFoundError for a path that does not exist.
    """
    names = [str(path) for path in paths]
    for path in names:
        if not Path(path).exists() and not Path(path).is_symlink():
            raise FileNotFoundError(path)
    if isinstance(config, str | Path):
        config = settings.load_settings(Path(config))
    elif config is None:
        config = settings.Settings()
    rules = registry.load_rules(str(path) for path in rules_from)
    return analyze(names, settings.plan(config, rules), config.sources).report


@dataclass(frozen=True, slots=True)
class Analysis:
    """The report of a run, the instance it is about, and the baseline that was used or created."""

    report: Report
    instance: Instance
    baseline: Baseline | None
    is_earlier_complete: bool = True
    """Whether all of the earlier state could be read."""


@dataclass(frozen=True, slots=True)
class EarlierState:
    """An earlier state of the export, whose findings are not reported again."""

    paths: tuple[str, ...]
    sources: Sources
    is_complete: bool = True
    """Whether nothing is left out of it."""


def analyze(
    paths: Iterable[str],
    plan: Plan,
    sources: Sources | None = None,
    decoded: DecodedFiles | None = None,
    *,
    earlier: EarlierState | None = None,
) -> Analysis:
    """Run a plan on the exports under `paths`.

    `sources` says which files are read in folders, and which contents replace those of files.
    Runs with the same `decoded` decode equal files once. The plan applies to the earlier state,
    too. Raises BaselineError for a baseline that cannot be read, and NarrowingError for a program,
    folder or workspace that is not in the export.
    """
    # The garbage collector is paused because it would traverse the whole instance repeatedly.
    with reader.collector_paused(), discovery.reading_from(sources or discovery.Sources()):
        if earlier is not None and decoded is None:
            decoded = reader.DecodedFiles()
        return _analyze(paths, plan, decoded, earlier)


def _analyze(
    paths: Iterable[str], plan: Plan, decoded: DecodedFiles | None, earlier: EarlierState | None
) -> Analysis:
    timings: dict[str, float] = {}
    baseline = None if plan.baseline is None else load(plan.baseline)
    export = _read_and_check(paths, plan, timings, decoded)
    instance, today = export.instance, export.today
    assets = find_assets(instance, plan.narrowing)
    before = _Before(create((), ""))
    if earlier is not None:
        with timed(timings, "earlier state"):
            before = _check_earlier(earlier, replace(plan, today=today.date), baseline, decoded)
    with timed(timings, "suppress"):
        findings, suppressed = _suppress(export, plan)
        if plan.write_baseline is not None:
            baseline = create(analysis.drop_skipped(findings, plan), plan.write_baseline)
        compared = analysis.apply_baseline(findings, suppressed, baseline, instance, plan)
        new, existing = before.findings.split(compared.kept)
        narrowed = narrow(new, plan.narrowing, assets)
        visible = analysis.drop_skipped(narrowed.findings, plan)
    with timed(timings, "locate"):
        identities = export.records.identities
        located, changed = locate_findings(visible, identities)
        diagnostics = [reader.unreadable_file(file, discovery.CHANGED) for file in changed]
        located += without_lines(analysis.resolve_diagnostics(diagnostics, instance, plan))
        accepted = suppressed_findings(
            (*suppressed, *compared.accepted), identities, is_located=plan.locate_suppressed
        )
    with timed(timings, "coverage"):
        coverage = measure_coverage(
            export.records,
            instance,
            export.recognition,
            export.results,
            dormant_findings=sum(finding.dormant for finding in narrowed.findings),
        )
    report = Report(
        findings=tuple(sort_by_location(located)),
        rules=tuple(
            rule.info for rule in plan.all_rules if rule in plan.rules or rule.category == ENGINE
        ),
        coverage=coverage,
        accepted=accepted,
        stale_baseline=compared.stale,
        hidden=Hidden(
            narrowed.in_other_files, narrowed.in_other_assets, narrowed.less_severe, len(existing)
        ),
        paths_without_records=tuple(sorted(export.records.paths_without_records)),
        scope=_scope(plan, today, assets),
        timings=timings,
    )
    if plan.context:
        from campaignlint.report import context

        with timed(timings, "context"):
            report = replace(report, context=context.collect(instance, visible))
    if plan.redact or plan.redact_names:
        from campaignlint.report.redaction import redact

        report = redact(report, names=plan.redact_names)
    return Analysis(report, instance, baseline, before.is_complete)


@dataclass(frozen=True, slots=True)
class _CheckedExport:
    records: Records
    instance: Instance
    today: Today
    recognition: Recognition
    results: CheckResults


def _read_and_check(
    paths: Iterable[str],
    plan: Plan,
    timings: dict[str, float],
    decoded: DecodedFiles | None = None,
) -> _CheckedExport:
    """Read an export, assemble its instance, and run the rules."""
    with timed(timings, "walk"):
        files = reader.find_files(paths)
    with timed(timings, "read"):
        records = reader.read_files(files, decoded)
    with timed(timings, "join"):
        instance, diagnostics = assemble.assemble_instance(
            records, patterns=plan.patterns, complete=plan.complete
        )
        today = find_today(instance, plan.today)
        instance.today = today.date
        recognized = recognition.recognize(instance)
    diagnostics += [*records.diagnostics, *recognition.diagnostics(instance, recognized)]
    results = analysis.run_rules(instance, diagnostics, plan, timings)
    return _CheckedExport(records, instance, today, recognized, results)


def _suppress(export: _CheckedExport, plan: Plan) -> tuple[list[RuleFinding], list[Accepted]]:
    """Return the findings that are not suppressed, and those that are."""
    findings, suppressed = analysis.suppress(export.results.findings, export.instance, plan)
    return analysis.lower_dormant(findings, export.instance, plan), suppressed


@dataclass(frozen=True, slots=True)
class _Before:
    findings: Baseline
    is_complete: bool = True


def _check_earlier(
    earlier: EarlierState, plan: Plan, baseline: Baseline | None, decoded: DecodedFiles | None
) -> _Before:
    """Return the findings of an earlier state as a baseline."""
    with discovery.reading_from(earlier.sources):
        export = _read_and_check(earlier.paths, plan, {}, decoded)
    findings, suppressed = _suppress(export, plan)
    compared = analysis.apply_baseline(findings, suppressed, baseline, export.instance, plan)
    is_complete = (
        earlier.is_complete
        and not export.records.paths_without_records
        and not any(finding.rule in INCOMPLETE for finding in findings)
    )
    return _Before(create(compared.kept, ""), is_complete)


def _scope(plan: Plan, today: Today, assets: Assets | None) -> Scope:
    enabled = {rule.id for rule in plan.rules}
    narrowing = plan.narrowing
    return Scope(
        profile=None if plan.has_selection else plan.profile,
        off=tuple(rule.info for rule in plan.all_rules if rule.id not in enabled),
        overrides=len(plan.overrides),
        today=today.date,
        today_origin=today.origin,
        inactive=plan.inactive,
        min_severity=narrowing.min_severity,
        writes_baseline=plan.write_baseline is not None,
        narrowed_to=None
        if assets is None
        else NarrowedTo(
            narrowing.programs, narrowing.folders, narrowing.workspaces, len(assets.campaigns)
        ),
    )
