"""The task of a worker: lint one instance, and return the result as plain data."""

from __future__ import annotations

import os
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from campaignlint import api
from campaignlint.config.settings import ConfigError, Settings, load_settings, plan
from campaignlint.engine.baseline import BaselineError
from campaignlint.report.model import INCOMPLETE, Coverage
from campaignlint.rules.registry import PackError, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from campaignlint.engine.plan import Plan
    from campaignlint.fleet.instances import Instance
    from campaignlint.model.finding import Profile, Severity
    from campaignlint.report.model import Report

State = Literal["clean", "findings", "incomplete", "failed"]
"""The state of an instance: `incomplete` if parts, `failed` if all of it could not be checked."""
FailOn = Literal["error", "warning", "note", "never"]


@dataclass(frozen=True, slots=True)
class TaskOptions:
    """Options that all instances share. Paths are relative to the working directory."""

    render: Callable[[Report, str], str]
    """Renders a report in a format; a function of a module, because workers import it."""
    formats: tuple[str, ...] = ()
    rules_from: tuple[str, ...] = ()
    profile: Profile | None = None
    """None for the profile of each configuration; the same applies to the options below."""
    fail_on: FailOn | None = None
    redact: bool | None = None
    redact_names: bool | None = None
    working_directory: str = field(default_factory=os.getcwd)

    def settings(self, config: str | None) -> Settings:
        """Return the settings of a configuration file, or the defaults. Raises ConfigError."""
        settings = Settings() if config is None else load_settings(Path(config))
        return settings.with_command_line(
            profile=self.profile,
            fail_on=self.fail_on,
            redact=self.redact,
            redact_names=self.redact_names,
        )

    def plan(self, settings: Settings) -> Plan:
        """Return what to run. Raises ConfigError and PackError."""
        planned = plan(settings, load_rules(self.rules_from))
        return replace(planned, context="html" in self.formats)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for an instance."""

    instance: Instance
    state: State
    why: str = ""
    """The reason for `incomplete` and `failed`."""
    findings: Mapping[Severity, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    """The number of findings per rule, the most frequent first."""
    coverage: Coverage = field(default_factory=Coverage)
    reports: Mapping[str, str] = field(default_factory=dict)
    """The text of each report, by format."""


def lint_instance(instance: Instance, config: str | None, options: TaskOptions) -> Outcome:
    """Lint one instance; any error is part of the outcome."""
    try:
        with _work_in(options.working_directory):
            settings = options.settings(config)
            if not Path(instance.folder).is_dir():
                return Outcome(instance, "failed", "the worker cannot find the folder")
            planned = options.plan(settings)
            report = api.analyze([instance.folder], planned, settings.sources).report
            reports = {name: options.render(report, name) for name in options.formats}
    except (ConfigError, PackError, BaselineError) as error:
        return Outcome(instance, "failed", str(error))
    except Exception as error:  # noqa: BLE001 - the other instances go on
        # The text of the exception may quote the export.
        return Outcome(instance, "failed", f"internal error: {type(error).__name__}")
    return _outcome(instance, report, settings, reports)


def _outcome(
    instance: Instance, report: Report, settings: Settings, reports: Mapping[str, str]
) -> Outcome:
    rules = Counter(finding.rule for finding in report.findings)
    most_frequent_first = sorted(rules.items(), key=lambda each: (-each[1], each[0]))
    return Outcome(
        instance,
        _state(report, settings),
        _why_incomplete(report),
        report.counts(),
        dict(most_frequent_first),
        report.coverage,
        reports,
    )


def _state(report: Report, settings: Settings) -> State:
    if report.is_incomplete:
        return "incomplete"
    if settings.fail_on != "never" and report.reaches(settings.fail_on):
        return "findings"
    return "clean"


def _why_incomplete(report: Report) -> str:
    """Return why not everything was checked; "" if everything was."""
    if report.paths_without_records:
        return "no Marketo records found"
    if report.lacks_flows:
        return "no campaign was exported with its flow"
    rules = Counter(finding.rule for finding in report.findings if finding.rule in INCOMPLETE)
    return ", ".join(f"{name} ({number:,})" for name, number in sorted(rules.items()))


_DIRECTORY_LOCK = threading.Lock()
"""A process has one working directory, but a worker may have several threads."""


@contextmanager
def _work_in(folder: str) -> Iterator[None]:
    """Work in the user's working directory, so that reports contain the same file names."""
    if Path.cwd() == Path(folder):
        yield
        return
    with _DIRECTORY_LOCK:
        before = Path.cwd()
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
