"""Options of `check` for baselines: use, write and prune them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
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
    *product(
        ("write_baseline", "prune_baseline"),
        ("only", "program", "folder", "workspace", "new_since"),
    ),
    ("statistics", "output_file"),
)
"""Options that cannot be used together. A baseline of a narrowed report would be incomplete."""


def refuse_contradictions(options: dict[str, Any]) -> None:
    """Raise click.UsageError for options that cannot be used together."""
    given = {name for name, value in options.items() if value}
    given |= {"only"} if options["narrow"] else set()
    for one, other in _EXCLUSIVE:
        if {one, other} <= given:
            raise click.UsageError(f"{_option(one)} and {_option(other)} cannot be used together")
    if options["statistics"] and options["format_name"] != "text":
        raise click.UsageError("--statistics and --format cannot be used together")


def _option(name: str) -> str:
    return "--output" if name == "output_file" else f"--{name.replace('_', '-')}"


def require_baseline(settings: Settings) -> None:
    """Raise click.UsageError if there is no baseline."""
    if settings.baseline is None:
        raise click.UsageError(
            "--prune-baseline needs a baseline; set it with --baseline or in the configuration"
        )


def keep_baseline(analysis: Analysis, options: dict[str, Any]) -> Report:
    """Write or prune the baseline if an option says so, and return the report that remains."""
    report, baseline = analysis.report, analysis.baseline
    if baseline is None:
        return report
    if options["write_baseline"]:
        output.write_file(baseline.file, baseline.text())
        _say(f"wrote {_findings(len(baseline.entries))} to {baseline.file}")
        return report
    if not options["prune_baseline"]:
        return report
    if report.is_incomplete:
        _say(f"did not prune {baseline.file} because the run is incomplete")
        return report
    if report.stale_baseline:
        pruned = baseline.without(report.stale_baseline)
        output.write_file(pruned.file, pruned.text())
    _say(f"removed {_findings(len(report.stale_baseline))} from {baseline.file}")
    kept = tuple(finding for finding in report.findings if finding.rule != "stale-baseline")
    return replace(report, findings=kept, stale_baseline=())


def _findings(number: int) -> str:
    from campaignlint.text import pluralize

    return pluralize(number, "finding")


def _say(text: str) -> None:
    click.echo(f"campaignlint: {text}", err=True)
