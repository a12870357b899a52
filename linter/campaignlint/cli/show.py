"""`campaignlint show`: the description of a campaign or another asset, and its findings."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import output
from campaignlint.cli.settings import format_option, output_option, redaction_options
from campaignlint.cli.view import find_asset, load_view_settings, view, view_options

if TYPE_CHECKING:
    from campaignlint.report.asset import AssetReport

_EPILOG = """\b
Examples:
  campaignlint show 1021 exports/
  campaignlint show "OP Scoring.EX Score" exports/
  campaignlint show "program:OP Scoring" exports/ -f markdown
  campaignlint show token:my.Score exports/ -f json

\b
ASSET is an id, Program.Campaign, or a unique part of a name, with or without
its kind: campaign, program, smart-list or token."""


@click.command(
    epilog=_EPILOG, short_help="Describe one campaign or other asset, with its findings."
)
@click.argument("asset")
@click.argument("paths", nargs=-1)
@format_option(("text", "json", "markdown"))
@output_option
@redaction_options
@view_options
@click.pass_context
def show(ctx: click.Context, /, asset: str, paths: tuple[str, ...], **options: Any) -> None:
    """Describe a campaign, program, smart list or My Token, with its findings.

    PATHS are the same as for `check`. Findings are those of `check --archived same`.
    """
    from campaignlint.report.asset import report_asset

    if not paths and not asset.isdigit() and os.path.exists(asset):
        raise click.UsageError(f"ASSET is missing: '{asset}' is there, and is a path")
    settings = load_view_settings(options, paths)
    settings = replace(settings, archived="same")  # the asset is named explicitly
    seen = view(settings, options, with_findings=True)
    found = find_asset(seen, asset)
    report = report_asset(
        found, seen.report, redact=settings.is_redacted, names=settings.redact_names
    )
    color = output.wants_color(options["color"]) and not options["output_file"]
    text = _render(report, options["format_name"], color=color)
    output.write(text, options["output_file"], color=color)
    ctx.exit(seen.exit_code)


def _render(report: AssetReport, format_name: str, *, color: bool) -> str:
    if format_name == "json":
        from campaignlint.report.asset import json

        return json.render(report)
    if format_name == "markdown":
        from campaignlint.report.asset import markdown

        return markdown.render(report)
    from campaignlint.report.asset import text

    return text.render(report, width=max(60, min(100, output.terminal_width())), color=color)
