"""The task that a worker is sent: lint one instance, and say what came of it in plain data."""

from __future__ import annotations

import os
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from campaignlint import api
from campaignlint.config import settings as configuration
from campaignlint.engine.baseline import BaselineError
from campaignlint.report.model import INCOMPLETE, Coverage
from campaignlint.rules import registry as packs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from campaignlint.config.settings import Settings
    from campaignlint.engine.plan import Plan
    from campaignlint.fleet.instances import Instance
    from campaignlint.model.finding import Profile, Severity
    from campaignlint.report.model import Report

State = Literal["clean", "findings", "incomplete", "failed"]
"""How an instance is: `incomplete` where not all of it was linted, `failed` where nothing was."""
FailOn = Literal["error", "warning", "note", "never"]


@dataclass(frozen=True, slots=True)
class Orders:
    """What holds for every instance. Paths are relative to the working directory."""

    render: Callable[[Report, str], str]
    """From a report and a format its text; a function of a module, as workers import it."""
    formats: tuple[str, ...] = ()
    rules_from: tuple[str, ...] = ()
    profile: Profile | None = None
    fail_on: FailOn | None = None
    """None for what each configuration says, as for the profile."""
    redact: bool | None = None
    redact_names: bool | None = None
    working_directory: str = field(default_factory=os.getcwd)

    def settings(self, config: str | None) -> Settings:
        """The settings of a configuration file, or the defaults. Raises ConfigError."""
        file = None if config is None else Path(config)
        read = configuration.Settings() if file is None else configuration.load_settings(file)
        return read.with_command_line(
            profile=self.profile,
            fail_on=self.fail_on,
            redact=self.redact,
            redact_names=self.redact_names,
        )

    def plan(self, settings: Settings) -> Plan:
        """What to run. Raises ConfigError, and PackError."""
        plan = configuration.plan(settings, packs.load_rules(self.rules_from))
        return replace(plan, context="html" in self.formats)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an instance."""

    instance: Instance
    state: State
    why: str = ""
    """Why it is incomplete or failed."""
    findings: Mapping[Severity, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)
    """How often each rule was broken, the most broken first."""
    coverage: Coverage = field(default_factory=Coverage)
    reports: Mapping[str, str] = field(default_factory=dict)
    """The text of each report, by format."""


def lint_instance(instance: Instance, config: str | None, orders: Orders) -> Outcome:
    """Lint one instance; whatever goes wrong is its outcome, and no exception."""
    try:
        with _working_in(orders.working_directory):
            settings = orders.settings(config)
            if not Path(instance.folder).is_dir():
                return Outcome(instance, "failed", "the folder is not there for the worker")
            report = api.analyze([instance.folder], orders.plan(settings), settings.sources).report
            reports = {name: orders.render(report, name) for name in orders.formats}
    except (configuration.ConfigError, packs.PackError, BaselineError) as error:
        return Outcome(instance, "failed", str(error))
    except Exception as error:  # noqa: BLE001 - the other instances go on
        # What went wrong may quote the export, so its text stays here.
        return Outcome(instance, "failed", f"internal error: {type(error).__name__}")
    return _outcome(instance, report, settings, reports)


def _outcome(
    instance: Instance, report: Report, settings: Settings, reports: Mapping[str, str]
) -> Outcome:
    counted = Counter(finding.rule for finding in report.findings)
    most_first = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return Outcome(
        instance,
        _state(report, settings),
        _shortfall(report),
        report.counts(),
        dict(most_first),
        report.coverage,
        reports,
    )


def _state(report: Report, settings: Settings) -> State:
    if report.is_incomplete:
        return "incomplete"
    if settings.fail_on != "never" and report.reaches(settings.fail_on):
        return "findings"
    return "clean"


def _shortfall(report: Report) -> str:
    """Why not everything was linted; "" where it was."""
    if report.paths_without_records:
        return "no Marketo record in it"
    if report.is_empty_handed:
        return "no campaign was exported with its flow"
    counted = Counter(each.rule for each in report.findings if each.rule in INCOMPLETE)
    return ", ".join(f"{name} ({number:,})" for name, number in sorted(counted.items()))


_ONE_DIRECTORY = threading.Lock()
"""A process has one working directory, and a worker may have several threads."""


@contextmanager
def _working_in(folder: str) -> Iterator[None]:
    """Work where the user does, so that reports name files alike; a local worker does anyway."""
    if Path.cwd() == Path(folder):
        yield
        return
    with _ONE_DIRECTORY:
        before = Path.cwd()
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
