"""The JSON Schema of configuration files, with all rules and their options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec

from campaignlint.config.keys import File
from campaignlint.json_documents import DIALECT
from campaignlint.model.finding import Severity
from campaignlint.rules.rule import ENGINE, Option, Rule

if TYPE_CHECKING:
    from campaignlint.rules.registry import RuleSet

Schema = dict[str, Any]


def config_schema(rules: RuleSet) -> Schema:
    """Return the schema of campaignlint.toml, or of the table in pyproject.toml."""
    schema = msgspec.json.schema(File)
    definitions = schema["$defs"]
    file, suppression, override = (
        definitions[name]["properties"] for name in ("File", "Suppression", "Override")
    )
    for properties in (file, override):
        properties["severity"] |= {"$ref": "#/$defs/Severities"}
        properties["rules"] |= {"$ref": "#/$defs/Rules"}
        for name in ("select", "extend_select", "ignore"):
            if name in properties:
                properties[name]["items"] = {"$ref": "#/$defs/Selector"}
    rule = {"$ref": "#/$defs/Rule"}
    suppression["rule"]["anyOf"] = [rule, {"type": "array", "items": rule, "minItems": 1}]
    for name in ("reason", "program", "workspace"):
        suppression[name]["pattern"] = _NOT_BLANK
    suppression["campaign"]["anyOf"] = [{"type": "integer"}, _TEXT]
    definitions["Suppression"]["anyOf"] = [
        {"required": [name]} for name in ("campaign", "program", "workspace")
    ]
    definitions["Match"]["minProperties"] = 1
    for definition in definitions.values():
        _close(definition)
    definitions |= _of_rules(rules)
    return {
        "$schema": DIALECT,
        "title": "The configuration of campaignlint: campaignlint.toml, or [tool.campaignlint]",
        **schema,
    }


_NOT_BLANK = r"\S"
_TEXT = {"type": "string", "pattern": _NOT_BLANK}


def _of_rules(rules: RuleSet) -> Schema:
    """Return the parts that depend on the rules."""
    names = [rule.id for rule in rules if rule.category != ENGINE]
    categories = [category for category in rules.categories if category != ENGINE]
    return {
        "Rule": {"enum": names},
        "Selector": {"enum": ["all", *categories, *names]},
        "Severities": _object_schema({rule.id: _severity(rule) for rule in rules}),
        "Rules": _object_schema({rule.id: _options(rule) for rule in rules}),
    }


def _severity(rule: Rule) -> Schema:
    return {
        "description": rule.summary,
        "enum": list(get_args(Severity)),
        "default": rule.severity,
    }


def _options(rule: Rule) -> Schema:
    properties = {option.name: _option(option) for option in rule.options.values()}
    return {"description": rule.summary, **_object_schema(properties)}


def _option(option: Option) -> Schema:
    (schema,), _ = msgspec.json.schema_components([option.type])
    default = msgspec.to_builtins(option.default)
    if option.between is not None:
        schema = {**schema, "minimum": option.between.least, "maximum": option.between.most}
    return {"description": option.description, **schema, "default": default}


def _object_schema(properties: Schema) -> Schema:
    schema: Schema = {"type": "object", "properties": properties}
    _close(schema)
    return schema


def _close(schema: Schema) -> None:
    """Allow no other keys; allow these with hyphens, too."""
    schema["additionalProperties"] = False
    hyphenated = {
        f"^{name.replace('_', '-')}$": inner
        for name, inner in schema["properties"].items()
        if "_" in name
    }
    if hyphenated:
        schema["patternProperties"] = hyphenated
