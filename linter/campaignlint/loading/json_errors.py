"""Errors in text that the JSON decoder rejects, with their offsets."""

from __future__ import annotations

import codecs
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import mmap

MAX_DEPTH = 500
"""Levels of nesting that every decoder accepts; Marketo's records have about a dozen."""

_SPACE = re.compile(rb"[ \t\n\r]*")
_STRING = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_NOT_A_NUMBER = re.compile(_STRING + rb"|(NaN|-?Infinity)", re.DOTALL)
_BRACKET = re.compile(_STRING + rb"|([\[{])|([\]}])", re.DOTALL)
_SURROGATE_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?"
    rb"|u[dD][c-fC-F][0-9a-fA-F]{2}|.)",
    re.DOTALL,
)
"""Matches every escape, and both halves of a surrogate pair at once."""
_UNPAIRED_LENGTH = 6
"""Bytes of an unpaired surrogate's escape; other matches are 2 or 12 bytes long."""
_TRUNCATED = re.compile(r"t|tr|tru|f|fa|fal|fals|n|nu|nul|[.eE+-]{1,2}|\\?u[0-9a-fA-F]{0,3}|\\")
"""A word, number or escape at the end of a truncated text."""
_ZIP = b"PK\x03\x04"
"""The first bytes of a ZIP archive."""
_BOM_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class JsonError(Exception):
    """An error in a JSON text, and its offset in bytes."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def start_of_text(data: bytes | mmap.mmap) -> int:
    """Return the offset after a byte-order mark.

    Raises JsonError for an empty file, a ZIP archive, and any encoding but UTF-8.
    """
    if data[: len(_ZIP)] == _ZIP:
        raise JsonError("file is a ZIP archive; extract it")
    if data[:2] in _BOM_16 or 0 in data[:2]:  # UTF-32 begins with the same bytes
        raise JsonError("file is UTF-16 or UTF-32, but JSON must be UTF-8; save it as UTF-8")
    start = len(codecs.BOM_UTF8) if data[: len(codecs.BOM_UTF8)] == codecs.BOM_UTF8 else 0
    if _SPACE.fullmatch(data, start):
        raise JsonError("file is empty; export it again", start)
    return start


def check_utf8(text: bytes) -> None:
    """Raise JsonError at the first byte that is not UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        byte = text[error.start]
        raise JsonError(
            f"invalid UTF-8 byte 0x{byte:02X}; save the file as UTF-8", error.start
        ) from None


def explain(text: bytes, error: Exception) -> JsonError:
    """Return the error in a text that msgspec rejected, with its exact offset."""
    try:
        check_utf8(text)
    except JsonError as invalid_byte:
        return invalid_byte
    with suppress(RecursionError):
        try:
            json.loads(text.decode(), parse_int=len)  # len: Python limits the digits of an integer
        except json.JSONDecodeError as syntax:
            return JsonError(_syntax_message(syntax), len(syntax.doc[: syntax.pos].encode()))
    errors = filter(None, (_nesting_error(text), _not_a_number(text), _unpaired_surrogate(text)))
    return min(errors, key=lambda each: each.offset, default=JsonError(f"invalid JSON: {error}"))


def _syntax_message(syntax: json.JSONDecodeError) -> str:
    rest = syntax.doc[syntax.pos :].strip()
    if not rest or syntax.msg.startswith("Unterminated string") or _TRUNCATED.fullmatch(rest):
        return "unexpected end of JSON: the file is truncated; export it again"
    if syntax.msg == "Extra data":
        message = "unexpected data after the JSON value"
        if rest[0] not in "{[":
            return message
        return f"{message}; a file with one record per line must be named .ndjson or .jsonl"
    return f"invalid JSON: {syntax.msg[0].lower()}{syntax.msg[1:].removesuffix(' at')}"


def _nesting_error(text: bytes) -> JsonError | None:
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match[1] else -1 if match[2] else 0
        if depth > MAX_DEPTH:
            return JsonError(
                f"JSON is nested more than {MAX_DEPTH} levels deep; "
                "export it again, or fix the exporter",
                match.start(),
            )
    return None


def _not_a_number(text: bytes) -> JsonError | None:
    for match in _NOT_A_NUMBER.finditer(text):
        if match[1]:
            return JsonError(f"{match[1].decode()} is not valid JSON", match.start())
    return None


def _unpaired_surrogate(text: bytes) -> JsonError | None:
    for match in re.finditer(_STRING, text, re.DOTALL):
        if replace_unpaired_surrogates(match[0]) != match[0]:
            message = "unpaired surrogate in a \\u escape; it is read as U+FFFD"
            return JsonError(message, match.start())
    return None


def replace_unpaired_surrogates(text: bytes) -> bytes:
    """Return the text with U+FFFD for every unpaired surrogate, at the same offsets."""
    if b"\\ud" not in text and b"\\uD" not in text:
        return text
    return _SURROGATE_ESCAPE.sub(
        lambda match: b"\\ufffd" if len(match[0]) == _UNPAIRED_LENGTH else match[0], text
    )
