"""What `check` does with a baseline: uses one, writes one, prunes one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import output

if TYPE_CHECKING:
    from campaignlint.config.settings import Settings
    from campaignlint.engine.baseline import Baseline
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


def baseline_settings(settings: Settings, options: dict[str, Any]) -> Settings:
    """The settings with the baseline that applies; one that is written anew begins with none."""
    if options["prune_baseline"]:
        _demand_file(settings.baseline)
    return settings.without_baseline("--write-baseline") if options["write_baseline"] else settings


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


def keep_baseline(
    report: Report, baseline: Baseline | None, options: dict[str, Any], *, is_incomplete: bool
) -> Report:
    """Write or prune the baseline where that is asked for; the report as it is from then on."""
    from campaignlint import earlier

    if options["write_baseline"]:
        return _write(report, options["write_baseline"])
    if not options["prune_baseline"] or baseline is None:
        return report
    if is_incomplete:
        _say(f"{baseline.file} is not pruned, since this run is incomplete")
        return report
    if report.stale_baseline:
        pruned = baseline.without(report.stale_baseline)
        output.write_file(pruned.file, pruned.text())
    _say(f"removed {_findings(len(report.stale_baseline))} from {baseline.file}")
    return earlier.without_stale(report)


def _write(report: Report, file: str) -> Report:
    from campaignlint import earlier

    accepting, made = earlier.accept_all(report, file)
    output.write_file(file, made.text())
    _say(f"{file} accepts {_findings(len(made.entries))}")
    return accepting


def _findings(number: int) -> str:
    from campaignlint.text import counted

    return counted(number, "finding")


def _say(text: str) -> None:
    click.echo(f"campaignlint: {text}", err=True)
