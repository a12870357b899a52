"""The Python interface: what the command itself calls.

    import campaignlint

    report = campaignlint.check(["exports"], campaignlint.Settings(profile="strict"))
    for finding in report.findings:
        print(finding.place, finding.message)

The report is plain frozen data: it compares, sorts and pickles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from campaignlint import earlier
from campaignlint.config import settings as configuration
from campaignlint.engine import analysis as engine
from campaignlint.loading import discovery as files
from campaignlint.report.model import Scope
from campaignlint.rules import registry as packs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from campaignlint.config.settings import Settings
    from campaignlint.engine.analysis import Plan
    from campaignlint.engine.baseline import Baseline
    from campaignlint.model.instance import Instance
    from campaignlint.report.model import Report


def check(
    paths: Iterable[str | Path],
    config: Settings | str | Path | None = None,
    *,
    rules_from: Iterable[str | Path] = (),
) -> Report:
    """Lint the exports under `paths`: files and folders.

    `config` is a `Settings`, or the path of a configuration file; without one the defaults hold,
    and no file is looked for. `rules_from` are Python files and folders with rules of one's own,
    whose code runs.

    Faults in an export are findings, never exceptions. Raises ConfigError for a setting that cannot
    be, PackError for rules that cannot be loaded, BaselineError for a baseline that cannot be read,
    and FileNotFoundError for a path that is not there.
    """
    wanted = [str(path) for path in paths]
    for path in wanted:
        if not Path(path).exists() and not Path(path).is_symlink():
            raise FileNotFoundError(path)
    settings = configuration.Settings() if config is None else config
    if isinstance(settings, str | Path):
        settings = configuration.load_settings(Path(settings))
    rules = packs.load_rules(str(path) for path in rules_from)
    return run(wanted, settings, configuration.plan(settings, rules)).report


@dataclass(frozen=True, slots=True)
class Run:
    """A report, and the baseline that it was held against."""

    report: Report
    baseline: Baseline | None


def run(
    paths: Iterable[str],
    settings: Settings,
    plan: Plan,
    buffers: Mapping[str, bytes] | None = None,
    *,
    owns_process: bool = False,
) -> Run:
    """Carry a plan out by what the settings say of files: patterns, and the baseline.

    `buffers` stand in place of the files of those names, as an editor's unsaved ones do. Who owns
    the process may have more of them started, and large files mapped. Raises BaselineError for a
    baseline that cannot be read.
    """
    examination = examine(paths, settings, plan, buffers, owns_process=owns_process)
    return Run(examination.report, examination.baseline)


@dataclass(frozen=True, slots=True)
class Examination(Run):
    """A run, and the instance that was looked at: it stays in memory as long as this does."""

    instance: Instance


def examine(
    paths: Iterable[str],
    settings: Settings,
    plan: Plan,
    buffers: Mapping[str, bytes] | None = None,
    *,
    owns_process: bool = False,
) -> Examination:
    """Likewise, with the instance, for what shows more of it than findings."""
    sources = replace(settings.sources, buffers=buffers or {}, owns_process=owns_process)
    with files.reading_from(sources):
        if settings.baseline is not None:
            plan = replace(plan, baseline=earlier.accepted_before(settings.baseline, plan))
        examined = engine.examine(paths, plan)
    report = replace(examined.report, scope=_scope(settings, plan))
    if plan.baseline is not None and Path(plan.baseline.file).is_dir():
        report = earlier.without_stale(report)
    return Examination(report, plan.baseline, examined.instance)


def _scope(settings: Settings, plan: Plan) -> Scope:
    on = {rule.id for rule in plan.rules}
    return Scope(
        profile=plan.profile if settings.select is None else None,
        off=tuple(rule.info for rule in plan.all_rules if rule.id not in on),
        overrides=len(plan.overrides),
        today=plan.today,
    )
