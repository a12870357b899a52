"""`campaignlint diff`: what changed between two states of an export, and what it broke."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import exits, output
from campaignlint.cli.choice import Choice
from campaignlint.cli.settings import foreign_code, load_rules
from campaignlint.cli.view import load_view_settings, refuse_redaction, view_options

if TYPE_CHECKING:
    from campaignlint.api import Analysis
    from campaignlint.config.settings import Settings
    from campaignlint.diff.comparison import Comparison

_EPILOG = """\b
Examples:
  campaignlint diff exports/
  campaignlint diff git:main exports/
  campaignlint diff git:v1:exports git:v2:exports -f json
  campaignlint diff before/ after/ --exit-code

\b
A state is a folder, a file, git:REV or git:REV:PATH. With one, it is compared with git:HEAD.
git:REV alone reads the path of the other state.

\b
Exit codes: 0, or 1 for new findings at or above --fail-on (or for any difference
with --exit-code), 2 bad usage, 3 incomplete."""


@click.command(epilog=_EPILOG)
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Output format.",
)
@click.option("-o", "--output", "output_file", metavar="FILE", help="File to write to.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything differs, as git does.")
@click.option(
    "--fail-on",
    type=Choice(("error", "warning", "note", "never")),
    help="Lowest severity of a new finding that fails the run.",
)
@view_options
@click.pass_context
def diff(ctx: click.Context, /, old: str, new: str | None, **options: Any) -> None:  # noqa: ANN401
    """Show changes from OLD to NEW, affected campaigns, and new and fixed findings."""
    from campaignlint.diff.comparison import compare

    if new is None:
        old, new = "git:HEAD", old
    settings = load_view_settings(options, ()).without_baseline("two states are compared")
    refuse_redaction(settings, "diff")
    analyses = [
        _analyze(state, other, settings, options) for state, other in ((old, new), (new, old))
    ]
    comparison = compare(*analyses)
    text = _render(comparison, options["format_name"])
    if options["output_file"]:
        output.write_file(options["output_file"], text)
    else:
        output.print_text(text, color=False)
    if any(each.report.is_incomplete for each in analyses):
        click.echo("campaignlint: a state could not be read completely", err=True)
        ctx.exit(exits.INCOMPLETE)
    fails = options["exit_code"] and not comparison.is_empty
    ctx.exit(
        exits.FINDINGS
        if fails or _has_failure(comparison, options["fail_on"] or settings.fail_on)
        else exits.OK
    )


def _analyze(state: str, other: str, settings: Settings, options: dict[str, Any]) -> Analysis:
    """Check one state. Raises click.ClickException if it cannot be read."""
    from campaignlint import api
    from campaignlint.config.settings import ConfigError, plan
    from campaignlint.diff.states import PREFIX, StateError, read_state

    try:
        read = read_state(state, "" if other.startswith(PREFIX) else other)
        planned = plan(settings, load_rules(options["rules_from"], are_run=True))
    except (StateError, ConfigError) as error:
        raise click.ClickException(str(error)) from None
    with foreign_code():
        return api.analyze(read.paths, planned, replace(settings.sources, buffers=read.buffers))


def _render(comparison: Comparison, format_name: str) -> str:
    if format_name == "json":
        from campaignlint.diff import json

        return json.render(comparison)
    from campaignlint.diff import text

    return text.render(comparison)


def _has_failure(comparison: Comparison, fail_on: str) -> bool:
    from campaignlint.model.finding import SEVERITIES

    if fail_on == "never":
        return False
    severities = SEVERITIES[: [*SEVERITIES].index(fail_on) + 1]  # type: ignore[arg-type]
    return any(finding.severity in severities for finding in comparison.new)
