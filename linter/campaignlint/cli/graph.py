"""`campaignlint graph`: the call graph."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import click

from campaignlint.cli import output
from campaignlint.cli.choice import Choice
from campaignlint.cli.graph_formats import render
from campaignlint.cli.graph_selection import LAID_OUT, Selector
from campaignlint.cli.settings import (
    format_option,
    narrowing_options,
    output_option,
    redaction_options,
)
from campaignlint.cli.view import load_view_settings, require_extra, view, view_options

FORMATS = ("text", "dot", "mermaid", "graphml", "json", "svg", "html")
_EPILOG = """\b
Examples:
  campaignlint graph exports/
  campaignlint graph exports/ --callers "EX Score"  # may I edit it?
  campaignlint graph exports/ --path "01 Form" "EX Score"
  campaignlint graph exports/ --around-findings -f svg -o findings.svg
  campaignlint graph exports/ --root "01 Form" -f mermaid
  campaignlint graph exports/ --activations --program "OP Lifecycle"
  campaignlint graph exports/ --from "form:WEB Demo.Request"

\b
X, A and B are an id, Program.Campaign, or a unique part of a name. EVENT is
form:NAME, or the name of a trigger such as "Lead is Created"."""

_EXCLUSIVE = ("callers", "callees", "path", "from", "around_findings")
_NARROWING = ("program", "folder", "workspace")


@click.command(epilog=_EPILOG, short_help="Show which campaigns execute and request which.")
@click.argument("paths", nargs=-1)
@format_option(FORMATS)
@output_option
@click.option("--root", metavar="X", help="Show only campaigns reachable from this one.")
@click.option("--callers", metavar="X", help="Show direct and indirect callers of this campaign.")
@click.option("--callees", metavar="X", help="Show direct and indirect callees of this campaign.")
@click.option("--path", nargs=2, metavar="A B", help="Show call paths from A to B.")
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    metavar="N",
    help="Show at most N levels of calls.",
)
@click.option(
    "--kind",
    type=Choice(["execute", "request", "all"]),
    default="all",
    show_default=True,
    help="Calls to show.",
)
@click.option(
    "--from",
    metavar="EVENT",
    help="Show all campaigns that an event from outside starts.",
)
@click.option(
    "--activations",
    is_flag=True,
    help="Also show which changes activate which campaigns.",
)
@click.option("--findings", is_flag=True, help="Mark campaigns with findings.")
@click.option(
    "--around-findings",
    is_flag=True,
    help="Show only the parts of the graph with findings; implies --findings.",
)
@narrowing_options
@redaction_options
@view_options
@click.pass_context
def graph(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Show which campaigns execute and request which, in the exports under PATHS.

    PATHS are the same as for `check`. Campaigns that neither call others nor are called are only
    counted.
    """
    from campaignlint.loading.reader import collector_paused

    _check_options(options)
    for module in LAID_OUT.get(options["format_name"], ()):
        require_extra(module, f"-f {options['format_name']}")
    settings = load_view_settings(options, paths)
    with_findings = options["findings"] or options["around_findings"]
    with collector_paused():  # it would traverse the whole instance repeatedly
        export = view(settings, options, with_findings=with_findings)
        text = render(export, Selector(export, options).select(), options)
    output.write(text, options["output_file"], color=output.wants_color(options["color"]))
    ctx.exit(export.exit_code)


def _check_options(options: dict[str, Any]) -> None:
    pairs = (
        *combinations(_EXCLUSIVE, 2),
        *product(_NARROWING, (*_EXCLUSIVE, "root")),
        ("path", "depth"),
        ("path", "activations"),
        ("from", "activations"),
        ("from", "root"),
    )
    for one, other in pairs:
        if options[one] and options[other]:
            raise click.UsageError(f"{_option(one)} and {_option(other)} cannot be used together")


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
