"""Responses and errors of the Asset API."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote, quote_plus

import pytest

from campaignlint.pull.errors import (
    InterruptedPullError,
    ResponseError,
    TokenError,
    TransientError,
)
from campaignlint.pull.responses import describe_quota, parse_response, status_error

NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
IN_90_SECONDS = "Sun, 22 Nov 2026 07:31:30 GMT"


def envelope(*records: object) -> bytes:
    return json.dumps({"success": True, "errors": [], "result": records}).encode()


def error_envelope(code: str, message: str = "") -> bytes:
    error = {"code": code, "message": message}
    return json.dumps({"success": False, "errors": [error]}).encode()


def error_of(body: bytes) -> ResponseError:
    with pytest.raises(ResponseError) as error:
        parse_response(body)
    return error.value


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the response is not JSON, or is truncated"),
        (b"{]", "the response is not JSON, or is truncated"),
        (b'{"success":tr', "the response is not JSON, or is truncated"),
        (b"[1]", "the response is not JSON, or is truncated"),
        (
            envelope("\xff").replace(rb"\u00ff", b"\xff"),
            "the response is not JSON, or is truncated",
        ),
        (b'{"success":true,"x":%s}' % (b"9" * 5000), "the response is not JSON, or is truncated"),
        (
            b'{"success":true,"result":[%s%s]}' % (b"[" * 9999, b"]" * 9999),
            "the response is not JSON, or is truncated",
        ),
        (b'{"id":1}', "the response is JSON, but not from the Asset API (no `success`)"),
        (b'{"success":true,"result":{"id":1}}', "`result` is not a list of records"),
        (b'{"success":false}', "error without a message"),
        (b'{"success":false,"errors":{}}', "error without a message"),
        (error_envelope("9" * 5000), "error without a message"),
        (error_envelope("606"), "606 without a message"),
        (error_envelope("709", "x" * 200_000), f"709 {'x' * 300}…"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_invalid_responses(body: bytes, message: str) -> None:
    assert error_of(body).reason == message


@pytest.mark.parametrize("body", [b'{"success":true}', b'{"success":true,"result":null}'])
def test_a_response_can_have_no_records(body: bytes) -> None:
    assert parse_response(body).records == []


@pytest.mark.parametrize("code", [604, 606, 608, 611, 615, 713])
def test_transient_codes(code: int) -> None:
    error = error_of(error_envelope(str(code), "Try later"))
    assert isinstance(error, TransientError)
    assert (error.reason, error.is_limit) == (f"{code} Try later", code in {606, 615})


@pytest.mark.parametrize("code", [601, 602])
def test_token_codes(code: int) -> None:
    assert isinstance(error_of(error_envelope(str(code))), TokenError)


@pytest.mark.parametrize(
    ("code", "is_about_asset", "is_not_found"),
    [
        (603, False, False),
        (609, False, False),
        (610, True, True),
        (702, True, True),
        (709, True, False),
        (1013, True, False),
    ],
)
def test_other_codes(code: int, *, is_about_asset: bool, is_not_found: bool) -> None:
    error = error_of(error_envelope(str(code), "No"))
    assert not isinstance(error, TransientError)
    assert (error.is_about_asset, error.is_not_found) == (is_about_asset, is_not_found)


def test_the_quota_ends_the_pull() -> None:
    with pytest.raises(InterruptedPullError, match=r"^607 the daily quota of API calls is used up"):
        parse_response(error_envelope("607"))


def test_the_reset_of_the_quota_is_in_local_time() -> None:
    berlin = timezone(timedelta(hours=1))
    assert describe_quota(NOW, berlin) == (
        "607 the daily quota of API calls is used up; it resets at 12:00 AM CST "
        "(2026-11-23 07:00 local time)"
    )
    assert "2026-11-22 07:00" in describe_quota(NOW - timedelta(hours=2), berlin)


SECRET = 'say "hush" to über'  # noqa: S105 - not a real one
"""A secret that JSON and URLs escape."""


@pytest.mark.parametrize(
    "spelling",
    [
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        "".join(f"\\u{ord(each):04x}" for each in SECRET),
        json.dumps(json.dumps(SECRET))[1:-1],
        quote_plus(SECRET),
        quote(SECRET),
    ],
)
def test_a_secret_is_recognized_in_every_spelling(spelling: str) -> None:
    body = f'{{"success":false,"errors":[{{"code":"709","message":"{spelling}"}}]}}'
    with pytest.raises(ResponseError) as error:
        parse_response(body.encode(), secrets=[SECRET])
    assert error.value.reason == "the response contains a secret of this client and was discarded"


@pytest.mark.parametrize(
    ("status", "kind", "message"),
    [
        (401, TokenError, "HTTP 401 Unauthorized"),
        (403, ResponseError, "HTTP 403 Forbidden"),
        (404, ResponseError, "HTTP 404 Not Found"),
        (408, TransientError, "HTTP 408 Request Timeout"),
        (429, TransientError, "HTTP 429 Too Many Requests"),
        (500, TransientError, "HTTP 500 Internal Server Error"),
        (502, TransientError, "HTTP 502 Bad Gateway"),
        (503, TransientError, "HTTP 503 Service Unavailable"),
        (504, TransientError, "HTTP 504 Gateway Timeout"),
        (599, ResponseError, "HTTP 599"),
    ],
)
def test_http_statuses(status: int, kind: type[ResponseError], message: str) -> None:
    error = status_error(status)
    assert (type(error), error.reason) == (kind, message)
    assert not error.is_about_asset


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("300", 300),
        (IN_90_SECONDS, 90),
        ("Sun, 22 Nov 2026 07:00:00 GMT", 0),
        ("?", None),
    ],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    error = status_error(503, header, NOW)
    assert isinstance(error, TransientError)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("header", "minutes"),
    [("301", "5"), ("Fri, 01 Jan 2100 00:00:00 GMT", "38,451,870"), ("9" * 400, "inf")],
    ids=["seconds", "date", "digits"],
)
def test_a_long_retry_after_ends_the_pull(header: str, minutes: str) -> None:
    with pytest.raises(InterruptedPullError) as error:
        status_error(503, header, NOW)
    assert str(error.value) == (
        f"Marketo asks to wait for {minutes} minutes (HTTP 503 Service Unavailable)"
    )
