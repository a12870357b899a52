"""`campaignlint schema`: the JSON Schemas of the files that campaignlint reads and writes."""

from __future__ import annotations

from importlib import import_module

import click

from campaignlint.cli.choice import Choice
from campaignlint.cli.output import print_text
from campaignlint.cli.settings import load_rules, rules_from_option

_EPILOG = """\b
Examples:
  campaignlint schema config > campaignlint.schema.json
  campaignlint schema report > report.schema.json
  campaignlint schema graph > graph.schema.json"""


_FUNCTIONS = {
    "export": ("loading.export_schema", "export_schema"),
    "config": ("config.json_schema", "config_schema"),
    "report": ("report.json", "report_schema"),
    "graph": ("drawing.json", "graph_schema"),
    "show": ("report.asset.json", "show_schema"),
    "used-by": ("report.used_by.json", "used_by_schema"),
    "diff": ("diff.json", "diff_schema"),
}
"""The module and the name of the function that returns each schema."""


@click.command(epilog=_EPILOG)
@click.argument("what", type=Choice(list(_FUNCTIONS)), metavar="NAME")
@rules_from_option
def schema(what: str, rules_from: tuple[str, ...]) -> None:
    """Print a JSON Schema (draft 2020-12).

    NAME is one of these: `export` describes export files, `config` the configuration with all
    rules and options, `report` the JSON report, `graph` the JSON graph, `show`, `used-by` and
    `diff` the JSON of those commands.
    """
    print_text(schema_text(what, rules_from), color=False)


def schema_text(what: str, rules_from: tuple[str, ...] = ()) -> str:
    """Return one of the schemas as indented JSON."""
    import msgspec

    module, function = _FUNCTIONS[what]
    arguments = [load_rules(rules_from)] if what == "config" else []
    document = getattr(import_module(f"campaignlint.{module}"), function)(*arguments)
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
