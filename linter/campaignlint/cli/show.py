"""`campaignlint show`: one campaign in words."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import output
from campaignlint.cli.viewing import find_campaign, load_view_settings, view, view_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.padding import Padding

    from campaignlint.config.settings import Settings
    from campaignlint.describe.campaign import Row, Section
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.report.model import Report

_EPILOG = """\b
Examples:
  campaignlint show 1021 exports/
  campaignlint show "OP Scoring.EX Score" exports/
  campaignlint show "ex score" exports/

\b
CAMPAIGN is an id, Program.Campaign, or a unique part of a name."""

_FINDINGS = "Findings"
_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}
_WIDEST_LABEL = 24


@click.command(epilog=_EPILOG)
@click.argument("campaign", metavar="CAMPAIGN")
@click.argument("paths", nargs=-1)
@view_options
@click.pass_context
def show(ctx: click.Context, /, campaign: str, paths: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401
    """Show CAMPAIGN in words: where it is, what it does, who calls it, and what is wrong with it.

    PATHS are as those of `check`, and so is what it finds.
    """
    if not paths and not campaign.isdigit() and os.path.exists(campaign):  # noqa: PTH110 - never raises
        raise click.UsageError(f"CAMPAIGN is missing: '{campaign}' is there, and is a path")
    settings = load_view_settings(options, paths)
    _refuse_redaction(settings)
    seen = view(settings, options, with_findings=True)
    found = find_campaign(seen, campaign)
    color = output.wants_color(options["color"])
    width = max(60, min(100, output.terminal_width()))
    output.print_text(_render(found, seen.report, width, color=color), color=color)
    ctx.exit(seen.exit_code)


def _refuse_redaction(settings: Settings) -> None:
    """Raise click.ClickException if values are redacted: `show` prints little else."""
    if settings.is_redacted:
        key = "redact_names" if settings.redact_names else "redact"
        raise click.ClickException(
            f"show prints values from the export, and `{key}` ({settings.origins.of((key,))}) "
            "redacts them; run it with --no-config or with a --config that does not redact"
        )


def _render(campaign: SmartCampaign, report: Report, width: int, *, color: bool) -> str:
    from rich.text import Text

    from campaignlint.describe.campaign import Section, portrait
    from campaignlint.terminal import TerminalPage
    from campaignlint.text import escape_control_characters

    page = TerminalPage(width, color=color)
    page.print(Text(escape_control_characters(campaign.path_text), style="bold"))
    findings = Section(_FINDINGS, tuple(_findings(campaign, report)))
    for section in (*portrait(campaign), findings):
        page.print()
        page.print(Text(section.title, style="bold"))
        page.print(_grid(section))
    return page.text()


def _grid(section: Section) -> Padding:
    """Labels on the left, and beside each its text in lines that fit."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from campaignlint.text import escape_control_characters

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=_WIDEST_LABEL)
    grid.add_column(overflow="fold")
    if not any(row.label for row in section.rows):
        return Padding(
            Text("\n".join(escape_control_characters(row.text) for row in section.rows)),
            (0, 0, 0, 2),
        )
    for row in section.rows:
        style = _STYLES.get(row.label, "dim") if section.title == _FINDINGS else "dim"
        grid.add_row(
            Text(escape_control_characters(row.label), style=style),
            Text(escape_control_characters(row.text)),
        )
    return Padding(grid, (0, 0, 0, 2))


def _findings(campaign: SmartCampaign, report: Report) -> Iterator[Row]:
    from campaignlint.describe.campaign import Row

    found = [
        finding
        for finding in report.findings
        if finding.campaign is not None and finding.campaign.id == campaign.id
    ]
    for finding in found:
        location = finding.location
        yield Row(
            finding.severity,
            f"{finding.message} [{finding.rule}] at {location.file}:{location.line}",
        )
    if not found:
        yield Row("", "none")
    accepted = sum(
        each.finding.campaign is not None and each.finding.campaign.id == campaign.id
        for each in report.accepted
    )
    if accepted:
        yield Row("accepted", f"{accepted:,} by suppressions or the baseline")
