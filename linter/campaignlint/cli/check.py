"""`campaignlint check`: the main job."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import exits, output, progress, show_settings
from campaignlint.cli.baselines import (
    keep_baseline,
    refuse_contradictions,
    require_baseline_to_prune,
)
from campaignlint.cli.choice import Choice
from campaignlint.cli.inputs import STDIN, find_inputs
from campaignlint.cli.settings import (
    configuration_options,
    find_config,
    foreign_code,
    load_rules,
    load_settings,
    redaction_options,
    split,
)
from campaignlint.cli.view import require_html_libraries
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
  campaignlint check exports/ --only exports/campaigns/1021.json
  campaignlint check exports/ --write-baseline campaignlint-baseline.json
  campaignlint check exports/ --baseline ../exports-of-march/
  campaignlint check exports/ - --stdin-filename exports/campaigns/1021.json < unsaved.json"""


class _Check(click.Command):
    """A command whose --only takes every file up to the next option, as pre-commit gives them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _spelt_out(args))


def _spelt_out(args: list[str]) -> list[str]:
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
    "-f",
    "--format",
    "format_name",
    type=Choice(output.FORMATS),
    default="text",
    show_default=True,
    help="How to print the report.",
)
@click.option("-o", "--output", "output_file", metavar="FILE", help="Write it to a file.")
@click.option(
    "-r",
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_report_option,
    help="Write one more report in the same run. Repeatable.",
)
@click.option("--select", multiple=True, metavar="RULES", help="Run only these rules, categories.")
@click.option(
    "--extend-select", multiple=True, metavar="RULES", help="Run these beside the profile's."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not run these.")
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
@click.option(
    "--inactive",
    type=Choice(["note", "same", "skip"]),
    help="Findings in campaigns that cannot run.  [default: note]",
)
@click.option(
    "--archived",
    type=Choice(["skip", "same"]),
    help="Unused campaigns in archived folders.  [default: skip]",
)
@click.option(
    "--complete/--partial",
    default=None,
    help="Whether what is not in the export is not in Marketo either.  "
    "[default: as instance.json says]",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day by which to tell what is over or idle.  [default: the day of the run, in UTC]",
)
@click.option(
    "--only",
    multiple=True,
    metavar="FILE...",
    help="Show only findings with a place in these files. All of PATHS is read all the same.",
)
@click.option("--narrow", is_flag=True, hidden=True)
@click.option(
    "--no-suppressions", is_flag=True, help="Show what suppressions accept, too; use none."
)
@click.option(
    "--baseline",
    metavar="PATH",
    help="Hide what this baseline accepts, or what was there in this folder, an earlier export.",
)
@click.option("--no-baseline", is_flag=True, help="Use no baseline, also not the configuration's.")
@click.option(
    "--write-baseline", metavar="FILE", help="Accept all that is found, and write it to a file."
)
@click.option(
    "--prune-baseline",
    is_flag=True,
    help="Remove from the baseline what is no longer found.",
)
@redaction_options
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Do not read this below folders; patterns are those of .gitignore. Repeatable.",
)
@click.option("--no-gitignore", is_flag=True, help="Read what .gitignore files leave out, too.")
@click.option(
    "--stdin-filename",
    metavar="FILE",
    help="The name of what is read from standard input, and the file in whose place it stands.",
)
@configuration_options
@click.option(
    "--show-settings", is_flag=True, help="Print what is set, and where, and lint nothing."
)
@click.option(
    "--color",
    type=Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Whether to colour the text.",
)
@click.option(
    "--include-suppressed",
    is_flag=True,
    help="Put suppressed and baselined findings into SARIF, marked as such.",
)
@click.option("--statistics", is_flag=True, help="Print how often each rule was broken, not where.")
@click.option(
    "--show-source",
    is_flag=True,
    help="Show the lines of JSON and related locations (text format).",
)
@click.option("--timings", is_flag=True, help="Say on stderr what took how long.")
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Lint the exports under PATHS.

    PATHS are files and folders, and - for standard input; they default to `paths` in the
    configuration, else to the working directory. Every .json, .ndjson and .jsonl file below a
    folder is read.
    """
    from campaignlint import api
    from campaignlint.engine.baseline import BaselineError

    refuse_contradictions(options)
    if "html" in _formats(options):
        require_html_libraries()
    found = find_config(options["config"], no_config=options["no_config"])
    settings = _with_options(load_settings(found), paths, options)
    plan = _plan(settings, options)
    if options["show_settings"]:
        output.print_text(show_settings.shown(settings, found.by), color=False)
        return
    inputs = find_inputs(settings.paths or (".",), options["stdin_filename"])
    require_baseline_to_prune(settings, options)
    sources = replace(settings.sources, buffers=inputs.buffers)
    try:
        with foreign_code(), progress.shown():
            analysis = api.analyze(inputs.paths, plan, sources)
    except BaselineError as error:
        raise click.ClickException(str(error)) from None
    is_incomplete = analysis.report.is_incomplete or bool(inputs.missing)
    report = keep_baseline(analysis, options, is_incomplete=is_incomplete)
    timings = dict(report.timings)
    _write(report, options, timings)
    if options["timings"]:
        _print_timings(timings)
    ctx.exit(_exit_code(report, settings, inputs.missing))


def _formats(options: dict[str, Any]) -> tuple[str, ...]:
    """The formats that this run writes."""
    return (options["format_name"], *(name for name, _ in options["reports"]))


def _with_options(settings: Settings, paths: tuple[str, ...], options: dict[str, Any]) -> Settings:
    """The settings with those that the command line gives."""
    settings = settings.with_command_line(
        paths=paths or None,
        exclude=_excluded(options["exclude"]),
        gitignore=False if options["no_gitignore"] else None,
        profile=options["profile"],
        fail_on=options["fail_on"],
        inactive=options["inactive"],
        archived=options["archived"],
        complete=options["complete"],
        today=options["today"] and options["today"].date(),
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


def _excluded(patterns: tuple[str, ...]) -> PathPatterns | None:
    from campaignlint.loading import ignore as path_patterns

    try:
        return path_patterns.PathPatterns(".", patterns) if patterns else None
    except path_patterns.BadPatternError as error:
        raise click.ClickException(f"--exclude: {error}") from None


def _plan(settings: Settings, options: dict[str, Any]) -> Plan:
    from campaignlint.config.settings import ConfigError, plan

    rules = load_rules(options["rules_from"], are_run=True)
    only = _narrowed(options["only"], options["stdin_filename"], narrow=options["narrow"])
    try:
        planned = plan(settings, rules)
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    formats = _formats(options)
    return replace(
        planned,
        use_suppressions=not options["no_suppressions"],
        write_baseline=options["write_baseline"],
        only=only,
        locate_suppressed=options["include_suppressed"] and "sarif" in formats,
        context="html" in formats,
        measure=options["timings"],
    )


def _narrowed(only: tuple[str, ...], unsaved: str | None, *, narrow: bool) -> frozenset[str] | None:
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
        include_suppressed=options["include_suppressed"], show_source=options["show_source"]
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
        look = replace(plain, color=color, width=output.terminal_width())
        text = output.render(report, format_name, look)
        output.print_text(text, color=color)


def _exit_code(report: Report, settings: Settings, missing: list[str]) -> int:
    for path in report.paths_without_records:
        click.echo(
            f"campaignlint: {Path(path)}: no Marketo record in it, so nothing was linted there",
            err=True,
        )
    if report.is_incomplete or missing:
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
    click.echo(f"{'in all':{width}}  {total:8.3f}  {1:6.1%}", err=True)
