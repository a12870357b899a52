"""Functions that read an export and find an asset in it, for `show` and `graph`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import exits
from campaignlint.cli.inputs import find_inputs
from campaignlint.cli.settings import (
    color_option,
    combine,
    configuration_options,
    find_config,
    load_rules,
    load_settings,
    redirect_rule_output,
)
from campaignlint.text import escape_control_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from campaignlint.config.settings import Settings
    from campaignlint.engine.plan import Plan
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.finding import CampaignName
    from campaignlint.model.instance import Instance
    from campaignlint.model.lookup import Asset, AssetT, Lookup
    from campaignlint.report.model import Report

_MAX_CANDIDATES = 15
_MAX_ERRORS = 10


@dataclass(frozen=True, slots=True)
class View:
    """An export, with its report."""

    instance: Instance
    report: Report
    settings: Settings
    plan: Plan
    is_complete: bool
    """Whether all files could be read."""

    @property
    def exit_code(self) -> int:
        return exits.OK if self.is_complete else exits.INCOMPLETE


view_options = combine(
    click.option(
        "--complete/--partial",
        default=None,
        help="Whether the export contains everything in the instance.",
    ),
    configuration_options,
    color_option,
    click.option("--debug", is_flag=True, hidden=True),
)
"""The options for reading the export, and --color."""


def load_view_settings(options: dict[str, Any], paths: tuple[str, ...]) -> Settings:
    """Return the settings of the configuration and the command line."""
    config_file = find_config(options["config"], no_config=options["no_config"])
    return load_settings(config_file).with_command_line(
        paths=paths or None,
        complete=options["complete"],
        redact=options.get("redact") or None,
        redact_names=options.get("redact_names") or None,
    )


def refuse_redaction(settings: Settings, command: str) -> None:
    """Raise click.ClickException if values are redacted: the command prints little else."""
    if settings.is_redacted:
        key = "redact_names" if settings.redact_names else "redact"
        raise click.ClickException(
            f"{command} prints values from the export, and `{key}` "
            f"({settings.origins.of((key,))}) redacts them; run it with --no-config or with a "
            "--config that does not redact"
        )


def view(settings: Settings, options: dict[str, Any], *, with_findings: bool) -> View:
    """Read the export, and lint it if findings are shown.

    Print what could not be read to standard error.
    """
    from campaignlint import api
    from campaignlint.config.settings import ConfigError, plan
    from campaignlint.engine.baseline import BaselineError

    if not with_findings:
        settings = settings.without_baseline("no findings are shown")
    try:
        planned = plan(settings, load_rules(options["rules_from"], has_report=True))
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    if not with_findings:
        planned = replace(planned, rules=(), use_suppressions=False)
    inputs = find_inputs(settings.paths or (".",), None)
    sources = replace(settings.sources, buffers=inputs.buffers)
    try:
        with redirect_rule_output():
            examined = api.analyze(inputs.paths, planned, sources)
    except BaselineError as error:
        raise click.ClickException(str(error)) from None
    has_errors = print_reading_errors(examined.report)
    return View(examined.instance, examined.report, settings, planned, not has_errors)


def print_reading_errors(report: Report, state: str = "") -> bool:
    """Print to standard error why parts of the export are missing; return whether any are.

    `state` names the export if there are several.
    """
    from campaignlint.text import escape_ci_commands, escape_control_characters

    errors = list(_reading_errors(report))
    lead = f"campaignlint: {escape_control_characters(state)}: " if state else "campaignlint: "
    for line in errors[:_MAX_ERRORS]:
        click.echo(escape_ci_commands(f"{lead}{line}"), err=True)
    if len(errors) > _MAX_ERRORS:
        rest = len(errors) - _MAX_ERRORS
        click.echo(f"{lead}and {rest:,} more; `campaignlint check` lists all", err=True)
    return bool(errors)


def _reading_errors(report: Report) -> Iterator[str]:
    """Yield a line for each reason why parts of the export are missing."""
    from campaignlint.report.model import INCOMPLETE

    for path in report.paths_without_records:
        yield f"{escape_control_characters(str(Path(path)))}: no Marketo records found"
    for finding in report.findings:
        if finding.rule in INCOMPLETE:
            where = finding.location
            place = where.file if where.line is None else f"{where.file}:{where.line}"
            yield escape_control_characters(f"{place}: {finding.message}")
    coverage = report.coverage
    if coverage.campaigns and not coverage.campaigns_with_flow:
        yield (
            "no campaign was exported with its flow, so no calls are known; export campaigns with "
            "includeFlowSteps=true"
        )


def find_campaign(view: View, text: str, option: str = "") -> SmartCampaign:
    """Return the campaign that a text names.

    Raises click.ClickException with the candidates if there are none or several; `option` is the
    option with the text.
    """
    from campaignlint.model.lookup import look_up

    lead = f"{option}: " if option else ""
    return _only(view, look_up(view.instance, text), text, "campaign", lead)


def find_asset(view: View, text: str) -> Asset:
    """Return the asset that a text names, as `find_campaign` does."""
    from campaignlint.model.lookup import look_up_asset

    return _only(view, look_up_asset(view.instance, text), text, "asset")


def _only(view: View, found: Lookup[AssetT], text: str, noun: str, lead: str = "") -> AssetT:
    from campaignlint.model.lookup import kind_of

    if found.only is not None:
        return found.only
    typed = escape_control_characters(text)
    if not found.matches:
        message = f"{lead}no {noun} in this export is named '{typed}'"
        if found.nearest and not view.settings.redact_names:
            message += f"; did you mean '{escape_control_characters(found.nearest)}'?"
        raise click.ClickException(message)
    number = len(found.matches)
    with_kind = noun != "campaign"
    candidates = (
        f"{f'{kind_of(asset)} ' if with_kind else ''}{asset.id or ''}  "
        f"{_candidate_name(view, asset)}".rstrip()
        for asset in found.matches
    )
    lines = list_candidates(f"{lead}'{typed}' matches {number:,} {noun}s:", candidates, number)
    lines.append(f"Use an id, Program.{noun.capitalize()}, or more of the name.")
    raise click.ClickException("\n".join(lines))


def list_candidates(heading: str, candidates: Iterable[str], number: int) -> list[str]:
    """Return the lines of an error: a heading, the first candidates, and the number of others."""
    lines = [heading]
    lines += (
        f"  {escape_control_characters(candidate)}"
        for candidate in islice(candidates, _MAX_CANDIDATES)
    )
    if number > _MAX_CANDIDATES:
        lines.append(f"  and {number - _MAX_CANDIDATES:,} more")
    return lines


def _candidate_name(view: View, asset: Asset) -> str:
    from campaignlint.model.campaign import SmartCampaign
    from campaignlint.model.lookup import program_of

    if isinstance(asset, SmartCampaign):
        name = name_function(view)(asset)
        return f"{name.program}.{name.name}" if name.program else name.name
    if view.settings.redact_names:
        return ""
    program = program_of(asset)
    return f"{program}.{asset.name}" if program else asset.name


def name_function(view: View) -> Callable[[SmartCampaign], CampaignName]:
    """Return the function that names campaigns: by name, or by id if names are redacted."""
    if view.settings.redact_names:
        from campaignlint.report.redaction import redact_name

        return lambda campaign: redact_name(campaign.as_name())
    return lambda campaign: campaign.as_name()


def marketo_url(campaign: SmartCampaign) -> str | None:
    """Return the URL of a campaign in Marketo; None if the export's URL leads elsewhere."""
    from campaignlint.urls import marketo_link

    link = marketo_link(campaign.data.computed_url)
    return link.url if link is not None and link.is_marketo else None


def require_extra(module: str, what: str) -> None:
    """Raise click.ClickException if a module of the extra `audit` is not installed."""
    if not is_installed(module):
        raise click.ClickException(
            f"{what} needs {module}, which is not installed: pip install 'campaignlint[audit]'"
        )


def require_html_libraries() -> None:
    """Raise click.ClickException if a module that the HTML audit needs is not installed."""
    for module in ("jinja2", "igraph"):
        require_extra(module, "-f html")


def is_installed(module: str) -> bool:
    """Return whether a module can be imported."""
    from importlib.util import find_spec

    return find_spec(module) is not None
