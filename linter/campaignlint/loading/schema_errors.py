"""Explain why the decoder rejects a record: every error, with its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from campaignlint.loading.export_schema import record_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.exceptions import ValidationError
    from msgspec import Raw

    from campaignlint.marketo.records import Struct
    from campaignlint.model.finding import Key


class SchemaError(msgspec.Struct, frozen=True):
    """An error in a record: its path below the record, and a message."""

    path: tuple[Key, ...]
    message: str

    def at(self, pointer: tuple[Key, ...]) -> str:
        """Return `result[3].flow.steps[2].id: expected an integer, found 'x'`."""
        path = format_path((*pointer, *self.path))
        return f"{path}: {self.message}" if path else self.message


def format_path(path: tuple[Key, ...]) -> str:
    """Return a path as programmers write it: `result[3].flow.steps[2].id`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.removeprefix(".")


def explain_schema_errors(
    record_type: type[Struct], raw: Raw | memoryview, error: msgspec.ValidationError
) -> list[SchemaError]:
    """Return every error of a record that msgspec rejected.

    If the schema cannot express it, such as the size of a number, return msgspec's message.

    Raises msgspec.DecodeError, RecursionError and UnicodeDecodeError if the record is not JSON.
    """
    import jsonschema

    unexplained = [SchemaError((), str(error).lower())]
    try:
        record = msgspec.json.decode(raw)
    except msgspec.ValidationError:
        return unexplained
    validator = jsonschema.Draft202012Validator(record_schema(record_type))
    errors = {
        SchemaError(tuple(detail.absolute_path), message): None
        for top in validator.iter_errors(record)
        for detail, message in _details(top)
    }
    return sorted(errors, key=_sort_key) or unexplained


def _details(error: ValidationError) -> Iterator[tuple[ValidationError, str]]:
    """Return the errors that a person would name, with messages."""
    if error.validator != "anyOf":
        yield error, _message(error)
        return
    branches: list[dict[str, Any]] = list(error.validator_value)  # type: ignore[arg-type]
    other_than_null = {n for n, branch in enumerate(branches) if branch.get("type") != "null"}
    if len(other_than_null) > 1:
        *types, last = (_type_name(branches[number]) for number in sorted(other_than_null))
        expected = f"{', '.join(types)} or {last}"
        yield error, f"expected {expected}, found {_describe(error.instance)}"
        return
    for inner in error.context or ():
        if inner.schema_path[0] in other_than_null:
            yield from _details(inner)


def _message(error: ValidationError) -> str:
    instance: Any = error.instance
    constraint: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        return f"missing {next(key for key in constraint if key not in instance)!r}"
    if error.validator in ("minimum", "maximum"):
        return f"{_describe(instance)} does not fit in 64 bits"
    return f"expected {_type_name(schema)}, found {_describe(instance)}"


def _type_name(schema: dict[str, Any]) -> str:
    """Return the type of a schema with its article; a reference always leads to an object."""
    types = schema.get("type", "object")
    return _TYPE_NAMES[types if isinstance(types, str) else types[0]]


_TYPE_NAMES = {
    "integer": "an integer",
    "number": "a number",
    "string": "a string",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
}
_MAX_VALUE_LENGTH = 60
"""Characters of a value in a message."""


def _describe(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value)
    if len(text) <= _MAX_VALUE_LENGTH:
        return text
    closing = text[-1] if isinstance(value, str) else ""
    return f"{text[: _MAX_VALUE_LENGTH - 3 - len(closing)]}...{closing}"


def _sort_key(error: SchemaError) -> list[tuple[int, int, str]]:
    return [(0, key, "") if isinstance(key, int) else (1, 0, key) for key in error.path]
