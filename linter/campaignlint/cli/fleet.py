"""`campaignlint fleet`: many instances in parallel."""

from __future__ import annotations

import gc
import importlib.util
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignlint import __version__
from campaignlint.cli import exits, output
from campaignlint.cli.choice import Choice
from campaignlint.cli.settings import (
    NEAREST,
    configuration_options,
    fail_on_option,
    find_config,
    profile_option,
    redaction_options,
)
from campaignlint.cli.view import require_html_libraries
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from campaignlint.fleet.cluster import Cluster, Task
    from campaignlint.fleet.instances import Fleet
    from campaignlint.fleet.summary import Row
    from campaignlint.fleet.task import Outcome, TaskOptions
    from campaignlint.report.model import Report

_EPILOG = """\b
Examples:
  campaignlint fleet exports/*
  campaignlint fleet exports/ -f html -f sarif --output fleet-report
  campaignlint fleet exports/ --scheduler tls://scheduler.example:8786"""

_REQUIRED = ("cryptography", "distributed", "jinja2")

_SUFFIXES = {
    "concise": "concise.txt",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "markdown": "md",
    "text": "txt",
}
"""File name suffixes of formats; for the others, it is the name of the format."""


@click.command(epilog=_EPILOG)
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    default="fleet-report",
    show_default=True,
    help="Folder for the reports and the summary.",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=Choice(output.FORMATS),
    default=("json",),
    show_default=True,
    help="Report format for each instance. Repeatable.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Number of worker processes.  [default: number of cores]",
)
@click.option("--scheduler", metavar="URL", help="Existing Dask scheduler to use.")
@profile_option
@fail_on_option
@redaction_options
@configuration_options
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def fleet(ctx: click.Context, /, folders: tuple[str, ...], **options: Any) -> None:
    """Lint many instances in parallel and summarize the results.

    Each DIR is the export of one instance. A DIR without `instance.json` stands for all folders in
    it that have one. Each instance uses the nearest configuration file, unless --config sets one
    for all.
    """
    _require_libraries()
    if "html" in options["formats"]:
        require_html_libraries()
    found = _find_instances(folders)
    task_options, tasks = _plan(found, options)
    from campaignlint.fleet.cluster import Cluster, ClusterError

    if options["workers"] and options["scheduler"]:
        raise click.UsageError("--workers and --scheduler cannot be used together")
    cluster = Cluster(options["workers"], options["scheduler"])
    folder = Path(options["folder"])
    _prepare(folder)
    gc.enable()  # it may run for hours
    try:
        with closing(_outcomes(tasks, task_options, cluster)) as outcomes:
            rows = [_write_reports(folder, outcome) for outcome in outcomes]
    except ClusterError as error:
        raise click.ClickException(str(error)) from None
    _summarize(folder, rows, found)
    ctx.exit(_exit_code(rows))


_REPORTS = "instances"
_PAGE = "summary.html"
_SUMMARIES = ("summary.json", _PAGE)


def _require_libraries() -> None:
    missing = [name for name in _REQUIRED if importlib.util.find_spec(name) is None]
    if missing:
        raise click.ClickException(
            f"fleet needs {' and '.join(missing)}: pip install 'campaignlint[fleet]'"
        )


def _find_instances(folders: tuple[str, ...]) -> Fleet:
    from campaignlint.fleet.instances import find_instances
    from campaignlint.loading import discovery

    try:
        return find_instances(folders)
    except NotADirectoryError as error:
        folder = str(error)
        raise click.ClickException(
            f"{escape_control_characters(folder)}: {discovery.absence(folder, 'folder')}"
        ) from None


def _plan(found: Fleet, options: dict[str, Any]) -> tuple[TaskOptions, dict[str, Task]]:
    """Return the tasks; an invalid configuration is an error before any worker starts."""
    from campaignlint.config.settings import ConfigError
    from campaignlint.fleet.task import TaskOptions
    from campaignlint.rules.registry import PackError

    task_options = TaskOptions(
        render,
        tuple(dict.fromkeys(options["formats"])),
        options["rules_from"],
        options["profile"],
        options["fail_on"],
        redact=options["redact"] or None,
        redact_names=options["redact_names"] or None,
    )
    tasks = {each.name: (each, config) for each, config in _configs(found, options)}
    try:
        for config in {config for _, config in tasks.values()}:
            task_options.plan(task_options.settings(config))
    except (ConfigError, PackError) as error:
        raise click.ClickException(str(error)) from None
    return task_options, tasks


def _configs(found: Fleet, options: dict[str, Any]) -> Iterator[Task]:
    """Yield each instance with its configuration file: the given or the nearest one."""
    from campaignlint.config import files

    given = find_config(options["config"], no_config=options["no_config"])
    for instance in found.instances:
        path = given.path
        if given.by == NEAREST or (path is None and not options["no_config"]):
            path = files.find_config(Path(instance.folder).resolve())
        yield instance, None if path is None else str(path)


def render(report: Report, format_name: str) -> str:
    """Render a report on a worker."""
    return output.render(report, format_name)


def _outcomes(
    tasks: Mapping[str, Task], options: TaskOptions, cluster: Cluster
) -> Generator[Outcome, None, None]:
    """Yield the outcome of each instance, with a progress bar on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from campaignlint.fleet.cluster import run_tasks

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    progress = Progress(*columns, console=console, transient=True)
    # Before version 14.3, rich prints an empty line even for a hidden bar.
    bar = progress if console.is_terminal else nullcontext()
    with bar, closing(run_tasks(tasks, options, cluster)) as outcomes:
        task = progress.add_task("Linting instances", total=len(tasks))
        for outcome in outcomes:
            progress.advance(task)
            yield outcome


# Files


def _prepare(folder: Path) -> None:
    """Create the folder, and remove the summary of an earlier run."""
    try:
        (folder / _REPORTS).mkdir(parents=True, exist_ok=True)
        for name in _SUMMARIES:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"cannot write to {folder}: {output.reason_of(error)}") from None


def _write_reports(folder: Path, outcome: Outcome) -> Row:
    """Write the reports of an instance as soon as it is finished."""
    from campaignlint.fleet.summary import Row

    files = {}
    for format_name, text in outcome.reports.items():
        suffix = _SUFFIXES.get(format_name, format_name)
        files[format_name] = f"{_REPORTS}/{outcome.instance.name}.{suffix}"
        output.write_file(str(folder / files[format_name]), text)
    return Row(outcome, files)


def _summarize(folder: Path, rows: list[Row], found: Fleet) -> None:
    from campaignlint.cli.fleet_table import table
    from campaignlint.fleet import summary

    renderers = (summary.render_json, summary.render_html)
    for name, render_summary in zip(_SUMMARIES, renderers, strict=True):
        output.write_file(str(folder / name), render_summary(rows, version=__version__))
    color = output.wants_color("auto")
    output.print_text(table(rows, width=output.terminal_width(), color=color), color=color)
    for path in found.skipped:
        shown = escape_control_characters(path)
        click.echo(f"campaignlint: {shown}: skipped, because it has no instance.json", err=True)
    click.echo(f"campaignlint: summary with links to the reports: {folder / _PAGE}", err=True)


def _exit_code(rows: list[Row]) -> int:
    states = {row.outcome.state for row in rows}
    if states & {"failed", "incomplete"}:
        return exits.INCOMPLETE
    return exits.FINDINGS if "findings" in states else exits.OK
