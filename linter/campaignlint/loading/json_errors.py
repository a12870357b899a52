"""JSON as text: where its parts stand, and what exactly is wrong with it.

msgspec decodes fast but says little: it passes over duplicate keys and fields that it skips, and
gives byte offsets that may be off. What this module adds runs either on the way to a place that is
printed, or on text that was already found wanting.
"""

from __future__ import annotations

import codecs
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Raw

from campaignlint.loading import nesting as depth

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterator

    from campaignlint.model.finding import Key

_STRING = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_GAP = re.compile(rb"[ \t\n\r]*")
_BEFORE_ITEM = re.compile(rb"[ \t\n\r]*,?[ \t\n\r]*")
_BEFORE_MEMBER = re.compile(
    rb"[ \t\n\r]*,?[ \t\n\r]*(" + _STRING + rb")[ \t\n\r]*:[ \t\n\r]*", re.DOTALL
)
_NOT_A_NUMBER = re.compile(_STRING + rb"|(NaN|-?Infinity)", re.DOTALL)
_TOKEN = re.compile(
    rb"[ \t\n\r]*(?:(?P<punctuation>[{}\[\]:,])|(?P<string>"
    + _STRING
    + rb")|(?P<number>-?[0-9][0-9.eE+-]*)|(?P<word>[a-z]+))",
    re.DOTALL,
)
_AFTER_ITEMS = re.compile(rb"[ \t\n\r]*\]")
_LAST_BRACE = re.compile(rb"[ \t\n\r]*\}[ \t\n\r]*")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?"
    rb"|u[dD][c-fC-F][0-9a-fA-F]{2}|.)",
    re.DOTALL,
)
"""Of the escapes that are six bytes long each is half a surrogate pair, without the other half."""
_HALF_LENGTH = 6
_CUT_SHORT = re.compile(r"t|tr|tru|f|fa|fal|fals|n|nu|nul|[.eE+-]{1,2}|\\?u[0-9a-fA-F]{0,3}|\\")
"""What a word, a number or an escape may be when the text ends in the midst of it."""
_DIGITS_TO_ZERO = bytes(ord("0") if chr(byte).isdigit() else ord(" ") for byte in range(256))
_LONGEST_SAFE_NUMBER = 18
_BOM_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOM_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CHUNK = 1 << 20
_CONFUSED = "this object's keys cannot be told apart"

_OBJECT = msgspec.json.Decoder(dict[str, Raw])
_ARRAY = msgspec.json.Decoder(list[Raw])
_ARRAYS = msgspec.json.Decoder(dict[str, list[Raw]])
_ANY = msgspec.json.Decoder()


class Item(NamedTuple):
    """An item of an array: its offset and length in bytes, and its text."""

    offset: int
    length: int
    raw: Raw


class JsonError(Exception):
    """What is wrong with a JSON text, at which offset in bytes from its start.

    `path` leads to the value at fault, where that is known.
    """

    def __init__(self, message: str, offset: int | None = None, path: tuple[Key, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.path = path


def start_of_text(data: bytes | mmap.mmap) -> int:
    """The offset behind a byte-order mark.

    Raises JsonError for an empty file and for any encoding but UTF-8.
    """
    lead = data[:2]
    if lead[:1] in (b"{", b"[") and lead[1:] not in (b"", b"\0"):
        return 0  # as nearly every export
    bits = _wide_encoding(data[:4])
    if bits:
        raise JsonError(
            f"this is UTF-{bits} text, JSON must be UTF-8: export or save it as UTF-8", 0
        )
    start = len(codecs.BOM_UTF8) if data[: len(codecs.BOM_UTF8)] == codecs.BOM_UTF8 else 0
    if _GAP.fullmatch(data, start):
        raise JsonError("the file is empty: export it again", start)
    return start


def _wide_encoding(lead: bytes) -> int:
    """16 or 32, the bits of the text's code units, which its first four bytes tell; else 0."""
    if lead.startswith(_BOM_32) or lead.count(0) == 3:  # noqa: PLR2004 - JSON begins in ASCII
        return 32
    return 16 if lead.startswith(_BOM_16) or (len(lead) > 1 and 0 in lead[:2]) else 0


def start_of_value(text: memoryview) -> int:
    """The offset behind the space that a text begins with."""
    if bytes(text[:1]) in (b"{", b"["):
        return 0
    return _GAP.match(text).end()  # type: ignore[union-attr]


def trimmed(text: memoryview) -> memoryview:
    """The text without the space around it."""
    start = start_of_value(text)
    end = len(text)
    while end > start and text[end - 1] in b" \t\n\r":
        end -= 1
    return text[start:end]


def check_utf8(view: memoryview) -> None:
    """Raise JsonError at the first byte that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(0, len(view), _CHUNK):
        pending = len(decoder.getstate()[0])
        chunk = view[at : at + _CHUNK]
        try:
            decoder.decode(bytes(chunk), final=at + _CHUNK >= len(view))
        except UnicodeDecodeError as error:
            offset = at - pending + error.start
            raise JsonError(
                f"byte 0x{view[offset]:02X} is not UTF-8: save the file as UTF-8", offset
            ) from None


def check_depth(text: memoryview) -> None:
    """Raise JsonError where a text is nested beyond the limit, and is JSON as far as that."""
    at = depth.first_beyond(text)
    if at is not None and _is_cut_short(bytes(text[:at])):
        raise JsonError(
            f"nested more than {depth.LIMIT} levels deep, which no Marketo export is: "
            "export it again, or correct the exporter",
            at,
        )


def _is_cut_short(text: bytes) -> bool:
    """Whether nothing is wrong with a text but that it ends too early, surrogates apart."""
    try:
        msgspec.json.decode(mended(text), type=Raw)
    except msgspec.DecodeError as error:
        return str(error) == "Input data was truncated"
    return False


def explain(text: bytes, error: Exception) -> JsonError:
    """Say what msgspec refused in `text`, with the exact offset where one can be had."""
    with suppress(RecursionError):  # the caller's own depth: the text's has been looked at
        try:
            json.loads(text.decode(), parse_int=len)  # a long number is not its business
        except json.JSONDecodeError as fault:
            return JsonError(_syntax_message(fault), len(fault.doc[: fault.pos].encode()))
    for match in _NOT_A_NUMBER.finditer(text):
        if match[1]:
            word = match[1].decode()
            return JsonError(f"{word} is not JSON: no number is written so", match.start(1))
    return (
        _string_fault(text)
        or next(strict_faults(text), None)
        or JsonError(f"not readable as JSON: {error}")
    )


def _syntax_message(fault: json.JSONDecodeError) -> str:
    rest = fault.doc[fault.pos :].strip()
    if not rest or fault.msg.startswith("Unterminated string") or _CUT_SHORT.fullmatch(rest):
        return "the JSON text ends too early: the file is truncated; export it again"
    if fault.msg == "Extra data":
        hint = "a file with one record a line must be named .ndjson or .jsonl"
        return f"more text follows the JSON value: {hint if rest[0] in '{[' else 'remove it'}"
    return f"malformed JSON: {fault.msg[0].lower()}{fault.msg[1:].removesuffix(' at')}"


def _string_fault(text: bytes) -> JsonError | None:
    """The first string or number that is no valid value, though the grammar admits it."""
    for match in re.finditer(_STRING, text, re.DOTALL):
        try:
            _ANY.decode(match[0])
        except msgspec.DecodeError:
            return JsonError(
                "a \\u escape in this string is half of a surrogate pair: it stands for no "
                "character, and is read as U+FFFD",
                match.start(),
            )
    return None


def mended(text: bytes) -> bytes:
    """The text with U+FFFD for every half of a surrogate pair, at the same offsets."""
    if b"\\" not in text or (b"\\ud" not in text and b"\\uD" not in text):
        return text
    return _ESCAPE.sub(
        lambda match: b"\\ufffd" if len(match[0]) == _HALF_LENGTH else match[0], text
    )


def members(text: bytes | memoryview | Raw) -> dict[str, tuple[int, Raw]]:
    """The members of a JSON object: each key's value and its offset in `text`.

    Raises msgspec.DecodeError where `text` is no object, and JsonError for a key that stands
    twice: it is found since the values then do not line up.
    """
    decoded = _OBJECT.decode(text)
    source = memoryview(text)
    found: dict[str, tuple[int, Raw]] = {}
    at = _GAP.match(source).end() + 1  # type: ignore[union-attr]
    for key, value in decoded.items():
        match = _BEFORE_MEMBER.match(source, at)
        if match is None or _ANY.decode(match[1]) != key:
            raise next(strict_faults(text), JsonError(_CONFUSED))
        found[key] = (match.end(), value)
        at = match.end() + len(memoryview(value))
    if not _LAST_BRACE.fullmatch(source, at):
        raise next(strict_faults(text), JsonError(_CONFUSED))
    return found


def items(text: bytes | memoryview | Raw) -> list[Item]:
    """The items of a JSON array, where they stand in `text`."""
    source = memoryview(text)
    start = _GAP.match(source).end() + 1  # type: ignore[union-attr]
    return _placed(_ARRAY.decode(text), source, start)


def arrays(text: bytes | memoryview | Raw) -> dict[str, list[Item]]:
    """The items of each array in a JSON object of nothing but arrays, in one go.

    Raises msgspec.DecodeError for any other text, and JsonError as `members` does.
    """
    decoded = _ARRAYS.decode(text)
    source = memoryview(text)
    found: dict[str, list[Item]] = {}
    at = _GAP.match(source).end() + 1  # type: ignore[union-attr]
    for key, values in decoded.items():
        match = _BEFORE_MEMBER.match(source, at)
        if match is None or _ANY.decode(match[1]) != key:
            raise JsonError(_CONFUSED)
        placed = found[key] = _placed(values, source, match.end() + 1)
        end = placed[-1].offset + placed[-1].length if placed else match.end() + 1
        bracket = _AFTER_ITEMS.match(source, end)
        if bracket is None:
            raise JsonError(_CONFUSED)
        at = bracket.end()
    if not _LAST_BRACE.fullmatch(source, at):
        raise JsonError(_CONFUSED)
    return found


def _placed(values: list[Raw], source: memoryview, at: int) -> list[Item]:
    placed = []
    before = _BEFORE_ITEM.match
    for value in values:
        offset = before(source, at).end()  # type: ignore[union-attr]
        length = len(memoryview(value))
        placed.append(Item(offset, length, value))
        at = offset + length
    return placed


def first_key(text: bytes | memoryview | Raw) -> str | None:
    """The first key of a JSON object; None where there is none."""
    source = memoryview(text)
    match = _BEFORE_MEMBER.match(source, _GAP.match(source).end() + 1)  # type: ignore[union-attr]
    return None if match is None else _ANY.decode(match[1])


def check_strictly(text: bytes) -> None:
    """Raise JsonError for what msgspec passes over in a valid JSON text.

    That is a key that stands twice in an object, a number beyond 64 bits, and a string with half
    a surrogate pair, also in fields that no rule reads. Decoding and encoding again drops the
    second of two keys, so counting `":` tells cheaply whether a slow and exact look is due.
    """
    try:
        again = msgspec.json.encode(_ANY.decode(text))
    except RecursionError as error:
        raise explain(text, error) from None
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise next(strict_faults(text), None) or explain(text, error) from None
    if text.count(b'":') != again.count(b'":') or _has_long_number(text):
        fault = next(strict_faults(text), None)
        if fault is not None:
            raise fault


def _has_long_number(text: bytes) -> bool:
    return b"0" * (_LONGEST_SAFE_NUMBER + 1) in text.translate(_DIGITS_TO_ZERO)


def strict_faults(text: bytes | memoryview | Raw) -> Iterator[JsonError]:
    """Every duplicate key and every number beyond 64 bits of a valid JSON text, in its order."""
    stack: list[_Container] = []
    for match in _TOKEN.finditer(memoryview(text)):
        kind, token = match.lastgroup, match[match.lastgroup or 0]
        if kind == "punctuation":
            _step(stack, token)
        elif kind == "string" and stack and stack[-1].expects_key:
            key = _ANY.decode(token)
            container = stack[-1]
            container.key = key
            if key in container.keys:
                yield JsonError(
                    f"key {key!r} stands twice in one object: a JSON reader keeps only one of them",
                    match.start("string"),
                    tuple(part.key for part in stack),
                )
            container.keys.add(key)
        elif kind == "number" and _beyond_64_bits(token):
            yield JsonError(
                f"{_shortened(token.decode())} is beyond 64 bits",
                match.start("number"),
                tuple(part.key for part in stack),
            )


class _Container:
    """An array or object that is being read, and the key or index that the reading is at."""

    __slots__ = ("expects_key", "is_object", "key", "keys")

    def __init__(self, *, is_object: bool) -> None:
        self.is_object = is_object
        self.expects_key = is_object
        self.keys: set[str] = set()
        self.key: Key = "" if is_object else 0


def _step(stack: list[_Container], token: bytes) -> None:
    if token in b"{[":
        stack.append(_Container(is_object=token == b"{"))
    elif token in b"}]":
        stack.pop()
    elif token == b":":
        stack[-1].expects_key = False
    elif stack[-1].is_object:
        stack[-1].expects_key = True
    else:
        stack[-1].key = int(stack[-1].key) + 1


def _beyond_64_bits(token: bytes) -> bool:
    if token.lstrip(b"-").isdigit():
        if len(token) <= _LONGEST_SAFE_NUMBER:
            return False
        return len(token) > 20 or not -(2**63) <= int(token) < 2**64  # noqa: PLR2004 - 2**64 has 20
    return float(token) in (float("inf"), float("-inf"))


def _shortened(number: str) -> str:
    return number if len(number) <= 40 else f"{number[:20]}... ({len(number):,} digits)"  # noqa: PLR2004
