"""What commands that show a part of an export share: reading it, and finding a campaign in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import exits
from campaignlint.cli.choice import Choice
from campaignlint.cli.inputs import find_inputs
from campaignlint.cli.settings import (
    Function,
    configuration_options,
    find_config,
    foreign_code,
    load_rules,
    load_settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from campaignlint.config.settings import Settings
    from campaignlint.engine.plan import Plan
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance
    from campaignlint.report.model import Report

_CANDIDATES = 15
_FAULTS = 10


@dataclass(frozen=True, slots=True)
class View:
    """An export that was read, with what the linter says of it."""

    instance: Instance
    report: Report
    settings: Settings
    plan: Plan
    is_whole: bool
    """Whether all of it could be read."""

    @property
    def exit_code(self) -> int:
        return exits.OK if self.is_whole else exits.INCOMPLETE


def view_options(function: Function) -> Function:
    """How to read the export, and whether to colour what is shown of it."""
    for option in reversed(
        (
            click.option(
                "--complete/--partial",
                default=None,
                help="Whether what is not in the export is not in Marketo either.",
            ),
            configuration_options,
            click.option(
                "--color",
                type=Choice(["auto", "always", "never"]),
                default="auto",
                show_default=True,
                help="Whether to colour the text.",
            ),
            click.option("--debug", is_flag=True, hidden=True),
        )
    ):
        function = option(function)
    return function


def load_view_settings(options: dict[str, Any], paths: tuple[str, ...]) -> Settings:
    """The settings that hold, with what the command line says of paths and completeness."""
    found = find_config(options["config"], no_config=options["no_config"])
    return load_settings(found).with_command_line(
        paths=paths or None,
        complete=options["complete"],
        redact=options.get("redact") or None,
        redact_names=options.get("redact_names") or None,
    )


def view(settings: Settings, options: dict[str, Any], *, with_findings: bool) -> View:
    """Read the export, and lint it where findings are to be shown.

    What could not be read is said on standard error.
    """
    from campaignlint import api
    from campaignlint.config.settings import ConfigError, plan
    from campaignlint.engine.baseline import BaselineError
    from campaignlint.text import escape_ci_commands

    if not with_findings:
        settings = settings.without_baseline("no findings are shown")
    try:
        planned = plan(settings, load_rules(options["rules_from"], are_run=True))
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    if not with_findings:
        planned = replace(planned, rules=(), use_suppressions=False)
    inputs = find_inputs(settings.paths or (".",), None)
    sources = replace(settings.sources, buffers=inputs.buffers)
    try:
        with foreign_code():
            examined = api.analyze(inputs.paths, planned, sources)
    except BaselineError as error:
        raise click.ClickException(str(error)) from None
    faults = list(_shortfalls(examined.report))
    for line in faults[:_FAULTS]:
        click.echo(escape_ci_commands(f"campaignlint: {line}"), err=True)
    if len(faults) > _FAULTS:
        rest = len(faults) - _FAULTS
        click.echo(f"campaignlint: and {rest:,} more; `campaignlint check` lists all", err=True)
    return View(
        examined.instance, examined.report, settings, planned, not (faults or inputs.missing)
    )


def _shortfalls(report: Report) -> Iterator[str]:
    """Why not all of the export is there, a line each."""
    from campaignlint.report.model import INCOMPLETE
    from campaignlint.text import escape_control_characters

    for path in report.paths_without_records:
        yield f"{escape_control_characters(str(Path(path)))}: no Marketo record in it"
    for finding in report.findings:
        if finding.rule in INCOMPLETE:
            where = finding.location
            place = where.file if where.line is None else f"{where.file}:{where.line}"
            yield escape_control_characters(f"{place}: {finding.message}")
    coverage = report.coverage
    if coverage.campaigns and not coverage.campaigns_with_flow:
        yield (
            "no campaign was exported with its flow, so no call is known: export them with "
            "includeFlowSteps=true"
        )


def find_campaign(view: View, text: str, option: str = "") -> SmartCampaign:
    """The campaign that a text means.

    Raises click.ClickException, with the candidates, where that is none or several; `option` says
    where the text was given.
    """
    from campaignlint.model.lookup import look_up
    from campaignlint.text import escape_control_characters

    found = look_up(view.instance, text)
    if found.campaign is not None:
        return found.campaign
    lead = f"{option}: " if option else ""
    typed = escape_control_characters(text)
    if not found.matches:
        message = f"{lead}no campaign of this export is called '{typed}'"
        if found.nearest and not view.settings.redact_names:
            message += f"; did you mean '{escape_control_characters(found.nearest)}'?"
        raise click.ClickException(message)
    lines = [f"{lead}'{typed}' may mean {len(found.matches):,} campaigns:"]
    name_of = shown_names(view)
    for campaign in found.matches[:_CANDIDATES]:
        named = name_of(campaign)
        program = f"{named.program}." if named.program else ""
        lines.append(f"  {campaign.id}  {escape_control_characters(program + named.name)}")
    if len(found.matches) > _CANDIDATES:
        lines.append(f"  and {len(found.matches) - _CANDIDATES:,} more")
    lines.append("Give an id, Program.Campaign, or more of the name.")
    raise click.ClickException("\n".join(lines))


def shown_names(view: View) -> Callable[[SmartCampaign], CampaignName]:
    """Return how campaigns are named: by their names, or by ids if names are redacted."""
    if view.settings.redact_names:
        from campaignlint.report.redaction import redact_name

        return lambda campaign: redact_name(campaign.as_name())
    return lambda campaign: campaign.as_name()


def address_in_marketo(campaign: SmartCampaign) -> str | None:
    """Where Marketo shows a campaign; None where the export leads elsewhere."""
    from campaignlint.urls import marketo_link

    link = marketo_link(campaign.data.computed_url)
    return link.url if link is not None and link.is_marketo else None


def demand_extra(module: str, what: str) -> None:
    """Raise click.ClickException where a module of the extra `audit` is not installed."""
    if not is_installed(module):
        raise click.ClickException(
            f"{what} needs {module}, which is not installed: pip install 'campaignlint[audit]'"
        )


def demand_what_pages_need() -> None:
    """Likewise where one is missing that writes the HTML audit."""
    for module in ("jinja2", "igraph"):
        demand_extra(module, "-f html")


def is_installed(module: str) -> bool:
    """Whether a module can be imported."""
    from importlib.util import find_spec

    return find_spec(module) is not None
