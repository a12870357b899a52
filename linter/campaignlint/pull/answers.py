"""What Marketo answers: an envelope around records, with status 200 even where a call failed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import msgspec
from msgspec import Raw

from campaignlint.loading import json_errors as json_text
from campaignlint.marketo import records as api
from campaignlint.pull.faults import AnswerError, api_error

if TYPE_CHECKING:
    from collections.abc import Iterable

_JSON_ERRORS = (msgspec.DecodeError, RecursionError)
_MEMBERS = msgspec.json.Decoder(dict[str, Raw])
_RECORDS = msgspec.json.Decoder(list[Raw])
_ERRORS = msgspec.json.Decoder(list[api.Error], strict=False)
_REQUEST_ID = "requestId"
_MAX_CODE_LENGTH = 6
"""Digits; Adobe's codes have three or four."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: its envelope's members as Marketo wrote and ordered them."""

    members: dict[str, Raw]
    records: list[Raw]
    """What stands under `result`; empty where Marketo found nothing."""

    def to_file(self) -> bytes:
        """The answer as it is written: indented by 2, without its `requestId`.

        Keys keep their order; numbers, and escapes in texts, are spelt as Marketo spelt them.
        """
        return indented(self.members)

    def with_records(self, records: list[Raw]) -> Answer:
        """Return the same envelope with other records."""
        return Answer(self.members | {"result": Raw(msgspec.json.encode(records))}, records)


def read_answer(body: bytes, content_type: str = "", secrets: Iterable[str] = ()) -> Answer:
    """Decode an answer, which must not contain one of the secrets.

    Raises AnswerError for what is no answer of Marketo's, and what faults.api_error says for one
    that reports a failure.
    """
    try:
        json_text.check_utf8(memoryview(body))
        members = _MEMBERS.decode(body)
        has_secret = _contains_any(msgspec.json.decode(body), secrets)
    except json_text.JsonError:
        raise AnswerError("the answer is not UTF-8 text") from None
    except (*_JSON_ERRORS, ValueError):  # also a number of more than 4,300 digits
        raise AnswerError(_no_json(body, content_type)) from None
    if has_secret:
        raise AnswerError("the answer repeats a secret of this client, so it is not kept")
    success = bytes(members.get("success", b""))
    if success not in (b"true", b"false"):
        raise AnswerError("the answer is JSON, but none of Marketo's: it does not say `success`")
    if success == b"false":
        raise _failure(members)
    try:
        result = members.get("result")
        records = [] if result is None or bytes(result) == b"null" else _RECORDS.decode(result)
        indented(members)  # what is nested too deeply is found here, and not when it is written
    except _JSON_ERRORS:
        raise AnswerError("the answer's `result` is no list of records") from None
    return Answer(members, records)


def _contains_any(content: object, secrets: Iterable[str]) -> bool:
    """Return whether a decoded text contains a secret as it is, or as JSON or a URL spells it."""
    text = json.dumps(content, ensure_ascii=False)
    spellings = {
        spelling
        for secret in secrets
        for spelling in (
            secret,
            json.dumps(secret)[1:-1],
            quote(secret, safe=""),
            quote_plus(secret),
        )
    }
    return any(json.dumps(each, ensure_ascii=False)[1:-1] in text for each in spellings)


def indented(members: dict[str, Raw]) -> bytes:
    """An envelope as a file holds it."""
    kept = {key: value for key, value in members.items() if key != _REQUEST_ID}
    return msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n"


def _no_json(body: bytes, content_type: str) -> str:
    if not body.strip():
        return "the answer is empty"
    if "html" in content_type.lower():
        return "the answer is HTML, not JSON"
    return "the answer is not JSON, or was cut short"


def _failure(members: dict[str, Raw]) -> AnswerError:
    try:
        errors = _ERRORS.decode(members.get("errors", b"[]"))
    except _JSON_ERRORS:
        errors = []
    if not errors:
        return AnswerError("Marketo says that the call failed, and not why")
    first = errors[0]
    code = str(first.code or "")
    is_number = code.isdecimal() and len(code) <= _MAX_CODE_LENGTH
    return api_error(int(code) if is_number else None, first.message or "")
