"""`campaignlint check`: lint exports."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from campaignlint.cli import exits, output, progress
from campaignlint.cli.baselines import keep_baseline, refuse_contradictions, require_baseline
from campaignlint.cli.choice import Choice
from campaignlint.cli.earlier import open_earlier
from campaignlint.cli.inputs import STDIN, find_inputs
from campaignlint.cli.option_groups import GroupedCommand
from campaignlint.cli.settings import (
    color_option,
    configuration_options,
    fail_on_option,
    find_config,
    format_option,
    load_rules,
    load_settings,
    narrowing_options,
    profile_option,
    redaction_options,
    redirect_rule_output,
    split,
)
from campaignlint.cli.view import require_html_libraries
from campaignlint.model.finding import SEVERITIES
from campaignlint.progress import timed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from campaignlint.config.settings import Settings
    from campaignlint.engine.plan import Plan
    from campaignlint.loading.ignore import PathPatterns
    from campaignlint.report.model import Report

_EPILOG = """\b
Examples:
  campaignlint check exports/
  campaignlint check exports/ --profile strict --ignore long-flow
  campaignlint check exports/ -f concise -r sarif=campaignlint.sarif
  campaignlint check exports/ --program "OP Scoring" --min-severity warning
  campaignlint check exports/ --only exports/campaigns/1021.json
  campaignlint check exports/ --write-baseline campaignlint-baseline.json
  campaignlint check exports/ --new-since HEAD
  campaignlint check exports/ - --stdin-filename exports/a.json < unsaved.json"""


class _Check(GroupedCommand):
    """A command whose --only takes every file up to the next option, as pre-commit gives them."""

    groups: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "Input": (
            *("config", "no_config", "complete", "today"),
            *("exclude", "no_gitignore", "stdin_filename"),
        ),
        "Rules": (
            *("profile", "select", "extend_select", "ignore"),
            *("inactive", "archived", "rules_from"),
        ),
        "Reporting": (
            *("program", "folder", "workspace", "only", "min_severity", "fail_on"),
            *("redact", "redact_names"),
        ),
        "Baseline and suppressions": (
            *("new_since", "baseline", "no_baseline", "write_baseline", "prune_baseline"),
            *("no_suppressions", "include_suppressed"),
        ),
        "Output": (
            *("format_name", "output_file", "reports", "show_source", "quiet"),
            *("statistics", "timings", "show_settings", "color"),
        ),
    }

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _expand_only(args))


def _expand_only(args: list[str]) -> list[str]:
    """Return `--only a b` as `--only=a --only=b`."""
    spread: list[str] = []
    narrowing = False
    for arg in args:
        if arg == "--only":
            narrowing = True
            spread.append("--narrow")
        elif arg.startswith("-"):  # standard input, too, is nothing to narrow to
            narrowing = narrowing and arg == STDIN
            spread.append(arg)
        else:
            spread.append(f"--only={arg}" if narrowing else arg)
    return spread


class _Date(click.ParamType):  # type: ignore[type-arg] # not generic in older versions of click
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date. Raises click.BadParameter for any other text."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            self.fail(f"expected a date like 2026-09-14, found '{value}'", param, ctx)


def _report_option(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    reports = []
    for value in values:
        format_name, equals, file = value.partition("=")
        if format_name not in output.FORMATS or not equals or not file:
            raise click.BadParameter(
                f"'{value}' is not FORMAT=FILE with a format of {', '.join(output.FORMATS)}",
                ctx=ctx,
                param=param,
            )
        reports.append((format_name, file))
    return tuple(reports)


@click.command(cls=_Check, epilog=_EPILOG)
@click.argument("paths", nargs=-1)
@click.option(
    "--complete/--partial",
    default=None,
    help="Whether the export contains everything in the instance.  [default: see instance.json]",
)
@click.option(
    "--today",
    type=_Date(),
    metavar="YYYY-MM-DD",
    help="Date to use as today for expiration and idle checks.  [default: date of the export]",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Paths to exclude (.gitignore syntax). Repeatable.",
)
@click.option("--no-gitignore", is_flag=True, help="Do not respect .gitignore files.")
@click.option(
    "--stdin-filename",
    metavar="FILE",
    help="File name to use for standard input; replaces that file's content.",
)
@profile_option
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Rules or categories to run instead of the profile's.",
)
@click.option(
    "--extend-select",
    multiple=True,
    metavar="RULES",
    help="Rules or categories to run in addition.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules or categories to skip.")
@click.option(
    "--inactive",
    type=Choice(["note", "same", "skip"]),
    help="Severity of findings in campaigns that cannot run.  [default: note]",
)
@click.option(
    "--archived",
    type=Choice(["skip", "same"]),
    help="What to do with unused campaigns in archived folders.  [default: skip]",
)
@configuration_options
@click.option(
    "--show-settings",
    is_flag=True,
    help="Print the resolved settings and their sources, then exit.",
)
@narrowing_options
@click.option(
    "--only",
    multiple=True,
    metavar="FILE...",
    help="Report only findings located in these files. All PATHS are still read.",
)
@click.option("--narrow", is_flag=True, hidden=True)
@click.option(
    "--min-severity",
    type=Choice(SEVERITIES),
    default="note",
    help="Lowest severity to report.  [default: note]",
)
@fail_on_option
@redaction_options
@click.option(
    "--new-since",
    metavar="STATE",
    help="Report only findings that this git revision or earlier export does not have.",
)
@click.option("--baseline", metavar="FILE", help="Hide findings in this baseline file.")
@click.option("--no-baseline", is_flag=True, help="Ignore the configured baseline.")
@click.option(
    "--write-baseline", metavar="FILE", help="Write all current findings to a baseline file."
)
@click.option("--prune-baseline", is_flag=True, help="Remove stale entries from the baseline.")
@click.option("--no-suppressions", is_flag=True, help="Ignore all suppressions.")
@click.option(
    "--include-suppressed",
    is_flag=True,
    help="Include suppressed and baselined findings in SARIF output.",
)
@format_option(output.FORMATS, help="Format of the report.")
@click.option("-o", "--output", "output_file", metavar="FILE", help="Write the report to a file.")
@click.option(
    "-r",
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_report_option,
    help="Write another report in the same run. Repeatable.",
)
@click.option(
    "--show-source",
    is_flag=True,
    help="Show the lines of JSON and related locations (text format).",
)
@click.option("-q", "--quiet", is_flag=True, help="Print findings without the summary.")
@click.option("--statistics", is_flag=True, help="Show the number of findings per rule.")
@click.option("--timings", is_flag=True, help="Print timings to stderr.")
@color_option
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Lint the exports under PATHS.

    PATHS are files, folders, or - for standard input; by default `paths` in the configuration, or
    the working directory. In folders, .json, .ndjson and .jsonl files are read.
    """
    from campaignlint import api
    from campaignlint.engine.baseline import BaselineError
    from campaignlint.engine.narrowing import NarrowingError

    refuse_contradictions(options)
    if "html" in _formats(options):
        require_html_libraries()
    config_file = find_config(options["config"], no_config=options["no_config"])
    settings = _with_options(load_settings(config_file), paths, options)
    plan = _plan(settings, options)
    if options["show_settings"]:
        from campaignlint.cli import show_settings

        output.print_text(show_settings.format_settings(settings, config_file.by), color=False)
        return
    inputs = find_inputs(settings.paths or (".",), options["stdin_filename"])
    if options["prune_baseline"]:
        require_baseline(settings)
    since = options["new_since"]
    sources = replace(settings.sources, buffers=inputs.buffers)
    try:
        with (
            open_earlier(since, inputs.paths, sources) as earlier,
            redirect_rule_output(),
            progress.show_progress(),
        ):
            analysis = api.analyze(inputs.paths, plan, sources, earlier=earlier)
    except (BaselineError, NarrowingError) as error:
        raise click.ClickException(str(error)) from None
    if not analysis.is_earlier_complete:
        click.echo(
            f"campaignlint: {since} could not be read completely; old findings may be reported",
            err=True,
        )
    report = keep_baseline(analysis, options)
    timings = dict(report.timings)
    _write(report, options, timings)
    if options["timings"]:
        _print_timings(timings)
    _print_paths_without_records(report, options)
    ctx.exit(_exit_code(report, settings))


def _formats(options: dict[str, Any]) -> tuple[str, ...]:
    """Return the formats that this run writes."""
    return (options["format_name"], *(name for name, _ in options["reports"]))


def _with_options(settings: Settings, paths: tuple[str, ...], options: dict[str, Any]) -> Settings:
    """Return the settings, changed by the options of the command line."""
    settings = settings.with_command_line(
        paths=paths or None,
        exclude=_exclude_patterns(options["exclude"]),
        gitignore=False if options["no_gitignore"] else None,
        profile=options["profile"],
        fail_on=options["fail_on"],
        inactive=options["inactive"],
        archived=options["archived"],
        complete=options["complete"],
        today=options["today"],
        baseline=options["baseline"],
        redact=options["redact"] or None,
        redact_names=options["redact_names"] or None,
        select=split(options["select"]),
        extend_select=split(options["extend_select"]),
        ignore=split(options["ignore"]),
    )
    for option in ("no_baseline", "write_baseline"):
        if options[option]:
            return settings.without_baseline(f"--{option.replace('_', '-')}")
    return settings


def _exclude_patterns(patterns: tuple[str, ...]) -> PathPatterns | None:
    from campaignlint.loading.ignore import BadPatternError, PathPatterns

    try:
        return PathPatterns(".", patterns) if patterns else None
    except BadPatternError as error:
        raise click.ClickException(f"--exclude: {error}") from None


def _plan(settings: Settings, options: dict[str, Any]) -> Plan:
    from campaignlint.config.settings import ConfigError, plan
    from campaignlint.engine.narrowing import Narrowing

    rules = load_rules(options["rules_from"], has_report=True)
    try:
        planned = plan(settings, rules)
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    formats = _formats(options)
    return replace(
        planned,
        use_suppressions=not options["no_suppressions"],
        write_baseline=options["write_baseline"],
        narrowing=Narrowing(
            files=_files(options["only"], options["stdin_filename"], narrow=options["narrow"]),
            programs=options["program"],
            folders=options["folder"],
            workspaces=options["workspace"],
            min_severity=options["min_severity"],
        ),
        locate_suppressed=options["include_suppressed"] and "sarif" in formats,
        context="html" in formats,
        measure=options["timings"],
    )


def _files(only: tuple[str, ...], unsaved: str | None, *, narrow: bool) -> frozenset[str] | None:
    """Return the files of --only; None without it."""
    from campaignlint.loading import discovery
    from campaignlint.paths import relative_path

    if not only and not narrow:
        return None
    for file in only:
        if file != unsaved and not os.path.lexists(file):
            raise click.ClickException(f"--only {file}: {discovery.absence(file)}")
    return frozenset(map(relative_path, only))


def _write(report: Report, options: dict[str, Any], timings: dict[str, float]) -> None:
    plain = output.Look(
        include_suppressed=options["include_suppressed"],
        show_source=options["show_source"],
        quiet=options["quiet"],
    )
    for format_name, file in options["reports"]:
        with timed(timings, f"write {format_name}"):
            output.write_file(file, output.render(report, format_name, plain))
    format_name, file = options["format_name"], options["output_file"]
    if "github" in _formats(options):
        output.append_job_summary(report)
    if options["statistics"]:
        output.print_text(output.statistics(report), color=False)
        return
    with timed(timings, f"write {format_name}"):
        if file:
            output.write_file(file, output.render(report, format_name, plain))
            return
        color = output.wants_color(options["color"])
        look = replace(plain, color=color, width=output.terminal_width(plain.width))
        text = output.render(report, format_name, look)
        output.print_text(text, color=color)


def _print_paths_without_records(report: Report, options: dict[str, Any]) -> None:
    """Print them to stderr unless the summary on standard output lists them."""
    has_summary = options["format_name"] in ("text", "concise") and not options["output_file"]
    if has_summary and not options["quiet"]:
        return
    for path in report.paths_without_records:
        click.echo(f"campaignlint: {Path(path)}: no Marketo records found", err=True)


def _exit_code(report: Report, settings: Settings) -> int:
    if report.is_incomplete:
        return exits.INCOMPLETE
    if settings.fail_on != "never" and report.reaches(settings.fail_on):
        return exits.FINDINGS
    return exits.OK


def _print_timings(timings: Mapping[str, float]) -> None:
    total = sum(timings.values())
    width = max(map(len, timings), default=0)
    click.echo(f"{'stage or rule':{width}}  {'seconds':>8}  {'share':>6}", err=True)
    for name, seconds in sorted(timings.items(), key=lambda item: -item[1]):
        click.echo(f"{name:{width}}  {seconds:8.3f}  {seconds / total:6.1%}", err=True)
    click.echo(f"{'total':{width}}  {total:8.3f}  {1:6.1%}", err=True)
