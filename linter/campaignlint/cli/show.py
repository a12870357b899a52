"""`campaignlint show`: the description of a campaign."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import output
from campaignlint.cli.view import (
    find_campaign,
    load_view_settings,
    refuse_redaction,
    view,
    view_options,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.padding import Padding

    from campaignlint.describe.rows import Row, Section
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
    """Describe CAMPAIGN: settings, smart list, flow, calls, activations, references and findings.

    PATHS are the same as for `check`. Findings are those of `check --archived same`.
    """
    if not paths and not campaign.isdigit() and os.path.exists(campaign):  # noqa: PTH110 - never raises
        raise click.UsageError(f"CAMPAIGN is missing: '{campaign}' is there, and is a path")
    settings = load_view_settings(options, paths)
    refuse_redaction(settings, "show")
    settings = replace(settings, archived="same")  # whoever asks for a campaign means to see it
    seen = view(settings, options, with_findings=True)
    found = find_campaign(seen, campaign)
    color = output.wants_color(options["color"])
    width = max(60, min(100, output.terminal_width()))
    output.print_text(_render(found, seen.report, width, color=color), color=color)
    ctx.exit(seen.exit_code)


def _render(campaign: SmartCampaign, report: Report, width: int, *, color: bool) -> str:
    from rich.text import Text

    from campaignlint.describe.limits import DETAIL_LIMITS
    from campaignlint.describe.rows import Section
    from campaignlint.describe.sections import campaign_sections
    from campaignlint.terminal import TerminalPage
    from campaignlint.text import escape_control_characters

    page = TerminalPage(width, color=color)
    title = DETAIL_LIMITS.truncate(campaign.path_text)
    page.print(Text(escape_control_characters(title), style="bold"))
    findings = Section(_FINDINGS, tuple(_findings(campaign, report)))
    for section in (*campaign_sections(campaign), findings):
        page.print()
        page.print(Text(section.heading, style="bold"))
        page.print(_grid(section))
    return page.text()


def _grid(section: Section) -> Padding:
    """Lay out rows: labels on the left, texts wrapped on the right."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from campaignlint.text import escape_control_characters

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=_WIDEST_LABEL)
    grid.add_column(overflow="fold")
    rows = section.rows
    if not any(row.label for row in rows):
        return Padding(
            Text("\n".join(escape_control_characters(row.text) for row in rows)),
            (0, 0, 0, 2),
        )
    for row in rows:
        style = _STYLES.get(row.label, "dim") if section.heading == _FINDINGS else "dim"
        grid.add_row(
            Text(escape_control_characters(row.label), style=style),
            Text(escape_control_characters(row.text)),
        )
    return Padding(grid, (0, 0, 0, 2))


def _findings(campaign: SmartCampaign, report: Report) -> Iterator[Row]:
    from campaignlint.describe.rows import Row

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
