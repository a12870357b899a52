"""`campaignlint schema`: the JSON Schemas of the files that campaignlint reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from campaignlint.cli.choice import Choice
from campaignlint.cli.output import print_text
from campaignlint.cli.settings import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EPILOG = """\b
Examples:
  campaignlint schema config > campaignlint.schema.json
  campaignlint schema report > report.schema.json
  campaignlint schema graph > graph.schema.json"""


@click.command(epilog=_EPILOG)
@click.argument("what", type=Choice(["export", "config", "report", "graph", "used-by", "diff"]))
@click.option(
    "--rules-from",
    multiple=True,
    metavar="PATH",
    help="Include the rules in this Python path (executes its code).",
)
def schema(what: str, rules_from: tuple[str, ...]) -> None:
    """Print a JSON Schema (draft 2020-12).

    `export` describes export files, `config` the configuration with all rules and options,
    `report` the JSON report, `graph` the JSON graph, `used-by` and `diff` the JSON of those
    commands.
    """
    print_text(schema_text(what, rules_from), color=False)


def schema_text(what: str, rules_from: tuple[str, ...] = ()) -> str:
    """Return one of the schemas as indented JSON."""
    import msgspec

    encoded = msgspec.json.encode(_SCHEMAS[what](rules_from))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _export(_: tuple[str, ...]) -> dict[str, Any]:
    from campaignlint.loading.export_schema import export_schema

    return export_schema()


def _config(rules_from: tuple[str, ...]) -> dict[str, Any]:
    from campaignlint.config.json_schema import config_schema

    return config_schema(load_rules(rules_from))


def _report(_: tuple[str, ...]) -> dict[str, Any]:
    from campaignlint.report.json import report_schema

    return report_schema()


def _graph(_: tuple[str, ...]) -> dict[str, Any]:
    from campaignlint.drawing.json import graph_schema

    return graph_schema()


def _used_by(_: tuple[str, ...]) -> dict[str, Any]:
    from campaignlint.report.used_by.json import used_by_schema

    return used_by_schema()


def _diff(_: tuple[str, ...]) -> dict[str, Any]:
    from campaignlint.diff.json import diff_schema

    return diff_schema()


_SCHEMAS: Mapping[str, Callable[[tuple[str, ...]], dict[str, Any]]] = {
    "export": _export,
    "config": _config,
    "report": _report,
    "graph": _graph,
    "used-by": _used_by,
    "diff": _diff,
}
