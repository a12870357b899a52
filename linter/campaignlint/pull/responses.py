"""Responses of the Asset API: an envelope with records, with status 200 even for errors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import httpx
import msgspec
from msgspec import Raw

from campaignlint.marketo import records
from campaignlint.pull.errors import (
    ACCESS_DENIED,
    LIMIT_CODES,
    QUOTA_REACHED,
    TOKEN_CODES,
    TRANSIENT_CODES,
    InterruptedPullError,
    ResponseError,
    TokenError,
    TransientError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENVELOPE = msgspec.json.Decoder(dict[str, Raw])
_RECORDS = msgspec.json.Decoder(list[Raw] | None)
_ERRORS = msgspec.json.Decoder(list[records.Error] | None, strict=False)
_DECODE_ERRORS = (
    msgspec.DecodeError,
    RecursionError,
    ValueError,  # invalid UTF-8, or a number with more than 4,300 digits
)
_MAX_CODE_LENGTH = 6
_MAX_MESSAGE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Response:
    """A successful response."""

    envelope: dict[str, Raw]
    records: list[Raw]
    """The records under `result`; empty if Marketo found nothing."""

    def to_json(self) -> bytes:
        """Return the envelope without its `requestId`, indented by 2.

        The order of keys and the spelling of numbers and escapes stay as they are.
        """
        members = {key: value for key, value in self.envelope.items() if key != "requestId"}
        return msgspec.json.format(msgspec.json.encode(members), indent=2) + b"\n"

    def with_records(self, new_records: list[Raw]) -> Response:
        """Return the same envelope with other records."""
        result = Raw(msgspec.json.encode(new_records))
        return Response(self.envelope | {"result": result}, new_records)


def parse_response(body: bytes, secrets: Iterable[str] = ()) -> Response:
    """Decode a response with status 200.

    Raises ResponseError if it reports an error, is not an envelope, or contains a secret.
    """
    try:
        envelope = _ENVELOPE.decode(body)
        has_secret = _contains_any(msgspec.json.decode(body), secrets)
    except _DECODE_ERRORS:
        raise ResponseError("the response is not JSON, or is truncated") from None
    if has_secret:
        raise ResponseError("the response contains a secret of this client and was discarded")
    success = bytes(envelope.get("success", b""))
    if success == b"false":
        raise _api_error(envelope)
    if success != b"true":
        raise ResponseError("the response is JSON, but not from the Asset API (no `success`)")
    try:
        return Response(envelope, _RECORDS.decode(envelope.get("result", b"null")) or [])
    except _DECODE_ERRORS:
        raise ResponseError("`result` is not a list of records") from None


def _contains_any(content: Any, secrets: Iterable[str]) -> bool:
    """Return whether a text contains a secret, as it is or escaped for JSON or a URL."""
    text = json.dumps(content, ensure_ascii=False)
    spellings = {
        spelling
        for secret in secrets
        for spelling in (secret, json.dumps(secret)[1:-1], quote(secret, ""), quote_plus(secret))
    }
    return any(json.dumps(spelling, ensure_ascii=False)[1:-1] in text for spelling in spellings)


def _api_error(envelope: dict[str, Raw]) -> ResponseError:
    """Return the error that an envelope reports. Raises InterruptedPullError for the quota."""
    try:
        errors = _ERRORS.decode(envelope.get("errors", b"null")) or [records.Error()]
    except _DECODE_ERRORS:
        errors = [records.Error()]
    text, message = str(errors[0].code or ""), (errors[0].message or "").strip()
    code = int(text) if text.isdecimal() and len(text) <= _MAX_CODE_LENGTH else None
    if len(message) > _MAX_MESSAGE_LENGTH:
        message = f"{message[:_MAX_MESSAGE_LENGTH]}…"
    reason = f"{code or 'error'} {message or 'without a message'}"
    if code == QUOTA_REACHED:
        raise InterruptedPullError(describe_quota(datetime.now(UTC)))
    if code in TOKEN_CODES:
        return TokenError(reason, code)
    if code in TRANSIENT_CODES:
        return TransientError(reason, code, is_limit=code in LIMIT_CODES)
    return ResponseError(reason, code)


_CST = timezone(timedelta(hours=-6))
"""Adobe says that the quota resets at 12:00 AM CST, all year."""


def describe_quota(now: datetime, local: timezone | None = None) -> str:
    """Return the message for error 607, with the time of the reset in the local time zone."""
    tomorrow = (now.astimezone(_CST) + timedelta(days=1)).date()
    reset = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=_CST).astimezone(local)
    return (
        "607 the daily quota of API calls is used up; it resets at 12:00 AM CST "
        f"({reset:%Y-%m-%d %H:%M} local time)"
    )


_TRANSIENT_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_MAX_WAIT = 5 * 60
"""Seconds. If the server requires a longer wait, the pull stops."""


def status_error(status: int, retry_after: str = "", now: datetime | None = None) -> ResponseError:
    """Return the error for an HTTP status other than 200.

    Raises InterruptedPullError if the header `Retry-After` requires more than five minutes.
    """
    reason = f"HTTP {status} {httpx.codes.get_reason_phrase(status)}".strip()
    if status in _TRANSIENT_STATUSES:
        wait = _parse_retry_after(retry_after, now or datetime.now(UTC))
        if wait is not None and wait > _MAX_WAIT:
            raise InterruptedPullError(
                f"Marketo asks to wait for {wait / 60:,.0f} minutes ({reason})"
            )
        is_limit = status == HTTPStatus.TOO_MANY_REQUESTS
        return TransientError(reason, retry_after=wait, is_limit=is_limit)
    if status == HTTPStatus.UNAUTHORIZED:
        return TokenError(reason, min(TOKEN_CODES))
    return ResponseError(reason, ACCESS_DENIED if status == HTTPStatus.FORBIDDEN else None)


def _parse_retry_after(header: str, now: datetime) -> float | None:
    """Return the seconds in a Retry-After header, which holds seconds or a date (RFC 9110)."""
    if header.isdecimal():
        return float(header)
    try:
        return max((parsedate_to_datetime(header) - now).total_seconds(), 0)
    except ValueError:
        return None
