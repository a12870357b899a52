"""`campaignlint check`: the main job."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import exits, output
from campaignlint.cli.settings import configuration_options, load_rules, load_settings, split

if TYPE_CHECKING:
    from campaignlint.config import Settings
    from campaignlint.results import Report

_EPILOG = """\b
Examples:
  campaignlint check exports/
  campaignlint check exports/ --profile strict --ignore long-flow
  campaignlint check exports/ -f concise -r sarif=campaignlint.sarif
  campaignlint check exports/ --only exports/campaigns/1021.json"""


class _Check(click.Command):
    """A command whose --only takes every file up to the next option, as pre-commit gives them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _spread_only(args))


def _spread_only(args: list[str]) -> list[str]:
    """`--only a b` as `--only=a --only=b`."""
    spread: list[str] = []
    narrowing = False
    for arg in args:
        if arg == "--only":
            narrowing = True
            spread.append("--narrow")
        elif arg.startswith("-") and arg != "-":
            narrowing = False
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
    type=click.Choice(output.FORMATS),
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
    type=click.Choice(["recommended", "strict", "audit"]),
    help="Which set of rules to run.  [default: recommended]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    help="The mildest severity that exits with 1.  [default: warning]",
)
@click.option(
    "--complete/--partial",
    default=None,
    help="Whether what is not in the export is not in Marketo either.",
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
@configuration_options
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Whether to colour the text.",
)
@click.option("--timings", is_flag=True, help="Say on stderr what took how long.")
@click.option("--debug", is_flag=True, hidden=True)
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Lint the exports under PATHS.

    PATHS are files and folders; they default to `paths` in the configuration, else to the working
    directory. Every .json, .ndjson and .jsonl file below a folder is read.
    """
    from campaignlint import config, engine  # noqa: PLC0415 - decodes with msgspec

    settings = load_settings(options["config"], no_config=options["no_config"])
    given = {name: split(options[name]) for name in ("select", "extend_select", "ignore")}
    settings = settings.with_command_line(
        profile=options["profile"],
        fail_on=options["fail_on"],
        complete=options["complete"],
        today=options["today"] and options["today"].date(),
        **given,
    )
    rules = load_rules(options["rules_from"])
    try:
        plan = config.plan(
            settings,
            rules,
            only=_narrowed(options["only"], narrow=options["narrow"]),
            given={name: names for name, names in given.items() if names},
        )
    except config.ConfigError as error:
        raise click.ClickException(str(error)) from None
    present, missing = _present(paths or settings.paths or (".",))
    report = engine.check(present, plan)
    _write(report, options)
    if options["timings"]:
        _print_timings(report)
    ctx.exit(_exit_code(report, settings, missing))


def _narrowed(files: tuple[str, ...], *, narrow: bool) -> frozenset[str] | None:
    from campaignlint.instance.positions import shown_path  # noqa: PLC0415

    if not files and not narrow:
        return None
    for file in files:
        if not os.path.lexists(file):
            raise click.ClickException(f"--only {file}: there is no such file")
    return frozenset(shown_path(file) for file in files)


def _present(paths: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The paths that are there, and those that are not.

    Raises click.ClickException where none is there.
    """
    missing = [path for path in paths if not os.path.lexists(path)]
    present = [path for path in paths if path not in missing]
    for path in missing:
        message = f"{path}: there is no such file or folder"
        if not present:
            raise click.ClickException(message)
        click.echo(f"campaignlint: {message}; the rest is linted all the same", err=True)
    return present, missing


def _write(report: Report, options: dict[str, Any]) -> None:
    for format_name, file in options["reports"]:
        output.write_file(file, output.render(report, format_name))
    format_name, file = options["format_name"], options["output_file"]
    if file:
        output.write_file(file, output.render(report, format_name))
        return
    color = output.wants_color(options["color"])
    text = output.render(report, format_name, color=color, width=output.terminal_width())
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


def _print_timings(report: Report) -> None:
    total = sum(report.timings.values())
    for name, seconds in sorted(report.timings.items(), key=lambda item: -item[1]):
        click.echo(f"{seconds * 1000:9.1f} ms {seconds / total:6.1%}  {name}", err=True)
