"""What `check` does with a baseline: uses one, writes one, prunes one."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import output

if TYPE_CHECKING:
    from campaignlint.api import Analysis
    from campaignlint.config.settings import Settings
    from campaignlint.report.model import Report

_EXCLUSIVE = (
    ("baseline", "no_baseline"),
    ("baseline", "write_baseline"),
    ("no_baseline", "prune_baseline"),
    ("write_baseline", "prune_baseline"),
    ("write_baseline", "only"),
    ("prune_baseline", "only"),
    ("statistics", "output_file"),
)
"""Options that contradict each other; `--only` since a baseline is of everything or wrong."""


def refuse_contradictions(options: dict[str, Any]) -> None:
    given = {name for name, value in options.items() if value}
    given |= {"only"} if options["narrow"] else set()
    for one, other in _EXCLUSIVE:
        if {one, other} <= given:
            raise click.UsageError(f"{_option(one)} and {_option(other)} exclude each other")
    if options["statistics"] and options["format_name"] != "text":
        raise click.UsageError("--statistics is text: it takes no --format")


def _option(name: str) -> str:
    return "--output" if name == "output_file" else f"--{name.replace('_', '-')}"


def require_baseline_to_prune(settings: Settings, options: dict[str, Any]) -> None:
    """Raise click.UsageError if a baseline is to be pruned that is not a file."""
    if options["prune_baseline"]:
        _demand_file(settings.baseline)


def _demand_file(path: str | None) -> None:
    if path is None:
        raise click.UsageError(
            "--prune-baseline: there is no baseline; name it with --baseline or in the "
            "configuration"
        )
    if os.path.isdir(path):  # noqa: PTH112 - never raises
        raise click.UsageError(
            f"--prune-baseline: {path} is an earlier export, which has nothing to prune"
        )


def keep_baseline(analysis: Analysis, options: dict[str, Any], *, is_incomplete: bool) -> Report:
    """Write or prune the baseline if an option says so, and return the report that remains."""
    report, baseline = analysis.report, analysis.baseline
    if baseline is None:
        return report
    if options["write_baseline"]:
        output.write_file(baseline.file, baseline.text())
        _say(f"{baseline.file} accepts {_findings(len(baseline.entries))}")
        return report
    if not options["prune_baseline"]:
        return report
    if is_incomplete:
        _say(f"{baseline.file} is not pruned, since this run is incomplete")
        return report
    if report.stale_baseline:
        pruned = baseline.without(report.stale_baseline)
        output.write_file(pruned.file, pruned.text())
    _say(f"removed {_findings(len(report.stale_baseline))} from {baseline.file}")
    kept = tuple(finding for finding in report.findings if finding.rule != "stale-baseline")
    return replace(report, findings=kept, stale_baseline=())


def _findings(number: int) -> str:
    from campaignlint.text import counted

    return counted(number, "finding")


def _say(text: str) -> None:
    click.echo(f"campaignlint: {text}", err=True)
