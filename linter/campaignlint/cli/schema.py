"""`campaignlint schema`: the JSON Schemas of what the linter reads and writes."""

from __future__ import annotations

import click

from campaignlint.cli.output import print_text


@click.command()
@click.argument("what", type=click.Choice(["export"]), metavar="export")
def schema(what: str) -> None:  # noqa: ARG001 - the only one so far
    """Print the JSON Schema of an export file, for exporters and editors."""
    import msgspec  # noqa: PLC0415 - the help needs none

    from campaignlint.instance.schema import export_schema  # noqa: PLC0415

    text = msgspec.json.format(msgspec.json.encode(export_schema()), indent=2).decode()
    print_text(text + "\n", color=False)
