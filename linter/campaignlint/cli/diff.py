"""`campaignlint diff`: the changes between two states of an export, and their effects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import exits, output
from campaignlint.cli.choice import Choice
from campaignlint.cli.settings import (
    format_option,
    load_rules,
    output_option,
    redaction_options,
    redirect_rule_output,
)
from campaignlint.cli.view import (
    load_view_settings,
    print_reading_errors,
    require_html_libraries,
    view_options,
)

if TYPE_CHECKING:
    from campaignlint.api import Analysis
    from campaignlint.diff.comparison import Comparison
    from campaignlint.engine.plan import Plan
    from campaignlint.loading.discovery import Sources
    from campaignlint.loading.reader import DecodedFiles

FORMATS = ("text", "json", "markdown", "html")

_EPILOG = """\b
Examples:
  campaignlint diff exports/
  campaignlint diff git:main exports/
  campaignlint diff git:v1:exports git:v2:exports -f json
  campaignlint diff before/ after/ --exit-code

\b
A state is a folder, a file, git:REV or git:REV:PATH. Without NEW, git:HEAD is
compared with OLD. git:REV alone reads the path of the other state.

\b
Exit codes: 0, or 1 for new findings at or above --fail-on (or for any
difference with --exit-code), 2 bad usage, 3 incomplete."""


@click.command(epilog=_EPILOG, short_help="Show changes between two states, and their effects.")
@click.argument("old")
@click.argument("new", required=False)
@format_option(FORMATS)
@output_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs, as git does.")
@click.option(
    "--fail-on",
    type=Choice(("error", "warning", "note", "never")),
    help="Lowest severity of a new finding that fails the run.",
)
@redaction_options
@view_options
@click.pass_context
def diff(ctx: click.Context, /, old: str, new: str | None, **options: Any) -> None:
    """Show changes from OLD to NEW, affected campaigns, and new and fixed findings."""
    from campaignlint.config.settings import ConfigError, plan
    from campaignlint.diff.comparison import compare
    from campaignlint.diff.redaction import redact
    from campaignlint.loading.reader import DecodedFiles, collector_paused

    if options["format_name"] == "html":
        require_html_libraries()
    if new is None:
        old, new = "git:HEAD", old
    settings = load_view_settings(options, ()).without_baseline("two states are compared")
    try:
        planned = plan(settings, load_rules(options["rules_from"], has_report=True))
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    with collector_paused():  # it would traverse both instances repeatedly
        decoded = DecodedFiles()
        after = _analyze(new, old, planned, settings.sources, decoded)
        before = _analyze(old, new, planned, settings.sources, decoded)
        comparison = compare(before, after)
        if settings.is_redacted:
            comparison = redact(comparison, names=settings.redact_names)
        color = output.wants_color(options["color"]) and not options["output_file"]
        title = "before and after" if settings.redact_names else f"{old} to {new}"
        text = _render(comparison, options["format_name"], title, color=color)
    output.write(text, options["output_file"], color=color)
    if before.report.is_incomplete or after.report.is_incomplete:
        ctx.exit(exits.INCOMPLETE)
    fail_on = options["fail_on"] or settings.fail_on
    found = replace(after.report, findings=comparison.new)
    fails = (options["exit_code"] and not comparison.is_empty) or (
        fail_on != "never" and found.reaches(fail_on)
    )
    ctx.exit(exits.FINDINGS if fails else exits.OK)


def _analyze(
    name: str, other: str, plan: Plan, sources: Sources, decoded: DecodedFiles
) -> Analysis:
    """Check a state, and print what could not be read to standard error.

    Raises click.ClickException if there is no such state.
    """
    from campaignlint.diff.states import PREFIX, StateError, analyze_state
    from campaignlint.text import escape_control_characters, pluralize

    paths = () if other.startswith(PREFIX) else (other,)
    try:
        with redirect_rule_output():
            analysis, state = analyze_state(
                name, plan, sources, default_paths=paths, decoded=decoded
            )
    except StateError as error:
        raise click.ClickException(escape_control_characters(str(error))) from None
    print_reading_errors(analysis.report, name)
    if state.left_out:
        links = pluralize(len(state.left_out), "link or submodule", "links and submodules")
        example = "" if plan.redact_names else f", such as {state.left_out[0]}"
        message = f"campaignlint: {name}: {links} left out{example}"
        click.echo(escape_control_characters(message), err=True)
    return analysis


def _render(comparison: Comparison, format_name: str, title: str, *, color: bool) -> str:
    if format_name == "json":
        from campaignlint.diff import json

        return json.render(comparison)
    if format_name == "markdown":
        from campaignlint.diff import markdown

        return markdown.render(comparison)
    if format_name == "html":
        from campaignlint.diff import html

        return html.render(comparison, title=title)
    from campaignlint.diff import text

    return text.render(comparison, color=color)
