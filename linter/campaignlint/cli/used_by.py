"""`campaignlint used-by`: the uses of a field, campaign or other asset, and their effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli import output
from campaignlint.cli.settings import format_option, output_option
from campaignlint.cli.view import (
    list_candidates,
    load_view_settings,
    refuse_redaction,
    require_extra,
    view,
    view_options,
)

if TYPE_CHECKING:
    from campaignlint.cli.view import View
    from campaignlint.describe.used_by import UsedBy
    from campaignlint.graph.used_by import Target

FORMATS = ("text", "json", "markdown", "html")

_EPILOG = """\b
Examples:
  campaignlint used-by "field:Lead Status" exports/
  campaignlint used-by "campaign:EX Score" exports/
  campaignlint used-by token:my.Score exports/ -f markdown
  campaignlint used-by "form:WEB Demo.Request" exports/ --depth 4

\b
TARGET is KIND:NAME, or only NAME if it is unambiguous. NAME can be a unique
part of a name. KIND is one of field, campaign, smart-list, list, program,
token, email, form, webhook, segmentation."""


@click.command("used-by", epilog=_EPILOG)
@click.argument("target")
@click.argument("paths", nargs=-1)
@format_option(FORMATS)
@output_option
@click.option(
    "--depth",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar="N",
    help="Follow at most N levels of activations.",
)
@view_options
@click.pass_context
def used_by(ctx: click.Context, /, target: str, paths: tuple[str, ...], **options: Any) -> None:
    """Show where TARGET is used, and what follows if it changes.

    PATHS are the same as for `check`.
    """
    from campaignlint.describe.used_by import describe_used_by
    from campaignlint.loading.reader import collector_paused

    if options["format_name"] == "html":
        require_extra("jinja2", "-f html")
    settings = load_view_settings(options, paths)
    refuse_redaction(settings, "used-by")
    with collector_paused():  # it would traverse the whole instance repeatedly
        export = view(settings, options, with_findings=False)
        found, name = _find(export, target)
        described = describe_used_by(export.instance, found, name, depth=options["depth"])
        color = output.wants_color(options["color"]) and not options["output_file"]
        text = _render(described, options["format_name"], color=color)
    output.write(text, options["output_file"], color=color)
    ctx.exit(export.exit_code)


def _find(export: View, text: str) -> tuple[Target, str]:
    """Return the target of a text and its name.

    Raises click.ClickException with the candidates if there are none or several.
    """
    from campaignlint.describe.used_by import candidates
    from campaignlint.graph.used_by import look_up_target
    from campaignlint.text import escape_control_characters

    lookup = look_up_target(export.instance, text)
    if len(lookup.matches) == 1:
        return lookup.matches[0], lookup.names[0]
    typed = escape_control_characters(text)
    if not lookup.matches:
        suggestion = escape_control_characters(lookup.suggestion)
        raise click.ClickException(f"nothing in this export is named '{typed}'{suggestion}")
    number = len(lookup.matches)
    listed = candidates(lookup.matches, lookup.names)
    lines = list_candidates(f"'{typed}' matches {number:,} assets:", listed, number)
    raise click.ClickException("\n".join(lines))


def _render(described: UsedBy, format_name: str, *, color: bool) -> str:
    if format_name == "json":
        from campaignlint.report.used_by import json

        return json.render(described)
    if format_name == "markdown":
        from campaignlint.report.used_by import markdown

        return markdown.render(described)
    if format_name == "html":
        from campaignlint.report.html import used_by as html

        return html.render(described)
    from campaignlint.report.used_by import text

    width = max(60, min(120, output.terminal_width()))
    return text.render(described, width=width, color=color)
