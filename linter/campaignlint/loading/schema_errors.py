"""The JSON Schema of an export, made from the structs that decode it, to explain refusals by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from campaignlint.marketo import records as api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError
    from msgspec import Raw

    from campaignlint.model.finding import Key

DIALECT = "https://json-schema.org/draft/2020-12/schema"

RECORD_TYPES: dict[str, type[api.Struct]] = {
    "programs": api.ProgramResponse,
    "smartCampaigns": api.SmartCampaignResponseWithFlow,
    "smartLists": api.SmartListResponseWithRules,
    "folders": api.FolderResponse,
    "tokens": api.TokenResponse,
}
"""A bundle's keys, and what stands under each."""

TELLING_KEYS: dict[type[api.Struct], tuple[str, ...]] = {
    api.SmartCampaignResponseWithFlow: (
        "smartListId",
        "flowId",
        "flow",
        "qualificationRuleType",
        "isRequestable",
    ),
    api.ProgramResponse: ("channel",),
    api.SmartListResponseWithRules: ("rules",),
    api.FolderResponse: ("folderType", "folderId", "isArchive"),
    api.TokenResponse: ("tokens", "folder"),
    api.SmartCampaignFlowSteps: ("flowSteps",),
    api.InstanceMarker: ("campaignlint",),
}
"""The keys of which one tells a record's kind, of My Tokens both; the first such kind counts."""

RECORD_WORDS: dict[type[api.Struct], str] = {
    api.ProgramResponse: "program",
    api.SmartCampaignResponseWithFlow: "smart campaign",
    api.SmartListResponseWithRules: "smart list",
    api.FolderResponse: "folder",
    api.TokenResponse: "token",
    api.SmartCampaignFlowSteps: "flow step catalogue",
    api.InstanceMarker: "instance",
}


def record_schema(record_type: type[api.Struct]) -> dict[str, Any]:
    """The JSON Schema of one kind of record, as lenient as the decoder."""
    schema = msgspec.json.schema(record_type)
    _loosen(schema)
    return {"$schema": DIALECT, **schema}


def export_schema() -> dict[str, Any]:
    """The JSON Schema of an export file: an API envelope, a record, an array, or a bundle.

    A record is checked as the kind that its keys tell; what is no Marketo record is passed over.
    """
    kinds = [*RECORD_TYPES.values(), api.SmartCampaignFlowSteps, api.InstanceMarker]
    references, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    by_kind = dict(zip(kinds, references, strict=True))
    record: dict[str, Any] = {"$ref": "#/$defs/Bundle"}
    for kind in reversed(TELLING_KEYS):
        record = {"if": _tells(kind), "then": by_kind[kind], "else": record}
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
                    key: _array_or_envelope(by_kind[kind]) for key, kind in RECORD_TYPES.items()
                },
            },
            "Record": record,
            **definitions,
        },
    }
    _loosen(schema)
    return schema


def _has(*keys: str) -> dict[str, Any]:
    return {"type": "object", "required": list(keys)}


_IS_ENVELOPE = {"anyOf": [_has("success"), _has("result")]}


def _tells(kind: type[api.Struct]) -> dict[str, Any]:
    """The condition under which an object is a record of this kind."""
    if kind is api.TokenResponse:  # in a bundle, too, there are `tokens`
        return _has(*TELLING_KEYS[kind])
    return {"anyOf": [_has(key) for key in TELLING_KEYS[kind]]}


def _array_or_envelope(record: dict[str, Any]) -> dict[str, Any]:
    envelope = {"$ref": "#/$defs/Envelope"}
    item = {"if": _IS_ENVELOPE, "then": envelope, "else": record}
    return {"if": {"type": "array"}, "then": {"items": item}, "else": envelope}


def _loosen(node: Any) -> None:  # noqa: ANN401 - any part of a schema
    """Admit what the decoder admits: digits for a number, words for a truth value."""
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, list):
            pending.extend(part)
        elif isinstance(part, dict):
            if part.get("type") == "integer":
                part.update(type=["integer", "string"], pattern="^-?(0|[1-9][0-9]*)$")
            elif part.get("type") == "boolean":
                part.update(type=["boolean", "string", "integer"], enum=_TRUTH_VALUES)
            pending.extend(part.values())


_TRUTH_VALUES = [True, False, "true", "false", "True", "False", "1", "0", 1, 0]


class SchemaError(msgspec.Struct, frozen=True):
    """One fault of a record: where below the record, and what is wrong."""

    path: tuple[Key, ...]
    message: str

    def at(self, prefix: tuple[Key, ...]) -> str:
        """`result[3].flow.steps[2].id: 'x' is not an integer`, below the pointer `prefix`."""
        where = dotted((*prefix, *self.path))
        return f"{where}: {self.message}" if where else self.message


def dotted(path: tuple[Key, ...]) -> str:
    """A path as programmers write it: `result[3].flow.steps[2].id`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.removeprefix(".")


def explain_schema_errors(
    record_type: type[api.Struct], raw: Raw | memoryview, error: msgspec.ValidationError
) -> list[SchemaError]:
    """Every fault of a record that msgspec refused, by the schema; at least msgspec's own words."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(record_schema(record_type))
    record = msgspec.json.decode(raw)
    found = {
        SchemaError(tuple(fault.absolute_path), message): None
        for top in validator.iter_errors(record)
        for fault, message in _leaves(top)
    }
    return sorted(found, key=lambda refusal: _order(refusal.path)) or [_own_words(error, record)]


def _leaves(error: ValidationError) -> Iterator[tuple[ValidationError, str]]:
    """The faults that a person would name: those of the branch that was meant, not of null."""
    if error.validator != "anyOf":
        yield error, _words(error)
        return
    branches: list[dict[str, Any]] = list(error.validator_value)  # type: ignore[arg-type]
    meant = {number for number, branch in enumerate(branches) if branch.get("type") != "null"}
    if len(meant) > 1:
        kinds = [_kind(branches[number]) for number in sorted(meant)]
        yield error, f"{_shown(error.instance)} is neither {' nor '.join(kinds)}"
        return
    for inner in error.context or ():
        if inner.schema_path[0] in meant:
            yield from _leaves(inner)


def _words(error: ValidationError) -> str:
    instance: Any = error.instance
    demanded: Any = error.validator_value
    schema: Any = error.schema
    value = _shown(instance)
    if error.validator == "required":
        missing = next(key for key in demanded if key not in instance)
        return f"{missing!r} is missing"
    if error.validator in ("minimum", "maximum"):
        return f"{value} is beyond 64 bits"
    return f"{value} is not {_kind(schema)}"


def _kind(schema: dict[str, Any]) -> str:
    """What a value of this schema is, in words; a reference always leads to an object."""
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    return _ARTICLES[kind]


_ARTICLES = {
    "integer": "an integer",
    "number": "a number",
    "string": "a string",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
}
_LONGEST_SHOWN = 60


def _shown(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value)
    if len(text) <= _LONGEST_SHOWN:
        return text
    closing = text[-1] if isinstance(value, str) else ""
    return f"{text[: _LONGEST_SHOWN - 3 - len(closing)]}...{closing}"


def _own_words(error: msgspec.ValidationError, record: object) -> SchemaError:
    """msgspec's message, for what the schema cannot express: the size of a number in digits."""
    message, _, where = str(error).partition(" - at `$")
    path: list[Key] = []
    for part in where.rstrip("`").replace("[", ".[").split("."):
        if part.startswith("["):
            path.append(int(part[1:-1]) if part[1:-1].isdigit() else part[1:-1])
        elif part:
            path.append(part)
    if "`int` <=" in message or "`int` >=" in message or "out of range" in message:
        return SchemaError(tuple(path), f"{_shown(_value_at(record, path))} is beyond 64 bits")
    return SchemaError(tuple(path), message[0].lower() + message[1:])


def _value_at(record: Any, path: list[Key]) -> Any:  # noqa: ANN401 - any JSON value
    for key in path:
        record = record[key]
    return record


def _order(path: tuple[Key, ...]) -> list[tuple[int, int, str]]:
    return [(0, key, "") if isinstance(key, int) else (1, 0, key) for key in path]
