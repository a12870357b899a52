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

    from campaignlint.describe.campaign import CallSummary, CampaignSummary, Row
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
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
    """Describe CAMPAIGN: location, settings, smart list, flow, callers, callees and findings.

    PATHS are as those of `check`. Findings are those of `check --archived same`.
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
    from campaignlint.terminal import TerminalPage
    from campaignlint.text import escape_control_characters

    page = TerminalPage(width, color=color)
    title = DETAIL_LIMITS.truncate(campaign.path_text)
    page.print(Text(escape_control_characters(title), style="bold"))
    for heading, rows in (*_sections(campaign), (_FINDINGS, tuple(_findings(campaign, report)))):
        if rows:
            page.print()
            page.print(Text(heading, style="bold"))
            page.print(_grid(heading, rows))
    return page.text()


def _sections(campaign: SmartCampaign) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield the headings and rows of the description."""
    from campaignlint.describe.campaign import describe_campaign
    from campaignlint.describe.limits import DETAIL_LIMITS
    from campaignlint.describe.location import describe_location, describe_referenced_lists

    summary = describe_campaign(campaign, DETAIL_LIMITS)
    yield "Where it is", describe_location(campaign)
    yield "Settings", summary.settings
    yield "Smart list", tuple(_smart_list(summary))
    yield "Smart lists that it refers to", describe_referenced_lists(campaign)
    yield "Flow", tuple(_flow(summary))
    yield "Called by", tuple(_called_by(summary))
    yield "Calls", tuple(_calls(summary))


def _smart_list(summary: CampaignSummary) -> Iterator[Row]:
    from campaignlint.describe.campaign import Row

    smart_list = summary.smart_list
    if smart_list is None:
        yield Row("", "not exported")
        return
    for line in smart_list.lines():
        label, _, text = line.partition(": ")
        yield Row(label, text)
    yield from _omitted(smart_list.omitted)
    if not smart_list.triggers and not smart_list.filters:
        yield Row("", "no triggers and no filters")
    elif len(smart_list.filters) > 1 and smart_list.logic == "all":
        yield Row("filters match", "all")


def _flow(summary: CampaignSummary) -> Iterator[Row]:
    from campaignlint.describe.campaign import Row

    if summary.steps is None:
        yield Row("", "not exported")
        return
    for step in summary.steps:
        yield Row(f"{step.number}.", step.text)
        yield from (Row("", choice) for choice in step.choices)
    yield from _omitted(summary.omitted_steps)
    if not summary.steps:
        yield Row("", "no steps")


def _called_by(summary: CampaignSummary) -> Iterator[Row]:
    from campaignlint.describe.campaign import Row

    if not summary.callers:
        yield Row("", "no campaign in this export")
    for call in summary.callers:
        text = f"by {_name(call.campaigns[0])} at {call.site}"
        if call.is_certain:
            yield Row(call.passive, text)
        else:
            yield Row(f"maybe {call.passive}", f"{text}, as '{call.target}'")
    yield from _omitted(summary.omitted_callers)


def _calls(summary: CampaignSummary) -> Iterator[Row]:
    from campaignlint.describe.campaign import Row

    for call in summary.callees:
        yield Row(call.site, f"{call.verb} {_target(call)}")
    yield from _omitted(summary.omitted_callees)


def _target(call: CallSummary) -> str:
    if not call.campaigns:
        return f"'{call.target}', which is not in this export"
    if len(call.campaigns) > 1:
        return f"'{call.target}', which may be any of {', '.join(map(_name, call.campaigns))}"
    return f"{_name(call.campaigns[0])}{'' if call.is_certain else ', most likely'}"


def _name(campaign: CampaignName) -> str:
    return f"{campaign.path} [{campaign.id}]"


def _omitted(number: int) -> Iterator[Row]:
    from campaignlint.describe.campaign import Row

    if number:
        yield Row("", f"and {number:,} more")


def _grid(heading: str, rows: tuple[Row, ...]) -> Padding:
    """Lay out rows: labels on the left, texts wrapped on the right."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from campaignlint.text import escape_control_characters

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=_WIDEST_LABEL)
    grid.add_column(overflow="fold")
    if not any(row.label for row in rows):
        return Padding(
            Text("\n".join(escape_control_characters(row.text) for row in rows)),
            (0, 0, 0, 2),
        )
    for row in rows:
        style = _STYLES.get(row.label, "dim") if heading == _FINDINGS else "dim"
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
