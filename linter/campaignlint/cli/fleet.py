"""`campaignlint fleet`: many instances at once."""

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
from campaignlint.cli.settings import NEAREST, configuration_options, find_config, redaction_options
from campaignlint.cli.viewing import demand_what_pages_need

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from campaignlint.fleet.cluster import Cluster, Task
    from campaignlint.fleet.instances import Fleet
    from campaignlint.fleet.linting import Orders, Outcome
    from campaignlint.fleet.summary import Row
    from campaignlint.report.model import Report

_EPILOG = """\b
Examples:
  campaignlint fleet exports/*
  campaignlint fleet exports/ -f html -f sarif --output fleet-report
  campaignlint fleet exports/ --scheduler tls://scheduler.example:8786"""

_NEEDED = ("cryptography", "distributed", "jinja2")

_SUFFIXES = {
    "concise": "concise.txt",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "markdown": "md",
    "text": "txt",
}
"""Of the files of formats; the others end in the format's name."""


@click.command(epilog=_EPILOG)
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    default="fleet-report",
    show_default=True,
    help="Where to write a report for each instance, and the summary.",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=Choice(output.FORMATS),
    default=("json",),
    show_default=True,
    help="Which report to write for each instance. Repeatable.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@click.option("--scheduler", metavar="ADDRESS", help="Use the Dask cluster of this scheduler.")
@click.option(
    "--profile",
    type=Choice(["recommended", "strict", "audit"]),
    help="Which set of rules to run.  [default: recommended]",
)
@click.option(
    "--fail-on",
    type=Choice(["error", "warning", "note", "never"]),
    help="The mildest severity that exits with 1.  [default: warning]",
)
@redaction_options
@configuration_options
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def fleet(ctx: click.Context, /, folders: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Lint many instances at once, one in each DIR, and sum up what is found.

    A DIR is the export of one instance. One without `instance.json`, in which there are folders
    with it, stands for each of these. Every instance is linted by the configuration that is
    nearest to its DIR, unless --config names one for all.
    """
    _demand_libraries()
    if "html" in options["formats"]:
        demand_what_pages_need()
    found = _find_instances(folders)
    orders, tasks = _plan(found, options)
    from campaignlint.fleet.cluster import Cluster, ClusterError

    if options["workers"] and options["scheduler"]:
        raise click.UsageError("--workers is for processes here, and --scheduler for those there")
    cluster = Cluster(options["workers"], options["scheduler"])
    folder = Path(options["folder"])
    _prepare(folder)
    gc.enable()  # it may run for hours
    try:
        with closing(_outcomes(tasks, orders, cluster)) as outcomes:
            rows = [_written(folder, outcome) for outcome in outcomes]
    except ClusterError as error:
        raise click.ClickException(str(error)) from None
    _sum_up(folder, rows, found)
    ctx.exit(_exit_code(rows))


_INSIDE = "instances"
_SUMMARIES = ("summary.json", "summary.html")


def _demand_libraries() -> None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise click.ClickException(
            f"fleet needs {' and '.join(missing)}: pip install 'campaignlint[fleet]'"
        )


def _find_instances(folders: tuple[str, ...]) -> Fleet:
    from campaignlint.fleet.instances import find_instances
    from campaignlint.loading import discovery as files

    try:
        return find_instances(folders)
    except NotADirectoryError as error:
        folder = str(error)
        raise click.ClickException(f"{folder}: {files.absence(folder, 'folder')}") from None


def _plan(found: Fleet, options: dict[str, Any]) -> tuple[Orders, dict[str, Task]]:
    """What to do, tried out here, so that a bad configuration is told before anything starts."""
    from campaignlint.config.settings import ConfigError
    from campaignlint.fleet.linting import Orders
    from campaignlint.rules.registry import PackError

    orders = Orders(
        rendered,
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
            orders.plan(orders.settings(config))
    except (ConfigError, PackError) as error:
        raise click.ClickException(str(error)) from None
    return orders, tasks


def _configs(found: Fleet, options: dict[str, Any]) -> Iterator[Task]:
    """Each instance with its configuration file: the one that is given, else the nearest."""
    from campaignlint.config import files as config_file

    given = find_config(options["config"], no_config=options["no_config"])
    for each in found.instances:
        path = given.path
        if given.by == NEAREST or (path is None and not options["no_config"]):
            path = config_file.find_config(Path(each.folder).resolve())
        yield each, None if path is None else str(path)


def rendered(report: Report, format_name: str) -> str:
    """A report in one of the formats, on the worker that made it."""
    return output.render(report, format_name)


def _outcomes(
    tasks: Mapping[str, Task], orders: Orders, cluster: Cluster
) -> Generator[Outcome, None, None]:
    """What comes of each instance, with a bar on a terminal that says how many are done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from campaignlint.fleet.cluster import outcomes

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    progress = Progress(*columns, console=console, transient=True)
    # Before 14.3 rich ends even a bar that it does not show with an empty line.
    bar = progress if console.is_terminal else nullcontext()
    with bar, closing(outcomes(tasks, orders, cluster)) as done:
        shown = progress.add_task("Linting instances", total=len(tasks))
        for outcome in done:
            progress.advance(shown)
            yield outcome


# What is written


def _prepare(folder: Path) -> None:
    """Make the folder, and remove what an earlier run summed up: it would not be of these."""
    inside = folder / _INSIDE
    try:
        inside.mkdir(parents=True, exist_ok=True)
        for name in _SUMMARIES:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise click.ClickException(f"cannot write to {folder}: {said}") from None


def _written(folder: Path, outcome: Outcome) -> Row:
    """Write an instance's reports as soon as they are there."""
    from campaignlint.fleet.summary import Row

    files = {}
    for format_name, text in outcome.reports.items():
        suffix = _SUFFIXES.get(format_name, format_name)
        files[format_name] = f"{_INSIDE}/{outcome.instance.name}.{suffix}"
        output.write_file(str(folder / files[format_name]), text)
    return Row(outcome, files)


def _sum_up(folder: Path, rows: list[Row], found: Fleet) -> None:
    from campaignlint.cli.fleet_table import table
    from campaignlint.fleet import summary

    for name, render in zip(_SUMMARIES, (summary.as_json, summary.as_html), strict=True):
        output.write_file(str(folder / name), render(rows, version=__version__))
    color = output.wants_color("auto")
    output.print_text(table(rows, width=output.terminal_width(), color=color), color=color)
    for path in found.passed_over:
        click.echo(f"campaignlint: {path}: no instance.json in it, so it is left out", err=True)
    click.echo(f"campaignlint: reports and summary are in {folder}", err=True)


def _exit_code(rows: list[Row]) -> int:
    states = {row.outcome.state for row in rows}
    if states & {"failed", "incomplete"}:
        return exits.INCOMPLETE
    return exits.FINDINGS if "findings" in states else exits.OK
