"""`campaignlint describe`: the records of a file as text, for git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from campaignlint.cli import output
from campaignlint.cli.inputs import find_inputs

if TYPE_CHECKING:
    from campaignlint.loading.reader import Records

_EPILOG = """\b
Examples:
  campaignlint describe exports/campaigns/1021.json
  git show HEAD~3:exports/campaigns/1021.json | campaignlint describe -

\b
To let `git diff` and `git log -p` show campaigns as text:
  echo "exports/**/*.json diff=marketo" >> .gitattributes
  git config diff.marketo.textconv "campaignlint describe"

\b
The exit code is 0 even if FILE is not an export, so that git can show it."""


@click.command(epilog=_EPILOG, short_help="Print the assets in FILE as text, for git.")
@click.argument("file")
@click.option("--debug", is_flag=True, hidden=True)
def describe(file: str, debug: bool) -> None:  # noqa: ARG001, FBT001 - shows tracebacks
    """Print the campaigns and other assets in FILE as text, or FILE itself if it has none.

    FILE is a file of an export, or - for standard input. No configuration is read.
    """
    from campaignlint.describe.file import describe_records, render
    from campaignlint.loading import discovery, reader
    from campaignlint.text import escape_ci_commands, escape_control_characters

    inputs = find_inputs((file,), None)
    with discovery.reading_from(discovery.Sources(buffers=inputs.buffers)):
        try:
            content = bytes(discovery.read(inputs.paths[0]))
        except discovery.UnreadablePathError as error:
            raise click.ClickException(f"{file}: {error}") from None
        records = reader.read_records(inputs.paths)
    described = list(describe_records(records))
    reason = _reason(records) if records.diagnostics or not described else ""
    if reason:
        note = escape_control_characters(f"campaignlint: {file} is printed as it is: {reason}")
        click.echo(escape_ci_commands(note), err=True)
        output.print_text(content, color=False)
    else:
        output.print_text(escape_ci_commands(render(described)), color=False)


def _reason(records: Records) -> str:
    """Return why a file is not described."""
    if records.diagnostics:
        return records.diagnostics[0].finding.message
    return "no Marketo records found"
