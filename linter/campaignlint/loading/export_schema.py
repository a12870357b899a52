"""The JSON Schema of an export, generated from the structs that decode it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from campaignlint.json_documents import DIALECT
from campaignlint.loading.kinds import BUNDLE_KINDS, KINDS, SMART_LIST, RecordKind

if TYPE_CHECKING:
    from campaignlint.marketo.records import Struct


def record_schema(record_type: type[Struct]) -> dict[str, Any]:
    """Return the JSON Schema of one kind of record, which accepts what the decoder accepts."""
    schema = msgspec.json.schema(record_type)
    _accept_lax_values(schema)
    return {"$schema": DIALECT, **schema}


def export_schema() -> dict[str, Any]:
    """Return the JSON Schema of an export file: an API envelope, a record, an array or a bundle.

    A record is validated as the kind that its keys identify; other JSON is always valid.
    """
    references, definitions = msgspec.json.schema_components(
        [kind.struct for kind in KINDS], ref_template="#/$defs/{name}"
    )
    by_kind = dict(zip(KINDS, references, strict=True))
    record: dict[str, Any] = {"$ref": "#/$defs/Bundle"}
    for kind in reversed(KINDS):
        record = {"if": _identifies(kind), "then": by_kind[kind], "else": record}
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": "An export of Marketo Engage definitions, as campaignlint reads it",
        "$ref": "#/$defs/Content",
        "$defs": {
            "Content": {
                "if": {"type": "array"},
                "then": {"type": "array", "items": {"$ref": "#/$defs/Content"}},
                "else": {
                    "if": _IS_ENVELOPE,
                    "then": {"$ref": "#/$defs/Envelope"},
                    "else": {"$ref": "#/$defs/Record"},
                },
            },
            "Envelope": {
                "type": "object",
                "properties": {
                    "success": {"type": "boolean"},
                    "errors": {"type": ["array", "null"]},
                    "warnings": {"type": ["array", "null"]},
                    "requestId": {"type": ["string", "null"]},
                    "result": {"$ref": "#/$defs/Content"},
                },
            },
            "Bundle": {
                "type": "object",
                "properties": {
                    key: _array_or_envelope(by_kind[kind]) for key, kind in BUNDLE_KINDS.items()
                },
            },
            "Record": record,
            **definitions,
        },
    }
    _accept_lax_values(schema)
    return schema


def _has(*keys: str) -> dict[str, Any]:
    return {"type": "object", "required": list(keys)}


_IS_ENVELOPE = {"anyOf": [_has("success"), _has("result")]}


def _identifies(kind: RecordKind) -> dict[str, Any]:
    """Return the condition under which an object is a record of this kind."""
    if kind is SMART_LIST:  # a form's visibility rules are an array
        return {**_has(*kind.keys), "properties": {"rules": {"type": "object"}}}
    if kind.needs_all_keys:
        return _has(*kind.keys)
    conditions = [_has(key) for key in kind.keys]
    if kind.url_code:
        url = {"type": "string", "pattern": f"#{kind.url_code}[0-9]"}
        conditions += [{**_has(key), "properties": {key: url}} for key in ("url", "computedUrl")]
    return {"anyOf": conditions}


def _array_or_envelope(record: dict[str, Any]) -> dict[str, Any]:
    envelope = {"$ref": "#/$defs/Envelope"}
    item = {"if": _IS_ENVELOPE, "then": envelope, "else": record}
    return {"if": {"type": "array"}, "then": {"items": item}, "else": envelope}


def _accept_lax_values(schema: dict[str, Any]) -> None:
    """Accept digits in a string as an integer, and words and digits as a boolean."""
    pending: list[Any] = [schema]
    while pending:
        part = pending.pop()
        if isinstance(part, list):
            pending.extend(part)
        elif isinstance(part, dict):
            if part.get("type") == "integer":
                part.update(type=["integer", "string"], pattern="^-?(0|[1-9][0-9]*)$")
            elif part.get("type") == "boolean":
                part.update(type=["boolean", "string", "integer"], enum=_BOOLEANS)
            pending.extend(part.values())


_BOOLEANS = [True, False, "true", "false", "True", "False", "1", "0", 1, 0]
